/** Opens, advances and fires a case: pure folds of XState transitions into states, clocks and effects. Reads no clock. */
import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import {
  beginStep,
  dueOf,
  type BaseContext,
  type CaseFacts,
  type CaseKind,
  type OpenInput,
  type Stage,
} from './case-kind';
import type { CaseEvent } from './events';
import { ChartFault, ClockFault } from './faults';
import { ordersOf, type ChartAction } from './orders';
import { foldClocks, type ArmedBy } from './ledger';
import { clockMoved, kernelEffects, rulesPublished } from './events';
import type { RuleSnapshot } from './rules';
import type { CaseState, ClockEntry, Step } from './state';

/** Made once, and each rule set is read once: a what-if gives the same one to every live case. */
const publishedRules = rulesPublished.pick({ rules: true });
const readRules = new WeakMap<object, RuleSnapshot>();

function rulesIn(event: CaseEvent): RuleSnapshot {
  const given = event['rules'];
  const known = typeof given === 'object' && given !== null ? readRules.get(given) : undefined;
  if (known) return known;
  const { rules } = publishedRules.parse({ rules: given });
  readRules.set(given as object, rules);
  return rules;
}

/** The live snapshot of a stored state. */
export function snapshotOf(kind: CaseKind, state: CaseState): AnyMachineSnapshot {
  return kind.machine.resolveState({ value: state.snapshot.value as never, context: state.snapshot.context });
}

function tagged(kind: string, snapshot: AnyMachineSnapshot): { stage: Stage; flags: string[]; closed: boolean } {
  const tags = [...snapshot.tags] as string[];
  const stageTags = tags.filter((t) => t.startsWith('stage:'));
  if (stageTags.length !== 1)
    throw new ChartFault(kind, `it is in ${stageTags.length} stages at once: ${stageTags.join(', ')}.`);
  return {
    stage: (stageTags[0] as string).slice('stage:'.length) as Stage,
    flags: tags
      .filter((t) => t.startsWith('flag:'))
      .map((t) => t.slice('flag:'.length))
      .sort(),
    closed: tags.includes('closed'),
  };
}

function changedFacts(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, readonly [unknown, unknown]> {
  const changed: Record<string, readonly [unknown, unknown]> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [b, a] = [before[name] ?? null, after[name] ?? null];
    if (JSON.stringify(b) !== JSON.stringify(a)) changed[name] = [b, a];
  }
  return changed;
}

/** Facts that are compared for the timeline: the kind's own, and those every kind has. */
function comparable(facts: { owner: unknown; followUpOn: unknown; own: Readonly<Record<string, unknown>> }) {
  return { ...facts.own, owner: facts.owner, followUpOn: facts.followUpOn };
}

/** A state never changes, and the step that made it has its facts. */
const known = new WeakMap<CaseState, CaseFacts>();

function factsOf(kind: CaseKind, state: CaseState): CaseFacts {
  const facts = known.get(state) ?? kind.facts(state.snapshot.context as BaseContext, state.flags, state.lastAt);
  known.set(state, facts);
  return facts;
}

function finish(
  kind: CaseKind,
  previous: CaseState | null,
  next: AnyMachineSnapshot,
  actions: readonly ChartAction[],
  event: CaseEvent,
  caseId: string,
  fired: ClockEntry | null,
  moved: string | null,
): Step {
  if (next.status === 'error') {
    throw new ChartFault(kind.kind, `it failed on ${event.type}: ${String((next as { error?: unknown }).error)}`);
  }
  const { effects, raised, cancelled } = ordersOf(kind.kind, actions);
  const context = next.context as BaseContext;
  const { stage, flags, closed } = tagged(kind.kind, next);
  const armedBy: ArmedBy = { at: event.at, seq: (previous?.seq ?? 0) + 1, type: event.type };
  const { clocks, changes } = foldClocks(
    kind,
    previous?.clocks ?? [],
    { raised, cancelled, fired, moved },
    context,
    armedBy,
  );
  if (closed && clocks.length > 0) throw new ChartFault(kind.kind, 'a closed case still waits for a clock.');
  const facts = kind.facts(context, flags, event.at);
  const factsBefore = previous ? factsOf(kind, previous) : null;
  const state: CaseState = {
    kind: kind.kind,
    caseId,
    machineVersion: kind.machineVersion,
    seq: armedBy.seq,
    openedAt: previous?.openedAt ?? event.at,
    lastAt: event.at,
    stage,
    stageSince: previous?.stage === stage ? previous.stageSince : event.at,
    closed,
    flags,
    snapshot: { value: next.value, context: next.context, historyValue: {} },
    clocks,
  };
  known.set(state, facts);
  return {
    event,
    before: previous ? { stage: previous.stage, flags: previous.flags, seq: previous.seq } : null,
    state,
    facts,
    effects: [...kernelEffects(event), ...effects],
    clockChanges: changes,
    changed: changedFacts(factsBefore ? comparable(factsBefore) : {}, comparable(facts)),
    claimsChanged:
      previous?.closed !== closed || JSON.stringify(factsBefore?.claims ?? []) !== JSON.stringify(facts.claims),
    fired,
  };
}

