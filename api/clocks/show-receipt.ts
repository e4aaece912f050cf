/** One receipt whole: the arming event with its data, the rule with the settings it had, the day count, the firing, the tasks. */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { RuleSource } from '../../commands/rule-source';
import { caseKinds } from '../../domain/cases';
import { sentenceOf, type RuleSetting } from '../../domain/kernel';
import { requireCase } from '../auth/reach';
import type { Caller } from '../auth/caller';
import { Instant } from '../input/fields';
import { byKind } from '../privacy/case-privacy';
import { openRecord, phi, plain } from '../privacy/phi';
import { Problem } from '../problem';
import { clockWords, eventTitle } from '../read/case-views';
import { RECEIPT_COLUMNS, ReceiptView, receiptViewOf, type ReceiptRow } from '../read/receipts';

const Arming = z.strictObject({
  kind: plain(z.string()),
  seq: z.int(),
  type: plain(z.string()),
  title: plain(z.string()),
  at: Instant,
  actor: plain(z.strictObject({ type: z.string(), name: z.string().nullable() })),
  data: openRecord(byKind.event, z.record(z.string(), z.unknown())).describe('What the event said'),
  note: phi('words', z.string().nullable()),
});

export const WholeReceipt = z
  .strictObject({
    ...ReceiptView.shape,
    kind: plain(z.string()),
    otherwise: plain(z.string()).describe('What the clock was to do if nobody acted'),
    zone: plain(z.string()),
    rule: plain(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        sentence: z.string(),
        source: z.string(),
        version: z.int(),
        params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
      }),
    ),
    arming: Arming.nullable().describe('Null: the event is not on record'),
    case: z.strictObject({
      stage: plain(z.string()),
      subject: phi('words', z.string().nullable()),
      claimNumber: phi('identity', z.string().nullable()),
      patient: phi('identity', z.string().nullable()),
      payer: plain(z.string().nullable()),
    }),
  })
  .meta({ id: 'WholeReceipt' });

type Row = ReceiptRow & {
  zone: string;
  practice_id: string;
  jurisdiction: string;
  stage: string;
  subject: string | null;
  claim_number: string | null;
  patient: string | null;
  payer: string | null;
};

interface ArmingRow {
  seq: number;
  type: string;
  at: Date;
  actor_type: string;
  actor_name: string | null;
  data: Record<string, unknown>;
  note: string | null;
}

/** @throws CaseNotFound; Problem `not_found`, in the same words for a case that is not the caller's. */
export async function showReceipt(
  { pool, rules, caller }: { readonly pool: Pool; readonly rules: RuleSource; readonly caller: Caller },
  { caseId, seq }: { readonly caseId: string; readonly seq: number },
): Promise<z.infer<typeof WholeReceipt>> {
  await requireCase(pool, caller, ['clock.read'], caseId);
  const row = await readRow(pool, caseId, seq);
  const [arming, settings] = await Promise.all([
    readArming(pool, caseId, row.armed_by_seq),
    rules.snapshotAt(row.rule_version, row.practice_id, row.jurisdiction),
  ]);
  const rule = caseKinds.flatMap((kind) => kind.rules).find(({ id }) => id === row.rule_id);
  const { kind } = row;
  const params: RuleSetting['params'] = settings.settings[row.rule_id]?.params ?? {};
  return {
    ...receiptViewOf(row),
    kind,
    otherwise: clockWords(kind, row.name).otherwise,
    zone: row.zone,
    rule: {
      id: row.rule_id,
      title: rule?.title ?? row.rule_id,
      sentence: rule === undefined ? '' : sentenceOf(rule, params),
      source: rule?.source ?? '',
      version: row.rule_version,
      params,
    },
    arming:
      arming === null
        ? null
        : {
            kind,
            seq: arming.seq,
            type: arming.type,
            title: eventTitle(kind, arming.type),
            at: arming.at.toISOString(),
            actor: { type: arming.actor_type, name: arming.actor_name },
            data: arming.data,
            note: arming.note,
          },
    case: {
      stage: row.stage,
      subject: row.subject,
      claimNumber: row.claim_number,
      patient: row.patient,
      payer: row.payer,
    },
  };
}

async function readRow(pool: Pool, caseId: string, seq: number): Promise<Row> {
  const { rows } = await pool.query<Row>(
    `select ${RECEIPT_COLUMNS}, p.zone, c.practice_id, c.jurisdiction, c.stage, c.subject, c.claim_number,
            coalesce(patient.name, c.details #>> '{patient,name}') as patient,
            coalesce(payer.name, c.details->>'payerName') as payer
     from clock_receipt r join cases c on c.id = r.case_id join practice p on p.id = c.practice_id
     left join patient on patient.id = c.patient_id left join payer on payer.id = c.payer_id
     where r.case_id = $1 and r.seq = $2`,
    [caseId, seq],
  );
  const row = rows[0];
  if (!row) throw new Problem('not_found', 'No clock fired at this version of the case.');
  return row;
}

async function readArming(pool: Pool, caseId: string, seq: number): Promise<ArmingRow | null> {
  const { rows } = await pool.query<ArmingRow>(
    `select e.seq, e.type, e.at, e.actor_type, u.display_name as actor_name, e.data, e.note
     from case_event e left join app_user u on e.actor_type = 'user' and u.id::text = e.actor_id
     where e.case_id = $1 and e.seq = $2`,
    [caseId, seq],
  );
  return rows[0] ?? null;
}
