/** Folds the effects of recorded events into the tasks that must be open after them. Pure. */
import type { Effect } from '../effects';
import { tasksOf, type TaskToOpen } from './ports';

/** An applied event that said something about tasks or effects. */
export interface EffectsOfEvent {
  readonly seq: number;
  readonly at: number;
  readonly closed: boolean;
  readonly effects: readonly Effect[];
}

export interface TaskDue extends TaskToOpen {
  readonly seq: number;
  readonly at: number;
}

/** By key. */
export function tasksDue(events: readonly EffectsOfEvent[]): Map<string, TaskDue> {
  const due = new Map<string, TaskDue>();
  for (const { seq, at, closed, effects } of events) {
    const { open, close } = tasksOf(effects);
    for (const { key } of close) due.delete(key);
    if (closed) due.clear();
    for (const task of open) {
      const before = due.get(task.key);
      due.set(task.key, { ...task, seq: before?.seq ?? seq, at: before?.at ?? at });
    }
  }
  return due;
}
