/** Keeps a case's clocks: which are armed, stopped, re-dated or moved by one event. Instants are absolute. */
import { dueOf, type BaseContext, type CaseKind } from './case-kind';
import { ChartFault } from './faults';
import type { ClockChange, ClockEntry } from './state';

export interface ArmedBy {
  readonly at: number;
  readonly seq: number;
  readonly type: string;
}

interface Moves {
  readonly raised: readonly string[];
  readonly cancelled: readonly string[];
  readonly fired: ClockEntry | null;
  readonly moved: string | null;
}

const SLOT = /^xstate\.after\.([A-Za-z][A-Za-z0-9]*)\./;

function nameOf(kind: CaseKind, slot: string): string {
  const name = SLOT.exec(slot)?.[1];
  if (name === undefined || kind.clocks[name] === undefined) {
    throw new ChartFault(kind.kind, `it waits for "${slot}", which is not one of its declared clocks.`);
  }
  return name;
}

/**
 * Folds one event's raises and cancels into the ledger and re-dates every waiting clock from its anchors, so that a
 * changed anchor or rule moves a clock without the chart having to re-enter its state.
 */
export function foldClocks(
  kind: CaseKind,
  before: readonly ClockEntry[],
  moves: Moves,
  context: BaseContext,
  armedBy: ArmedBy,
): { clocks: ClockEntry[]; changes: ClockChange[] } {
  const previous = new Map(before.map((c) => [c.slot, c]));
  const waiting = new Set(before.map((c) => c.slot));
  const changes: ClockChange[] = [];
  if (moves.fired) {
    waiting.delete(moves.fired.slot);
    changes.push(change('fired', moves.fired, moves.fired.dueAt, null));
  }
  for (const slot of moves.cancelled) waiting.delete(slot);
  for (const slot of moves.raised) waiting.add(slot);

  const clocks: ClockEntry[] = [];
  for (const slot of [...waiting].sort()) {
    const name = nameOf(kind, slot);
    const entry = date(kind, slot, name, context, armedBy);
    const was = slot === moves.fired?.slot ? undefined : previous.get(slot);
    clocks.push(was && was.dueAt === entry.dueAt ? { ...entry, ...originOf(was) } : entry);
    const dueBefore = was?.dueAt ?? null;
    if (dueBefore === entry.dueAt) continue;
    if (dueBefore === null) changes.push(change('armed', entry, null, entry.dueAt));
    else if (entry.dueAt === null) changes.push(change('stopped', entry, dueBefore, null));
    else changes.push(change(moves.moved === name ? 'moved' : 'redated', entry, dueBefore, entry.dueAt));
  }
  for (const was of before) {
    if (!waiting.has(was.slot) && was.slot !== moves.fired?.slot && was.dueAt !== null) {
      changes.push(change('stopped', was, was.dueAt, null));
    }
  }
  return { clocks, changes };
}

function date(kind: CaseKind, slot: string, name: string, context: BaseContext, armedBy: ArmedBy): ClockEntry {
  const definition = kind.clocks[name];
  if (!definition) throw new ChartFault(kind.kind, `the clock ${name} has no definition.`);
  const computed = definition.due(context);
  const due = dueOf(name, definition, context);
  return {
    slot,
    name,
    ruleId: definition.rule.id,
    ruleVersion: context.rules.version,
    dueAt: due?.at ?? null,
    computedDueAt: computed?.at ?? null,
    explanation: computed?.explanation ?? null,
    armedAt: armedBy.at,
    armedBySeq: armedBy.seq,
    armedByType: armedBy.type,
    moved: due !== null && computed !== null && due.at !== computed.at,
  };
}

/** A clock whose instant did not change keeps the event that armed it. */
function originOf(was: ClockEntry): Pick<ClockEntry, 'armedAt' | 'armedBySeq' | 'armedByType'> {
  return { armedAt: was.armedAt, armedBySeq: was.armedBySeq, armedByType: was.armedByType };
}

/**
 * What the changes of one event come to for each clock: a chart that goes from one state to the next stops a wait and
 * arms the same clock there, often for the same instant. What is due as before is no change.
 */
export function netChanges(changes: readonly ClockChange[]): ClockChange[] {
  const byName = new Map<string, ClockChange[]>();
  for (const one of changes) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  return [...byName.values()].flatMap((all): ClockChange[] => {
    const [only] = all;
    if (all.length === 1 || !only) return all;
    const dueBefore = all.find((one) => one.dueBefore !== null)?.dueBefore ?? null;
    const dueAfter = all.find((one) => one.dueAfter !== null)?.dueAfter ?? null;
    const slot = all.find((one) => one.dueAfter !== null)?.slot ?? only.slot;
    if (dueBefore === dueAfter && !all.some((one) => one.change === 'fired')) return [];
    const what = all.find((one) => one.change === 'fired' || one.change === 'moved')?.change;
    const usual = dueBefore === null ? 'armed' : dueAfter === null ? 'stopped' : 'redated';
    return [{ change: what ?? usual, slot, name: only.name, dueBefore, dueAfter }];
  });
}

function change(
  what: ClockChange['change'],
  clock: Pick<ClockEntry, 'slot' | 'name'>,
  dueBefore: number | null,
  dueAfter: number | null,
): ClockChange {
  return { change: what, slot: clock.slot, name: clock.name, dueBefore, dueAfter };
}
