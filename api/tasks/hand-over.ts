/**
 * Hands tasks to a person, or back to where their cases put them: the owner, or a role's queue (R19). It moves no clock and
 * no stage. A task that was handed over stays with its person when the case gets another owner.
 */
import type { PoolClient } from 'pg';
import { checkReferences } from '../check-references';
import { inTransaction } from '../people/transaction';
import { lockChosen, type ChosenTask, type Choice } from './chosen';
import { notThere, record, refused, type Asked, type TaskOutcome } from './postpone';

/**
 * @param to a person, or null: back to where the case put it.
 * @throws Problem `invalid` for a person who does not work at the locations of all these tasks.
 */
export async function handOver(asked: Asked, choice: Choice, to: string | null): Promise<TaskOutcome[]> {
  return inTransaction(asked.pool, async (client) => {
    const tasks = await lockChosen(client, asked.caller, choice, asked.now);
    if (to !== null) {
      const practices = [...new Set(tasks.map((task) => task.practiceId))];
      await checkReferences(asked.pool, asked.caller, 'body', { userId: to }, practices);
    }
    const open = tasks.filter((task) => task.state === 'open');
    if (to === null) await giveBack(client, open);
    else await give(client, open, to, asked);
    await record(client, asked, 'task.assigned', tasks, open);
    const outcomes = tasks.map((task): TaskOutcome => {
      if (task.state === 'closed') return refused(task.id, task.caseId, 'It is done already.');
      return { taskId: task.id, caseId: task.caseId, state: 'assigned', until: null, why: null };
    });
    return [...outcomes, ...notThere(choice, tasks)];
  });
}

/** The role stays on the row, so that the task finds its queue again. */
async function give(client: PoolClient, tasks: readonly ChosenTask[], to: string, { caller, now }: Asked) {
  await client.query(
    `update task set assignee_user_id = $2, assignee_team_id = null, follows_owner = false, assigned_by = $3,
                     assigned_at = $4 where id = any($1::uuid[])`,
    [tasks.map((task) => task.id), to, caller.userId, new Date(now)],
  );
}

/** A task has a role or follows the owner; there is no third place (domain/effects.ts, Assignee). */
async function giveBack(client: PoolClient, tasks: readonly ChosenTask[]) {
  await client.query(
    `update task t set assigned_by = null, assigned_at = null, follows_owner = t.assignee_role is null,
       assignee_user_id = case when t.assignee_role is null then c.owner_user_id end,
       assignee_team_id = case when t.assignee_role is null then c.owner_team_id end
     from cases c where c.id = t.case_id and t.id = any($1::uuid[])`,
    [tasks.map((task) => task.id)],
  );
}
