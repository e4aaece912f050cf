/** Reads armed clocks: those of a case, and the deadline ledger of all cases (N01, N12, R01). */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { RuleSource } from '../../commands/rule-source';
import { caseKinds } from '../../domain/cases';
import { caseScope } from '../auth/row-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { Instant } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import type { Asking } from './case-filter';
import { clockWords, eventTitle, ownerOf, OwnerView } from './case-views';
import { Statement } from './statement';
import { calendarsOf, leftUntil, localDay, TimeLeft } from './time-left';

export const ArmedBy = z.strictObject({
  seq: z.int(),
  type: plain(z.string()),
  title: plain(z.string()).describe('The event in words'),
  at: Instant,
});

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
    ruleTitle: plain(z.string()),
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
    payer: plain(z.string().nullable()),
    owner: OwnerView.nullable(),
  }),
  left: TimeLeft,
  zone: plain(z.string()).describe('Of the practice: whose days and hours count'),
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
    ruleTitle: ruleTitle(row.rule_id),
    ruleVersion: row.rule_version,
    armedBy: armedByOf(row),
    explanation: row.explanation ?? {},
  };
}

export const armedByOf = (row: Pick<ClockRow, 'kind' | 'armed_at' | 'armed_by_seq' | 'armed_by_type'>) =>
  armedBy(row.kind, { seq: row.armed_by_seq, type: row.armed_by_type, at: row.armed_at.toISOString() });

/** What armed a clock, with its name in words. */
export const armedBy = (kind: string, by: { seq: number; type: string; at: string }) => ({
  seq: by.seq,
  type: by.type,
  title: by.type.startsWith('xstate.after.') ? 'A clock fired' : eventTitle(kind, by.type),
  at: by.at,
});

/** The rule in words; its id where the code no longer knows it. */
export const ruleTitle = (id: string): string =>
  caseKinds.flatMap((kind) => kind.rules).find((rule) => rule.id === id)?.title ?? id;

export interface LedgerQuery {
  readonly kind?: string | undefined;
  readonly ruleId?: string | undefined;
  readonly name?: string | undefined;
  readonly owner?: string | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly moved?: boolean | undefined;
  readonly overdue?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

type LedgerSql = ClockRow & {
  practice_id: string;
  jurisdiction: string;
  zone: string;
  payer: string | null;
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
export async function readLedger(pool: Pool, rules: RuleSource, query: LedgerQuery, asking: Asking) {
  const s = new Statement();
  const where = asking.may.map((permission) => caseScope(asking.caller, permission, s));
  if (query.kind !== undefined) where.push(`c.kind = ${s.value(query.kind)}`);
  if (query.ruleId !== undefined) where.push(`k.rule_id = ${s.value(query.ruleId)}`);
  if (query.name !== undefined) where.push(`k.name = ${s.value(query.name)}`);
  if (query.moved !== undefined) where.push(`k.moved = ${s.value(query.moved, 'boolean')}`);
  if (query.dueFrom !== undefined) where.push(`k.due_at >= ${s.value(query.dueFrom, 'timestamptz')}`);
  if (query.dueTo !== undefined) where.push(`k.due_at < ${s.value(query.dueTo, 'timestamptz')}`);
  if (query.overdue !== undefined) {
    const now = s.value(new Date(asking.now).toISOString(), 'timestamptz');
    where.push(`k.due_at ${query.overdue ? '<' : '>='} ${now}`);
  }
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
            coalesce(payer.name, c.details->>'payerName') as payer, c.practice_id, c.jurisdiction, here.zone,
            c.owner_user_id, c.owner_team_id, owner_user.display_name as owner_user_name, owner_team.name as owner_team_name
     from page k join cases c on c.id = k.case_id join practice here on here.id = c.practice_id
     left join payer on payer.id = c.payer_id
     left join app_user owner_user on owner_user.id = c.owner_user_id
     left join team owner_team on owner_team.id = c.owner_team_id
     left join patient on patient.id = c.patient_id
     order by k.due_at, k.case_id, k.slot`,
    s.values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const placeOf = (row: LedgerSql) => ({ practiceId: row.practice_id, jurisdiction: row.jurisdiction });
  const calendarOf = await calendarsOf(rules, page.map(placeOf));
  const dayOf = (row: LedgerSql, at: number) => localDay(row.zone, at);
  return {
    items: page.map((row) => ({
      ...clockViewOf(row, asking.now),
      left: leftUntil(calendarOf(placeOf(row)), dayOf(row, asking.now), dayOf(row, row.due_at.getTime())),
      zone: row.zone,
      case: {
        stage: row.stage,
        priority: row.priority,
        subject: row.subject,
        claimNumber: row.claim_number,
        patient: row.patient,
        payer: row.payer,
        owner: ownerOf(row),
      },
    })),
    next:
      rows.length > page.length && last
        ? encodeCursor('clocks', [last.due_at.toISOString(), last.case_id, last.slot])
        : null,
  };
}
