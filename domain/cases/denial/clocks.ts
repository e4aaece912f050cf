/** The waits of a denial case: due instants from anchors in the context, never from the present moment. */
import { addDays, dueAfterBusinessDays, dueAfterHours, dueBeforeDate, dueOnDate, type Due } from '../../calendar';
import { dueOf, ruleOf, type ClockDefinition } from '../../kernel';
import type { DenialContext, FollowUp } from './context';
import { appealTriggerRule, appealWindowRule, followUpRule, noOwnerRule, stalledRule } from './rules';

/** The payer's follow-up interval in business days: the payer's own, or the rule's. */
export function followUpInterval(context: DenialContext): number {
  return context.followUpIntervalDays ?? ruleOf(context.rules, followUpRule).params.intervalBusinessDays;
}

/** Last day on which an appeal can be filed: the payer's own window, or the rule's for its class [L13]. */
export function appealDeadline(context: DenialContext): string {
  const { windowDays, medicareFfsDays } = ruleOf(context.rules, appealWindowRule).params;
  const byClass = context.payerClass === 'medicare-ffs' ? medicareFfsDays : windowDays;
  return addDays(context.appealFrom, context.appealWindowDays ?? byClass);
}

/**
 * A date on a closed day falls due on the business day before, so that nobody is a weekend late. Where that morning
 * was already over when the date was set (Saturday, entered on Friday noon), the next business day is the first chance.
 */
function followUpDue(context: DenialContext, followUp: FollowUp): Due {
  const { calendar } = context.rules;
  const spreadKey = context.caseId;
  if (followUp.source === 'interval') {
    const days = followUpInterval(context);
    return dueAfterBusinessDays(calendar, {
      anchorOn: followUp.from,
      days,
      countsThrough: 'start',
      spreadKey,
      label: 'Last step',
    });
  }
  const named = { on: followUp.on, spreadKey, label: 'Follow up by' };
  const before = dueOnDate(calendar, { ...named, roll: 'before' });
  if (before.on === followUp.on || before.at > followUp.setAt) return before;
  return dueOnDate(calendar, { ...named, roll: 'after' });
}

/** The date the case is followed up on, as the case shows it: the person's date, the interval's, or a moved clock's. */
export function followUpOn(context: DenialContext): string | null {
  const { followUp } = context;
  if (followUp === null) return null;
  const due = followUpDue(context, followUp);
  const moved = dueOf('followUp', clocks.followUp, context);
  if (moved !== null && moved.at !== due.at) return moved.on;
  return followUp.source === 'person' ? followUp.on : due.on;
}

export const clocks = {
  followUp: {
    rule: followUpRule,
    title: 'Follow up by',
    otherwise: 'Opens the task Follow up; in Awaiting Payment it also sets the next date.',
    due(context) {
      if (ruleOf(context.rules, followUpRule).mode === 'off') return null;
      if (context.followUp === null || context.followUp.fired) return null;
      return followUpDue(context, context.followUp);
    },
  },
  unworkedDenial: {
    rule: appealTriggerRule,
    title: 'Denial not worked',
    otherwise: 'Flags the case and opens a task for a manager to have it worked.',
    due(context) {
      const rule = ruleOf(context.rules, appealTriggerRule);
      if (rule.mode === 'off' || context.workStartedAt !== null) return null;
      const { hours } = rule.params;
      return dueAfterHours(context.rules.calendar, { anchorAt: context.receivedAt, hours, label: 'Denial received' });
    },
  },
  appealWindowClosing: {
    rule: appealWindowRule,
    title: 'Appeal window closing',
    otherwise: 'Flags the case and opens the task File the appeal.',
    due(context) {
      const rule = ruleOf(context.rules, appealWindowRule);
      if (rule.mode === 'off' || context.appealFiledOn !== null) return null;
      return dueBeforeDate(context.rules.calendar, {
        on: appealDeadline(context),
        leadDays: rule.params.warnDays,
        spreadKey: context.caseId,
        label: 'the last day to appeal',
      });
    },
  },
  appealWindowClosed: {
    rule: appealWindowRule,
    title: 'Appeal window closed',
    otherwise: 'Flags the case and opens a task for a manager to decide what becomes of it.',
    due(context) {
      const rule = ruleOf(context.rules, appealWindowRule);
      if (rule.mode === 'off' || context.appealFiledOn !== null) return null;
      // Rolled on: nobody can act on the loss before the practice opens again [R06].
      return dueOnDate(context.rules.calendar, {
        on: addDays(appealDeadline(context), 1),
        roll: 'after',
        spreadKey: context.caseId,
        label: 'The day after the last day to appeal is',
      });
    },
  },
  noOwner: {
    rule: noOwnerRule,
    title: 'Case without an owner',
    otherwise: 'Flags the case and opens a task for a manager to assign it.',
    due(context) {
      const rule = ruleOf(context.rules, noOwnerRule);
      if (rule.mode === 'off' || context.unownedSince === null) return null;
      return dueAfterBusinessDays(context.rules.calendar, {
        anchorAt: context.unownedSince,
        days: rule.params.businessDays,
        countsThrough: 'end',
        spreadKey: context.caseId,
        label: 'Without an owner since',
      });
    },
  },
  stalled: {
    rule: stalledRule,
    title: 'Work without a next step',
    otherwise: 'Flags the case and opens the task Decide the next step.',
    due(context) {
      const rule = ruleOf(context.rules, stalledRule);
      const elsewhere = context.awaitingSince !== null || context.followUp !== null;
      if (rule.mode === 'off' || context.lastStepAt === null || elsewhere) return null;
      return dueAfterBusinessDays(context.rules.calendar, {
        anchorAt: context.lastStepAt,
        days: rule.params.businessDays,
        countsThrough: 'start',
        spreadKey: context.caseId,
        label: 'Last step',
      });
    },
  },
} satisfies Record<string, ClockDefinition<DenialContext>>;

export type ClockName = keyof typeof clocks;
