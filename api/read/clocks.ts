/** Reads armed clocks and receipts of those that fired: the deadline ledger (N01, N02, N12, R01). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { caseScope } from '../auth/row-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { Instant } from '../input/fields';
import { taskTitleClass } from '../privacy/case-privacy';
import { phi, phiBy, plain } from '../privacy/phi';
import type { Asking } from './case-filter';
import { clockWords, ownerOf, OwnerView } from './case-views';
import { Statement } from './statement';

const ArmedBy = z.strictObject({ seq: z.int(), type: plain(z.string()), at: Instant });

export const ClockView = z
  .strictObject({
    caseId: z.uuid(),
    kind: plain(z.string()),
    name: plain(z.string()),
    slot: plain(z.string()),
    title: plain(z.string()),
    otherwise: plain(z.string()).describe('What happens if nobody acts'),
    dueAt: Instant,
    computedDueAt: Instant.describe('What the rule says, before a person moved it'),
    moved: z.boolean(),
    timeLeftMs: z.int().describe('Negative: it is late'),
    ruleId: plain(z.string()),
    ruleVersion: z.int(),
    armedBy: ArmedBy,
    // It names what is counted from: a visit, a treatment, a contact.
    explanation: phi('visits', z.record(z.string(), z.unknown())).describe('The day count, with `text` to read (N12)'),
  })
  .meta({ id: 'Clock' });

export const LedgerRow = z.strictObject({
  ...ClockView.shape,
  case: z.strictObject({
    stage: plain(z.string()),
    priority: plain(z.string()),
    subject: phi('words', z.string().nullable()),
    claimNumber: phi('identity', z.string().nullable()),
    patient: phi('identity', z.string().nullable()),
    owner: OwnerView.nullable(),
  }),
});

export interface ClockRow {
  case_id: string;
  kind: string;
  slot: string;
  name: string;
  rule_id: string;
  rule_version: number;
  due_at: Date;
  computed_due_at: Date;
  explanation: Record<string, unknown> | null;
  armed_at: Date;
  armed_by_seq: number;
  armed_by_type: string;
  moved: boolean;
}

/** Of `k` (clock) and `c` (cases). */
export const clockColumns = `k.case_id, c.kind, k.slot, k.name, k.rule_id, k.rule_version, k.due_at, k.computed_due_at,
  k.explanation, k.armed_at, k.armed_by_seq, k.armed_by_type, k.moved`;

export function clockViewOf(row: ClockRow, now: number): z.infer<typeof ClockView> {
  return {
    caseId: row.case_id,
    kind: row.kind,
    name: row.name,
    slot: row.slot,
    ...clockWords(row.kind, row.name),
    dueAt: row.due_at.toISOString(),
    computedDueAt: row.computed_due_at.toISOString(),
    moved: row.moved,
    timeLeftMs: row.due_at.getTime() - now,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    armedBy: { seq: row.armed_by_seq, type: row.armed_by_type, at: row.armed_at.toISOString() },
    explanation: row.explanation ?? {},
  };
}

