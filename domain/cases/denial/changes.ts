/** How each event changes what the case remembers. Pure: context and event in, the changed fields out. */
import { localDateOf } from '../../calendar';
import { atOf, withoutMove, type Owner } from '../../kernel';
import { followUpOn } from './clocks';
import type { DenialContext } from './context';
import { dataOf } from './events';
import { filings } from './vocabulary';

interface Args {
  readonly context: DenialContext;
  readonly event: unknown;
}
type Change = Partial<DenialContext>;

const today = ({ context, event }: Args) => localDateOf(context.rules.calendar, atOf(event));
const ownerKey = (owner: Owner | null) => JSON.stringify(owner);
const dealtWith: Change = { followUpOpen: false, reminders: 0 };

/** Something happened that carries the work on. An edit of facts does not. */
export function noteStep({ context, event }: Args): Change {
  return context.workStartedAt === null ? {} : { lastStepAt: atOf(event) };
}

/** Work has begun; the first time counts, a later one changes nothing (R17). */
export function beginWork({ context, event }: Args): Change {
  const at = atOf(event);
  return { workStartedAt: context.workStartedAt ?? at, lastStepAt: at, awaitingSince: null };
}

/**
 * An action was taken and an answer is awaited. Doing something is following up, so an open reminder is dealt with. A
 * later date a person chose stands; otherwise the expected date, or the payer's interval from the day of the action.
 */
export function takeAction(args: Args): Change {
  const { context, event } = args;
  const at = atOf(event);
  const { action, on, expectedBy } = dataOf('action.taken', event);
  const stands = context.followUp?.source === 'person' && !context.followUp.fired && context.followUp.on > today(args);
  return {
    ...beginWork(args),
    ...dealtWith,
    awaitingSince: context.awaitingSince ?? at,
    lastAction: action,
    lastActionOn: on,
    appealFiledOn: filings.includes(action) ? on : context.appealFiledOn,
    followUp:
      expectedBy !== undefined
        ? { source: 'person', on: expectedBy, setAt: at, fired: false }
        : stands
          ? context.followUp
          : { source: 'interval', from: on, setAt: at, fired: false },
    moves: stands && expectedBy === undefined ? context.moves : withoutMove(context.moves, 'followUp'),
  };
}

/**
 * The Follow Up By has come. While payment is awaited the next date follows from today's reminder, until the case
 * leaves the stage [H20]; elsewhere the date stays on the case, fired, until somebody deals with it [H12].
 */
export function remind(args: Args): Change {
  const { context, event } = args;
  const { followUp } = context;
  if (followUp === null) return {};
  return {
    followUp:
      context.awaitingSince === null
        ? { ...followUp, fired: true }
        : { source: 'interval', from: today(args), setAt: atOf(event), fired: false },
    // A move has served when its clock fires; today's repetition may compute to the instant that was moved.
    moves: context.awaitingSince === null ? context.moves : withoutMove(context.moves, 'followUp'),
    followUpOpen: true,
    followUps: context.followUps + 1,
    reminders: context.reminders + 1,
    remindedOn: followUpOn(context),
  };
}

/** A new date, also one click further [R11]: the open reminder goes, the count of reminders stays. */
export function setFollowUp(args: Args): Change {
  const { context, event } = args;
  const { on } = dataOf('followUp.set', event);
  return {
    ...noteStep(args),
    followUp: { source: 'person', on, setAt: atOf(event), fired: false },
    moves: withoutMove(context.moves, 'followUp'),
    followUpOpen: false,
  };
}

export function clearFollowUp(args: Args): Change {
  return { ...noteStep(args), followUp: null, ...dealtWith };
}

/** The reminder's task was done: a date that has come has served; the next one, in Awaiting Payment, stands. */
export function finishFollowUp(args: Args): Change {
  const { context } = args;
  return { ...noteStep(args), followUp: context.followUp?.fired ? null : context.followUp, ...dealtWith };
}

/** The rule was switched off under an open reminder: it goes, and comes back with the rule. */
export function suspendFollowUp({ context }: Args): Change {
  return { followUpOpen: false, followUp: context.followUp && { ...context.followUp, fired: false } };
}

/** The payer answered. The follow-up date stands: a reply does not silently cancel it [R11]; it only stops repeating. */
export function recordResponse(args: Args): Change {
  const { context, event } = args;
  const { outcome, on, amountCents } = dataOf('payer.responded', event);
  return {
    ...noteStep(args),
    responses: context.responses + 1,
    lastResponse: { outcome, on, amountCents: amountCents ?? null },
  };
}

