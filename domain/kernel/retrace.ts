/**
 * Plays a case's timeline again through the chart, and holds each step against what the timeline says that the event
 * did: a past moment is computed and proved at once (N06). Pure; it looks nothing up.
 */
import type { Effect } from '../effects';
import type { CaseKind } from './case-kind';
import { playRecorded } from './play';
import { ruleVersionOf, stored, type RecordedEvent } from './ports';
import type { RuleSnapshot } from './rules';
import type { CaseState, ClockChange, Step } from './state';

/** An event as the timeline keeps it, with what it did. Rule sets are named by their version. */
export interface TimelineEvent extends RecordedEvent {
  readonly seq: number;
  readonly stage: string;
  readonly changed: Step['changed'];
  readonly clockChanges: readonly ClockChange[];
  readonly effects: readonly Effect[];
  readonly ruleVersion: number;
}

/** A rule set that came to the case with an event. */
export interface RulesNeeded {
  readonly seq: number;
  readonly version: number;
  readonly at: number;
}

/** Where the replay and the timeline part: from `seq` on nothing is known from the replay. */
export interface Parting {
  readonly seq: number;
  readonly parts: readonly ('order' | 'chart' | 'stage' | 'facts' | 'clocks' | 'tasks' | 'rules')[];
}

export interface Retraced {
  /** One a version, up to the parting. Each did what the timeline says. */
  readonly steps: readonly Step[];
  readonly parting: Parting | null;
}

/** Every event that brought other rules: the opening, a publication, a reopening (it starts with the newest). */
export function rulesNeeded(events: readonly TimelineEvent[]): RulesNeeded[] {
  return events.flatMap(({ seq, type, at, ruleVersion }, n) => {
    const changed = events[n - 1]?.ruleVersion !== ruleVersion;
    const brings = changed || type === 'rules.published' || type === 'case.reopened';
    return brings ? [{ seq, version: ruleVersion, at }] : [];
  });
}

/** @param rules by the seq of the event that brought them, as `rulesNeeded` asks. */
export function retrace(
  kind: CaseKind,
  caseId: string,
  events: readonly TimelineEvent[],
  rules: ReadonlyMap<number, RuleSnapshot>,
): Retraced {
  const steps: Step[] = [];
  for (const event of events) {
    const before = steps.at(-1)?.state ?? null;
    if (event.seq !== steps.length + 1) return { steps, parting: { seq: event.seq, parts: ['order'] } };
    const step = stepOf(kind, caseId, before, event, rules.get(event.seq));
    if (step === null) return { steps, parting: { seq: event.seq, parts: ['chart'] } };
    const parts = differences(step, event);
    if (parts.length > 0) return { steps, parting: { seq: event.seq, parts } };
    steps.push(step);
  }
  return { steps, parting: null };
}

/** Null: the chart of today cannot have taken this event. */
function stepOf(
  kind: CaseKind,
  caseId: string,
  before: CaseState | null,
  event: TimelineEvent,
  rules: RuleSnapshot | undefined,
): Step | null {
  const needs = before === null || event.type === 'rules.published';
  if (needs && rules === undefined) return null;
  try {
    const [step] =
      before === null
        ? playRecorded(kind, caseId, { rules: rules as RuleSnapshot }, [event])
        : playRecorded(kind, caseId, { state: startOf(before, event, rules) }, [played(event, rules)]);
    return step ?? null;
  } catch {
    // Whatever a chart throws at an event that it took once: it is another chart by now, and the parting says so.
    return null;
  }
}

/** Rules that came otherwise than by their own event were put into the state that a new run started from. */
function startOf(state: CaseState, event: TimelineEvent, rules: RuleSnapshot | undefined): CaseState {
  if (rules === undefined || event.type === 'rules.published') return state;
  const context = { ...(state.snapshot.context as object), rules };
  return { ...state, snapshot: { ...state.snapshot, context } };
}

function played(event: TimelineEvent, rules: RuleSnapshot | undefined): RecordedEvent {
  if (event.type !== 'rules.published') return event;
  const { reverts } = event.data;
  return { ...event, data: { rules, ...(typeof reverts === 'number' ? { reverts } : {}) } };
}

function differences(
  { state, changed, clockChanges, effects }: Step,
  event: TimelineEvent,
): Parting['parts'][number][] {
  const pairs: readonly (readonly [Parting['parts'][number], unknown, unknown])[] = [
    ['stage', state.stage, event.stage],
    ['facts', changed, event.changed],
    ['clocks', clockChanges, event.clockChanges],
    ['tasks', effects, event.effects],
    ['rules', ruleVersionOf(state), event.ruleVersion],
  ];
  return pairs.flatMap(([part, is, should]) => (sameJson(is, should) ? [] : [part]));
}

/** Is the end of the replay what the case row stores? A newer build may carry the row's machine version only later. */
export function endsAs(steps: readonly Step[], row: CaseState): boolean {
  const end = steps.at(-1)?.state;
  return end !== undefined && sameJson({ ...(stored(end) as object), machineVersion: row.machineVersion }, row);
}

/** Equal as JSON: whatever the order of keys, and a missing value is like one that is not there. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameJson(left[key], right[key]));
}
