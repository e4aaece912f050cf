/** Why an event is refused, in words the person reads; and the facts the chart's leaves stay true to. */
import { addDays, localDateOf } from '../../calendar';
import { atOf, ruleOf, type CaseEvent, type GuardDefinition } from '../../kernel';
import { awaitsPayment } from './billing';
import type { WcContext } from './context';
import { dataOf } from './events';
import { followUpRule } from './rules';
import * as status from './status';
import { checkVisit } from './check-visit';
import { noAuthorization, noClaim, noRequest, noVisit, noneInForce, requestWaiting, treatmentOver } from './ruled-out';
import { MOST_AUTHORIZATIONS, MOST_DOCUMENTS, MOST_SUBMISSIONS, MOST_VISITS } from './vocabulary';

type Guard = GuardDefinition<WcContext>;
interface Args {
  readonly context: WcContext;
  readonly event: CaseEvent;
}

/**
 * A guard from one function that names the obstacle, or null when there is none. `ruledOut`: what already stands in the
 * way of every such event, whatever its data.
 */
function unless(
  needs: Guard['needs'],
  obstacle: (args: Args) => string | null,
  ruledOut?: (context: WcContext) => string | null,
): Guard {
  return {
    needs,
    holds: (args) => obstacle(args) === null,
    why: (args) => obstacle(args) ?? 'This does not apply now.',
    ...(ruledOut ? { ruledOut } : {}),
  };
}

/** A guard of an eventless transition: it keeps a state true and never refuses a person. `says`: what is then true. */
function fact(holds: (context: WcContext, at: number) => boolean, says?: string): Guard {
  return {
    needs: 'case',
    why: 'This does not apply now.',
    ...(says === undefined ? {} : { says }),
    holds: ({ context, event }) => holds(context, atOf(event)),
  };
}

const window = (is: status.WindowStatus) => fact((c, at) => status.windowStatus(c, at) === is);
const visits = (is: status.VisitsStatus) => fact((c) => status.visitsStatus(c) === is);
const request = (is: status.ReauthorizationStatus) => fact((c, at) => status.reauthorizationStatus(c, at) === is);
const treatment = (is: status.TreatmentStatus) => fact((c) => status.treatmentStatus(c) === is);
const billing = (is: status.BillingStatus) => fact((c, at) => status.billingStatus(c, at) === is);

const today = ({ context, event }: Args) => localDateOf(context.rules.calendar, event.at);

function inTheFuture(args: Args, what: string, on: string | undefined): string | null {
  return on !== undefined && on > today(args) ? `${what} ${on} lies in the future; give the day it happened.` : null;
}

function known(c: WcContext, id: string) {
  return c.authorizations.find((a) => a.authorizationId === id);
}
const UNKNOWN = 'That authorization is not on the case; record it first.';

