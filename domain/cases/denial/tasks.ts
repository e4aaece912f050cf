/** The tasks a denial case opens and closes, with their keys and reasons. Numbers and codes only, no names. */
import { addBusinessDays, localDateOf, nextBusinessDay } from '../../calendar';
import type { Assignee, Effect, Priority, Role } from '../../effects';
import { ruleOf } from '../../kernel';
import { appealDeadline } from './clocks';
import { routeOf, type DenialContext } from './context';
import { appealTriggerRule, appealWindowRule, followUpRule, noOwnerRule, routingRule, stalledRule } from './rules';
import type { ActionCode } from './vocabulary';

/**
 * Keys of the tasks. Those that can open again carry a count: opening a task whose key is already open does nothing,
 * so a repeated reminder under one key would be silent. The leaf closes the older task on its way out, and the case
 * shows one open reminder at a time, each with its own receipt.
 */
export const taskKeys = {
  firstTask: 'work-denial',
  unworked: 'unworked-denial',
  appealClosing: 'appeal-window-closing',
  appealClosed: 'appeal-window-closed',
  noOwner: 'no-owner',
  stalled: 'stalled',
  followUp: (c: DenialContext) => `follow-up:${c.followUps}`,
  response: (c: DenialContext) => `payer-responded:${c.responses}`,
  reopened: (c: DenialContext) => `reopened:${c.reopenings}`,
  arrival: (c: DenialContext) => `new-denial:${c.arrivals}`,
  payment: (c: DenialContext) => `payment-posted:${c.payments}`,
};

const ORDINALS = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth'];
const ACTIONS: Readonly<Record<ActionCode, string>> = {
  'appeal-sent': 'the appeal',
  'corrected-claim': 'the corrected claim',
  resubmitted: 'the resubmission',
  'called-payer': 'the call to the payer',
  'documents-sent': 'the documents sent',
  reconsideration: 'the reconsideration request',
  other: 'the last action',
};