/** A guard or an action that throws reaches us as its own error; it is the chart's fault all the same. */
function chartDoes<T>(kind: CaseKind, what: string, act: () => T): T {
  beginStep();
  try {
    return act();
  } catch (error) {
    if (error instanceof ChartFault) throw error;
    throw new ChartFault(kind.kind, `it failed on ${what}: ${String(error)}`);
  }
}

/**
 * Opens a case.
 * @throws ChartFault when the chart breaks its contract.
 */
export function open(kind: CaseKind, input: OpenInput): Step {
  const [snapshot, actions] = chartDoes(kind, 'opening', () => initialTransition(kind.machine, input));
  const event: CaseEvent = {
    type: 'case.opened',
    at: input.at,
    commandId: input.commandId,
    actor: input.actor,
    data: input.data,
  };
  return finish(kind, null, snapshot, actions, event, input.caseId, null, null);
}

/**
 * Applies an event that was accepted (see `refusalOf`).
 * `event.at` is the only time the chart sees.
 * @throws ChartFault when the chart breaks its contract.
 */
export function advance(kind: CaseKind, state: CaseState, event: CaseEvent): Step {
  let from = snapshotOf(kind, state);
  let moved: string | null = null;
  if (event.type === 'rules.published') {
    const rules = rulesIn(event);
    from = withContext(kind, state, rebase(kind, state.snapshot.context as BaseContext, { rules }));
  } else if (event.type === 'clock.moved') {
    const move = clockMoved.parse({ clock: event['clock'], dueAt: event['dueAt'] });
    const context = state.snapshot.context as BaseContext;
    const computed = kind.clocks[move.clock]?.due(context);
    if (!computed) throw new ClockFault(`${move.clock} is not running and cannot be moved.`);
    moved = move.clock;
    from = withContext(kind, state, {
      ...context,
      moves: { ...context.moves, [move.clock]: { from: computed.at, to: move.dueAt } },
    });
  }
  const [snapshot, actions] = chartDoes(kind, event.type, () => transition(kind.machine, from, event));
  return finish(kind, state, snapshot, actions, event, state.caseId, null, moved);
}

/**
 * Fires a clock whose instant has passed.
 * @param now epoch ms, not before the clock's `dueAt`.
 * @throws ClockFault when it is not armed or not due; ChartFault when the chart breaks its contract.
 */
export function fire(kind: CaseKind, state: CaseState, slot: string, now: number): Step {
  const clock = state.clocks.find((c) => c.slot === slot);
  if (clock?.dueAt === undefined || clock.dueAt === null) throw new ClockFault(`${slot} is not armed.`);
  if (clock.dueAt > now) throw new ClockFault(`${slot} is due at ${clock.dueAt}, and it is only ${now}.`);
  const event: CaseEvent = {
    type: slot,
    at: now,
    commandId: `${state.caseId}:clock:${state.seq + 1}`,
    actor: { type: 'system', id: `clock:${clock.name}` },
  };
  const from = snapshotOf(kind, state);
  const [snapshot, actions] = chartDoes(kind, clock.name, () => transition(kind.machine, from, event));
  const step = finish(kind, state, snapshot, actions, event, state.caseId, clock, null);
  const again = step.state.clocks.find((c) => c.name === clock.name && c.dueAt !== null && c.dueAt <= now);
  if (again) throw new ChartFault(kind.kind, `its clock ${clock.name} was due again at once after it fired.`);
  return step;
}

function withContext(kind: CaseKind, state: CaseState, context: BaseContext): AnyMachineSnapshot {
  return kind.machine.resolveState({ value: state.snapshot.value as never, context });
}

/** New rules keep a person's move: it is tied to the new computed instant. */
function rebase(kind: CaseKind, context: BaseContext, change: Pick<BaseContext, 'rules'>): BaseContext {
  const next: BaseContext = { ...context, ...change };
  const moves: Record<string, { from: number; to: number }> = {};
  for (const [name, move] of Object.entries(context.moves)) {
    const clock = kind.clocks[name];
    if (clock?.due(context)?.at !== move.from) continue;
    const due = clock.due(next);
    if (due) moves[name] = { from: due.at, to: move.to };
  }
  return { ...next, moves };
}

/** The soonest armed clock, or null when the case waits for people only. Ties go to the slot's name: stable in replay. */
export function soonest(state: CaseState): ClockEntry | null {
  let best: ClockEntry | null = null;
  for (const clock of state.clocks) {
    if (clock.dueAt === null) continue;
    if (
      best === null ||
      clock.dueAt < (best.dueAt as number) ||
      (clock.dueAt === best.dueAt && clock.slot < best.slot)
    ) {
      best = clock;
    }
  }
  return best;
}

export { dueOf };