export const guards = {
  notStarted: unless('case', ({ context }) => (context.workStartedAt === null ? null : 'Work has started already.')),
  stageIsAwaiting: unless('case', ({ context }) =>
    awaitsPayment(context) ? null : 'The case is not awaiting payment.',
  ),
  authorizationIsNew: unless('event', (args) => {
    const data = dataOf('authorization.recorded', args.event);
    if (known(args.context, data.authorizationId)) return 'That authorization is on the case; change it instead.';
    if (args.context.authorizations.length >= MOST_AUTHORIZATIONS) {
      return `The case holds ${MOST_AUTHORIZATIONS} authorizations, the most it can.`;
    }
    return inTheFuture(args, 'The date of the determination', data.determinedOn);
  }),
  authorizationCanChange: unless(
    'event',
    (args) => {
      const data = dataOf('authorization.changed', args.event);
      const a = known(args.context, data.authorizationId);
      if (!a) return UNKNOWN;
      if (a.withdrawnOn !== null) return `That authorization was withdrawn on ${a.withdrawnOn}; record a new one.`;
      const startsOn = data.startsOn ?? a.startsOn;
      const endsOn = data.endsOn === undefined ? a.endsOn : data.endsOn;
      if (endsOn !== null && endsOn < startsOn) return `The end ${endsOn} lies before the start ${startsOn}.`;
      return inTheFuture(args, 'The date of the determination', data.determinedOn);
    },
    noneInForce,
  ),
  authorizationCanGo: unless(
    'event',
    (args) => {
      const a = known(args.context, dataOf('authorization.withdrawn', args.event).authorizationId);
      if (!a) return UNKNOWN;
      return a.withdrawnOn === null ? null : `That authorization was withdrawn on ${a.withdrawnOn} already.`;
    },
    noneInForce,
  ),
  visitMayBeBooked: unless('event', ({ context, event }) => {
    const { visitId, on, service, authorizationId, override } = dataOf('visit.booked', event);
    const visit = context.visits.find((v) => v.visitId === visitId);
    if (visit?.status === 'completed') return `That visit took place on ${visit.on}; book a new one.`;
    if (!visit && context.visits.length >= MOST_VISITS) return `The case holds ${MOST_VISITS} visits, the most it can.`;
    if (authorizationId !== undefined && !known(context, authorizationId)) return UNKNOWN;
    if (override === true) return null;
    const check = checkVisit(context, { visitId, on, service, authorizationId, at: event.at });
    if (check.verdict !== 'block') return null;
    const why = check.reasons.filter((r) => r.severity === 'block').map((r) => r.text);
    return `${why.join(' ')} Get it authorized first, choose another day, or book it anyway with an override.`;
  }),
  visitTookPlace: unless('event', (args) => {
    const { visitId, on, authorizationId } = dataOf('visit.completed', args.event);
    const visit = args.context.visits.find((v) => v.visitId === visitId);
    if (visit?.status === 'completed') return `That visit is recorded already, on ${visit.on}.`;
    if (!visit && args.context.visits.length >= MOST_VISITS) {
      return `The case holds ${MOST_VISITS} visits, the most it can.`;
    }
    if (authorizationId !== undefined && !known(args.context, authorizationId)) return UNKNOWN;
    return inTheFuture(args, 'The visit', on);
  }),
  visitCanGo: unless(
    'event',
    ({ context, event }) => {
      const visit = context.visits.find((v) => v.visitId === dataOf('visit.canceled', event).visitId);
      if (!visit) return 'That visit is not on the case.';
      return visit.status === 'canceled' ? 'That visit is canceled already.' : null;
    },
    noVisit,
  ),
  countFits: unless(
    'event',
    ({ context, event }) => {
      const { authorizationId, used } = dataOf('visits.counted', event);
      const a = known(context, authorizationId);
      if (!a) return UNKNOWN;
      if (a.visitsLimit === null || used <= a.visitsLimit) return null;
      return `${used} visits used is above the authorized ${a.visitsLimit}; correct the count, or record the new limit first.`;
    },
    noAuthorization,
  ),
  noRequestWaits: unless(
    'event',
    (args) => {
      const { context, event } = args;
      const waits = context.reauthorization;
      const { requestId, receivedAt } = dataOf('reauthorization.requested', event);
      if (waits?.requestId === requestId) return 'That request is on the case already.';
      const receivedOn = receivedAt === undefined ? undefined : localDateOf(context.rules.calendar, receivedAt);
      const ahead = inTheFuture(args, 'The receipt', receivedOn);
      if (ahead !== null) return ahead;
      return requestWaiting(context);
    },
    requestWaiting,
  ),
  requestWaits: unless(
    'event',
    (args) => {
      const { requestId, on, authorizationId } = dataOf('reauthorization.decided', args.event);
      const waits = args.context.reauthorization;
      if (waits === null || waits.requestId !== requestId) return 'That request is not the one on the case.';
      if (waits.decision !== null) return `That request was ${waits.decision} on ${waits.decidedOn} already.`;
      if (authorizationId !== undefined && !known(args.context, authorizationId)) return UNKNOWN;
      return inTheFuture(args, 'The decision', on);
    },
    noRequest,
  ),
  contactHappened: unless('event', (args) =>
    inTheFuture(args, 'The contact', dataOf('adjuster.contacted', args.event).on),
  ),
  treatmentCanEnd: unless(
    'event',
    (args) =>
      treatmentOver(args.context) ??
      inTheFuture(args, 'The end of treatment', dataOf('treatment.completed', args.event).on),
    treatmentOver,
  ),
  treatmentIsOver: unless('case', ({ context }) =>
    context.treatmentCompletedOn === null ? 'Treatment is not complete.' : null,
  ),
  claimRight: unless('event', (args) => {
    const { on, throughOn } = dataOf('claim.submitted', args.event);
    if (throughOn !== undefined && throughOn > on)
      return `The claim of ${on} cannot bill treatment up to ${throughOn}.`;
    if (args.context.submissions.length >= MOST_SUBMISSIONS) {
      return `The case holds ${MOST_SUBMISSIONS} claims, the most it can.`;
    }
    return inTheFuture(args, 'The claim', on);
  }),
  claimCanBeDenied: unless(
    'event',
    (args) => noClaim(args.context) ?? inTheFuture(args, 'The denial', dataOf('claim.denied', args.event).on),
    noClaim,
  ),
  paymentRight: unless('event', (args) => inTheFuture(args, 'The payment', dataOf('payment.posted', args.event).on)),
  followUpInReach: unless('event', (args) => {
    const { on } = dataOf('followUp.set', args.event);
    const first = today(args);
    if (on < first) return `The follow-up date ${on} is in the past; choose ${first} or later.`;
    const last = addDays(first, ruleOf(args.context.rules, followUpRule).params.latestDaysAhead);
    return on > last ? `The follow-up date ${on} is too far ahead; choose ${last} or earlier.` : null;
  }),
  followUpStands: unless('case', ({ context }) =>
    context.followUp === null ? 'There is no follow-up date to clear.' : null,
  ),
  documentFits: unless('event', (args) => {
    const { documentId, on } = dataOf('document.changed', args.event);
    const { documents } = args.context;
    if (documents.length >= MOST_DOCUMENTS && !documents.some((d) => d.documentId === documentId)) {
      return `The case holds ${MOST_DOCUMENTS} documents, the most it can.`;
    }
    return inTheFuture(args, 'The date of the document', on);
  }),
  milestoneFits: unless('event', (args) => {
    const { code, on } = dataOf('milestone.recorded', args.event);
    const { milestones } = args.context;
    if (milestones.length >= MOST_DOCUMENTS && !milestones.some((m) => m.code === code)) {
      return `The case holds ${MOST_DOCUMENTS} milestones, the most it can.`;
    }
    return inTheFuture(args, 'The milestone', on);
  }),

  workBegun: fact((c) => c.workStartedAt !== null, 'work has begun'),
  awaitingPayment: fact(
    (c) => c.workStartedAt !== null && awaitsPayment(c),
    'treatment is complete and all of it is on a claim',
  ),
  notAwaitingPayment: fact(
    (c) => !awaitsPayment(c),
    'something is not billed, a claim was denied, or work was resumed',
  ),
  windowNone: window('none'),
  windowValid: window('valid'),
  windowExpiring: window('expiring'),
  windowLapsed: window('lapsed'),
  visitsWithin: visits('within'),
  visitsCapped: visits('capped'),
  visitsExhausted: visits('exhausted'),
  requestNone: request('none'),
  requestPending: request('requested'),
  requestOverdue: request('overdue'),
  requestApproved: request('approved'),
  requestUnrecorded: request('unrecorded'),
  requestDenied: request('denied'),
  adjusterSilent: fact((c, at) => status.past('adjusterSilence', c, at)),
  adjusterResponsive: fact((c, at) => !status.past('adjusterSilence', c, at)),
  treatmentNotStarted: treatment('notStarted'),
  treatmentRuns: treatment('treating'),
  treatmentComplete: treatment('complete'),
  billingNothing: billing('nothing'),
  billingDelivered: billing('delivered'),
  billingUnbilled: billing('unbilled'),
  billingSubmitted: billing('submitted'),
  billingDenied: billing('denied'),
  billingPaid: billing('paid'),
  followUpNone: fact((c) => c.followUp === null),
  followUpWaiting: fact((c, at) => c.followUp !== null && !status.past('followUp', c, at)),
  followUpDue: fact((c, at) => status.past('followUp', c, at)),
  returnUnhandled: fact((c) => c.returnToWork !== null && !c.returnToWork.handled),
  returnHandled: fact((c) => c.returnToWork === null || c.returnToWork.handled),
  paymentUnchecked: fact((c) => c.payments > c.paymentsChecked),
  paymentChecked: fact((c) => c.payments <= c.paymentsChecked),
  bookingsUncovered: fact((c) => status.uncoveredBookings(c).length > 0),
  bookingsCovered: fact((c) => status.uncoveredBookings(c).length === 0),
  treatmentsUncovered: fact((c) => status.uncoveredTreatments(c).length > 0),
  treatmentsCovered: fact((c) => status.uncoveredTreatments(c).length === 0),
} satisfies Record<string, Guard>;
