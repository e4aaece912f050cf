/** The envelope every event travels in, and the few event types that every kind of case answers. Knows no case. */
import { z } from 'zod';
import { Assignee, Priority, TaskOpen, type Effect } from '../effects';
import { RuleSnapshot } from './rules';

/** Who caused an event. Ids only: names stay in Postgres. */
export const Actor = z.strictObject({
  type: z.enum(['user', 'service', 'system']),
  id: z.string().min(1).max(120),
});
export type Actor = z.infer<typeof Actor>;

/**
 * An event as a chart sees it: a past fact with its data, plus what the driver adds.
 * `at` is the instant of application (epoch ms, workflow time); charts read time from here and from nowhere else.
 */
export interface CaseEvent {
  readonly type: string;
  readonly at: number;
  readonly commandId: string;
  readonly actor: Actor;
  readonly [field: string]: unknown;
}

/** A new rule set or calendar reaches a live case (C08, N05). */
export const rulesPublished = z.strictObject({ rules: RuleSnapshot, reverts: z.int().optional() });

/** A person moves a running clock (R02). The reason is the command's note, which stays in Postgres. */
export const clockMoved = z.strictObject({ clock: z.string().min(1).max(80), dueAt: z.int() });

/** An effect could not be carried out; the incident is recorded, the case goes on. */
export const effectFailed = z.strictObject({ effectId: z.string(), code: z.string(), attempts: z.int() });

/** A person did the work of a task. A chart may answer it too; the task closes either way. */
export const taskDone = z.strictObject({ key: z.string().min(1).max(160) });

/** A person adds a task of their own. Its words are the command's note and stay in Postgres. */
export const taskAdded = z.strictObject({ assignTo: Assignee, priority: Priority, dueOn: z.iso.date() });

/** A person opens a task again that was closed (R25). What it says is what it said; a person's own words stay in Postgres. */
export const taskReopened = TaskOpen.omit({ type: true });
/** What a person may write down beside what the chart follows: a note, a call, an e-mail (H17). Its words are the note. */
export const noteAdded = z.strictObject({
  channel: z.enum(['note', 'call', 'email', 'fax', 'letter', 'portal', 'other']),
  direction: z.enum(['in', 'out']).optional(),
  with: z.enum(['payer', 'adjuster', 'patient', 'employer', 'provider', 'team', 'other']).optional(),
});

/** Events every kind answers without naming them in its chart. */
export const kernelEvents = {
  'rules.published': rulesPublished,
  'clock.moved': clockMoved,
  'effect.failed': effectFailed,
  'task.done': taskDone,
  'task.added': taskAdded,
  'task.reopened': taskReopened,
  'note.added': noteAdded,
} as const;

export type KernelEventType = keyof typeof kernelEvents;

/** The instant an event carries; also for XState's own init event, whose input carries it. */
export function atOf(event: unknown): number {
  const e = event as { at?: unknown; input?: { at?: unknown } };
  const at = e.at ?? e.input?.at;
  if (typeof at !== 'number') throw new TypeError('An event reached a chart without its instant `at`.');
  return at;
}

/** What the kernel itself asks for when such an event is applied. */
export function kernelEffects(event: CaseEvent): Effect[] {
  if (event.type === 'task.done') return [{ type: 'task.close', key: String(event['key']), outcome: 'done' }];
  if (event.type === 'task.reopened') return [{ type: 'task.open', ...reopenedTask(event) }];
  if (event.type !== 'task.added') return [];
  const task = taskAdded.parse({ assignTo: event['assignTo'], priority: event['priority'], dueOn: event['dueOn'] });
  return [{ type: 'task.open', key: `own:${event.commandId}`, title: 'Task', reason: 'Added by a person.', ...task }];
}

function reopenedTask(event: CaseEvent): z.infer<typeof taskReopened> {
  const { type: _type, at: _at, commandId: _commandId, actor: _actor, ...data } = event;
  return taskReopened.parse(data);
}
