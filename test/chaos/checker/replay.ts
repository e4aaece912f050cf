/** Plays each case again from its recorded events through the pure kernel: what the run must have produced. No I/O. */
import { kindOf } from '../../../domain/cases';
import {
  advance,
  fire,
  open,
  projectionOf,
  refusalOf,
  soonest,
  type CaseKind,
  type CaseState,
  type Projection,
  type RuleSnapshot,
  type Step,
} from '../../../domain/kernel';
import { isOutside } from '../../../domain/effects';
import { canonical, type EventRow } from './evidence';

export interface Replay {
  /** The state after the last event; null when not even the opening could be played. */
  readonly state: CaseState | null;
  /** Keys of tasks that must be open now. */
  readonly openTasks: readonly string[];
  /** How often each task was opened anew, by key and version: `work-denial@1`. */
  readonly openings: readonly string[];
  /** Effects that had to leave, by id; true = a notice. */
  readonly orders: ReadonlyMap<string, boolean>;
  readonly claims: readonly string[];
  readonly faults: readonly { readonly rule: string; readonly seq: number; readonly detail: string }[];
}

/**
 * @param events the case's events; gaps and doubles are reported, then what is left is played in order of version.
 * @param rules the rule snapshot the case was opened with.
 */
export function replayCase(kindName: string, events: readonly EventRow[], rules: RuleSnapshot): Replay {
  const kind = kindOf(kindName);
  const faults: Replay['faults'][number][] = [];
  const tasks = new Set<string>();
  const openings: string[] = [];
  const orders = new Map<string, boolean>();
  let state: CaseState | null = null;
  let claims: readonly string[] = [];
  const ordered = [...events].sort((a, b) => a.seq - b.seq);
  for (const [i, event] of ordered.entries()) {
    if (event.seq !== i + 1) {
      faults.push({ rule: 'a gap or double in the versions', seq: event.seq, detail: `expected ${i + 1}` });
      break;
    }
    let step: Step;
    try {
      const illegal = state && whyIllegal(kind, state, event);
      if (illegal) faults.push({ rule: 'an illegal transition', seq: event.seq, detail: illegal });
      step = play(kind, state, event, rules);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      faults.push({ rule: 'an illegal transition', seq: event.seq, detail: `${event.type}: ${detail}` });
      break;
    }
    const projection = projectionOf(step, []);
    const different = differences(event, projection);
    if (different.length > 0)
      faults.push({ rule: 'the record differs from the chart', seq: event.seq, detail: different.join('; ') });
    foldTasks(projection, tasks, openings);
    for (const [n, effect] of step.effects.entries()) {
      if (isOutside(effect)) orders.set(`${event.caseId}:${event.seq}:${n}`, effect.type === 'notice.send');
    }
    claims = step.facts.claims.map((c) => c.claimId);
    state = step.state;
  }
  return { state, openTasks: [...tasks].sort(), openings: openings.sort(), orders, claims: [...claims].sort(), faults };
}

function play(kind: CaseKind, state: CaseState | null, event: EventRow, rules: RuleSnapshot): Step {
  const { at, commandId, actor, data, caseId } = event;
  if (state === null) return open(kind, { caseId, at, commandId, actor, rules, data });
  if (event.type === 'clock.fired') {
    const slot = soonest(state)?.slot;
    if (slot === undefined) throw new Error('no clock is armed');
    return fire(kind, state, slot, at);
  }
  return advance(kind, state, { ...data, type: event.type, at, commandId, actor });
}

function whyIllegal(kind: CaseKind, state: CaseState, event: EventRow): string | null {
  if (event.at < state.lastAt) return `it happened at ${event.at}, before the event it follows (${state.lastAt})`;
  if (event.type === 'clock.fired') {
    const next = soonest(state);
    if (next?.name !== event.data['clock'])
      return `${String(event.data['clock'])} fired, ${next?.name ?? 'nothing'} was next`;
    return event.commandId === `${event.caseId}:clock:${event.seq}` ? null : `it bears the id ${event.commandId}`;
  }
  const { at, commandId, actor, data } = event;
  return refusalOf(kind, state, { ...data, type: event.type, at, commandId, actor })?.why ?? null;
}

function differences(row: EventRow, played: Projection): string[] {
  const pairs: [string, unknown, unknown][] = [
    ['type', row.type, played.event.type],
    ['stage before', row.stageBefore, played.stageBefore],
    ['stage', row.stageAfter, played.stage],
    ['changed facts', row.changed, played.changed],
    ['clocks', row.clockChanges, played.clockChanges],
    ['effects', row.effects, played.effects],
    ['rule version', row.ruleVersion, played.ruleVersion],
  ];
  return pairs.flatMap(([what, is, must]) =>
    canonical(is) === canonical(must) ? [] : [`${what}: recorded ${canonical(is)}, the chart says ${canonical(must)}`],
  );
}

function foldTasks(projection: Projection, tasks: Set<string>, openings: string[]): void {
  for (const { key } of projection.tasks.close) tasks.delete(key);
  if (projection.closed) tasks.clear();
  for (const { key } of projection.tasks.open) {
    if (!tasks.has(key)) openings.push(`${key}@${projection.seq}`);
    tasks.add(key);
  }
}
