/** Reads claims as the practice knows them, with what hangs off each. */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { claimScope } from '../auth/linked-scope';
import type { Permission } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { CivilDay, Instant } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { PatientName, PayerName } from './case-views';
import { Statement } from './statement';

export const ClaimSummary = z
  .strictObject({
    id: z.uuid(),
    practiceId: z.uuid(),
    number: phi('identity', z.string()),
    status: plain(z.string().nullable()),
    payer: PayerName,
    patient: PatientName,
    payerControlNumber: phi('identity', z.string().nullable()),
    serviceFrom: phi('clinical', CivilDay.nullable()),
    serviceTo: phi('clinical', CivilDay.nullable()),
    chargeCents: phi('money', z.int()),
    paidCents: phi('money', z.int()),
    patientResponsibilityCents: phi('money', z.int()),
    outstandingCents: phi('money', z.int()),
    activeCaseId: z.uuid().nullable(),
  })
  .meta({ id: 'ClaimSummary' });

const Submission = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  payerControl: phi('identity', z.string()),
  frequencyCode: plain(z.string()).describe('Empty: first sending; 7: replacement; 8: void'),
  createdAt: Instant,
});
const Remittance = z.strictObject({
  id: z.uuid(),
  statusCode: plain(z.string()),
  classification: plain(z.string()),
  chargeCents: phi('money', z.int()),
  paidCents: phi('money', z.int()),
  patientResponsibilityCents: phi('money', z.int()),
  traceNumber: phi('money', z.string()),
  paymentOn: phi('money', CivilDay.nullable()),
  remarkCodes: plain(z.array(z.string())),
  adjustments: z.array(
    z.strictObject({ code: plain(z.string()), amountCents: phi('money', z.int()), line: z.int().nullable() }),
  ),
});
const CaseOfClaim = z.strictObject({
  caseId: z.uuid(),
  kind: plain(z.string()),
  stage: plain(z.string()),
  active: z.boolean(),
  submissionId: z.uuid().nullable().describe('null: all submissions of the claim'),
  openedAt: Instant,
});

export const ClaimView = z
  .strictObject({
    ...ClaimSummary.shape,
    submissions: z.array(Submission),
    remittances: z.array(Remittance),
    cases: z.array(CaseOfClaim),
  })
  .meta({ id: 'Claim' });

type Summary = z.infer<typeof ClaimSummary>;

/** An active case counts for everybody who sees the claim; which one it is, only for those who may read it. */
const columns = (caller: Caller, s: Statement) => `m.id, m.practice_id as "practiceId", m.number, m.status,
  jsonb_build_object('id', m.payer_id, 'name', p.name) as payer,
  jsonb_build_object('id', m.patient_id, 'name', t.name) as patient,
  m.payer_control_number as "payerControlNumber",
  to_char(m.service_from, 'YYYY-MM-DD') as "serviceFrom", to_char(m.service_to, 'YYYY-MM-DD') as "serviceTo",
  m.charge_cents::float8 as "chargeCents", m.paid_cents::float8 as "paidCents",
  m.patient_responsibility_cents::float8 as "patientResponsibilityCents",
  m.outstanding_cents::float8 as "outstandingCents",
  (select cc.case_id from case_claim cc join cases ac on ac.id = cc.case_id
   where cc.claim_id = m.id and cc.active and ${caseScope(caller, 'case.read', s, 'ac')}) as "activeCaseId"`;
const JOINS = 'left join payer p on p.id = m.payer_id left join patient t on t.id = m.patient_id';

