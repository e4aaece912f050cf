/** How each event changes what the case remembers; authorizations and visits apart. Pure: the changed fields come out. */
import { localDateOf } from '../../calendar';
import { atOf, withoutMove, type Owner } from '../../kernel';
import { allot } from './authorizations';
import { silentSince } from './clocks';
import type { WcContext } from './context';
import { dataOf } from './events';

export interface Args {
  readonly context: WcContext;
  readonly event: unknown;
}
export type Change = Partial<WcContext>;

/** The practice's date at the event. */
export const today = ({ context, event }: Args) => localDateOf(context.rules.calendar, atOf(event));
const latest = (a: string | null, b: string) => (a !== null && a > b ? a : b);
const ownerKey = (owner: Owner | null) => JSON.stringify(owner);

/** The day of the last event or firing; everything else that happens brings it along. */
export function noteDay(args: Args): Change {
  return { asOf: today(args) };
}

/** Work has begun; the first time counts (R17). */
export function beginWork(args: Args): Change {
  return { ...noteDay(args), workStartedAt: args.context.workStartedAt ?? atOf(args.event) };
}

export function assignOwner(args: Args): Change {
  const { owner } = dataOf('case.assigned', args.event);
  if (ownerKey(owner) === ownerKey(args.context.owner)) return noteDay(args);
  return { ...noteDay(args), owner, assignedAt: owner ? atOf(args.event) : null };
}

export function requestReauthorization(args: Args): Change {
  const { requestId, kind, receivedAt } = dataOf('reauthorization.requested', args.event);
  const at = atOf(args.event);
  return {
    ...beginWork(args),
    reauthorization: {
      requestId,
      kind,
      // Nothing is received later than it is entered: a sender's clock may run ahead of ours.
      receivedAt: Math.min(receivedAt ?? at, at),
      decision: null,
      decidedOn: null,
      settled: false,
    },
    moves: withoutMove(args.context.moves, 'reauthorizationOverdue'),
  };
}

export function decideReauthorization(args: Args): Change {
  const { decision, on, authorizationId } = dataOf('reauthorization.decided', args.event);
  const request = args.context.reauthorization;
  if (request === null) return noteDay(args);
  const settled = decision === 'approved' && authorizationId !== undefined;
  return { ...noteDay(args), reauthorization: { ...request, decision, decidedOn: on ?? today(args), settled } };
}

/** A contact entered late does not move the last contact back [D3]. */
export function recordContact(args: Args): Change {
  const { on, direction, reached } = dataOf('adjuster.contacted', args.event);
  const c = args.context;
  const next = {
    ...c,
    lastContactOn: latest(c.lastContactOn, on),
    lastReplyOn: reached || direction === 'in' ? latest(c.lastReplyOn, on) : c.lastReplyOn,
  };
  return {
    ...beginWork(args),
    contacts: c.contacts + 1,
    lastContactOn: next.lastContactOn,
    lastReplyOn: next.lastReplyOn,
    moves: silentSince(next) === silentSince(c) ? c.moves : withoutMove(c.moves, 'adjusterSilence'),
  };
}

export function noteSilence(args: Args): Change {
  return {
    ...noteDay(args),
    silenceReminders: args.context.silenceReminders + 1,
    silenceRemindedOn: today(args),
    // A move has served when its clock fires; today's repetition may compute to the instant that was moved.
    moves: withoutMove(args.context.moves, 'silenceReminder'),
  };
}

/** The silence is over: the next one begins with its first reminder. */
export function endSilence(args: Args): Change {
  return { ...noteDay(args), silenceReminders: 0, silenceRemindedOn: null };
}

export function completeTreatment(args: Args): Change {
  return {
    ...beginWork(args),
    treatmentStarted: true,
    treatmentCompletedOn: dataOf('treatment.completed', args.event).on,
    moves: withoutMove(args.context.moves, 'authorizedUnbilled'),
  };
}

export function resumeTreatment(args: Args): Change {
  return { ...noteDay(args), treatmentCompletedOn: null };
}

