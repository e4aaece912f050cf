/** Which cases are meant: the filters of lists, views and batches, as a schema and as typed SQL conditions (R16, R29). */
import { z } from 'zod';
import { caseKinds } from '../../domain/cases';
import { CarcCode } from '../../domain/cases/denial/vocabulary';
import { Priority } from '../../domain/effects';
import { stages } from '../../domain/kernel';
import type { Caller } from '../auth/caller';
import type { Permission } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { groupsOf } from '../auth/field-groups';
import { CivilDay, Instant, several, Yes } from '../input/fields';
import { searchConditions } from './case-search';
import type { Statement } from './statement';

export const KindName = z.string().refine((name) => caseKinds.some((k) => k.kind === name), {
  error: () => `must be one of ${caseKinds.map((k) => k.kind).join(', ')}`,
});
const Code = z.string().min(1).max(80);

/** Parts of the board (E1). unowned: what no other part shows and nobody owns (E2); quiet: the rest. */
export const sections = ['authorization', 'silent', 'unbilled', 'other', 'unowned', 'quiet'] as const;
export type Section = (typeof sections)[number];
/** What Postgres keeps without rounding, and JSON too. */
const MOST_CENTS = 1_000_000_000_000;
/** Cases that a body may name one by one. */
const MOST_NAMED = 1_000;

/** Fields of a query string. */
export const caseFilterFields = {
  kind: KindName.optional(),
  stage: several(z.enum(stages)).optional(),
  open: Yes.optional().describe('true: neither Resolved nor Canceled; false: closed ones'),
  owner: z
    .union([z.literal(['me', 'mine', 'team', 'none']), z.uuid()])
    .optional()
    .describe('me; mine: you and whom you stand in for; team: your teams and their people; none; or a user or team'),
  flag: several(Code).optional().describe('Any of these flags'),
  tag: several(Code).optional().describe('All of these tags'),
  carc: several(CarcCode).optional().describe('Any of these CARC codes, with group: CO-16'),
  priority: several(Priority).optional(),
  subject: several(Code).optional().describe('Any of these subjects'),
  payerId: several(z.union([z.literal('none'), z.uuid()]))
    .optional()
    .describe('Any of these payers; none: no payer is linked'),
  patientId: z.uuid().optional(),
  claimId: z.uuid().optional().describe('Cases that hold this claim'),
  practiceId: z.uuid().optional(),
  jurisdiction: z.string().max(20).optional(),
  followUp: z
    .enum(['due', 'overdue', 'none', 'set'])
    .optional()
    .describe('due: today or earlier; overdue: before today, in the time zone of the practice'),
  followUpFrom: CivilDay.optional(),
  followUpTo: CivilDay.optional(),
  outstandingOver: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_CENTS)
    .optional()
    .describe('More cents than this are outstanding'),
  waiting: Yes.optional().describe('true: a clock is running; false: none'),
  dueBefore: Instant.optional().describe('A clock is due before this instant'),
  changedSince: Instant.optional(),
  closedFrom: CivilDay.optional().describe('Closed on this day or later, in the time zone of the practice'),
  closedTo: CivilDay.optional().describe('Closed on this day or earlier'),
  attention: Yes.optional().describe('true: something asks for a person now'),
  section: several(z.enum(sections)).optional().describe('Parts of the board; open cases only'),
  ids: several(z.uuid()).optional().describe('Of these cases those that match'),
  q: z.string().trim().min(2).max(100).optional().describe('Words to look for; part of a word is enough'),
};

/** The same in JSON, where yes and no are true and false, and rows that were ticked can be named. */
export const BodyFilter = z.strictObject({
  ...caseFilterFields,
  open: z.boolean().optional(),
  waiting: z.boolean().optional(),
  attention: z.boolean().optional(),
  ids: z.array(z.uuid()).min(1).max(MOST_NAMED).optional().describe('Of these cases those that match'),
  exceptIds: z.array(z.uuid()).min(1).max(MOST_NAMED).optional().describe('All that match but these'),
});
export type CaseFilter = z.output<typeof BodyFilter>;

/** Who asks, when, and for what: a filter narrows the cases the caller may do all of `may` to, and never widens them. */
export interface Asking {
  readonly caller: Caller;
  readonly may: readonly [Permission, ...Permission[]];
  /** Epoch ms. */
  readonly now: number;
}

const UNRANKED = 9;

