/** The tasks and notices a WC case asks for, with their keys and reasons. Numbers, codes and dates only, no names. */
import { addBusinessDays, businessDaysBetween, diffDays, localDateOf, nextBusinessDay } from '../../calendar';
import type { Assignee, Effect, Priority, Role } from '../../effects';
import { ruleOf } from '../../kernel';
import { endOf, exhaustion, governing, visitsLeft } from './authorizations';
import { unbilledSince } from './billing';
import { coveredThrough, silentSince } from './clocks';
import type { WcContext } from './context';
import { reauthorizationRule } from './rules';
import { isUsedUp, uncoveredBookings, uncoveredTreatments } from './status';

/** Keys of the tasks; those that open again while the older one may still stand carry a count. */
export const taskKeys = {
  expiring: 'authorization-expiring',
  lapsed: 'authorization-lapsed',
  capped: 'visit-capped',
  reauthorizationOverdue: 'reauthorization-overdue',
  reauthorizationDenied: 'reauthorization-denied',
  approvalUnrecorded: 'approval-unrecorded',
  silent: (c: WcContext) => `adjuster-silent:${c.silenceReminders}`,
  unbilled: 'authorized-unbilled',
  claimDenied: 'claim-denied',
  payment: (c: WcContext) => `payment-posted:${c.payments}`,
  followUp: 'follow-up',
  returnToWork: 'return-to-work',
  uncoveredVisit: 'uncovered-visit',
  uncoveredTreatment: 'uncovered-treatment',
};

