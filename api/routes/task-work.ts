/** What is done with many tasks at once: put off, taken back, handed over; reopening one; the counts of their lists. */
import { z } from 'zod';
import { Applied, Pending, submit } from '../answer-outcome';
import { CivilDay, IdParams } from '../input/fields';
import { keyIn } from '../input/preconditions';
import { plain } from '../privacy/phi';
import type { Asking } from '../read/case-filter';
import { taskFilterFields } from '../read/task-filter';
import { countTasks, type TaskFilter } from '../read/tasks';
import { defineRoute, type RouteContext } from '../route';
import type { Choice } from '../tasks/chosen';
import { handOver } from '../tasks/hand-over';
import { postponeTasks, returnTasks, type Asked } from '../tasks/postpone';
import { reopenCommand } from '../tasks/reopen-task';

/** In JSON yes and no are true and false. */
const Filter = z.strictObject({ ...taskFilterFields, postponed: z.boolean().optional() });

const chosen = {
  tasks: z.array(z.uuid()).min(1).max(500).optional().describe('Ids of tasks'),
  filter: Filter.optional().describe('Or all that match, at most 2,000'),
};

const Outcomes = z
  .strictObject({
    changed: z.int(),
    items: z.array(
      z.strictObject({
        taskId: z.uuid(),
        caseId: z.uuid().nullable(),
        state: z.enum(['postponed', 'returned', 'assigned', 'refused']),
        until: plain(CivilDay.nullable()).describe(
          'The morning it is back; a closed day becomes the next business day',
        ),
        why: plain(z.string().nullable()).describe('Why it was refused'),
      }),
    ),
  })
  .meta({ id: 'TaskOutcomes' });

const EITHER = { error: 'needs either tasks or a filter' };
const isEither = (body: { tasks?: unknown; filter?: unknown }) =>
  (body.tasks === undefined) !== (body.filter === undefined);

const choiceOf = (body: { tasks?: readonly string[] | undefined; filter?: TaskFilter | undefined }): Choice =>
  body.tasks === undefined ? { filter: body.filter ?? { state: 'open' } } : { ids: body.tasks };

const askedBy = ({ caller, deps, req }: Pick<RouteContext, 'caller' | 'deps' | 'req'>): Asked => ({
  pool: deps.db.pool,
  rules: deps.rules,
  caller,
  requestId: String(req.id),
  now: deps.now(),
});

function answered(items: z.infer<typeof Outcomes>['items']) {
  return { status: 200 as const, body: { changed: items.filter((item) => item.state !== 'refused').length, items } };
}

const postpone = defineRoute({
  method: 'post',
  path: '/tasks/postpone',
  tag: 'Tasks',
  summary: 'Puts tasks off until a day, with a reason',
  description:
    'They leave the lists of open work and come back on the morning of that day, marked as returned. Deadlines of their ' +
    'cases go on, and nothing that happens meanwhile ends the wait. `again: true` takes as many days as the last time.',
  permission: 'task.work',
  body: z
    .strictObject({
      ...chosen,
      until: CivilDay.optional(),
      why: z.string().trim().min(3).max(500).optional(),
      again: z.boolean().default(false),
    })
    .refine(isEither, EITHER)
    .refine((body) => body.again !== (body.until !== undefined && body.why !== undefined), {
      error: 'needs until and why, or again',
    }),
  answers: { 200: Outcomes },
  audit: 'task.postpone',
  async handle(context) {
    const { body } = context;
    const until = body.again ? ('again' as const) : { on: body.until ?? '', why: body.why ?? '' };
    return answered(await postponeTasks(askedBy(context), choiceOf(body), until));
  },
});

const takeBack = defineRoute({
  method: 'post',
  path: '/tasks/return',
  tag: 'Tasks',
  summary: 'Takes back tasks that were put off, before their day',
  permission: 'task.work',
  body: z.strictObject(chosen).refine(isEither, EITHER),
  answers: { 200: Outcomes },
  audit: 'task.return',
  async handle(context) {
    return answered(await returnTasks(askedBy(context), choiceOf(context.body)));
  },
});

const assign = defineRoute({
  method: 'post',
  path: '/tasks/assign',
  tag: 'Tasks',
  summary: 'Hands tasks to a person, or back to where their cases put them',
  permission: 'task.work',
  body: z
    .strictObject({
      ...chosen,
      userId: z.uuid().nullable().describe('null: back to the owner of the case, or to the queue of the role'),
    })
    .refine(isEither, EITHER),
  answers: { 200: Outcomes },
  audit: 'task.assign',
  async handle(context) {
    const { body } = context;
    return answered(await handOver(askedBy(context), choiceOf(body), body.userId));
  },
});

const reopen = defineRoute({
  method: 'post',
  path: '/tasks/:id/reopen',
  tag: 'Tasks',
  summary: 'Opens a closed task again, due today; the closed one stays as history',
  permission: 'task.work',
  headers: ['Idempotency-Key'],
  params: IdParams,
  answers: { 200: Applied, 202: Pending },
  problems: ['not_found', 'conflict', 'event_not_allowed', 'key_reused', 'bad_header'],
  audit: 'task.reopen',
  async handle({ params, caller, deps, req }) {
    const command = await reopenCommand(deps.db.pool, caller, params.id, keyIn(req), deps.now());
    return submit(deps, caller, command);
  },
});

const Counts = z
  .strictObject({
    own: z.int(),
    teams: z.int(),
    unassigned: z.int(),
    postponed: z.int().describe('Put off, of what is yours or in your queues'),
    due: z.int().describe('Yours, due today or earlier'),
    overdue: z.int().describe('Yours, due before today'),
  })
  .meta({ id: 'TaskCounts', description: 'Each stops at 1,000' });

const counts = defineRoute({
  method: 'get',
  path: '/tasks/counts',
  tag: 'Tasks',
  summary: 'Counts open tasks: yours, in your queues, without anybody, put off',
  permission: 'task.read',
  answers: { 200: Counts },
  audit: 'task.counts',
  async handle({ caller, deps }) {
    const asking: Asking = { caller, may: ['task.read'], now: deps.now() };
    const count = (filter: Omit<TaskFilter, 'state'>) => countTasks(deps.db.pool, { state: 'open', ...filter }, asking);
    const [own, teams, unassigned, postponed, due, overdue] = await Promise.all([
      count({ assignee: 'own', postponed: false }),
      count({ assignee: 'teams', postponed: false }),
      count({ assignee: 'unassigned', postponed: false }),
      count({ assignee: 'mine', postponed: true }),
      count({ assignee: 'own', postponed: false, due: 'due' }),
      count({ assignee: 'own', postponed: false, due: 'overdue' }),
    ]);
    return { status: 200, body: { own, teams, unassigned, postponed, due, overdue } };
  },
});

export const taskWorkRoutes = [counts, postpone, takeBack, assign, reopen];