export interface ClaimQuery {
  readonly status?: string | undefined;
  readonly number?: string | undefined;
  readonly payerId?: string | undefined;
  readonly patientId?: string | undefined;
  readonly hasCase?: 'true' | 'false' | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of the claims that the caller may see, by id. */
export async function listClaims(
  pool: Pool,
  caller: Caller,
  query: ClaimQuery,
): Promise<{ items: Summary[]; next: string | null }> {
  const s = new Statement();
  const where = [claimScope(caller, 'claim.read', s)];
  if (query.status !== undefined) where.push(`m.status = ${s.value(query.status)}`);
  if (query.number !== undefined) {
    where.push(`m.number like ${s.value(`${query.number.replace(/[\\%_]/g, '\\$&')}%`, 'text')}`);
  }
  if (query.payerId !== undefined) where.push(`m.payer_id = ${s.value(query.payerId, 'uuid')}`);
  if (query.patientId !== undefined) where.push(`m.patient_id = ${s.value(query.patientId, 'uuid')}`);
  if (query.hasCase !== undefined) {
    const held = 'exists (select 1 from case_claim cc where cc.claim_id = m.id and cc.active)';
    where.push(query.hasCase === 'true' ? held : `not ${held}`);
  }
  if (query.cursor !== undefined) {
    const [id] = decodeCursor('claims', query.cursor, [z.uuid()] as const);
    where.push(`m.id > ${s.value(id, 'uuid')}`);
  }
  const { rows } = await pool.query<Summary>(
    `select ${columns(caller, s)} from claim m ${JOINS} where ${where.join(' and ')}
     order by m.id limit ${s.value(query.limit + 1)}`,
    s.values,
  );
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items, next: rows.length > items.length && last ? encodeCursor('claims', [last.id]) : null };
}

/** The claim, or null when there is none that the caller may do `permission` to; nothing else is read then. */
export async function showClaim(
  pool: Pool,
  caller: Caller,
  permission: Permission,
  id: string,
): Promise<z.infer<typeof ClaimView> | null> {
  const s = new Statement();
  const claim = await pool.query<Summary>(
    `select ${columns(caller, s)} from claim m ${JOINS}
     where m.id = ${s.value(id, 'uuid')} and ${claimScope(caller, permission, s)}`,
    s.values,
  );
  const row = claim.rows[0];
  if (!row) return null;
  const of = new Statement();
  const ofClaim = `cc.claim_id = ${of.value(id, 'uuid')} and ${caseScope(caller, 'case.read', of)}`;
  const [submissions, remittances, cases] = await Promise.all([
    pool.query<Omit<z.infer<typeof Submission>, 'createdAt'> & { createdAt: Date }>(
      `select id, version, payer_control as "payerControl", frequency_code as "frequencyCode", created_at as "createdAt"
       from submission where claim_id = $1 order by version limit 200`,
      [id],
    ),
    pool.query<z.infer<typeof Remittance>>(
      `select r.id, r.status_code as "statusCode", r.classification, r.charge_cents::float8 as "chargeCents",
              r.paid_cents::float8 as "paidCents", r.patient_responsibility_cents::float8 as "patientResponsibilityCents",
              x.trace_number as "traceNumber", to_char(x.payment_on, 'YYYY-MM-DD') as "paymentOn",
              r.remark_codes as "remarkCodes",
              coalesce((select jsonb_agg(jsonb_build_object('code', a.group_code || '-' || a.carc,
                          'amountCents', a.amount_cents, 'line', a.line_position) order by a.line_position nulls first, a.id)
                        from remit_adjustment a where a.remit_claim_id = r.id), '[]'::jsonb) as adjustments
       from remit_claim r join remit_transaction x on x.id = r.transaction_id
       where r.claim_id = $1 order by x.payment_on nulls first, r.position, r.id limit 200`,
      [id],
    ),
    pool.query<Omit<z.infer<typeof CaseOfClaim>, 'openedAt'> & { openedAt: Date }>(
      `select cc.case_id as "caseId", c.kind, c.stage, cc.active, cc.submission_id as "submissionId", c.opened_at as "openedAt"
       from case_claim cc join cases c on c.id = cc.case_id where ${ofClaim} order by c.opened_at desc limit 200`,
      of.values,
    ),
  ]);
  return {
    ...row,
    submissions: submissions.rows.map((s) => ({ ...s, createdAt: s.createdAt.toISOString() })),
    remittances: remittances.rows,
    cases: cases.rows.map((c) => ({ ...c, openedAt: c.openedAt.toISOString() })),
  };
}
