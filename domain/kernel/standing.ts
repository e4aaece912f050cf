/** What the record must show of a state, whichever event led to it: the projection's content without its event. Pure. */
import { allowedOf } from './allowed';
import type { BaseContext, CaseKind } from './case-kind';
import { ruleVersionOf, stored, type Projection, type TaskToOpen } from './ports';
import type { CaseState, ClockEntry } from './state';

export type Standing = Omit<
  Projection,
  | 'kind'
  | 'opening'
  | 'event'
  | 'stageBefore'
  | 'ownerChanged'
  | 'changed'
  | 'clockChanges'
  | 'receipt'
  | 'tasks'
  | 'effects'
  | 'clocks'
  | 'claims'
> & { readonly clocks: readonly ClockEntry[]; readonly claims: NonNullable<Projection['claims']> };

export interface RestateOrder {
  readonly standing: Standing;
  /** Every task that must be open; others are closed. */
  readonly tasks: readonly (TaskToOpen & { readonly seq: number; readonly at: number })[];
}

/** @returns false when the case has moved on meanwhile: nothing was changed. */
export type RestateCase = (order: RestateOrder) => Promise<boolean>;

export function standingOf(kind: CaseKind, state: CaseState): Standing {
  const facts = kind.facts(state.snapshot.context as BaseContext, state.flags, state.lastAt);
  const clocks = state.clocks.filter((clock) => clock.dueAt !== null);
  const next = clocks.reduce<ClockEntry | null>(
    (a, c) => (a === null || (c.dueAt as number) < (a.dueAt as number) ? c : a),
    null,
  );
  return {
    caseId: state.caseId,
    seq: state.seq,
    stage: state.stage,
    stageSince: state.stageSince,
    closed: state.closed,
    flags: state.flags,
    owner: facts.owner,
    followUpOn: facts.followUpOn,
    attentionRank: facts.attentionRank,
    attentionOn: facts.attentionOn,
    nextDueAt: next?.dueAt ?? null,
    nextClock: next?.name ?? null,
    machineVersion: state.machineVersion,
    ruleVersion: ruleVersionOf(state),
    allowed: allowedOf(kind, state, state.lastAt),
    own: facts.own,
    detail: facts.detail,
    state: stored(state),
    clocks,
    claims: facts.claims,
  };
}
