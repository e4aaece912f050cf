/** What a denial case remembers between events: ids, codes, dates, counts and cents. Never a name, never free text. */
import { diffDays, localDateOf } from '../../calendar';
import type { Priority } from '../../effects';
import type { BaseContext, OpenInput, Owner } from '../../kernel';
import { OpenData } from './events';
import { routeFor, type Route } from './routing';
import type { ActionCode, CancelReason, CaseClaim, PayerClass, Resolution, ResponseOutcome } from './vocabulary';

/**
 * The Follow Up By. A person names a date; the interval counts from the last step, so that a changed interval re-dates
 * a running wait. `fired` keeps a date that has come visible on the case until somebody deals with it.
 */
export type FollowUp =
  | { readonly source: 'person'; readonly on: string; readonly setAt: number; readonly fired: boolean }
  | { readonly source: 'interval'; readonly from: string; readonly setAt: number; readonly fired: boolean };

export interface DenialContext extends BaseContext {
  readonly openedAt: number;
  readonly receivedAt: number;
  readonly deniedOn: string;
  readonly serviceFrom: string | null;
  readonly sourceImportId: string | null;
  readonly claims: readonly CaseClaim[];
  readonly carcCodes: readonly string[];
  readonly resolvedCarcCodes: readonly string[];
  readonly subject: string;
  readonly priority: Priority;
  readonly deniedCents: number;
  readonly outstandingCents: number;
  readonly paidCents: number;
  readonly payerId: string | null;
  readonly payerClass: PayerClass;
  readonly followUpIntervalDays: number | null;
  readonly appealWindowDays: number | null;
  readonly owner: Owner | null;
  readonly assignedAt: number | null;
  readonly unownedSince: number | null;
  readonly workStartedAt: number | null;
  /** The last time something happened that carries the work on; null before work has begun. */
  readonly lastStepAt: number | null;
  /** Instant since which an answer is awaited; null outside Awaiting Payment. */
  readonly awaitingSince: number | null;
  readonly followUp: FollowUp | null;
  /** A reminder has fired and nobody has dealt with it yet. */
  readonly followUpOpen: boolean;
  /** Reminders fired over the life of the case: numbers their tasks. */
  readonly followUps: number;
  /** Reminders fired since a person last acted. */
  readonly reminders: number;
  readonly remindedOn: string | null;
  readonly lastAction: ActionCode | null;
  readonly lastActionOn: string | null;
  /** The denial the appeal window counts from: the oldest one not answered by a filing. */
  readonly appealFrom: string;
  readonly appealFiledOn: string | null;
  readonly responses: number;
  readonly lastResponse: { outcome: ResponseOutcome; on: string; amountCents: number | null } | null;
  readonly payments: number;
  readonly lastPayment: { claimId: string | null; amountCents: number; on: string } | null;
  readonly arrivals: number;
  readonly outcome: Resolution | null;
  readonly cancelReason: CancelReason | null;
  readonly closedOn: string | null;
  readonly reopenings: number;
}

/** The context of a new case. `input.data` has passed `OpenData`; parsing it again only gives it its type. */
export function initialContext(input: OpenInput): DenialContext {
  const d = OpenData.parse(input.data);
  const today = localDateOf(input.rules.calendar, input.at);
  const payer = d.payerClass ?? 'other';
  return {
    caseId: input.caseId,
    rules: input.rules,
    moves: {},
    openedAt: input.at,
    // Nothing is received later than it is entered: a sender's clock may run ahead of ours.
    receivedAt: Math.min(d.receivedAt ?? input.at, input.at),
    deniedOn: d.deniedOn,
    serviceFrom: d.serviceFrom ?? null,
    sourceImportId: d.sourceImportId ?? null,
    claims: d.claims,
    carcCodes: d.carcCodes,
    resolvedCarcCodes: [],
    subject: d.subject ?? routeFor(d.carcCodes, payer, diffDays(d.deniedOn, today), input.rules).subject,
    priority: d.priority,
    deniedCents: d.deniedCents,
    outstandingCents: d.outstandingCents,
    paidCents: 0,
    payerId: d.payerId ?? null,
    payerClass: payer,
    followUpIntervalDays: d.followUpIntervalDays ?? null,
    appealWindowDays: d.appealWindowDays ?? null,
    owner: d.owner ?? null,
    assignedAt: d.owner ? input.at : null,
    unownedSince: d.owner ? null : input.at,
    workStartedAt: null,
    lastStepAt: null,
    awaitingSince: null,
    followUp: d.followUpOn === undefined ? null : { source: 'person', on: d.followUpOn, setAt: input.at, fired: false },
    followUpOpen: false,
    followUps: 0,
    reminders: 0,
    remindedOn: null,
    lastAction: null,
    lastActionOn: null,
    appealFrom: d.deniedOn,
    appealFiledOn: null,
    responses: 0,
    lastResponse: null,
    payments: 0,
    lastPayment: null,
    arrivals: 0,
    outcome: null,
    cancelReason: null,
    closedOn: null,
    reopenings: 0,
  };
}

/** Whose work the case is by its open codes at the instant `at`. */
export function routeOf(context: DenialContext, at: number): Route {
  const open = context.carcCodes.filter((c) => !context.resolvedCarcCodes.includes(c));
  const age = diffDays(context.deniedOn, localDateOf(context.rules.calendar, at));
  return routeFor(open, context.payerClass, age, context.rules);
}
