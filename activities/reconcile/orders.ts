/** Every effect of a case's recorded events that left through a connector, or should have. Pure. */
import { isOutside } from '../../domain/effects';
import type { EffectOrder, EffectsOfEvent } from '../../domain/kernel';

/** Each with its idempotency key. */
export function ordersOf(caseId: string, events: readonly EffectsOfEvent[]): EffectOrder[] {
  return events.flatMap(({ seq, at, effects }) =>
    effects.flatMap((effect, n) =>
      isOutside(effect) ? [{ effectId: `${caseId}:${seq}:${n}`, caseId, effect, at }] : [],
    ),
  );
}
