/** Lists tasks: work for a person, team or role; what is open soonest first, what is done newest first (R15, R16, R18). */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { caseScope } from '../auth/row-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { todayOf, type Asking } from './case-filter';
import { Statement } from './statement';
import { TASK_JOINS, TASK_SELECTED, type TaskRow } from './task-view';

export interface TaskFilter {
  readonly state: 'open' | 'closed';
  readonly assignee?: string | undefined;
  readonly role?: string | undefined;
  readonly due?: 'due' | 'overdue' | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly postponed?: boolean | undefined;
  readonly caseId?: string | undefined;
  readonly kind?: string | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly payerId?: string | undefined;
  readonly patientId?: string | undefined;
}

export interface TaskQuery extends TaskFilter {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Order {
  readonly column: string;
  readonly type: 'date' | 'timestamptz';
  readonly direction: 'asc' | 'desc';
  valueOf(row: TaskRow): string;
}

const byDue: Order = { column: 'due_on', type: 'date', direction: 'asc', valueOf: (row) => row.due_on };
const byReturn: Order = {
  column: 'postponed_until',
  type: 'date',
  direction: 'asc',
  valueOf: (row) => row.postponed_until ?? '',
};
const byEnd: Order = {
  column: 'closed_at',
  type: 'timestamptz',
  direction: 'desc',
  valueOf: (row) => row.closed_at?.toISOString() ?? '',
};

const orderOf = (query: TaskFilter): Order =>
  query.state === 'closed' ? byEnd : query.postponed === true ? byReturn : byDue;

const cursorValue = (order: Order) => (order.type === 'date' ? z.iso.date() : z.iso.datetime());

export async function readTasks(
  pool: Pool,
  query: TaskQuery,
  asking: Asking,
): Promise<{ rows: TaskRow[]; next: string | null }> {
  const s = new Statement();
  const order = orderOf(query);
  const where = taskConditions(query, asking, s);
  const branches = assigneeBranches(query.assignee, asking.caller, s);
  const name = `tasks:${order.column}`;
  if (query.cursor !== undefined) {
    const [value, id] = decodeCursor(name, query.cursor, [cursorValue(order), z.uuid()] as const);
    const than = order.direction === 'asc' ? '>' : '<';
    where.push(`(t.${order.column}, t.id) ${than} (${s.value(value, order.type)}, ${s.value(id, 'uuid')})`);
  }
  const orderBy = `t.${order.column} ${order.direction}, t.id ${order.direction}`;
  const { rows } = await pool.query<TaskRow>(
    `with page as materialized (${pageSql(where, branches, orderBy, s.value(query.limit + 1))})
     select ${TASK_SELECTED} from page t ${TASK_JOINS} order by ${orderBy}`,
    s.values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next = rows.length > page.length && last ? encodeCursor(name, [order.valueOf(last), last.id]) : null;
  return { rows: page, next };
}

/** SQL conditions on `t` (task) and `c` (its case), all but whose it is. */
export function taskConditions(query: TaskFilter, asking: Asking, s: Statement): string[] {
  const where = [`t.state = ${s.value(query.state)}`];
  where.push(...asking.may.map((permission) => caseScope(asking.caller, permission, s)));
  if (query.role !== undefined) where.push(`t.assignee_role = ${s.value(query.role)}`);
  if (query.due !== undefined)
    where.push(`t.due_on ${query.due === 'due' ? '<=' : '<'} ${todayOf('c', asking.now, s)}`);
  if (query.dueFrom !== undefined) where.push(`t.due_on >= ${s.value(query.dueFrom, 'date')}`);
  if (query.dueTo !== undefined) where.push(`t.due_on <= ${s.value(query.dueTo, 'date')}`);
  if (query.postponed !== undefined) {
    const today = todayOf('c', asking.now, s);
    where.push(
      query.postponed
        ? `t.postponed_until is not null and t.postponed_until > ${today}`
        : `(t.postponed_until is null or t.postponed_until <= ${today})`,
    );
  }
  if (query.caseId !== undefined) where.push(`t.case_id = ${s.value(query.caseId, 'uuid')}`);
  if (query.kind !== undefined) where.push(`c.kind = ${s.value(query.kind)}`);
  if (query.priority !== undefined) where.push(`t.priority = any(${s.value(query.priority, 'text[]')})`);
  if (query.payerId !== undefined) where.push(`c.payer_id = ${s.value(query.payerId, 'uuid')}`);
  if (query.patientId !== undefined) where.push(`c.patient_id = ${s.value(query.patientId, 'uuid')}`);
  return where;
}

/** One index range per branch, merged: an `or` over user, team and role would walk all open tasks instead. */
function pageSql(where: readonly string[], branches: readonly string[], orderBy: string, limit: string): string {
  const parts = branches.map(
    (branch) =>
      `(select t.* from task t join cases c on c.id = t.case_id where ${[...where, branch].join(' and ')}
        order by ${orderBy} limit ${limit})`,
  );
  // A task has one assignee, so no two branches give the same one.
  return `select * from (${parts.join(' union all ')}) t order by ${orderBy} limit ${limit}`;
}

/**
 * own: the asker's, or whom the asker covers. teams: in the queues of the asker's teams and roles. mine: both. me: the
 * asker's alone. none: nobody's, no team's and no role's. unassigned: no person's and no team's, whatever the role.
 */
export const assignees = ['mine', 'own', 'me', 'teams', 'none', 'unassigned'] as const;

export function assigneeBranches(assignee: string | undefined, caller: Caller, s: Statement): string[] {
  if (assignee === undefined) return ['true'];
  const own = () => [caller.userId, ...caller.coversIds].map((id) => `t.assignee_user_id = ${s.value(id, 'uuid')}`);
  const queues = () => [
    `t.assignee_user_id is null and t.assignee_team_id = any(${s.value(caller.teamIds, 'uuid[]')})`,
    `t.assignee_user_id is null and t.assignee_team_id is null
       and t.assignee_role = any(${s.value(caller.roles, 'text[]')})`,
  ];
  switch (assignee) {
    case 'none':
      return ['t.assignee_user_id is null and t.assignee_team_id is null and t.assignee_role is null'];
    case 'unassigned':
      return ['t.assignee_user_id is null and t.assignee_team_id is null'];
    case 'me':
      return [`t.assignee_user_id = ${s.value(caller.userId, 'uuid')}`];
    case 'own':
      return own();
    case 'teams':
      return queues();
    case 'mine':
      return [...own(), ...queues()];
    default: {
      const id = s.value(assignee, 'uuid');
      return [`t.assignee_user_id = ${id}`, `t.assignee_user_id is null and t.assignee_team_id = ${id}`];
    }
  }
}

const MOST_COUNTED = 1_000;

/** How many tasks match; counting stops at 1,000. */
export async function countTasks(pool: Pool, filter: TaskFilter, asking: Asking): Promise<number> {
  const s = new Statement();
  const where = taskConditions(filter, asking, s);
  const most = s.value(MOST_COUNTED);
  const parts = assigneeBranches(filter.assignee, asking.caller, s).map(
    (branch) =>
      `(select 1 from task t join cases c on c.id = t.case_id where ${[...where, branch].join(' and ')} limit ${most})`,
  );
  const { rows } = await pool.query<{ n: number }>(
    `select least(count(*), ${most})::int as n from (${parts.join(' union all ')}) x`,
    s.values,
  );
  return rows[0]?.n ?? 0;
}
