/** Reads tasks: work for a person, team or role, soonest first (R15, R16). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { caseScope } from '../auth/row-scope';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { CivilDay, Instant } from '../input/fields';
import { taskReasonClass, taskTitleClass } from '../privacy/case-privacy';
import { phi, phiBy, plain } from '../privacy/phi';
import type { Asking } from './case-filter';
import { Statement } from './statement';

export const TaskView = z
  .strictObject({
    id: z.uuid(),
    caseId: z.uuid(),
    kind: plain(z.string()),
    key: plain(z.string()),
    title: phiBy('words, of a task that a person added, but for its assignee', taskTitleClass, z.string()),
    reason: phiBy('by the kind of task', taskReasonClass, z.string()),
    state: z.enum(['open', 'closed']),
    outcome: plain(z.string().nullable()),
    assignee: z.strictObject({
      userId: z.uuid().nullable(),
      teamId: z.uuid().nullable(),
      role: plain(z.string().nullable()),
      name: plain(z.string().nullable()),
      followsOwner: z.boolean().describe('Goes along when the case gets another owner (R19)'),
    }),
    priority: plain(z.string()),
    dueOn: plain(CivilDay),
    requirement: plain(z.string().nullable()),
    openedAt: Instant,
    openedBySeq: z.int(),
    receiptSeq: z.int().nullable().describe('The receipt of the clock that opened it (N02)'),
    closedAt: Instant.nullable(),
    case: z.strictObject({
      stage: plain(z.string()),
      subject: phi('words', z.string().nullable()),
      claimNumber: phi('identity', z.string().nullable()),
      patient: phi('identity', z.string().nullable()),
      payer: plain(z.string().nullable()),
    }),
  })
  .meta({ id: 'Task' });

export interface TaskRow {
  id: string;
  case_id: string;
  kind: string;
  key: string;
  title: string;
  reason: string;
  state: 'open' | 'closed';
  outcome: string | null;
  follows_owner: boolean;
  assignee_user_id: string | null;
  assignee_team_id: string | null;
  assignee_role: string | null;
  assignee_name: string | null;
  priority: string;
  due_on: string;
  requirement: string | null;
  opened_at: Date;
  opened_by_seq: number;
  receipt_seq: number | null;
  closed_at: Date | null;
  stage: string;
  subject: string | null;
  claim_number: string | null;
  patient: string | null;
  payer: string | null;
}

const selected = `t.id, t.case_id, c.kind, t.key, t.title, t.reason, t.state, t.outcome, t.follows_owner,
  t.assignee_user_id, t.assignee_team_id, t.assignee_role,
  coalesce(assigned_user.display_name, assigned_team.name) as assignee_name, t.priority,
  to_char(t.due_on, 'YYYY-MM-DD') as due_on, t.requirement, t.opened_at, t.opened_by_seq, t.receipt_seq, t.closed_at,
  c.stage, c.subject, c.claim_number, coalesce(patient.name, c.details #>> '{patient,name}') as patient,
  coalesce(payer.name, c.details->>'payerName') as payer`;
const joins = `join cases c on c.id = t.case_id
  left join app_user assigned_user on assigned_user.id = t.assignee_user_id
  left join team assigned_team on assigned_team.id = t.assignee_team_id
  left join patient on patient.id = c.patient_id left join payer on payer.id = c.payer_id`;

/** Columns and FROM of `t` (task), ready for a WHERE. */
export const taskColumns = `${selected} from task t ${joins}`;

export function taskViewOf(row: TaskRow): z.infer<typeof TaskView> {
  return {
    id: row.id,
    caseId: row.case_id,
    kind: row.kind,
    key: row.key,
    title: row.title,
    reason: row.reason,
    state: row.state,
    outcome: row.outcome,
    assignee: {
      userId: row.assignee_user_id,
      teamId: row.assignee_team_id,
      role: row.assignee_role,
      name: row.assignee_name,
      followsOwner: row.follows_owner,
    },
    priority: row.priority,
    dueOn: row.due_on,
    requirement: row.requirement,
    openedAt: row.opened_at.toISOString(),
    openedBySeq: row.opened_by_seq,
    receiptSeq: row.receipt_seq,
    closedAt: row.closed_at?.toISOString() ?? null,
    case: {
      stage: row.stage,
      subject: row.subject,
      claimNumber: row.claim_number,
      patient: row.patient,
      payer: row.payer,
    },
  };
}

