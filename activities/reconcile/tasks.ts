/** Folds a case's recorded effects into the tasks that must be open now, and the effects that must have left. Pure. */
import { isOutside } from '../../domain/effects';
import { tasksOf, type EffectOrder, type TaskToOpen } from '../../domain/kernel';
import type { EffectsOfEvent } from './sights';

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

/** Every effect that left through a connector, or should have, with its idempotency key. */
export function ordersOf(caseId: string, events: readonly EffectsOfEvent[]): EffectOrder[] {
  return events.flatMap(({ seq, at, effects }) =>
    effects.flatMap((effect, n) =>
      isOutside(effect) ? [{ effectId: `${caseId}:${seq}:${n}`, caseId, effect, at }] : [],
    ),
  );
}
