/** Says which events a case accepts now, and for each other one the reason in plain words (N08). Changes nothing. */
import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { dueOf, type BaseContext, type CaseKind, type GuardDefinition } from './case-kind';
import { kernelEvents, type CaseEvent } from './events';
import { ChartFault } from './faults';
import { snapshotOf } from './step';
import type { CaseState } from './state';

export interface Allowed {
  readonly type: string;
  readonly title: string;
  readonly by: 'anyone' | 'manager' | 'system';
  readonly ok: boolean;
  /** Present when it is not allowed: what is missing. */
  readonly why?: string;
}

export interface Refusal {
  readonly code: 'event_not_allowed' | 'event_malformed';
  readonly why: string;
  readonly allowed: readonly string[];
}

interface Candidate {
  readonly guard?: unknown;
}

function candidatesOf(snapshot: AnyMachineSnapshot, type: string): Candidate[] {
  const nodes = (snapshot as unknown as { _nodes: AnyStateNode[] })._nodes;
  return nodes.flatMap((node) => (node.on as Record<string, Candidate[] | undefined>)[type] ?? []);
}

function guardOf(kind: CaseKind, candidate: Candidate): GuardDefinition | null {
  const guard = candidate.guard;
  if (guard === undefined) return null;
  const name = typeof guard === 'string' ? guard : (guard as { type?: unknown }).type;
  const definition = typeof name === 'string' ? kind.guards[name] : undefined;
  if (!definition) throw new ChartFault(kind.kind, 'a transition has a guard that is not declared with its reason.');
  return definition;
}

/** Null when one of the transitions is open; otherwise the first failing guard's reason. */
function blockedBy(
  kind: CaseKind,
  snapshot: AnyMachineSnapshot,
  event: CaseEvent,
  which: 'case' | 'all',
): string | null {
  const candidates = candidatesOf(snapshot, event.type);
  if (candidates.length === 0) {
    const stage = [...snapshot.tags].find((t) => String(t).startsWith('stage:'));
    return `The case is ${String(stage).slice('stage:'.length)}; this does not apply now.`;
  }
  let why: string | null = null;
  for (const candidate of candidates) {
    const guard = guardOf(kind, candidate);
    if (guard === null) return null;
    const args = { context: snapshot.context as BaseContext, event };
    if (which === 'case' && guard.needs === 'event') {
      const ruledOut = guard.ruledOut?.(args.context) ?? null;
      if (ruledOut === null) return null;
      why ??= ruledOut;
      continue;
    }
    if (guard.holds(args)) return null;
    why ??= typeof guard.why === 'string' ? guard.why : guard.why(args);
  }
  return why;
}

/** Every event of the kind, allowed or not, as the read side shows it. `at`: the instant it is asked for. */
export function allowedOf(kind: CaseKind, state: CaseState, at: number): Allowed[] {
  const snapshot = snapshotOf(kind, state);
  return Object.entries(kind.events).map(([type, { title, by }]) => {
    const event: CaseEvent = { type, at, commandId: 'ask', actor: { type: 'system', id: 'ask' } };
    const why = blockedBy(kind, snapshot, event, 'case');
    return why === null ? { type, title, by, ok: true } : { type, title, by, ok: false, why };
  });
}

/** Why this event cannot be applied now, or null. Pure and synchronous: it is the update's validator. */
export function refusalOf(kind: CaseKind, state: CaseState, event: CaseEvent): Refusal | null {
  const allowed = () => allowedOf(kind, state, event.at).flatMap((a) => (a.ok && a.by !== 'system' ? [a.type] : []));
  const { type, at: _at, commandId: _commandId, actor: _actor, ...data } = event;
  const kernelSchema = kernelEvents[type as keyof typeof kernelEvents];
  const schema = kernelSchema ?? kind.events[type]?.data;
  if (!schema) return { code: 'event_not_allowed', why: `No event is called "${type}".`, allowed: allowed() };
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    return { code: 'event_malformed', why: `The data of ${type} is not what it must be.`, allowed: allowed() };
  }
  if (kernelSchema) return kernelRefusal(kind, state, event);
  const why = blockedBy(kind, snapshotOf(kind, state), event, 'all');
  return why === null ? null : { code: 'event_not_allowed', why, allowed: allowed() };
}

function kernelRefusal(kind: CaseKind, state: CaseState, event: CaseEvent): Refusal | null {
  if (state.closed) return { code: 'event_not_allowed', why: 'The case is closed; reopen it first.', allowed: [] };
  if (event.type !== 'clock.moved') return null;
  const name = String(event['clock']);
  const refuse = (why: string): Refusal => ({ code: 'event_not_allowed', why, allowed: ['clock.moved'] });
  const running = state.clocks.filter((c) => c.dueAt !== null).map((c) => c.name);
  const definition = kind.clocks[name];
  if (
    !definition ||
    !running.includes(name) ||
    dueOf(name, definition, state.snapshot.context as BaseContext) === null
  ) {
    return refuse(`No clock called "${name}" is running; running now: ${running.join(', ') || 'none'}.`);
  }
  if (Number(event['dueAt']) <= event.at) return refuse('The new due date is in the past; choose a later one.');
  return null;
}
