/** The tasks that somebody chose, by ids or by a filter, locked for a change that no event is: whose are they to work on? */
import type { PoolClient } from 'pg';
import { CHANGE_CHANNEL } from '../../platform/names';
import type { Caller } from '../auth/caller';
import { caseScope } from '../auth/row-scope';
import { Problem } from '../problem';
import type { Asking } from '../read/case-filter';
import { Statement } from '../read/statement';
import { assigneeBranches, taskConditions, type TaskFilter } from '../read/tasks';

/** More than this is no list that a person looked through. */
export const MOST_TASKS = 2_000;

export interface ChosenTask {
  readonly id: string;
  readonly caseId: string;
  readonly kind: string;
  readonly version: number;
  readonly revision: number;
  readonly state: 'open' | 'closed';
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly zone: string;
  readonly role: string | null;
  readonly ownerUserId: string | null;
  readonly ownerTeamId: string | null;
  readonly assigneeUserId: string | null;
  readonly assignedBy: string | null;
  readonly postponedUntil: string | null;
  readonly postponedWhy: string | null;
  /** For how many days it was put off the last time. */
  readonly postponedDays: number | null;
}

export type Choice = { readonly ids: readonly string[] } | { readonly filter: TaskFilter };

/**
 * In the order of their ids, so that two who choose the same wait for each other and do not lock each other out. What is
 * not the caller's to work on is missing, like what is not there.
 * @throws Problem `invalid` when a filter matches more than MOST_TASKS.
 */
export async function lockChosen(
  client: PoolClient,
  caller: Caller,
  choice: Choice,
  now: number,
): Promise<ChosenTask[]> {
  const s = new Statement();
  const where =
    'ids' in choice
      ? [`t.id = any(${s.value(choice.ids, 'uuid[]')})`, caseScope(caller, 'task.work', s)]
      : filtered(choice.filter, { caller, may: ['task.work', 'task.read'], now }, s);
  const { rows } = await client.query<ChosenTask>(
    `select t.id, t.case_id as "caseId", c.kind, c.version, c.revision, t.state, c.practice_id as "practiceId",
            c.jurisdiction, p.zone, t.assignee_role as role, c.owner_user_id as "ownerUserId",
            c.owner_team_id as "ownerTeamId", t.assignee_user_id as "assigneeUserId", t.assigned_by as "assignedBy",
            to_char(t.postponed_until, 'YYYY-MM-DD') as "postponedUntil", t.postponed_why as "postponedWhy",
            t.postponed_until - (t.postponed_at at time zone p.zone)::date as "postponedDays"
     from task t join cases c on c.id = t.case_id join practice p on p.id = c.practice_id
     where ${where.join(' and ')} order by t.id limit ${s.value(MOST_TASKS + 1)} for update of t`,
    s.values,
  );
  if (rows.length <= MOST_TASKS) return rows;
  const error = { path: 'body.filter', message: `matches more than ${MOST_TASKS} tasks; narrow it` };
  throw new Problem('invalid', undefined, { errors: [error] });
}

function filtered(filter: TaskFilter, asking: Asking, s: Statement): string[] {
  const whose = assigneeBranches(filter.assignee, asking.caller, s).map((branch) => `(${branch})`);
  return [...taskConditions(filter, asking, s), `(${whose.join(' or ')})`];
}

/** Tells who looks at these cases that something about them is new. Part of the transaction. */
export async function tellOf(client: PoolClient, tasks: readonly ChosenTask[]): Promise<void> {
  const told = new Map(tasks.map((task) => [task.caseId, task]));
  const payloads = [...told.values()].map(({ caseId, version, revision, kind }) =>
    JSON.stringify({ caseId, seq: version, revision, kind }),
  );
  await client.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [CHANGE_CHANNEL, payloads]);
}
