/** One live case: its state, its outbox and the ids it has applied. Changes state only after the projection has it. */
import { ApplicationFailure } from '@temporalio/workflow';
import {
  advance,
  allowedOf,
  fire,
  open,
  projectionOf,
  recordOf,
  refusalOf,
  soonest,
  type CaseEvent,
  type CaseKind,
  type CaseState,
  type EffectOrder,
  type OpenInput,
  type RecordedEvent,
  type Step,
} from '../../domain/kernel';
import { isOutside } from '../../domain/effects';
import type { CaseCommand, CommandAnswer, CommandRefusal } from '../messages';
import { REFUSED } from '../messages';
import { project } from './outside';
import { Queue } from './queue';

/** Ids of applied commands that a run hands to the next; the database's unique index knows the older ones. */
const REMEMBERED = 1_000;

export class LiveCase {
  state: CaseState | null;
  readonly outbox: EffectOrder[];
  /** What this run has applied, in order: it costs no history, and a record that was lost is written again from it. */
  readonly events: RecordedEvent[] = [];
  readonly #applied: Map<string, number>;
  readonly #queue = new Queue();
  /** Grows with each change; the loops wait on it. */
  changes = 0;
  /** Updates applied in this run, for continue-as-new. */
  updates = 0;
  openRefusal: CommandRefusal | null = null;

  constructor(
    readonly kind: CaseKind,
    state: CaseState | null,
    outbox: readonly EffectOrder[],
    applied: readonly (readonly [string, number])[],
  ) {
    this.state = state;
    this.outbox = [...outbox];
    this.#applied = new Map(applied);
  }

  get idle(): boolean {
    return this.#queue.idle;
  }

  get applied(): [string, number][] {
    return [...this.#applied];
  }

  /** Opens the case; a claim that another active case holds refuses it. */
  async open(input: OpenInput): Promise<void> {
    await this.#queue.run(async () => {
      const answer = await this.#adopt((at) => open(this.kind, { ...input, at }), input.at, input.commandId);
      if (answer === null) throw ApplicationFailure.nonRetryable('The case id is already in use.', 'CaseIdTaken');
      if (answer.result === 'refused') this.openRefusal = answer.refusal;
      this.changes += 1;
    });
  }

  /** The update's validator: throws the refusal, so that a refused command leaves no history. */
  validate(command: CaseCommand, now: number): void {
    if (this.state === null || this.#applied.has(command.commandId) || command.recordedAt !== undefined) return;
    const refusal = this.#refusal(command, now);
    if (refusal) throw ApplicationFailure.nonRetryable('The command was refused.', REFUSED, refusal);
  }

  /** The update's handler. The state may have moved since the validator looked, so it looks again. */
  async apply(command: CaseCommand, now: () => number): Promise<CommandAnswer> {
    return this.#queue.run(async () => {
      for (;;) {
        const known = this.#applied.get(command.commandId);
        if (known !== undefined) return { result: 'applied', version: known };
        const refusal = command.recordedAt === undefined || this.state === null ? this.#refusal(command, now()) : null;
        if (refusal) return { result: 'refused', refusal };
        const state = this.#live();
        const stepAt = (at: number) => advance(this.kind, state, this.#event(command, at));
        const answer = await this.#adopt(stepAt, command.recordedAt ?? now(), command.commandId);
        // Null: the record held another event here. The case has taken it, so all is decided again.
        if (answer) return answer;
      }
    });
  }

  /** Fires every clock whose instant has passed, soonest first. */
  async fireDue(now: () => number): Promise<void> {
    await this.#queue.run(async () => {
      for (;;) {
        const state = this.#live();
        const next = soonest(state);
        if (next?.dueAt === undefined || next.dueAt === null || next.dueAt > now()) return;
        const stepAt = (at: number) => fire(this.kind, state, next.slot, at);
        await this.#adopt(stepAt, Math.max(now(), state.lastAt), null);
      }
    });
  }

  /** Null when the record held another event at this version: the case has taken that one instead. */
  async #adopt(stepAt: (at: number) => Step, at: number, commandId: string | null): Promise<CommandAnswer | null> {
    const step = stepAt(at);
    const outcome = await project(projectionOf(step, allowedOf(this.kind, step.state, step.event.at)));
    if (outcome.result === 'claims-taken') {
      return {
        result: 'refused',
        refusal: {
          code: 'claims_taken',
          why: 'Another active case already holds one of these claims. Resolve or cancel it first, or work there.',
          version: this.state?.seq ?? 0,
          allowed: [],
          conflicts: outcome.conflicts,
        },
      };
    }
    if (outcome.result === 'already-applied') return { result: 'applied', version: outcome.seq };
    if (outcome.result === 'overtaken') {
      this.#take(this.#play(outcome.event), outcome.event.commandId);
      return null;
    }
    // An earlier try wrote it at its own instant, and died before the history had it: that instant holds.
    const taken = outcome.at === undefined || outcome.at === step.event.at ? step : stepAt(outcome.at);
    this.#take(taken, commandId);
    return { result: 'applied', version: taken.state.seq };
  }

  /** An event that the record has and the case has forgotten. */
  #play(event: RecordedEvent): Step {
    const { type, at, commandId, actor, data } = event;
    const state = this.#live();
    if (type !== 'clock.fired') return advance(this.kind, state, { ...data, type, at, commandId, actor });
    const next = soonest(state);
    if (next === null || next.name !== data['clock']) {
      throw ApplicationFailure.nonRetryable('The record holds a clock that does not run in the case.', 'RecordDiffers');
    }
    return fire(this.kind, state, next.slot, at);
  }

  #take(step: Step, commandId: string | null): void {
    this.state = step.state;
    this.events.push(recordOf(step));
    this.outbox.push(...ordersOf(step));
    if (commandId !== null) this.#remember(commandId, step.state.seq);
    this.updates += 1;
    this.changes += 1;
  }

  #remember(commandId: string, version: number): void {
    this.#applied.set(commandId, version);
    const oldest = this.#applied.keys().next();
    if (this.#applied.size > REMEMBERED && !oldest.done) this.#applied.delete(oldest.value);
  }

  #live(): CaseState {
    if (this.state === null) throw new Error('The case is used before it is opened.');
    return this.state;
  }

  #event(command: CaseCommand, now: number): CaseEvent {
    const at = Math.max(now, this.#live().lastAt);
    return { ...command.data, type: command.type, at, commandId: command.commandId, actor: command.actor };
  }

  #refusal(command: CaseCommand, now: number): CommandRefusal | null {
    if (this.state === null) {
      const why = 'The case was not opened; its opening was refused.';
      return { code: 'case_not_opened', why, version: 0, allowed: [] };
    }
    if (command.expectedVersion !== null && command.expectedVersion !== this.state.seq) {
      const why = `The case is at version ${this.state.seq}; you saw version ${command.expectedVersion}.`;
      return { code: 'version_conflict', why, version: this.state.seq, allowed: [] };
    }
    const refusal = refusalOf(this.kind, this.state, this.#event(command, now));
    return refusal && { ...refusal, version: this.state.seq };
  }
}

/** Orders that leave through connectors; `case:version:n` is the connector's idempotency key. */
function ordersOf(step: Step): EffectOrder[] {
  return step.effects.flatMap((effect, n) =>
    isOutside(effect)
      ? [
          {
            effectId: `${step.state.caseId}:${step.state.seq}:${n}`,
            caseId: step.state.caseId,
            effect,
            at: step.event.at,
          },
        ]
      : [],
  );
}
