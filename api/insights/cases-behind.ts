/** Which cases stand behind a bar: each figure's own condition, so that the list holds exactly what the figure counts (R29). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { CivilDay } from '../input/fields';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { Problem } from '../problem';
import { caseConditions, caseFilterFields, type Asking, type CaseFilter } from '../read/case-filter';
import { SUMMARY, SUMMARY_JOINS, summaryOf, type CaseSummary, type SummaryRow } from '../read/case-views';
import { Statement } from '../read/statement';
import { endedClocks } from './clocks-met';
import { cellConditions, cellFields, filterOfCell } from './denials';
import { flows, levels, trueOn, type FlowId } from './measure-sql';
import { DRAFT, ORPHAN, TASK_KIND, visitToCome } from './tier-one';
import type { Period } from './period';

export const figures = [
  ...(['denials', 'active', 'resolved', 'activity', 'visits', 'drafts', 'orphans'] as const),
  ...(['lapses', 'billing-lag', 'lead-time', 'receivables', 'silence', 'clocks'] as const),
] as const;

const { kind } = caseFilterFields;
const day = CivilDay.optional();

/** Dates are named after what they tell, because not every role may ask for it (askedFields). */
export const behindFields = {
  of: z.enum(figures).default('active').describe('The figure whose cases are meant'),
  ...cellFields,
  kind,
  task: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,79}$/)
    .optional()
    .describe('activity: what the tasks ask for'),
  ...{ visitFrom: day, visitTo: day, billedFrom: day, billedTo: day, warnedFrom: day, warnedTo: day },
  ...{ owedOn: day, silentOn: day, clockFrom: day, clockTo: day },
  by: z.enum(['person', 'team']).optional().describe('clocks: `team` counts the cases of its members too'),
  outcomeOf: z.enum(['met', 'missed']).optional().describe('clocks: those with a clock that was met, or missed'),
  name: z.string().max(80).optional().describe('clocks: of this clock alone'),
};
const Behind = z.strictObject(behindFields);
export type Behind = z.output<typeof Behind>;

/** The same cases as fields of `GET /cases`, where they can say it. */
export function listFilterOf(asked: Behind): Record<string, string | boolean | string[]> | null {
  const filter = filterOf(asked);
  if (filter === null) return null;
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Record<string, string | boolean | string[]>;
}

function filterOf(asked: Behind): CaseFilter | null {
  const { of, kind: ofKind, stage, practiceId, owner, closedFrom, closedTo } = asked;
  if (of === 'denials') return filterOfCell(cellOf(asked));
  if (of === 'active') return { kind: ofKind, stage, practiceId, owner, open: true };
  if (of === 'resolved') return { kind: ofKind, practiceId, owner, stage: ['Resolved'], closedFrom, closedTo };
  return null;
}

function cellOf(asked: Behind) {
  const { owner, carc, practiceId, payerId, stage, open, closedFrom, closedTo, subjectCode } = asked;
  return { owner, carc, practiceId, payerId, stage, open, closedFrom, closedTo, subjectCode };
}

/** Conditions on `c`, to be joined with `and`. */
function conditions(asked: Behind, asking: Asking, s: Statement): string[] {
  if (asked.of === 'denials') return cellConditions(cellOf(asked), asking, s);
  const filter = filterOf(asked);
  if (filter !== null) return caseConditions(filter, asking, s);
  const { of, kind: ofKind, practiceId } = asked;
  const open = () => caseConditions({ kind: ofKind, practiceId, open: true }, asking, s);
  switch (of) {
    case 'orphans':
      return [...open(), ORPHAN];
    case 'drafts':
      return [...open(), `c.id in (select x.case_id from outside_effect x where ${DRAFT})`];
    case 'visits':
      return [...open(), visitToCome(asking, s)];
    case 'activity':
      return [...open(), withTask(asked, s)];
    case 'lapses':
      return measured(of, asked.visitFrom, asked.visitTo, asked, asking, s);
    case 'billing-lag':
      return measured(of, asked.billedFrom, asked.billedTo, asked, asking, s);
    case 'lead-time':
      return measured(of, asked.warnedFrom, asked.warnedTo, asked, asking, s);
    case 'receivables':
    case 'silence': {
      const on = needed(of === 'silence' ? 'silentOn' : 'owedOn', of === 'silence' ? asked.silentOn : asked.owedOn);
      const rows = levels[of]({ asking, practiceId }, { from: on, to: on }, s);
      return [`c.id in (select case_id from (${rows}) level where ${trueOn(s.value(on, 'date'))})`];
    }
    case 'clocks':
      return withClock(asked, asking, s);
    case 'active':
    case 'resolved':
      // They are what their filter says.
      return open();
  }
}

