/** Plays recorded events again: from a state, or from the opening. Pure; it asks no rule whether they may happen. */
import type { CaseKind } from './case-kind';
import { ClockFault } from './faults';
import type { RecordedEvent } from './ports';
import type { RuleSnapshot } from './rules';
import { advance, fire, open, soonest } from './step';
import type { CaseState, Step } from './state';

/** Where to begin: a state, or nothing but the rules the case was opened with. */
export type PlayFrom = { readonly state: CaseState } | { readonly rules: RuleSnapshot };

/**
 * @param caseId of the case that is opened when `from` is the rules.
 * @throws ChartFault, ClockFault when the events cannot have come in this order.
 */
export function playRecorded(
  kind: CaseKind,
  caseId: string,
  from: PlayFrom,
  events: readonly RecordedEvent[],
): readonly Step[] {
  const steps: Step[] = [];
  let at = from;
  for (const event of events) {
    const step = playOne(kind, caseId, at, event);
    steps.push(step);
    at = { state: step.state };
  }
  return steps;
}

function playOne(kind: CaseKind, caseId: string, from: PlayFrom, event: RecordedEvent): Step {
  const { type, at, commandId, actor, data } = event;
  if (!('state' in from)) return open(kind, { caseId, at, commandId, actor, rules: from.rules, data });
  if (type !== 'clock.fired') return advance(kind, from.state, { ...data, type, at, commandId, actor });
  const next = soonest(from.state);
  if (next === null || next.name !== data['clock']) {
    throw new ClockFault(`${String(data['clock'])} fired, and ${next?.name ?? 'nothing'} was next.`);
  }
  return fire(kind, from.state, next.slot, at);
}