/** A payment is counted; what is outstanding comes from billing (`amounts.updated`), so that it is not taken off twice. */
export function recordPayment(args: Args): Change {
  const { context, event } = args;
  const { claimId, amountCents, on } = dataOf('payment.posted', event);
  return {
    ...noteStep(args),
    payments: context.payments + 1,
    paidCents: context.paidCents + amountCents,
    lastPayment: { claimId: claimId ?? null, amountCents, on },
  };
}

/**
 * A further denial joins. A claim already here is denied again for the same money, so only a new claim adds to the
 * amounts. A resolved code that comes again is open again; after a filing the new denial starts its own appeal window,
 * before one the older denial keeps the window.
 */
export function joinDenial(args: Args): Change {
  const { context, event } = args;
  const { claimId, carcCodes, deniedOn, amountCents } = dataOf('denial.received', event);
  const known = context.claims.some((c) => c.claimId === claimId);
  const earlier = context.appealFrom < deniedOn ? context.appealFrom : deniedOn;
  return {
    ...noteStep(args),
    arrivals: context.arrivals + 1,
    claims: known ? context.claims : [...context.claims, { claimId, submissionId: null }],
    deniedCents: context.deniedCents + (known ? 0 : amountCents),
    outstandingCents: context.outstandingCents + (known ? 0 : amountCents),
    carcCodes: [...new Set([...context.carcCodes, ...carcCodes])],
    resolvedCarcCodes: context.resolvedCarcCodes.filter((c) => !carcCodes.includes(c)),
    appealFrom: context.appealFiledOn === null ? earlier : deniedOn,
    appealFiledOn: null,
  };
}

/** A new owner starts "since assigned"; naming the same owner again resets nothing (R17). */
export function assignOwner({ context, event }: Args): Change {
  const { owner } = dataOf('case.assigned', event);
  if (ownerKey(owner) === ownerKey(context.owner)) return {};
  const at = atOf(event);
  return { owner, assignedAt: owner ? at : null, unownedSince: owner ? null : at };
}

export function addClaims({ context, event }: Args): Change {
  return { claims: [...context.claims, ...dataOf('claims.added', event).claims] };
}

export function removeClaims({ context, event }: Args): Change {
  const { claimIds } = dataOf('claims.removed', event);
  return { claims: context.claims.filter((c) => !claimIds.includes(c.claimId)) };
}

export function addCodes({ context, event }: Args): Change {
  return { carcCodes: [...context.carcCodes, ...dataOf('carc.added', event).codes] };
}

export function resolveCodes(args: Args): Change {
  const { context, event } = args;
  return {
    ...noteStep(args),
    resolvedCarcCodes: [...context.resolvedCarcCodes, ...dataOf('carc.resolved', event).codes],
  };
}

export function unresolveCodes({ context, event }: Args): Change {
  const { codes } = dataOf('carc.unresolved', event);
  return { resolvedCarcCodes: context.resolvedCarcCodes.filter((c) => !codes.includes(c)) };
}

export function updateAmounts({ event }: Args): Change {
  const { deniedCents, outstandingCents } = dataOf('amounts.updated', event);
  return { deniedCents, outstandingCents };
}

export function classify({ context, event }: Args): Change {
  const { subject = context.subject, priority = context.priority } = dataOf('classification.set', event);
  return { subject, priority };
}

export function applyPayerTerms({ event }: Args): Change {
  const { payerClass, followUpIntervalDays, appealWindowDays } = dataOf('payer.termsSet', event);
  return { payerClass, followUpIntervalDays, appealWindowDays };
}

/** Closing stops everything [R07]; what was waited for is gone, what happened stays. */
function close(args: Args): Change {
  return { ...clearFollowUp(args), awaitingSince: null, closedOn: today(args) };
}

export function resolveCase(args: Args): Change {
  return { ...close(args), outcome: dataOf('case.resolved', args.event).outcome };
}

export function cancelCase(args: Args): Change {
  return { ...close(args), cancelReason: dataOf('case.canceled', args.event).reason };
}

/** Reopened, the case goes on with its history; time without an owner counts anew, nobody could assign a closed case. */
export function reopenCase(args: Args): Change {
  const { context, event } = args;
  return {
    ...beginWork(args),
    outcome: null,
    cancelReason: null,
    closedOn: null,
    reopenings: context.reopenings + 1,
    unownedSince: context.owner === null ? atOf(event) : null,
  };
}
