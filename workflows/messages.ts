/** The update and query every case answers, and the shapes that cross the boundary. The API imports this file only. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Actor, CaseState, EffectOrder, OpenInput, RecordedEvent, RuleSnapshot } from '../domain/kernel';

/** A request that an event be applied. `data` has passed the event's schema; it holds no PHI. */
export interface CaseCommand {
  readonly commandId: string;
  readonly type: string;
  readonly actor: Actor;
  readonly data: Readonly<Record<string, unknown>>;
  /** The version the caller saw (If-Match); another version refuses the command. */
  readonly expectedVersion: number | null;
  /** The record holds its event already, of this instant (epoch ms), and the case has forgotten it: not to be refused. */
  readonly recordedAt?: number;
}

/** Why a command was not applied. `claims_taken` names the other cases. */
export interface CommandRefusal {
  readonly code: 'event_not_allowed' | 'event_malformed' | 'version_conflict' | 'claims_taken' | 'case_not_opened';
  readonly why: string;
  readonly version: number;
  readonly allowed: readonly string[];
  readonly conflicts?: readonly { readonly claimId: string | null; readonly caseId: string }[];
}

export type CommandAnswer =
  | { readonly result: 'applied'; readonly version: number }
  | { readonly result: 'refused'; readonly refusal: CommandRefusal };

/** Failure type of a refusal by the validator; the refusal is the failure's first detail. */
export const REFUSED = 'CommandRefused';

/** Applies one event. The update id is the command id. */
export const commandUpdate = defineUpdate<CommandAnswer, [CaseCommand]>('command');
/** Answers once the case is opened or refused; sent with the start. */
export const openedUpdate = defineUpdate<CommandAnswer, []>('opened');
export interface CaseView {
  readonly state: CaseState | null;
  readonly outbox: readonly EffectOrder[];
  /** The Temporal timer that is alive, epoch ms. */
  readonly timerAt: number | null;
}
export const caseQuery = defineQuery<CaseView>('case');

/** All that this run has applied: with `from` it can be played again. Made from the history, also of a run that has ended. */
export interface CaseMemory {
  readonly from: { readonly state: CaseState } | { readonly rules: RuleSnapshot };
  readonly events: readonly RecordedEvent[];
}
export const memoryQuery = defineQuery<CaseMemory>('memory');

/**
 * What a run starts from: a new case, a closed one to be reopened, its own earlier run, or the record alone, because its
 * run has been lost: `applied` are the commands that the record knows, `outbox` the effects that it does not.
 */
export type CaseStart =
  | { readonly from: 'open'; readonly open: OpenInput }
  | { readonly from: 'closed'; readonly state: CaseState; readonly rules: RuleSnapshot }
  | {
      readonly from: 'record';
      readonly state: CaseState;
      readonly rules: RuleSnapshot;
      readonly outbox: readonly EffectOrder[];
      readonly applied: readonly (readonly [string, number])[];
    }
  | {
      readonly from: 'earlier-run';
      readonly state: CaseState;
      readonly outbox: readonly EffectOrder[];
      readonly applied: readonly (readonly [string, number])[];
    };

/** How a run ended: closed (its row is the record now), or refused before it began. */
export type CaseEnd =
  { readonly end: 'closed'; readonly version: number } | { readonly end: 'refused'; readonly refusal: CommandRefusal };