export interface LedgerQuery {
  readonly kind?: string | undefined;
  readonly ruleId?: string | undefined;
  readonly name?: string | undefined;
  readonly owner?: string | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly moved?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

type LedgerSql = ClockRow & {
  stage: string;
  priority: string;
  subject: string | null;
  claim_number: string | null;
  patient: string | null;
  owner_user_id: string | null;
  owner_team_id: string | null;
  owner_user_name: string | null;
  owner_team_name: string | null;
};

/** Every armed clock of the cases that the caller may see, soonest first. */
export async function readLedger(pool: Pool, query: LedgerQuery, asking: Asking) {
  const s = new Statement();
  const where = asking.may.map((permission) => caseScope(asking.caller, permission, s));
  if (query.kind !== undefined) where.push(`c.kind = ${s.value(query.kind)}`);
  if (query.ruleId !== undefined) where.push(`k.rule_id = ${s.value(query.ruleId)}`);
  if (query.name !== undefined) where.push(`k.name = ${s.value(query.name)}`);
  if (query.moved !== undefined) where.push(`k.moved = ${s.value(query.moved, 'boolean')}`);
  if (query.dueFrom !== undefined) where.push(`k.due_at >= ${s.value(query.dueFrom, 'timestamptz')}`);
  if (query.dueTo !== undefined) where.push(`k.due_at < ${s.value(query.dueTo, 'timestamptz')}`);
  if (query.owner === 'none') where.push('c.owner_user_id is null and c.owner_team_id is null');
  else if (query.owner === 'mine') {
    const { userId, coversIds } = asking.caller;
    where.push(`c.owner_user_id = any(${s.value([userId, ...coversIds], 'uuid[]')})`);
  } else if (query.owner !== undefined) {
    const id = s.value(query.owner === 'me' ? asking.caller.userId : query.owner, 'uuid');
    where.push(`(c.owner_user_id = ${id} or c.owner_team_id = ${id})`);
  }
  if (query.cursor !== undefined) {
    const [at, caseId, slot] = decodeCursor('clocks', query.cursor, [
      z.iso.datetime(),
      z.uuid(),
      z.string().max(200),
    ] as const);
    where.push(
      `(k.due_at, k.case_id, k.slot) > (${s.value(at, 'timestamptz')}, ${s.value(caseId, 'uuid')}, ${s.value(slot)})`,
    );
    // The index has the first two columns.
    where.push(`k.due_at >= ${s.value(at, 'timestamptz')}`);
  }
  const { rows } = await pool.query<LedgerSql>(
    `with page as materialized (
       select k.* from clock k join cases c on c.id = k.case_id where ${where.join(' and ')}
       order by k.due_at, k.case_id, k.slot limit ${s.value(query.limit + 1)})
     select ${clockColumns}, c.stage, c.priority, c.subject, c.claim_number,
            coalesce(patient.name, c.details #>> '{patient,name}') as patient,
            c.owner_user_id, c.owner_team_id, owner_user.display_name as owner_user_name, owner_team.name as owner_team_name
     from page k join cases c on c.id = k.case_id
     left join app_user owner_user on owner_user.id = c.owner_user_id
     left join team owner_team on owner_team.id = c.owner_team_id
     left join patient on patient.id = c.patient_id
     order by k.due_at, k.case_id, k.slot`,
    s.values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      ...clockViewOf(row, asking.now),
      case: {
        stage: row.stage,
        priority: row.priority,
        subject: row.subject,
        claimNumber: row.claim_number,
        patient: row.patient,
        owner: ownerOf(row),
      },
    })),
    next:
      rows.length > page.length && last
        ? encodeCursor('clocks', [last.due_at.toISOString(), last.case_id, last.slot])
        : null,
  };
}

export const ReceiptView = z
  .strictObject({
    caseId: z.uuid(),
    seq: z.int(),
    name: plain(z.string()),
    title: plain(z.string()),
    ruleId: plain(z.string()),
    ruleVersion: z.int(),
    armedBy: ArmedBy,
    explanation: phi('visits', z.record(z.string(), z.unknown())),
    dueAt: Instant,
    firedAt: Instant,
    latenessMs: z.int(),
    moved: z.boolean(),
    openedTasks: z.array(
      z.strictObject({
        id: z.uuid(),
        key: plain(z.string()),
        title: phiBy('words, of a task that a person added', taskTitleClass, z.string()),
      }),
    ),
  })
  .meta({ id: 'ClockReceipt' });

type ReceiptRow = Omit<ClockRow, 'computed_due_at'> & {
  seq: number;
  fired_at: Date;
  opened: z.infer<typeof ReceiptView>['openedTasks'];
};

/** Receipts of the clocks that fired on a case, newest first. */
export async function readReceipts(pool: Pool, caseId: string, before: number | null, limit: number) {
  const { rows } = await pool.query<ReceiptRow>(
    `select r.case_id, c.kind, r.seq, r.slot, r.name, r.rule_id, r.rule_version, r.due_at, r.fired_at, r.explanation,
            r.armed_at, r.armed_by_seq, r.armed_by_type, r.moved,
            coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'key', t.key, 'title', t.title) order by t.key)
                      from task t where t.case_id = r.case_id and t.receipt_seq = r.seq), '[]'::jsonb) as opened
     from clock_receipt r join cases c on c.id = r.case_id
     where r.case_id = $1 and r.seq < coalesce($2::int, 2147483647) order by r.seq desc limit $3`,
    [caseId, before, limit],
  );
  return rows.map((row) => ({
    caseId: row.case_id,
    seq: row.seq,
    name: row.name,
    title: clockWords(row.kind, row.name).title,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    armedBy: { seq: row.armed_by_seq, type: row.armed_by_type, at: row.armed_at.toISOString() },
    explanation: row.explanation ?? {},
    dueAt: row.due_at.toISOString(),
    firedAt: row.fired_at.toISOString(),
    latenessMs: row.fired_at.getTime() - row.due_at.getTime(),
    moved: row.moved,
    openedTasks: row.opened,
  }));
}
