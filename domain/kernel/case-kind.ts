/** The contract a kind of case fulfils. The kernel, the driver and the API know cases only through this. */
import type { AnyStateMachine } from 'xstate';
import type { z } from 'zod';
import { localDateOf, type Due } from '../calendar';
import type { Actor, CaseEvent } from './events';
import { atOf } from './events';
import type { RuleDefinition, RuleSnapshot } from './rules';

/** What every chart's context carries, besides its own facts. */
export interface BaseContext {
  readonly caseId: string;
  readonly rules: RuleSnapshot;
  /** Clocks a person moved (R02), by name. A move holds while the computed instant is the one that was moved. */
  readonly moves: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}

/** What a new case starts from. `data` has passed the kind's `openData` schema. */
export interface OpenInput {
  readonly caseId: string;
  readonly at: number;
  readonly commandId: string;
  readonly actor: Actor;
  readonly rules: RuleSnapshot;
  readonly data: unknown;
}

/** One clock: a named wait of a chart. Everything about time that a person may ask is answered here. */
export interface ClockDefinition<C extends BaseContext = BaseContext> {
  readonly rule: RuleDefinition;
  /** A human name: "Authorization expiring". */
  readonly title: string;
  /** What happens if nobody acts: "Opens the task Request an extension and tells the coordinator." */
  readonly otherwise: string;
  /** The absolute due instant from anchors in the context; null while there is nothing to wait for or the rule is off. */
  due(context: C): Due | null;
}

/** Declared as a method so that a kind with a narrower context is still a CaseKind. */
type Reason<C extends BaseContext> = { of(args: { context: C; event: CaseEvent }): string }['of'];

/** A named guard with the sentence a refused person reads. */
export interface GuardDefinition<C extends BaseContext = BaseContext> {
  /** `case`: decided by the case alone, so a button can be greyed; `event`: needs the event's data. */
  readonly needs: 'case' | 'event';
  readonly why: string | Reason<C>;
  /** Of a fact the chart follows by itself: what is then true, in words, for the stage chart. */
  readonly says?: string;
  holds(args: { context: C; event: CaseEvent }): boolean;
  /** Of a guard that needs the event: why no event of its type can pass now, or null. It greys the button (N08). */
  ruledOut?(context: C): string | null;
}

export type Stage = 'New' | 'In Progress' | 'Awaiting Payment' | 'Resolved' | 'Canceled';
export const stages = ['New', 'In Progress', 'Awaiting Payment', 'Resolved', 'Canceled'] as const;

/** A person, or a team. */
export type Owner = { readonly userId: string } | { readonly teamId: string };

/** What the projection writes on the case row: derived, never PHI. Dates are civil, instants epoch ms. */
export interface CaseFacts {
  readonly owner: Owner | null;
  readonly followUpOn: string | null;
  /** Place on the board (E1): 1 expiring, 2 silent, 3 unbilled, 9 nothing; denial: 1 follow-up due, 9 nothing. */
  readonly attentionRank: number;
  /** Orders within a rank, soonest first. */
  readonly attentionOn: string | null;
  /** The claims the case holds now; the database allows one active case per claim (H23). */
  readonly claims: readonly { readonly claimId: string; readonly submissionId: string | null }[];
  /** The kind's own facts: flat and JSON-safe. Compared before -> after for the timeline (R20). */
  readonly own: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Larger structures for the read side (authorizations, visits). JSON-safe, not compared. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventDefinition {
  /** Schema of the event's data as the workflow carries it: ids, codes, dates, counts. */
  readonly data: z.ZodObject;
  /** Button and timeline text: "Log adjuster contact". */
  readonly title: string;
  /** Who may send it. */
  readonly by: 'anyone' | 'manager' | 'system';
}

export interface CaseKind<C extends BaseContext = BaseContext> {
  readonly kind: string;
  readonly title: string;
  /** Raised with every change of the chart that running cases can notice. */
  readonly machineVersion: number;
  readonly machine: AnyStateMachine;
  readonly openData: z.ZodObject;
  readonly events: Readonly<Record<string, EventDefinition>>;
  readonly clocks: Readonly<Record<string, ClockDefinition<C>>>;
  readonly guards: Readonly<Record<string, GuardDefinition<C>>>;
  readonly rules: readonly RuleDefinition[];
  /** Derived from the context at the instant of the last event; flags are the chart's `flag:` tags. */
  facts(context: C, flags: readonly string[], at: number): CaseFacts;
}

/** The instant a clock is really due: the rule's, unless a person moved it. */
export function dueOf<C extends BaseContext>(name: string, clock: ClockDefinition<C>, context: C): Due | null {
  const due = clock.due(context);
  if (due === null) return null;
  const move = context.moves[name];
  if (move === undefined || move.from !== due.at) return due;
  return { ...due, at: move.to, on: localDateOf(context.rules.calendar, move.to) };
}

/**
 * The moves without those of one clock. A chart that dates a clock anew (a new date, a repetition) calls it: the new
 * date may compute to the very instant that was moved, and the old move must not apply to it.
 */
export function withoutMove(moves: BaseContext['moves'], name: string): BaseContext['moves'] {
  const { [name]: _spent, ...others } = moves;
  return others;
}

/** Has the clock's instant passed? For guards that keep a state true to its facts after any event. */
export function isPast<C extends BaseContext>(
  name: string,
  clock: ClockDefinition<C>,
  context: C,
  at: number,
): boolean {
  const due = dueOf(name, clock, context);
  return due !== null && due.at <= at;
}

/** XState delays from clock definitions: due instant minus the event's instant; an unarmed clock waits for ever. */
export function delaysOf<C extends BaseContext, K extends string>(
  clocks: Readonly<Record<K, ClockDefinition<C>>>,
): Record<K, (args: { context: C; event: unknown }) => number> {
  const delays = {} as Record<K, (args: { context: C; event: unknown }) => number>;
  for (const name of Object.keys(clocks) as K[]) {
    delays[name] = ({ context, event }) => {
      const due = dueOf(name, clocks[name], context);
      return due === null ? Number.POSITIVE_INFINITY : due.at - atOf(event);
    };
  }
  return delays;
}

/** More guard questions than any chart asks for one event: only one that runs in circles does. */
const MOST_GUARD_QUESTIONS = 50_000;
let guardQuestions = 0;

/** Called by the kernel before each step, so that a chart whose `always` transitions chase each other is stopped. */
export function beginStep(): void {
  guardQuestions = 0;
}

/** XState guards from guard definitions. */
export function guardsOf<C extends BaseContext, K extends string>(
  guards: Readonly<Record<K, GuardDefinition<C>>>,
): Record<K, (args: { context: C; event: unknown }) => boolean> {
  const out = {} as Record<K, (args: { context: C; event: unknown }) => boolean>;
  for (const name of Object.keys(guards) as K[]) {
    out[name] = ({ context, event }) => {
      guardQuestions += 1;
      if (guardQuestions > MOST_GUARD_QUESTIONS) {
        throw new Error(`its transitions run in circles; the guard ${name} was asked ${MOST_GUARD_QUESTIONS} times.`);
      }
      return guards[name].holds({ context, event: event as CaseEvent });
    };
  }
  return out;
}
