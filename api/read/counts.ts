/** Counts for the navigation: how much of each thing the caller sees. Counting stops at a limit, so that it stays cheap. */
import type { Pool } from 'pg';
import { may } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { caseConditions, type Asking, type CaseFilter } from './case-filter';
import { Statement } from './statement';

const MOST = 10_000;

export interface Count {
  readonly n: number;
  /** There are more than `n`. */
  readonly more: boolean;
}

/** Open cases that match. */
export function countOpen(pool: Pool, filter: CaseFilter, asking: Asking): Promise<Count> {
  const s = new Statement();
  const where = caseConditions({ ...filter, open: true }, asking, s).join(' and ');
  return counted(pool, `select 1 from cases c where ${where}`, s);
}

/** Open tasks of the caller, of those the caller stands in for, of the caller's teams. */
export function countTasks(pool: Pool, { caller, now }: Asking): Promise<Count> {
  if (!may(caller, 'task.read')) return Promise.resolve({ n: 0, more: false });
  const s = new Statement();
  const people = s.value([caller.userId, ...caller.coversIds], 'uuid[]');
  const teams = s.value(caller.teamIds, 'uuid[]');
  const mine = `t.assignee_user_id = any(${people}) or t.assignee_team_id = any(${teams})`;
  // UTC's day is close enough for a number: what is put off counts again within hours of its return.
  const today = `(${s.value(new Date(now).toISOString(), 'timestamptz')} at time zone 'UTC')::date`;
  const here = `(t.postponed_until is null or t.postponed_until <= ${today})`;
  return counted(pool, `select 1 from task t where t.state = 'open' and (${mine}) and ${here}`, s);
}

/** Clocks that run, on cases the caller sees. */
export function countClocks(pool: Pool, { caller }: Asking): Promise<Count> {
  const s = new Statement();
  const scope = caseScope(caller, 'clock.read', s);
  // A case that everybody here sees needs no look at the case.
  const sql =
    scope === 'true'
      ? 'select 1 from clock k'
      : `select 1 from clock k join cases c on c.id = k.case_id where ${scope}`;
  return counted(pool, sql, s);
}

async function counted(pool: Pool, sql: string, s: Statement): Promise<Count> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from (${sql} limit ${s.value(MOST + 1)}) x`,
    s.values,
  );
  const n = rows[0]?.n ?? 0;
  return { n: Math.min(n, MOST), more: n > MOST };
}
