/**
 * Puts tasks off until a day, with a reason, and takes them back before it (R11, R12). No clock waits for that day: a task
 * that is put off is only out of sight, so that it is a fact of the row with its audit row, and no event of the case.
 */
import type { Pool, PoolClient } from 'pg';
import type { RuleSource } from '../../commands/rule-source';
import { addDays, nextBusinessDay } from '../../domain/calendar';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import { inTransaction } from '../people/transaction';
import { calendarsOf, localDay } from '../read/time-left';
import { lockChosen, tellOf, type ChosenTask, type Choice } from './chosen';

const LONGEST_DAYS = 366;

export interface TaskOutcome {
  readonly taskId: string;
  readonly caseId: string | null;
  readonly state: 'postponed' | 'returned' | 'assigned' | 'refused';
  /** The morning it is back: never one on which the practice is closed (R06). */
  readonly until: string | null;
  /** Why it was refused. */
  readonly why: string | null;
}

export interface Asked {
  readonly pool: Pool;
  readonly rules: RuleSource;
  readonly caller: Caller;
  readonly requestId: string;
  /** Epoch ms. */
  readonly now: number;
}

/** `again`: for as many days as the last time, and with the same reason. */
export type Until = { readonly on: string; readonly why: string } | 'again';

interface Row {
  readonly id: string;
  readonly until: string;
  readonly why: string;
}

export async function postponeTasks(asked: Asked, choice: Choice, until: Until): Promise<TaskOutcome[]> {
  return inTransaction(asked.pool, async (client) => {
    const tasks = await lockChosen(client, asked.caller, choice, asked.now);
    const calendarOf = await calendarsOf(asked.rules, tasks);
    const rows: Row[] = [];
    const outcomes = tasks.map((task): TaskOutcome => {
      const today = localDay(task.zone, asked.now);
      const why = refusal(task, today, until);
      if (why !== null) return refused(task.id, task.caseId, why);
      const next = wanted(task, today, until);
      const on = nextBusinessDay(calendarOf(task), next.on);
      rows.push({ id: task.id, until: on, why: next.why });
      return { taskId: task.id, caseId: task.caseId, state: 'postponed', until: on, why: null };
    });
    await write(client, asked, rows);
    await record(client, asked, 'task.postponed', tasks, rows);
    return [...outcomes, ...notThere(choice, tasks)];
  });
}

const wanted = (task: ChosenTask, today: string, until: Until) =>
  until === 'again'
    ? { on: addDays(today, Math.max(1, task.postponedDays ?? 1)), why: task.postponedWhy ?? '' }
    : until;

function refusal(task: ChosenTask, today: string, until: Until): string | null {
  if (task.state === 'closed') return 'It is done already.';
  if (until === 'again') return task.postponedUntil === null ? 'It was never put off: say until when and why.' : null;
  if (until.on <= today) return 'The day is not after today; choose a later one.';
  if (until.on > addDays(today, LONGEST_DAYS)) return 'The day is more than a year ahead; choose an earlier one.';
  return null;
}

async function write(client: PoolClient, { caller, now }: Asked, rows: readonly Row[]): Promise<void> {
  await client.query(
    `update task t set postponed_until = n.until, postponed_why = n.why, postponed_by = $4, postponed_at = $5,
                       postponed_times = t.postponed_times + 1
     from unnest($1::uuid[], $2::date[], $3::text[]) as n(id, until, why) where t.id = n.id`,
    [rows.map((r) => r.id), rows.map((r) => r.until), rows.map((r) => r.why), caller.userId, new Date(now)],
  );
}

/** What is put off is at work again at once. What has come back by itself stays marked as it is. */
export async function returnTasks(asked: Asked, choice: Choice): Promise<TaskOutcome[]> {
  return inTransaction(asked.pool, async (client) => {
    const tasks = await lockChosen(client, asked.caller, choice, asked.now);
    const back = tasks.filter((task) => isOut(task, asked.now));
    await client.query(
      `update task set postponed_until = null, postponed_why = null, postponed_by = null, postponed_at = null
       where id = any($1::uuid[])`,
      [back.map((task) => task.id)],
    );
    await record(client, asked, 'task.returned', tasks, back);
    const outcomes = tasks.map((task): TaskOutcome => {
      if (!isOut(task, asked.now)) return refused(task.id, task.caseId, 'It is not put off.');
      return { taskId: task.id, caseId: task.caseId, state: 'returned', until: null, why: null };
    });
    return [...outcomes, ...notThere(choice, tasks)];
  });
}

const isOut = (task: ChosenTask, now: number): boolean =>
  task.state === 'open' && task.postponedUntil !== null && task.postponedUntil > localDay(task.zone, now);

export const refused = (taskId: string, caseId: string | null, why: string): TaskOutcome => ({
  taskId,
  caseId,
  state: 'refused',
  until: null,
  why,
});

/** In the same words for what is not there and what is not the caller's. */
export function notThere(choice: Choice, tasks: readonly ChosenTask[]): TaskOutcome[] {
  if (!('ids' in choice)) return [];
  const found = new Set(tasks.map((task) => task.id));
  const missing = [...new Set(choice.ids.map((id) => id.toLowerCase()))].filter((id) => !found.has(id));
  return missing.map((id) => refused(id, null, 'There is no task with this id that is yours to work on.'));
}

/** Audit row and word to those who look at the cases, in the same transaction as the change. */
export async function record(
  client: PoolClient,
  { caller, requestId }: Asked,
  action: string,
  tasks: readonly ChosenTask[],
  changed: readonly { readonly id: string; readonly until?: string }[],
): Promise<void> {
  if (changed.length === 0) return;
  const ids = new Set(changed.map((row) => row.id));
  const touched = tasks.filter((task) => ids.has(task.id));
  const caseIds = [...new Set(touched.map((task) => task.caseId))];
  const untils = [...new Set(changed.flatMap((row) => row.until ?? []))].sort();
  await audit(client, caller, {
    action,
    caseId: caseIds.length === 1 ? (caseIds[0] ?? null) : null,
    outcome: 'ok',
    requestId,
    caseIds,
    data: { tasks: changed.length, ...(untils.length > 0 ? { until: untils.slice(0, 5) } : {}) },
  });
  await tellOf(client, touched);
}
