/** Why an event is refused, in words the person reads; and the facts the time-derived states stay true to. */
import { addDays, localDateOf } from '../../calendar';
import { atOf, isPast, ruleOf, type CaseEvent, type GuardDefinition } from '../../kernel';
import { clocks, type ClockName } from './clocks';
import type { DenialContext } from './context';
import { dataOf } from './events';
import { followUpRule } from './rules';
import { taskKeys } from './tasks';
import { MOST_CLAIMS } from './vocabulary';

type Guard = GuardDefinition<DenialContext>;
interface Args {
  readonly context: DenialContext;
  readonly event: CaseEvent;
}

/**
 * A guard from one function that names the obstacle, or null when there is none. `ruledOut`: what already stands in the
 * way of every such event, whatever its data.
 */
function unless(
  needs: Guard['needs'],
  obstacle: (args: Args) => string | null,
  ruledOut?: (context: DenialContext) => string | null,
): Guard {
  return {
    needs,
    holds: (args) => obstacle(args) === null,
    why: (args) => obstacle(args) ?? 'This does not apply now.',
    ...(ruledOut ? { ruledOut } : {}),
  };
}

/** A guard of an eventless transition: it keeps a state true and never refuses a person. `says`: what is then true. */
function fact(holds: (context: DenialContext, at: number) => boolean, says?: string): Guard {
  return {
    needs: 'case',
    why: 'This does not apply now.',
    ...(says === undefined ? {} : { says }),
    holds: ({ context, event }) => holds(context, atOf(event)),
  };
}

const past = (name: ClockName) => (context: DenialContext, at: number) => isPast(name, clocks[name], context, at);
const today = ({ context, event }: Args) => localDateOf(context.rules.calendar, event.at);

function inTheFuture(args: Args, what: string, on: string): string | null {
  return on > today(args) ? `${what} ${on} lies in the future; give the day it happened.` : null;
}

function outOfReach(args: Args, what: string, on: string): string | null {
  const first = today(args);
  if (on < first) return `${what} ${on} is in the past; choose ${first} or later.`;
  const last = addDays(first, ruleOf(args.context.rules, followUpRule).params.latestDaysAhead);
  return on > last ? `${what} ${on} is too far ahead; choose ${last} or earlier.` : null;
}

const list = (items: readonly string[]) => items.join(', ');
const oneClaim = (c: DenialContext) =>
  c.claims.length > 1 ? null : 'A case keeps at least one claim; cancel the case instead.';
const nothingToResolve = (c: DenialContext) =>
  c.carcCodes.some((code) => !c.resolvedCarcCodes.includes(code)) ? null : 'Every code of the case is resolved.';
const nothingResolved = (c: DenialContext) =>
  c.resolvedCarcCodes.length > 0 ? null : 'No code of the case is resolved.';
const doneTask = (key: (context: DenialContext) => string): Guard => ({
  needs: 'event',
  why: 'The task is not one that is open on the case.',
  holds: ({ context, event }) => dataOf('task.done', event).key === key(context),
});