/** SQL conditions on `c` (cases), to be joined with `and`. */
export function caseConditions(filter: CaseFilter, asking: Asking, s: Statement): string[] {
  const all = asking.may.map((permission) => caseScope(asking.caller, permission, s));
  const add = (value: unknown, condition: () => string) => {
    if (value !== undefined) all.push(condition());
  };
  add(filter.kind, () => `c.kind = ${s.value(filter.kind)}`);
  add(filter.stage, () => `c.stage = any(${s.value(filter.stage, 'text[]')})`);
  add(filter.open, () => (filter.open ? 'c.closed_at is null' : 'c.closed_at is not null'));
  add(filter.owner, () => ownerCondition(filter.owner as string, asking, s));
  add(filter.flag, () => `c.flags && ${s.value(filter.flag, 'text[]')}`);
  add(filter.tag, () => `c.tags @> ${s.value(filter.tag, 'text[]')}`);
  add(filter.carc, () => `c.carc_codes && ${s.value(filter.carc, 'text[]')}`);
  add(filter.priority, () => `c.priority = any(${s.value(filter.priority, 'text[]')})`);
  add(filter.subject, () => `c.subject = any(${s.value(filter.subject, 'text[]')})`);
  add(filter.payerId, () => payerCondition(filter.payerId ?? [], s));
  add(filter.patientId, () => `c.patient_id = ${s.value(filter.patientId, 'uuid')}`);
  add(
    filter.claimId,
    () => `c.id in (select cc.case_id from case_claim cc where cc.claim_id = ${s.value(filter.claimId, 'uuid')})`,
  );
  add(filter.practiceId, () => `c.practice_id = ${s.value(filter.practiceId, 'uuid')}`);
  add(filter.jurisdiction, () => `c.jurisdiction = ${s.value(filter.jurisdiction)}`);
  add(filter.followUp, () => followUpCondition(filter.followUp as string, asking, s));
  add(filter.followUpFrom, () => `c.follow_up_on >= ${s.value(filter.followUpFrom, 'date')}`);
  add(filter.followUpTo, () => `c.follow_up_on <= ${s.value(filter.followUpTo, 'date')}`);
  add(filter.outstandingOver, () => `c.outstanding_cents > ${s.value(filter.outstandingOver, 'bigint')}`);
  add(filter.ids, () => `c.id = any(${s.value(filter.ids, 'uuid[]')})`);
  add(filter.exceptIds, () => `c.id <> all(${s.value(filter.exceptIds, 'uuid[]')})`);
  add(filter.waiting, () => (filter.waiting ? 'c.next_due_at is not null' : 'c.next_due_at is null'));
  add(filter.dueBefore, () => `c.next_due_at < ${s.value(filter.dueBefore, 'timestamptz')}`);
  add(filter.changedSince, () => `c.changed_at >= ${s.value(filter.changedSince, 'timestamptz')}`);
  add(filter.closedFrom, () => closedCondition('>=', filter.closedFrom as string, s));
  add(filter.closedTo, () => closedCondition('<=', filter.closedTo as string, s));
  add(filter.attention, () => `c.attention_rank ${filter.attention ? '<' : '>='} ${UNRANKED}`);
  add(filter.section, () => `(${(filter.section ?? []).map((name) => sectionConditions[name]).join(' or ')})`);
  return [...all, ...searchConditions(filter.q ?? '', groupsOf(asking.caller), s)];
}

export const UNOWNED = 'c.owner_user_id is null and c.owner_team_id is null';

const sectionConditions: Readonly<Record<Section, string>> = {
  authorization: 'c.closed_at is null and c.attention_rank = 1',
  silent: 'c.closed_at is null and c.attention_rank = 2',
  unbilled: 'c.closed_at is null and c.attention_rank = 3',
  other: `c.closed_at is null and c.attention_rank between 4 and ${UNRANKED - 1}`,
  unowned: `c.closed_at is null and c.attention_rank = ${UNRANKED} and ${UNOWNED}`,
  quiet: `c.closed_at is null and c.attention_rank = ${UNRANKED} and not (${UNOWNED})`,
};
function payerCondition(wanted: readonly string[], s: Statement): string {
  const ids = wanted.filter((id) => id !== 'none');
  const any = [
    ...(ids.length > 0 ? [`c.payer_id = any(${s.value(ids, 'uuid[]')})`] : []),
    ...(ids.length < wanted.length ? ['c.payer_id is null'] : []),
  ];
  return `(${any.join(' or ')})`;
}

function ownerCondition(owner: string, asking: Asking, s: Statement): string {
  const { userId, coversIds } = asking.caller;
  if (owner === 'none') return UNOWNED;
  if (owner === 'team') return ofTeams(asking.caller, s);
  if (owner === 'mine') return `c.owner_user_id = any(${s.value([userId, ...coversIds], 'uuid[]')})`;
  const id = s.value(owner === 'me' ? userId : owner, 'uuid');
  return owner === 'me' ? `c.owner_user_id = ${id}` : `(c.owner_user_id = ${id} or c.owner_team_id = ${id})`;
}

/** What the caller's teams own, or the people in them; the caller's own where there is no team. */
export function ofTeams({ userId, teamIds }: Caller, s: Statement): string {
  const teams = s.value(teamIds, 'uuid[]');
  const people = `array(select m.user_id from team_member m where m.team_id = any(${teams})) || ${s.value([userId], 'uuid[]')}`;
  return `(c.owner_team_id = any(${teams}) or c.owner_user_id = any(${people}))`;
}

/** Today is the practice's own date. */
function followUpCondition(which: string, asking: Asking, s: Statement): string {
  if (which === 'none') return 'c.follow_up_on is null';
  if (which === 'set') return 'c.follow_up_on is not null';
  const today = todayOf('c', asking.now, s);
  return `c.follow_up_on ${which === 'due' ? '<=' : '<'} ${today}`;
}

/** The day is the practice's own; the bound without a zone, a day wider, is what an index can answer. */
function closedCondition(op: '>=' | '<=', day: string, s: Statement): string {
  const on = s.value(day, 'date');
  const roughly = op === '>=' ? `${on} - interval '1 day'` : `${on} + interval '2 days'`;
  const local = `(c.closed_at at time zone (select p.zone from practice p where p.id = c.practice_id))::date`;
  return `c.closed_at ${op} ${roughly} and ${local} ${op} ${on}`;
}

/** SQL for the local date of a case's practice at an instant. */
export function todayOf(alias: 'c', now: number, s: Statement): string {
  const at = s.value(new Date(now).toISOString(), 'timestamptz');
  return `(select (${at} at time zone p.zone)::date from practice p where p.id = ${alias}.practice_id)`;
}