const dollars = (amount: number) => `$${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
const higher = (a: Priority, b: Priority): Priority => (a === 'high' || b === 'high' ? 'high' : a === 'low' ? b : a);
const plural = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;

/** The owner's, who may change later (R19); without one, the queue of the role the denial is routed to. */
function worker(c: DenialContext, at: number): Assignee {
  return c.owner === null ? { role: routeOf(c, at).role } : 'owner';
}

interface Order {
  readonly key: string;
  readonly title: string;
  readonly reason: string;
  readonly requirement: string;
  readonly priority?: Priority;
  readonly role?: Role;
  readonly inBusinessDays?: number;
}

function open(c: DenialContext, at: number, order: Order): Effect {
  const { calendar } = c.rules;
  const today = nextBusinessDay(calendar, localDateOf(calendar, at));
  return {
    type: 'task.open',
    key: order.key,
    title: order.title,
    reason: order.reason,
    requirement: order.requirement,
    assignTo: order.role === undefined ? worker(c, at) : { role: order.role },
    priority: higher(order.priority ?? 'normal', c.priority),
    dueOn: addBusinessDays(calendar, today, order.inBusinessDays ?? 0).on,
  };
}

/** What each task says when it opens at the instant `at`. */
export const opened = {
  firstTask(c: DenialContext, at: number): Effect {
    const route = routeOf(c, at);
    return open(c, at, {
      key: taskKeys.firstTask,
      title: route.title,
      reason: `${plural(c.claims.length, 'claim')} denied on ${c.deniedOn} with ${codesOf(c)}; ${dollars(c.outstandingCents)} outstanding.`,
      requirement: 'L13',
      priority: route.priority,
      inBusinessDays: ruleOf(c.rules, routingRule).params.firstTaskBusinessDays,
    });
  },
  unworked(c: DenialContext, at: number): Effect {
    const { hours } = ruleOf(c.rules, appealTriggerRule).params;
    return open(c, at, {
      key: taskKeys.unworked,
      title: 'Have the denial worked',
      reason: `Nobody has started work in ${hours} hours since the denial was received.`,
      requirement: 'L14',
      priority: 'high',
      role: 'manager',
    });
  },
  followUp(c: DenialContext, at: number): Effect {
    const nth = ORDINALS[c.reminders - 1] ?? `${c.reminders}th`;
    const waiting = c.awaitingSince !== null && c.lastAction !== null;
    const urgent = c.reminders >= ruleOf(c.rules, followUpRule).params.highPriorityFrom;
    return open(c, at, {
      key: taskKeys.followUp(c),
      title: waiting ? 'Follow up with the payer' : 'Follow up',
      reason: waiting
        ? `${nth} reminder: no answer recorded since ${ACTIONS[c.lastAction]} of ${c.lastActionOn}.`
        : `${nth} reminder: the follow-up date ${c.remindedOn} has come.`,
      requirement: waiting ? 'H20' : 'H12',
      priority: urgent ? 'high' : 'normal',
    });
  },
  appealClosing(c: DenialContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.appealClosing,
      title: 'File the appeal',
      reason: `The appeal window ends on ${appealDeadline(c)}, counted from the denial of ${c.appealFrom}; nothing is filed yet.`,
      requirement: 'L13',
      priority: 'high',
    });
  },
  appealClosed(c: DenialContext, at: number): Effect {
    const { warnDays } = ruleOf(c.rules, appealWindowRule).params;
    return open(c, at, {
      key: taskKeys.appealClosed,
      title: 'Decide on a denial whose appeal window has ended',
      reason: `The window ended on ${appealDeadline(c)} with nothing filed; the warning was due ${plural(warnDays, 'day')} before. ${dollars(c.outstandingCents)} outstanding.`,
      requirement: 'L13',
      priority: 'high',
      role: 'manager',
    });
  },
  noOwner(c: DenialContext, at: number): Effect {
    const { businessDays } = ruleOf(c.rules, noOwnerRule).params;
    return open(c, at, {
      key: taskKeys.noOwner,
      title: 'Assign an owner',
      reason: `The case has had no owner for ${plural(businessDays, 'business day')}.`,
      requirement: 'H16',
      role: 'manager',
    });
  },
  stalled(c: DenialContext, at: number): Effect {
    const { businessDays } = ruleOf(c.rules, stalledRule).params;
    return open(c, at, {
      key: taskKeys.stalled,
      title: 'Decide the next step',
      reason: `Nothing has happened for ${plural(businessDays, 'business day')} and no follow-up date is set; ${dollars(c.outstandingCents)} outstanding.`,
      requirement: 'N10',
    });
  },
  response(c: DenialContext, at: number): Effect {
    const response = c.lastResponse;
    const sum = response?.amountCents ? `, ${dollars(response.amountCents)}` : '';
    return open(c, at, {
      key: taskKeys.response(c),
      title: "Decide on the payer's response",
      reason: `The payer answered on ${response?.on}: ${response?.outcome.replaceAll('-', ' ')}${sum}.`,
      requirement: 'R18',
    });
  },
  reopened(c: DenialContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.reopened(c),
      title: 'Decide how the reopened case goes on',
      reason: `A manager reopened the case; ${dollars(c.outstandingCents)} outstanding, codes ${codesOf(c)}.`,
      requirement: 'R25',
    });
  },
  arrival(c: DenialContext, at: number): Effect {
    return open(c, at, {
      key: taskKeys.arrival(c),
      title: 'Review the further denial',
      reason: `A further denial joined the case, number ${c.arrivals} since it was opened; open codes ${codesOf(c)}.`,
      requirement: 'H23',
    });
  },
  payment(c: DenialContext, at: number): Effect {
    const payment = c.lastPayment;
    return open(c, at, {
      key: taskKeys.payment(c),
      title: 'Check the payment and resolve the case',
      reason: `${dollars(payment?.amountCents ?? 0)} posted on ${payment?.on}, ${dollars(c.paidCents)} in all; ${dollars(c.outstandingCents)} was outstanding.`,
      requirement: 'H21',
    });
  },
};

/** The codes still open, shortened: a reason has 400 characters and a case may have 50 codes. */
function codesOf(c: DenialContext): string {
  const codes = c.carcCodes.filter((code) => !c.resolvedCarcCodes.includes(code));
  const shown = codes.slice(0, 8).join(', ') || 'none';
  return codes.length > 8 ? `${shown} and ${codes.length - 8} more` : shown;
}

const DONE_BY = new Set([
  'work.started',
  'action.taken',
  'task.done',
  'case.assigned',
  'payer.responded',
  'work.resumed',
]);

/** Closes a task as its leaf is left; the event that made it leave says how it ended. */
export function closed(key: string, event: { readonly type: string }): Effect {
  const caseCloses = event.type === 'case.resolved' || event.type === 'case.canceled';
  const outcome = caseCloses ? 'case-closed' : DONE_BY.has(event.type) ? 'done' : 'no-longer-needed';
  return { type: 'task.close', key, outcome };
}
