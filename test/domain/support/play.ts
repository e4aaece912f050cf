/** Plays a case of any kind in tests: opens, sends, lets time pass, and keeps the tasks that the effects asked for. */
import type { Effect } from '../../../domain/effects';
import {
  advance,
  allowedOf,
  open,
  refusalOf,
  runForward,
  type CaseEvent,
  type CaseKind,
  type CaseState,
  type Step,
} from '../../../domain/kernel';
import type { RuleSnapshot } from '../../../domain/kernel';
import { dayOf, id, la } from './practice';

export type TaskOpen = Extract<Effect, { type: 'task.open' }>;
export type TaskClose = Extract<Effect, { type: 'task.close' }>;

export interface PlayStart {
  readonly kind: CaseKind;
  readonly data: object;
  readonly at: number;
  readonly rules: RuleSnapshot;
}

const actor = { type: 'user', id: 'u1' } as const;

/** A case under play. Time only moves forward; clocks due on the way fire each at its own instant. */
export class Play {
  readonly kind: CaseKind;
  state: CaseState;
  now: number;
  readonly steps: Step[] = [];
  readonly tasks = new Map<string, TaskOpen>();
  readonly opened: TaskOpen[] = [];
  readonly closings: TaskClose[] = [];

  constructor({ kind, data, at, rules }: PlayStart) {
    this.kind = kind;
    this.now = at;
    const step = open(kind, { caseId: id(777), at, commandId: 'open', actor, rules, data: kind.openData.parse(data) });
    this.state = step.state;
    this.keep(step);
  }

  event(type: string, data: object = {}): CaseEvent {
    return { type, at: this.now, commandId: `c${this.state.seq}`, actor, ...data };
  }

  /** Sends an event that must be accepted. */
  send(type: string, data: object = {}): Step {
    const event = this.event(type, data);
    const refusal = refusalOf(this.kind, this.state, event);
    if (refusal) throw new Error(`${type} was refused: ${refusal.why}`);
    const step = advance(this.kind, this.state, event);
    this.keep(step);
    return step;
  }

  /** The reason an event would be refused, or null. */
  why(type: string, data: object = {}): string | null {
    return refusalOf(this.kind, this.state, this.event(type, data))?.why ?? null;
  }

  /** Is the button shown as usable? */
  allows(type: string): boolean {
    return allowedOf(this.kind, this.state, this.now).some((a) => a.type === type && a.ok);
  }

  /** Lets time pass until that wall-clock time; returns the firings on the way. */
  until(text: string | number): Step[] {
    const to = typeof text === 'number' ? text : la(text);
    const fired = runForward(this.kind, this.state, to);
    for (const step of fired) this.keep(step);
    this.now = to;
    return fired;
  }

  /** Names and local dates of the firings until then. */
  firings(text: string): string[] {
    return this.until(text).map((s) => `${s.fired?.name} ${dayOf(s.event.at)}`);
  }

  get stage() {
    return this.state.stage;
  }
  get flags(): readonly string[] {
    return this.state.flags;
  }
  get facts() {
    return this.last.facts;
  }
  get own(): Step['facts']['own'] {
    return this.last.facts.own;
  }
  get last(): Step {
    const step = this.steps.at(-1);
    if (!step) throw new Error('Nothing has been played yet.');
    return step;
  }
  /** Keys of the open tasks. */
  get open(): string[] {
    return [...this.tasks.keys()].sort();
  }
  /** The instant at which that clock is due, or null when it is not armed. */
  dueAt(name: string): number | null {
    return this.state.clocks.find((c) => c.name === name)?.dueAt ?? null;
  }
  /** Its local date. */
  due(name: string): string | null {
    return dayOf(this.dueAt(name));
  }
  /** The leaf of each region. */
  get leaves(): Record<string, string> {
    const value = this.state.snapshot.value as { open?: Record<string, string> };
    return value.open ?? {};
  }
  /** How the task ended, last time it was closed while open. */
  ending(key: string): TaskClose['outcome'] | undefined {
    return this.closings.findLast((c) => c.key === key)?.outcome;
  }

  private keep(step: Step): void {
    this.steps.push(step);
    this.state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'task.open' && !this.tasks.has(effect.key)) {
        this.tasks.set(effect.key, effect);
        this.opened.push(effect);
      }
      if (effect.type === 'task.close' && this.tasks.delete(effect.key)) this.closings.push(effect);
    }
  }
}