export interface TaskQuery {
  readonly state: 'open' | 'closed';
  readonly assignee?: string | undefined;
  readonly role?: string | undefined;
  readonly due?: 'due' | 'overdue' | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly caseId?: string | undefined;
  readonly kind?: string | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly payerId?: string | undefined;
  readonly patientId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** `mine`: assigned to the asker or whom the asker covers, to one of the asker's teams, or to one of the asker's roles. */
export async function readTasks(pool: Pool, query: TaskQuery, asking: Asking) {
  const s = new Statement();
  const where = [`t.state = ${s.value(query.state)}`];
  where.push(...asking.may.map((permission) => caseScope(asking.caller, permission, s)));
  const branches = assigneeBranches(query.assignee, asking.caller, s);
  if (query.role !== undefined) where.push(`t.assignee_role = ${s.value(query.role)}`);
  if (query.due !== undefined) {
    const at = s.value(new Date(asking.now).toISOString(), 'timestamptz');
    const today = `(select (${at} at time zone p.zone)::date from practice p where p.id = c.practice_id)`;
    where.push(`t.due_on ${query.due === 'due' ? '<=' : '<'} ${today}`);
  }
  if (query.dueFrom !== undefined) where.push(`t.due_on >= ${s.value(query.dueFrom, 'date')}`);
  if (query.dueTo !== undefined) where.push(`t.due_on <= ${s.value(query.dueTo, 'date')}`);
  if (query.caseId !== undefined) where.push(`t.case_id = ${s.value(query.caseId, 'uuid')}`);
  if (query.kind !== undefined) where.push(`c.kind = ${s.value(query.kind)}`);
  if (query.priority !== undefined) where.push(`t.priority = any(${s.value(query.priority, 'text[]')})`);
  if (query.payerId !== undefined) where.push(`c.payer_id = ${s.value(query.payerId, 'uuid')}`);
  if (query.patientId !== undefined) where.push(`c.patient_id = ${s.value(query.patientId, 'uuid')}`);
  if (query.cursor !== undefined) {
    const [on, id] = decodeCursor('tasks', query.cursor, [z.iso.date(), z.uuid()] as const);
    where.push(`(t.due_on, t.id) > (${s.value(on, 'date')}, ${s.value(id, 'uuid')})`);
  }
  const { rows } = await pool.query<TaskRow>(
    `with page as materialized (${pageSql(where, branches, s.value(query.limit + 1))})
     select ${selected} from page t ${joins} order by t.due_on, t.id`,
    s.values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(taskViewOf),
    next: rows.length > page.length && last ? encodeCursor('tasks', [last.due_on, last.id]) : null,
  };
}

/** One index range per branch, merged: an `or` over user, team and role would walk all open tasks instead. */
function pageSql(where: readonly string[], branches: readonly string[], limit: string): string {
  const parts = branches.map(
    (branch) =>
      `(select t.* from task t join cases c on c.id = t.case_id where ${[...where, branch].join(' and ')}
        order by t.due_on, t.id limit ${limit})`,
  );
  // A task has one assignee, so no two branches give the same one.
  return `select * from (${parts.join(' union all ')}) t order by t.due_on, t.id limit ${limit}`;
}

function assigneeBranches(assignee: string | undefined, caller: Asking['caller'], s: Statement): string[] {
  if (assignee === undefined) return ['true'];
  if (assignee === 'none') {
    return ['t.assignee_user_id is null and t.assignee_team_id is null and t.assignee_role is null'];
  }
  if (assignee === 'me') return [`t.assignee_user_id = ${s.value(caller.userId, 'uuid')}`];
  if (assignee === 'mine') {
    return [
      ...[caller.userId, ...caller.coversIds].map((id) => `t.assignee_user_id = ${s.value(id, 'uuid')}`),
      `t.assignee_user_id is null and t.assignee_team_id = any(${s.value(caller.teamIds, 'uuid[]')})`,
      `t.assignee_user_id is null and t.assignee_team_id is null
         and t.assignee_role = any(${s.value(caller.roles, 'text[]')})`,
    ];
  }
  const id = s.value(assignee, 'uuid');
  return [`t.assignee_user_id = ${id}`, `t.assignee_user_id is null and t.assignee_team_id = ${id}`];
}
