/**
 * An audit row as a FHIR R4 AuditEvent (hl7.org/fhir/R4/auditevent.html), for systems that collect them. Ids, codes and
 * counts only, as in the row. The schema has the elements that are used, required where the specification requires them.
 */
import { z } from 'zod';
import type { Purpose } from '../../domain/audit';
import type { AuditView } from '../read/audit';

const Coding = z.strictObject({
  system: z.url(),
  code: z.string().regex(/^\S+( \S+)*$/),
  display: z.string().optional(),
});
const Concept = z.strictObject({ coding: z.array(Coding).min(1).optional(), text: z.string().optional() });
const Reference = z.strictObject({
  type: z.string().optional(),
  identifier: z.strictObject({ system: z.string(), value: z.string() }).optional(),
  display: z.string().optional(),
});
const Extension = z.strictObject({ url: z.string(), valueString: z.string() });

export const AuditEvent = z
  .strictObject({
    resourceType: z.literal('AuditEvent'),
    id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/),
    extension: z.array(Extension).optional(),
    type: Coding,
    subtype: z.array(Coding).min(1),
    action: z.enum(['C', 'R', 'U', 'D', 'E']),
    recorded: z.iso.datetime(),
    outcome: z.enum(['0', '4', '8', '12']),
    outcomeDesc: z.string(),
    purposeOfEvent: z.array(Concept).min(1),
    agent: z
      .array(
        z.strictObject({
          type: Concept,
          role: z.array(Concept).optional(),
          who: Reference.optional(),
          requestor: z.boolean(),
        }),
      )
      .min(1),
    source: z.strictObject({ site: z.string().optional(), observer: Reference, type: z.array(Coding).min(1) }),
    entity: z
      .array(
        z.strictObject({
          what: Reference.optional(),
          type: Coding,
          role: Coding.optional(),
          detail: z.array(z.strictObject({ type: z.string(), valueString: z.string() })).optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'FhirAuditEvent' });
export type AuditEvent = z.infer<typeof AuditEvent>;

const HL7 = 'http://terminology.hl7.org/CodeSystem';
const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const OURS = 'urn:caseclock';

const coding = (system: string, code: string, display: string) => ({ system, code, display });
const REST = coding(`${HL7}/audit-event-type`, 'rest', 'RESTful Operation');
const SIGN_IN = coding(DICOM, '110114', 'User Authentication');
const TRAIL = coding(DICOM, '110101', 'Audit Log Used');
const EXPORT = coding(DICOM, '110106', 'Export');
const IMPORT = coding(DICOM, '110107', 'Import');
const SECURITY = coding(DICOM, '110113', 'Security Alert');

/** The kind of event by the first word of an action; whatever else is a request. */
const types: Readonly<Record<string, AuditEvent['type']>> = {
  'sign-in': SIGN_IN,
  session: SIGN_IN,
  audit: TRAIL,
  glass: SECURITY,
  'break-glass': SECURITY,
};

function typeOf(action: string): AuditEvent['type'] {
  if (action.endsWith('.export')) return EXPORT;
  if (action === 'import.upload' || action === 'import.apply') return IMPORT;
  return types[action.split(/[.:]/)[0] ?? ''] ?? REST;
}

/** What was done, by the last word of an action: C create, R read, U update, D delete, E execute. */
const words: Readonly<Record<string, 'C' | 'R' | 'U' | 'D'>> = {
  ...{ read: 'R', list: 'R', search: 'R', stream: 'R', export: 'R', verify: 'R', check: 'R' },
  ...{ open: 'C', create: 'C', add: 'C', upload: 'C', invite: 'C', publish: 'C' },
  ...{ edit: 'U', edited: 'U', revised: 'U', change: 'U', move: 'U', done: 'U', event: 'U', command: 'U', revert: 'U' },
  ...{ remove: 'D', delete: 'D', revoke: 'D' },
};
const interactions = { C: 'create', R: 'read', U: 'update', D: 'delete', E: 'operation' } as const;

const actionOf = (action: string) => words[action.split(/[.:]/).at(-1) ?? ''] ?? 'E';

const purposeCodes: Readonly<Record<Purpose, AuditEvent['type']>> = {
  treatment: coding(`${HL7}/v3-ActReason`, 'TREAT', 'treatment'),
  payment: coding(`${HL7}/v3-ActReason`, 'HPAYMT', 'healthcare payment'),
  operations: coding(`${HL7}/v3-ActReason`, 'HOPERAT', 'healthcare operations'),
  emergency: coding(`${HL7}/v3-ActReason`, 'ETREAT', 'Emergency Treatment'),
};

const DONE = new Set(['ok', 'applied', 'opened', 'closed', 'finished', 'justified', 'not-justified']);

/** 0 success, 4 refused, 8 the system failed. Nothing here makes the system itself unusable (12). */
function outcomeOf(outcome: string): AuditEvent['outcome'] {
  if (DONE.has(outcome) || /^[23]\d\d$/.test(outcome)) return '0';
  return outcome === 'internal' || outcome === 'unavailable' || outcome === 'broken' ? '8' : '4';
}

const OBJECT = coding(`${HL7}/audit-entity-type`, '2', 'System Object');
const PERSON = coding(`${HL7}/audit-entity-type`, '1', 'Person');
const PATIENT = coding(`${HL7}/object-role`, '1', 'Patient');
const RESOURCE = coding(`${HL7}/object-role`, '4', 'Domain Resource');
const QUERY = coding(`${HL7}/object-role`, '24', 'Query');

const identified = (what: string, value: string) => ({ identifier: { system: `${OURS}:${what}`, value } });

/** @param row as the trail shows it. The hash goes along, so that the collected copy can be held against the chain. */
export function auditEventOf(row: AuditView): AuditEvent {
  const action = actionOf(row.action);
  const listed = row.case === null && (row.cases.length > 0 || 'count' in row.data);
  const interaction = action === 'R' && listed ? 'search-type' : interactions[action];
  const details = Object.entries(row.data).map(([type, value]) => ({
    type,
    valueString: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  const agentType =
    row.actor.type === 'user'
      ? coding(`${HL7}/extra-security-role-type`, 'humanuser', 'human user')
      : coding(DICOM, '110150', 'Application');
  return {
    resourceType: 'AuditEvent',
    id: `audit-${row.id}`,
    extension: [{ url: `${OURS}:audit-hash`, valueString: row.hash }],
    type: typeOf(row.action),
    subtype: [
      coding('http://hl7.org/fhir/restful-interaction', interaction, interaction),
      { system: `${OURS}:audit-action`, code: row.action },
    ],
    action,
    recorded: row.at,
    outcome: outcomeOf(row.outcome),
    outcomeDesc: row.outcome,
    purposeOfEvent: [{ coding: [purposeCodes[row.purpose]] }],
    agent: [
      {
        type: { coding: [agentType] },
        ...(row.roles.length > 0
          ? { role: row.roles.map((role) => ({ coding: [{ system: `${OURS}:role`, code: role }] })) }
          : {}),
        ...(row.actor.id === '' ? {} : { who: identified(row.actor.type, row.actor.id) }),
        requestor: true,
      },
    ],
    source: {
      observer: { ...identified('system', 'caseclock'), display: 'Caseclock' },
      type: [coding(`${HL7}/security-source-type`, '4', 'Application Server')],
    },
    entity: [
      ...row.cases.map((id) => ({ what: identified('case', id), type: OBJECT, role: RESOURCE })),
      ...row.patients.map((id) => ({
        what: { type: 'Patient', ...identified('patient', id) },
        type: PERSON,
        role: PATIENT,
      })),
      {
        ...(row.requestId === null ? {} : { what: identified('request', row.requestId) }),
        type: OBJECT,
        role: QUERY,
        ...(details.length > 0 ? { detail: details } : {}),
      },
    ],
  };
}
