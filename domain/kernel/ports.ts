/** What the outside must do for a case: write what happened, and carry out what was asked. Types and their pure builder. */
import type { Effect, OutsideEffect } from '../effects';
import type { Allowed } from './allowed';
import type { CaseFacts, Owner } from './case-kind';
import type { Actor } from './events';
import type { CaseState, ClockChange, ClockEntry, Step } from './state';

export interface TaskToOpen {
  readonly key: string;
  readonly title: string;
  readonly reason: string;
  readonly followsOwner: boolean;
  readonly role: string | null;
  readonly priority: string;
  readonly dueOn: string;
  readonly requirement: string | null;
}

/** One applied event, ready to be written in one transaction. Holds ids, codes, dates and counts: no PHI. */
export interface Projection {
  readonly caseId: string;
  readonly kind: string;
  readonly seq: number;
  readonly opening: boolean;
  readonly event: {
    readonly type: string;
    readonly at: number;
    readonly actor: Actor;
    readonly commandId: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
  readonly stageBefore: string | null;
  readonly stage: string;
  readonly stageSince: number;
  readonly closed: boolean;
  readonly flags: readonly string[];
  readonly owner: Owner | null;
  readonly ownerChanged: boolean;
  readonly followUpOn: string | null;
  readonly attentionRank: number;
  readonly attentionOn: string | null;
  readonly nextDueAt: number | null;
  readonly nextClock: string | null;
  readonly machineVersion: number;
  readonly ruleVersion: number;
  readonly allowed: readonly Allowed[];
  readonly own: CaseFacts['own'];
  readonly detail: CaseFacts['detail'];
  readonly state: unknown;
  readonly changed: Step['changed'];
  readonly clockChanges: readonly ClockChange[];
  /** Null when no clock changed. */
  readonly clocks: readonly ClockEntry[] | null;
  readonly receipt: ClockEntry | null;
  readonly tasks: {
    readonly open: readonly TaskToOpen[];
    readonly close: readonly { readonly key: string; readonly outcome: string }[];
  };
  readonly effects: readonly Effect[];
  /** Null when the claims the case holds did not change. */
  readonly claims: CaseFacts['claims'] | null;
}

/** An event as the record holds it, with all that is needed to play it again. */
export interface RecordedEvent {
  readonly type: string;
  readonly at: number;
  readonly actor: Actor;
  readonly commandId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The record is written before the workflow's own history is safe: a worker or server that dies in between leaves an
 * event that the workflow has forgotten. So the record answers with what it holds.
 * `written`: the event stands; `at` is present when an earlier write of it stands, and is that one's instant.
 * `overtaken`: the version is another event's, which the case must take first; nothing was written.
 * `claims-taken`: another active case holds one of the claims; nothing was written.
 */
export type ProjectionOutcome =
  | { readonly result: 'written'; readonly at?: number }
  | { readonly result: 'overtaken'; readonly event: RecordedEvent }
  | { readonly result: 'already-applied'; readonly seq: number }
  | {
      readonly result: 'claims-taken';
      readonly conflicts: readonly { readonly claimId: string | null; readonly caseId: string }[];
    };

export interface EffectOrder {
  /** `case:version:n`, the connector's idempotency key. */
  readonly effectId: string;
  readonly caseId: string;
  readonly effect: OutsideEffect;
  readonly at: number;
}

export type EffectOutcome =
  { readonly ok: true } | { readonly ok: false; readonly code: string; readonly attempts: number };

/** The activities a case needs. */
export interface CaseOutside {
  projectCase(projection: Projection): Promise<ProjectionOutcome>;
  performEffect(order: EffectOrder): Promise<EffectOutcome>;
  recordIncident(order: EffectOrder, code: string): Promise<void>;
}

/** Nets one step's task orders: the last word on a key wins, and closing then opening refreshes the open task. */
export function tasksOf(effects: readonly Effect[]): Projection['tasks'] {
  const open = new Map<string, TaskToOpen>();
  const close = new Map<string, string>();
  for (const e of effects) {
    if (e.type === 'task.open') {
      close.delete(e.key);
      open.set(e.key, {
        key: e.key,
        title: e.title,
        reason: e.reason,
        followsOwner: e.assignTo === 'owner',
        role: e.assignTo === 'owner' ? null : e.assignTo.role,
        priority: e.priority,
        dueOn: e.dueOn,
        requirement: e.requirement ?? null,
      });
    } else if (e.type === 'task.close') {
      open.delete(e.key);
      close.set(e.key, e.outcome);
    }
  }
  return { open: [...open.values()], close: [...close].map(([key, outcome]) => ({ key, outcome })) };
}

/** Event data as the timeline keeps it: a rule set is named by its version, not copied. */
function dataOf(step: Step): Record<string, unknown> {
  const { type, at: _at, commandId: _commandId, actor: _actor, ...data } = step.event;
  if (step.fired) return { clock: step.fired.name };
  if (type === 'rules.published') {
    return {
      version: step.state.clocks[0]?.ruleVersion ?? ruleVersionOf(step.state),
      reverts: data['reverts'] ?? null,
    };
  }
  return type === 'case.opened' ? (data['data'] as Record<string, unknown>) : data;
}

/** The event of a step with all of its data. */
export function recordOf(step: Step): RecordedEvent {
  const { type, at, commandId, actor, ...data } = step.event;
  if (step.fired) return { type: 'clock.fired', at, actor, commandId, data: { clock: step.fired.name } };
  return { type, at, actor, commandId, data: type === 'case.opened' ? (data['data'] as typeof data) : data };
}

export function ruleVersionOf(state: CaseState): number {
  return (state.snapshot.context as { rules: { version: number } }).rules.version;
}

/** The state as the database keeps it: the rule set is named by its version and put back on reopening. */
export function stored(state: CaseState): unknown {
  const context = state.snapshot.context as Record<string, unknown>;
  return { ...state, snapshot: { ...state.snapshot, context: { ...context, rules: null } } };
}

/** Builds what is written for one step. `allowed` as of the step's instant. */
export function projectionOf(step: Step, allowed: readonly Allowed[]): Projection {
  const { state, facts, event } = step;
  const armed = state.clocks.filter((c) => c.dueAt !== null);
  const next = armed.reduce<ClockEntry | null>(
    (a, c) => (a === null || (c.dueAt as number) < (a.dueAt as number) ? c : a),
    null,
  );
  const clocksChanged = step.before === null || step.clockChanges.length > 0 || event.type === 'rules.published';
  return {
    caseId: state.caseId,
    kind: state.kind,
    seq: state.seq,
    opening: step.before === null,
    event: {
      type: step.fired ? 'clock.fired' : event.type,
      at: event.at,
      actor: event.actor,
      commandId: event.commandId,
      data: dataOf(step),
    },
    stageBefore: step.before?.stage ?? null,
    stage: state.stage,
    stageSince: state.stageSince,
    closed: state.closed,
    flags: state.flags,
    owner: facts.owner,
    ownerChanged: 'owner' in step.changed,
    followUpOn: facts.followUpOn,
    attentionRank: facts.attentionRank,
    attentionOn: facts.attentionOn,
    nextDueAt: next?.dueAt ?? null,
    nextClock: next?.name ?? null,
    machineVersion: state.machineVersion,
    ruleVersion: ruleVersionOf(state),
    allowed,
    own: facts.own,
    detail: facts.detail,
    state: stored(state),
    changed: step.changed,
    clockChanges: step.clockChanges,
    clocks: clocksChanged ? armed : null,
    receipt: step.fired,
    tasks: tasksOf(step.effects),
    effects: step.effects,
    claims: step.claimsChanged ? facts.claims : null,
  };
}