function withTask({ task }: Behind, s: Statement): string {
  const of = task === undefined ? 'true' : `${TASK_KIND} = ${s.value(task)}`;
  return `exists (select 1 from task t where t.case_id = c.id and t.state = 'open' and ${of})`;
}

function measured(
  of: FlowId,
  from: string | undefined,
  to: string | undefined,
  { practiceId }: Behind,
  asking: Asking,
  s: Statement,
): string[] {
  const name = { lapses: 'visit', 'billing-lag': 'billed', 'lead-time': 'warned' }[of];
  const period = periodIn(`${name}From`, from, `${name}To`, to);
  return [`c.id in (select case_id from (${flows[of]({ asking, practiceId }, period, s)}) flow)`];
}

function withClock(asked: Behind, asking: Asking, s: Statement): string[] {
  const { practiceId, owner, outcomeOf, name, kind: ofKind } = asked;
  const period = periodIn('clockFrom', asked.clockFrom, 'clockTo', asked.clockTo);
  const where = ['true'];
  if (outcomeOf !== undefined) where.push(outcomeOf === 'met' ? 'met' : 'not met');
  if (name !== undefined) where.push(`clock = ${s.value(name)}`);
  if (ofKind !== undefined) where.push(`kind = ${s.value(ofKind)}`);
  if (owner === 'none') where.push('owner_user_id is null and owner_team_id is null');
  else if (owner !== undefined) {
    const id = s.value(owner === 'me' || owner === 'mine' ? asking.caller.userId : owner, 'uuid');
    const members = `select m.user_id from team_member m where m.team_id = ${id}`;
    const ofMembers = asked.by === 'team' ? ` or owner_user_id in (${members})` : '';
    where.push(`(owner_user_id = ${id} or owner_team_id = ${id}${ofMembers})`);
  }
  const ended = endedClocks({ asking, practiceId, period }, s);
  return [`c.id in (select case_id from (${ended}) ended where ${where.join(' and ')})`];
}

function needed(name: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new Problem('invalid', undefined, {
    errors: [{ path: `query.${name}`, message: 'is needed for this figure' }],
  });
}

const periodIn = (fromName: string, from: string | undefined, toName: string, to: string | undefined): Period => ({
  from: needed(fromName, from),
  to: needed(toName, to),
});

/** Newest arrival first. */
export async function listBehind(
  pool: Pool,
  asked: Behind,
  page: { readonly limit: number; readonly cursor: string | undefined },
  asking: Asking,
): Promise<{ items: CaseSummary[]; next: string | null; total: number }> {
  const s = new Statement();
  const where = conditions(asked, asking, s).join(' and ');
  const behind =
    page.cursor === undefined
      ? 'true'
      : after(decodeCursor(`insights:${asked.of}`, page.cursor, [z.iso.datetime(), z.uuid()] as const), s);
  const { rows } = await pool.query<SummaryRow & { total: number }>(
    `with meant as materialized (select c.id, c.opened_at from cases c where ${where}),
     page as materialized (
       select c.* from cases c join (select * from meant m where ${behind}
         order by m.opened_at desc, m.id desc limit ${s.value(page.limit + 1)}) m on m.id = c.id)
     select ${SUMMARY}, (select count(*)::int from meant) as total from page c ${SUMMARY_JOINS}
     order by c.opened_at desc, c.id desc`,
    s.values,
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const more = rows.length > shown.length && last !== undefined;
  return {
    items: shown.map(summaryOf),
    next: more ? encodeCursor(`insights:${asked.of}`, [last.opened_at.toISOString(), last.id]) : null,
    // A page behind the last row has no row to say it.
    total: rows[0]?.total ?? 0,
  };
}

const after = ([at, id]: readonly [string, string], s: Statement) =>
  `(m.opened_at, m.id) < (${s.value(at, 'timestamptz')}, ${s.value(id, 'uuid')})`;