export function recordClaim(args: Args): Change {
  const { claimId, on, throughOn } = dataOf('claim.submitted', args.event);
  return {
    ...beginWork(args),
    submissions: [...args.context.submissions, { claimId: claimId ?? null, on, throughOn: throughOn ?? on }],
    claimDeniedOn: null,
    workResumed: false,
  };
}

export function recordDenial(args: Args): Change {
  return { ...noteDay(args), claimDeniedOn: dataOf('claim.denied', args.event).on };
}

/** A payment answers a denial; the final one says that nothing more is expected. */
export function recordPayment(args: Args): Change {
  const { on, amountCents, final } = dataOf('payment.posted', args.event);
  const c = args.context;
  return {
    ...noteDay(args),
    payments: c.payments + 1,
    paidCents: c.paidCents + amountCents,
    lastPaymentOn: latest(c.lastPaymentOn, on),
    paidInFullOn: final ? on : c.paidInFullOn,
    claimDeniedOn: final ? null : c.claimDeniedOn,
    workResumed: false,
  };
}

export function resumeWork(args: Args): Change {
  return { ...noteDay(args), workResumed: true };
}

export function setFollowUp(args: Args): Change {
  return {
    ...noteDay(args),
    followUp: { on: dataOf('followUp.set', args.event).on, setAt: atOf(args.event) },
    moves: withoutMove(args.context.moves, 'followUp'),
  };
}

export function clearFollowUp(args: Args): Change {
  return { ...noteDay(args), followUp: null };
}

export function recordReturnToWork(args: Args): Change {
  const { on, kind } = dataOf('returnToWork.recorded', args.event);
  return { ...noteDay(args), returnToWork: { on, kind, handled: false } };
}

/** A milestone recorded again takes its new date [A14]. */
export function recordMilestone(args: Args): Change {
  const { code, on } = dataOf('milestone.recorded', args.event);
  const others = args.context.milestones.filter((m) => m.code !== code);
  return { ...noteDay(args), milestones: [...others, { code, on }] };
}

export function recordDocument(args: Args): Change {
  const { documentId, kind, status, on } = dataOf('document.changed', args.event);
  const others = args.context.documents.filter((d) => d.documentId !== documentId);
  return { ...noteDay(args), documents: [...others, { documentId, kind, status, on: on ?? today(args) }] };
}

/** Some tasks are decisions: done, their reason is dealt with. The others only close; their facts decide. */
export function acknowledge(args: Args): Change {
  const { key } = dataOf('task.done', args.event);
  const c = args.context;
  const request = c.reauthorization;
  if (key === 'follow-up') return clearFollowUp(args);
  if (key === 'reauthorization-denied' && request) {
    return { ...noteDay(args), reauthorization: { ...request, settled: true } };
  }
  if (key === 'return-to-work' && c.returnToWork) {
    return { ...noteDay(args), returnToWork: { ...c.returnToWork, handled: true } };
  }
  if (key === `payment-posted:${c.payments}`) return { ...noteDay(args), paymentsChecked: c.payments };
  if (key === 'uncovered-treatment') {
    const done = allot(c).uncovered.filter((v) => v.status === 'completed');
    return { ...noteDay(args), acknowledged: [...new Set([...c.acknowledged, ...done.map((v) => v.visitId)])] };
  }
  return noteDay(args);
}

/** Closing stops everything [R07]; a follow-up date is a wait and goes, what happened stays. Who closes has checked. */
function close(args: Args): Change {
  return { ...clearFollowUp(args), paymentsChecked: args.context.payments, moves: {}, closedOn: today(args) };
}

export function resolveCase(args: Args): Change {
  return { ...close(args), outcome: dataOf('case.resolved', args.event).outcome };
}

export function cancelCase(args: Args): Change {
  return { ...close(args), cancelReason: dataOf('case.canceled', args.event).reason };
}

/** Reopened, the case is In Progress; every other state follows from its facts. */
export function reopenCase(args: Args): Change {
  return {
    ...beginWork(args),
    outcome: null,
    cancelReason: null,
    closedOn: null,
    workResumed: true,
    silenceReminders: 0,
    reopenings: args.context.reopenings + 1,
  };
}