export const guards = {
  actionDatesRight: unless('event', (args) => {
    const { on, expectedBy } = dataOf('action.taken', args.event);
    const wrong = inTheFuture(args, 'The date of the action', on);
    return wrong ?? (expectedBy === undefined ? null : outOfReach(args, 'The expected date', expectedBy));
  }),
  responseDateRight: unless('event', (args) => {
    return inTheFuture(args, 'The date of the response', dataOf('payer.responded', args.event).on);
  }),
  paymentRight: unless('event', (args) => {
    const { claimId, on } = dataOf('payment.posted', args.event);
    if (claimId !== undefined && !args.context.claims.some((c) => c.claimId === claimId)) {
      return 'The payment names a claim that is not on this case; add the claim first, or post it on its own case.';
    }
    return inTheFuture(args, 'The date of the payment', on);
  }),
  arrivalFits: unless('event', (args) => {
    const { claimId, deniedOn } = dataOf('denial.received', args.event);
    const { claims } = args.context;
    if (claims.length >= MOST_CLAIMS && !claims.some((c) => c.claimId === claimId)) {
      return `The case holds ${MOST_CLAIMS} claims, the most it can; open another case.`;
    }
    return inTheFuture(args, 'The date of the denial', deniedOn);
  }),
  claimsAreNew: unless('event', ({ context, event }) => {
    const { claims } = dataOf('claims.added', event);
    const there = claims.filter((c) => context.claims.some((has) => has.claimId === c.claimId)).length;
    if (there > 0) return `${there} of the ${claims.length} claims are on the case already; leave them out.`;
    const total = context.claims.length + claims.length;
    return total > MOST_CLAIMS ? `The case would hold ${total} claims; the most is ${MOST_CLAIMS}.` : null;
  }),
  claimsCanGo: unless(
    'event',
    ({ context, event }) => {
      const { claimIds } = dataOf('claims.removed', event);
      const missing = claimIds.filter((id) => !context.claims.some((c) => c.claimId === id)).length;
      if (missing > 0) return `${missing} of the ${claimIds.length} claims are not on the case.`;
      return context.claims.every((c) => claimIds.includes(c.claimId))
        ? 'A case keeps at least one claim; cancel the case instead.'
        : null;
    },
    oneClaim,
  ),
  codesAreNew: unless('event', ({ context, event }) => {
    const there = dataOf('carc.added', event).codes.filter((c) => context.carcCodes.includes(c));
    return there.length > 0 ? `${list(there)} is on the case already.` : null;
  }),
  codesAreOpen: unless(
    'event',
    ({ context, event }) => {
      const { codes } = dataOf('carc.resolved', event);
      const foreign = codes.filter((c) => !context.carcCodes.includes(c));
      if (foreign.length > 0) return `${list(foreign)} is not on this case; its codes are ${list(context.carcCodes)}.`;
      const done = codes.filter((c) => context.resolvedCarcCodes.includes(c));
      return done.length > 0 ? `${list(done)} is resolved already.` : null;
    },
    nothingToResolve,
  ),
  codesAreResolved: unless(
    'event',
    ({ context, event }) => {
      const open = dataOf('carc.unresolved', event).codes.filter((c) => !context.resolvedCarcCodes.includes(c));
      return open.length === 0
        ? null
        : `${list(open)} is not among the resolved codes: ${list(context.resolvedCarcCodes) || 'none'}.`;
    },
    nothingResolved,
  ),
  followUpInReach: unless('event', (args) => {
    return outOfReach(args, 'The follow-up date', dataOf('followUp.set', args.event).on);
  }),
  followUpMayGo: unless('case', ({ context }) => {
    if (context.awaitingSince !== null) {
      return 'While a payment is awaited a follow-up date must stand, or nobody would ask again; set another date, or resume work.';
    }
    return context.followUp === null ? 'There is no follow-up date to clear.' : null;
  }),

  firstTaskDone: doneTask(() => taskKeys.firstTask),
  followUpTaskDone: doneTask(taskKeys.followUp),
  responseTaskDone: doneTask(taskKeys.response),
  reopenedTaskDone: doneTask(taskKeys.reopened),
  arrivalTaskDone: doneTask(taskKeys.arrival),
  paymentTaskDone: doneTask(taskKeys.payment),
  stalledTaskDone: doneTask(() => taskKeys.stalled),

  followUpStands: fact((c) => c.followUp !== null && !c.followUp.fired),
  followUpGone: fact((c) => c.followUp === null),
  followUpDealtWith: fact((c) => !c.followUpOpen),
  followUpAsleep: fact((c) => ruleOf(c.rules, followUpRule).mode === 'off'),
  followUpHasCome: fact(past('followUp')),
  workBegun: fact((c) => c.workStartedAt !== null),
  unworkedTooLong: fact(past('unworkedDenial')),
  unworkedInTime: fact((c, at) => !past('unworkedDenial')(c, at)),
  appealFiled: fact((c) => c.appealFiledOn !== null),
  appealNotFiled: fact((c) => c.appealFiledOn === null),
  windowClosing: fact(past('appealWindowClosing')),
  windowFarFromClosing: fact((c, at) => !past('appealWindowClosing')(c, at) && !past('appealWindowClosed')(c, at)),
  windowClosed: fact(past('appealWindowClosed')),
  windowStillOpen: fact((c, at) => !past('appealWindowClosed')(c, at)),
  hasOwner: fact((c) => c.owner !== null),
  hasNoOwner: fact((c) => c.owner === null),
  unownedTooLong: fact(past('noOwner')),
  stalledTooLong: fact(past('stalled')),
  stalledInTime: fact((c, at) => !past('stalled')(c, at)),
  unownedInTime: fact((c, at) => !past('noOwner')(c, at)),
} satisfies Record<string, Guard>;
