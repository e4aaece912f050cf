/** Plays a case forward on a copy: "nobody acts until then" (N07). Pure; the live case is untouched. */
import type { CaseKind } from './case-kind';
import { ChartFault } from './faults';
import { fire, soonest } from './step';
import type { CaseState, Step } from './state';

const MOST_FIRINGS = 10_000;

/**
 * Fires every clock due up to and including `until` (epoch ms), each at its own instant, but none before `from`: one
 * that is late already fires there, as the driver fires it when it is back.
 * @throws ChartFault when clocks re-arm themselves without end.
 */
export function runForward(kind: CaseKind, state: CaseState, until: number, from = Number.NEGATIVE_INFINITY): Step[] {
  const steps: Step[] = [];
  let current = state;
  for (;;) {
    const next = soonest(current);
    if (next?.dueAt === undefined || next.dueAt === null || next.dueAt > until) return steps;
    if (steps.length >= MOST_FIRINGS)
      throw new ChartFault(kind.kind, `its clock ${next.name} re-arms itself without end.`);
    const step = fire(kind, current, next.slot, Math.max(next.dueAt, current.lastAt, from));
    steps.push(step);
    current = step.state;
  }
}
