/** Counts the open work of people: what one of them has, and what nobody can do because its owner is not active (R19). */
import type { Pool } from 'pg';
import type { Caller } from '../auth/caller';
import { caseScope } from '../auth/row-scope';
import { Statement } from '../read/statement';

export interface OpenWork {
  readonly openCases: number;
  /** Tasks of their own, also on cases of others; those that follow a case's owner go with the case. */
  readonly openTasks: number;
}

/** Of one person, whoever may see the cases: counts only. */
export async function workOf(pool: Pool, userId: string): Promise<OpenWork> {
  const { rows } = await pool.query<OpenWork>(
    `select (select count(*)::int from cases c where c.owner_user_id = $1 and c.closed_at is null) as "openCases",
            (select count(*)::int from task k where k.assignee_user_id = $1 and k.state = 'open'
               and not k.follows_owner) as "openTasks"`,
    [userId],
  );
  return rows[0] ?? { openCases: 0, openTasks: 0 };
}

export interface StrandedWork extends OpenWork {
  readonly user: { readonly id: string; readonly name: string };
}

/** Work of people who are not active, on cases that the caller may hand over; most first. */
export async function strandedWork(pool: Pool, caller: Caller): Promise<StrandedWork[]> {
  const s = new Statement();
  const reach = caseScope(caller, 'batch.run', s);
  const { rows } = await pool.query<OpenWork & { id: string; name: string }>(
    `select u.id, u.display_name as name,
            (select count(*)::int from cases c where c.owner_user_id = u.id and c.closed_at is null and ${reach})
              as "openCases",
            (select count(*)::int from task k join cases c on c.id = k.case_id
             where k.assignee_user_id = u.id and k.state = 'open' and not k.follows_owner and ${reach}) as "openTasks"
     from app_user u where not u.active order by u.display_name, u.id`,
    s.values,
  );
  return rows
    .filter((row) => row.openCases + row.openTasks > 0)
    .map(({ id, name, openCases, openTasks }) => ({ user: { id, name }, openCases, openTasks }))
    .sort((a, b) => b.openCases + b.openTasks - a.openCases - a.openTasks);
}
