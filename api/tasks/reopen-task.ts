/** Reopens a task that was closed: the case opens it again under its own key, and the closed one stays as history (R25). */
import type { Pool } from 'pg';
import { commandIdOf } from '../../commands/ids';
import type { CommandRequest } from '../../commands/types';
import { actorOf, type Caller } from '../auth/caller';
import { requireCase } from '../auth/reach';
import { caseScope } from '../auth/row-scope';
import { Problem } from '../problem';
import { Statement } from '../read/statement';
import { localDay } from '../read/time-left';

interface Row {
  readonly caseId: string;
  readonly kind: string;
  readonly key: string;
  readonly title: string;
  readonly reason: string;
  readonly role: string | null;
  readonly priority: string;
  readonly requirement: string | null;
  readonly state: 'open' | 'closed';
  readonly closed: boolean;
  readonly zone: string;
}

const OWN = 'own:';

/**
 * The command that opens it again, due today. Words of a person's own task stay in Postgres: they go as the note, as they
 * did the first time.
 * @throws Problem `not_found`, `conflict`, `forbidden`.
 */
export async function reopenCommand(
  pool: Pool,
  caller: Caller,
  taskId: string,
  key: string | null,
  now: number,
): Promise<CommandRequest> {
  const task = await taskOf(pool, caller, taskId);
  if (!task) throw new Problem('not_found', 'There is no task with this id.');
  await requireCase(pool, caller, ['task.work'], task.caseId);
  const commandId = commandIdOf(caller.userId, key === null ? null : `${taskId}:${key}`);
  const again = key !== null && (await pool.query('select 1 from command where id = $1', [commandId])).rowCount === 1;
  if (!again) {
    if (task.state === 'open') throw new Problem('conflict', 'This task is open.');
    if (task.closed) throw new Problem('conflict', 'The case is closed. Reopen the case first, then the task.');
  }
  const { kind, caseId, role, priority, requirement } = task;
  const own = task.key.startsWith(OWN);
  return {
    commandId,
    caseId,
    kind,
    type: 'task.reopened',
    actor: actorOf(caller),
    data: {
      key: task.key,
      title: own ? 'Task' : task.title,
      reason: task.reason,
      assignTo: role === null ? 'owner' : { role },
      priority,
      // A key sent again a day later must ask for the same.
      dueOn: again ? await dueOnOf(pool, commandId) : localDay(task.zone, now),
      ...(requirement === null ? {} : { requirement }),
    },
    note: own ? task.title : null,
    expectedVersion: null,
    row: null,
  };
}

async function dueOnOf(pool: Pool, commandId: string): Promise<string> {
  const { rows } = await pool.query<{ dueOn: string }>(`select data->>'dueOn' as "dueOn" from command where id = $1`, [
    commandId,
  ]);
  return rows[0]?.dueOn ?? '';
}

/** The newest task of that id's key: only it can be opened again. */
async function taskOf(pool: Pool, caller: Caller, id: string): Promise<Row | undefined> {
  const s = new Statement();
  const { rows } = await pool.query<Row>(
    `select t.case_id as "caseId", c.kind, t.key, t.title, t.reason, t.assignee_role as role, t.priority, t.requirement,
            case when exists (select 1 from task n where n.case_id = t.case_id and n.key = t.key and n.state = 'open')
              then 'open' else t.state end as state, c.closed_at is not null as closed, p.zone
     from task t join cases c on c.id = t.case_id join practice p on p.id = c.practice_id
     where t.id = ${s.value(id, 'uuid')}
       and (${caseScope(caller, 'task.work', s)} or ${caseScope(caller, 'task.read', s)})`,
    s.values,
  );
  return rows[0];
}