const plural = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;
const dollars = (cents: number) => `$${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

interface Order {
  readonly key: string;
  readonly title: string;
  readonly reason: string;
  readonly requirement: string;
  readonly priority?: Priority;
  /** Without it the owner's, who may change later (R19); without an owner the coordinators'. */
  readonly role?: Role;
  readonly inBusinessDays?: number;
}

function open(c: WcContext, at: number, order: Order): Effect {
  const { calendar } = c.rules;
  const today = nextBusinessDay(calendar, localDateOf(calendar, at));
  const owner: Assignee = c.owner === null ? { role: 'coordinator' } : 'owner';
  return {
    type: 'task.open',
    key: order.key,
    title: order.title,
    reason: order.reason,
    requirement: order.requirement,
    assignTo: order.role === undefined ? owner : { role: order.role },
    priority: order.priority ?? 'normal',
    dueOn: addBusinessDays(calendar, today, order.inBusinessDays ?? 0).on,
  };
}

function visitsText(c: WcContext): string {
  const current = governing(c, c.asOf);
  const limit = current?.authorization.visitsLimit ?? null;
  if (!current || limit === null) return 'no limit on visits';
  return `${current.used} of ${plural(limit, 'visit')} used, ${current.booked} booked`;
}

/** What each task says when it opens at the instant `at`. */
export const opened = {
  expiring(c: WcContext, at: number): Effect {
    const end = coveredThrough(c) ?? c.asOf;
    const days = diffDays(localDateOf(c.rules.calendar, at), end);
    const first = exhaustion(c, c.asOf);
    const sooner = first?.first === 'visits' ? `; by visits already on ${first.on}` : '';
    return open(c, at, {
      key: taskKeys.expiring,
      title: 'Request an extension',
      reason: `The authorization ends on ${end}, in ${plural(Math.max(0, days), 'day')}; ${visitsText(c)}${sooner}.`,
      requirement: 'C01',
    });
  },
  lapsed(c: WcContext, at: number): Effect {
    const current = governing(c, c.asOf)?.authorization;
    const why = isUsedUp(c)
      ? `All ${current?.visitsLimit ?? 0} authorized visits are used before treatment is complete; the dates run to ${(current && endOf(current)) ?? 'no end'}.`
      : `The authorization ended on ${coveredThrough(c)} before treatment is complete.`;
    return open(c, at, {
      key: taskKeys.lapsed,
      title: 'Authorization lapsed: stop visits and request re-authorization',
      reason: why,
      requirement: 'A19',
      priority: 'high',
    });
  },
  capped(c: WcContext, at: number): Effect {
    const left = visitsLeft(c, c.asOf);
    return open(c, at, {
      key: taskKeys.capped,
      title: 'Request re-authorization',
      reason: `${plural(left?.chain ?? 0, 'authorized visit')} left; ${visitsText(c)}.`,
      requirement: 'C02',
    });
  },
  reauthorizationOverdue(c: WcContext, at: number): Effect {
    const { calendar } = c.rules;
    const { businessDays } = ruleOf(c.rules, reauthorizationRule).params;
    const received = localDateOf(calendar, c.reauthorization?.receivedAt ?? at);
    return open(c, at, {
      key: taskKeys.reauthorizationOverdue,
      title: 'Call the adjuster about the request',
      reason: `The re-authorization request received on ${received} has no answer after ${plural(businessDays, 'business day')}.`,
      requirement: 'C04',
      priority: 'high',
    });
  },
  reauthorizationDenied(c: WcContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.reauthorizationDenied,
      title: 'Decide what follows the denied re-authorization',
      reason: `The request was denied on ${c.reauthorization?.decidedOn}; ${visitsText(c)}.`,
      requirement: 'C04',
      priority: 'high',
    });
  },
  approvalUnrecorded(c: WcContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.approvalUnrecorded,
      title: 'Record the approved dates and visits',
      reason: `The re-authorization was approved on ${c.reauthorization?.decidedOn}; the new authorization is not on the case yet.`,
      requirement: 'A14',
    });
  },
  silent(c: WcContext, at: number): Effect {
    const { calendar } = c.rules;
    const since = silentSince(c);
    const days = businessDaysBetween(calendar, since, localDateOf(calendar, at));
    const again = c.silenceReminders > 1 ? ` Reminder ${c.silenceReminders}.` : '';
    const from = c.lastContactOn === null ? `the start of the case on ${since}` : `${since}`;
    return open(c, at, {
      key: taskKeys.silent(c),
      title: 'Contact the adjuster',
      reason: `No adjuster contact for ${plural(days, 'business day')}, since ${from}.${again}`,
      requirement: 'C05',
      priority: c.silenceReminders > 1 ? 'high' : 'normal',
    });
  },
  unbilled(c: WcContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.unbilled,
      title: 'Submit the claim',
      reason: `Authorized treatment since ${unbilledSince(c)} has no claim${c.treatmentCompletedOn ? `; treatment was complete on ${c.treatmentCompletedOn}` : ''}.`,
      requirement: 'C06',
      role: 'biller',
    });
  },
  claimDenied(c: WcContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.claimDenied,
      title: 'Work the denied claim',
      reason: `The claim was denied on ${c.claimDeniedOn}; open a denial case, or correct and submit again.`,
      requirement: 'B04',
      role: 'biller',
    });
  },
  payment(c: WcContext, at: number): Effect {
    const last = c.paidInFullOn === null ? 'more is expected' : 'final';
    return open(c, at, {
      key: taskKeys.payment(c),
      title: 'Payment posted: check and resolve',
      reason: `Payment ${c.payments} posted on ${c.lastPaymentOn}, ${last}; ${dollars(c.paidCents)} in all.`,
      requirement: 'B04',
    });
  },
  followUp(c: WcContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.followUp,
      title: 'Follow up',
      reason: `The follow-up date ${c.followUp?.on} has come.`,
      requirement: 'R11',
    });
  },
  returnToWork(c: WcContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.returnToWork,
      title: 'Return to work recorded: can the case close?',
      reason: `Return to ${c.returnToWork?.kind} work on ${c.returnToWork?.on}.`,
      requirement: 'A15',
    });
  },
  uncoveredVisit(c: WcContext, at: number): Effect {
    const visits = uncoveredBookings(c);
    const first = visits.map((v) => v.on).sort()[0];
    return open(c, at, {
      key: taskKeys.uncoveredVisit,
      title: 'Move the visit or get it authorized',
      reason: `${plural(visits.length, 'booked visit')} not covered by an authorization, the first on ${first}; ${visitsText(c)}.`,
      requirement: 'C09',
      priority: 'high',
    });
  },
  uncoveredTreatment(c: WcContext, at: number): Effect {
    const visits = uncoveredTreatments(c);
    const last = visits
      .map((v) => v.on)
      .sort()
      .at(-1);
    return open(c, at, {
      key: taskKeys.uncoveredTreatment,
      title: 'Treatment without authorization: ask for one with effect back',
      reason: `${plural(visits.length, 'visit')} given beyond the authorization, the last on ${last}; ${visitsText(c)}.`,
      requirement: 'C09',
      priority: 'high',
    });
  },
};

/** Acts of a person that end a task's reason, rather than making it moot. */
const DONE_BY = new Set([
  'task.done',
  'adjuster.contacted',
  'authorization.recorded',
  'authorization.changed',
  'reauthorization.requested',
  'reauthorization.decided',
  'claim.submitted',
  'visit.canceled',
  'followUp.set',
  'followUp.cleared',
  'case.reopened',
]);

/** Closes a task as its leaf is left; the event that made it leave says how it ended. */
export function closed(key: string, event: { readonly type: string }): Effect {
  const caseCloses = event.type === 'case.resolved' || event.type === 'case.canceled';
  const outcome = caseCloses ? 'case-closed' : DONE_BY.has(event.type) ? 'done' : 'no-longer-needed';
  return { type: 'task.close', key, outcome };
}
