/** Tasks: lists for a person, team or role, adding one of one's own, and saying that one is done. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { Assignee, Priority } from '../../domain/effects';
import { Applied, Pending, submit } from '../answer-outcome';
import type { Caller } from '../auth/caller';
import { caseScope } from '../auth/row-scope';
import { CivilDay, IdParams, pageOf, PageQuery } from '../input/fields';
import { keyIn, seenIn } from '../input/preconditions';
import { Problem } from '../problem';
import type { Asking } from '../read/case-filter';
import { ListedTask, listedTasks } from '../read/cover-for';
import { Statement } from '../read/statement';
import { taskFilterFields } from '../read/task-filter';
import { readTasks } from '../read/tasks';
import { defineRoute } from '../route';
import { eventCommand } from '../send-event';

const list = defineRoute({
  method: 'get',
  path: '/tasks',
  tag: 'Tasks',
  summary: 'Lists tasks, soonest due first',
  description:
    '`assignee=mine`: assigned to you or whom you stand in for, or in the queues of your teams and roles; `own`: the first ' +
    'of these; `teams`: the second; `me`: to you alone; `none`: to nobody and no queue; `unassigned`: to no person and no ' +
    'team. What is done comes newest first, what is put off (`postponed=true`) by the day it is back.',
  permission: 'task.read',
  query: z.strictObject({
    ...PageQuery,
    ...taskFilterFields,
  }),
  answers: { 200: pageOf(ListedTask) },
  audit: 'task.list',
  async handle({ query, caller, deps }) {
    const asking: Asking = { caller, may: ['task.read'], now: deps.now() };
    const { rows, next } = await readTasks(deps.db.pool, query, asking);
    return { status: 200, body: { items: await listedTasks(deps.rules, caller, rows, asking.now), next } };
  },
});

const add = defineRoute({
  method: 'post',
  path: '/cases/:id/tasks',
  tag: 'Tasks',
  summary: 'Adds a task of your own to a case',
  permission: 'task.work',
  headers: ['Idempotency-Key', 'If-Match'],
  params: IdParams,
  body: z.strictObject({
    title: z.string().trim().min(1).max(200),
    assignTo: Assignee.default('owner'),
    priority: Priority.default('normal'),
    dueOn: CivilDay,
  }),
  answers: { 200: Applied, 202: Pending },
  problems: ['not_found', 'event_not_allowed', 'version_conflict', 'key_reused', 'bad_header'],
  audit: 'task.add',
  async handle({ params, body, caller, deps, req }) {
    const { title, ...data } = body;
    const command = await eventCommand(deps.db.pool, caller, {
      permission: 'task.work',
      caseId: params.id,
      type: 'task.added',
      data,
      note: title,
      key: keyIn(req),
      seen: seenIn(req),
    });
    return submit(deps, caller, command);
  },
});

const done = defineRoute({
  method: 'post',
  path: '/tasks/:id/done',
  tag: 'Tasks',
  summary: 'Says that a task is done',
  permission: 'task.work',
  headers: ['Idempotency-Key'],
  params: IdParams,
  body: z.strictObject({ note: z.string().trim().min(1).max(4_000).optional() }),
  answers: { 200: Applied, 202: Pending },
  problems: ['not_found', 'conflict', 'event_not_allowed', 'key_reused', 'bad_header'],
  audit: 'task.done',
  async handle({ params, body, caller, deps, req }) {
    const task = await taskOf(deps.db.pool, caller, params.id);
    if (!task) throw new Problem('not_found', 'There is no task with this id.');
    const key = keyIn(req);
    if (task.state === 'closed' && key === null) throw new Problem('conflict', 'This task is closed already.');
    const command = await eventCommand(deps.db.pool, caller, {
      permission: 'task.work',
      caseId: task.caseId,
      type: 'task.done',
      data: { key: task.key },
      note: body.note ?? null,
      // The task, too, belongs to what the key names.
      key: key === null ? null : `${params.id}:${key}`,
      seen: null,
    });
    if (task.state === 'closed') {
      const known = await deps.gateway.outcome(command.commandId);
      if (!known) throw new Problem('conflict', 'This task is closed already.');
    }
    return submit(deps, caller, command);
  },
});

/** The task, when its case may be seen by the caller. */
async function taskOf(pool: Pool, caller: Caller, id: string) {
  const s = new Statement();
  const { rows } = await pool.query<{ caseId: string; key: string; state: string }>(
    `select t.case_id as "caseId", t.key, t.state from task t join cases c on c.id = t.case_id
     where t.id = ${s.value(id, 'uuid')}
       and (${caseScope(caller, 'task.work', s)} or ${caseScope(caller, 'task.read', s)})`,
    s.values,
  );
  return rows[0];
}

export const taskRoutes = [list, add, done];
