/** The waits of a WC case: due instants from anchors in the context, never from the present moment. */
import { addDays, dueAfterBusinessDays, dueBeforeDate, dueOnDate } from '../../calendar';
import { ruleOf, type ClockDefinition } from '../../kernel';
import { nextStart, spanAt } from './authorizations';
import { unbilledSince } from './billing';
import type { WcContext } from './context';
import { expiringRule, followUpRule, lapsedRule, reauthorizationRule, silenceRule, unbilledRule } from './rules';

/** Authorizations matter until treatment is complete [A19]. */
export const needsAuthorization = (c: WcContext) => c.treatmentCompletedOn === null;

/** The contact from which silence counts: the last that the rule counts, or the start of the case. */
export function silentSince(c: WcContext): string {
  const { resetBy } = ruleOf(c.rules, silenceRule).params;
  return (resetBy === 'reply' ? c.lastReplyOn : c.lastContactOn) ?? c.startedOn;
}

/** Last day of the current coverage, or of the one that ended last; null while it is open or there is none. */
export function coveredThrough(c: WcContext): string | null {
  return spanAt(c, c.asOf)?.to ?? null;
}

export const clocks = {
  authorizationStarts: {
    rule: lapsedRule,
    title: 'Next authorization starts',
    otherwise: 'The case is covered again.',
    due(c) {
      const on = nextStart(c, c.asOf);
      if (on === null || !needsAuthorization(c)) return null;
      return dueOnDate(c.rules.calendar, { on, roll: 'none', spreadKey: c.caseId, label: 'The authorization starts' });
    },
  },
  authorizationExpiring: {
    rule: expiringRule,
    title: 'Authorization expiring',
    otherwise: 'Flags the case, tells the coordinator and opens the task Request an extension.',
    due(c) {
      const rule = ruleOf(c.rules, expiringRule);
      const on = coveredThrough(c);
      if (rule.mode === 'off' || on === null || !needsAuthorization(c)) return null;
      return dueBeforeDate(c.rules.calendar, {
        on,
        leadDays: rule.params.leadDays,
        spreadKey: c.caseId,
        label: 'the last authorized day',
      });
    },
  },
  authorizationLapsed: {
    rule: lapsedRule,
    title: 'Authorization lapsed',
    otherwise: 'Flags the case and opens an urgent task: visits stop until it is authorized again.',
    due(c) {
      const on = coveredThrough(c);
      if (ruleOf(c.rules, lapsedRule).mode === 'off' || on === null || !needsAuthorization(c)) return null;
      return dueOnDate(c.rules.calendar, {
        on: addDays(on, 1),
        roll: 'none',
        spreadKey: c.caseId,
        label: 'The day after the last authorized day is',
      });
    },
  },
  reauthorizationOverdue: {
    rule: reauthorizationRule,
    title: 'Re-authorization overdue',
    otherwise: 'Flags the case and opens the task Call the adjuster about the request.',
    due(c) {
      const rule = ruleOf(c.rules, reauthorizationRule);
      if (rule.mode === 'off' || c.reauthorization === null || c.reauthorization.decision !== null) return null;
      const { businessDays, cutoffMinute, capCalendarDays, countsThrough } = rule.params;
      return dueAfterBusinessDays(c.rules.calendar, {
        anchorAt: c.reauthorization.receivedAt,
        days: businessDays,
        cutoffMinute: cutoffMinute ?? undefined,
        capCalendarDays: capCalendarDays ?? undefined,
        countsThrough,
        spreadKey: c.caseId,
        label: 'Request received',
      });
    },
  },
  adjusterSilence: {
    rule: silenceRule,
    title: 'Adjuster silent',
    otherwise: 'Surfaces the case and opens the task Contact the adjuster.',
    due(c) {
      const rule = ruleOf(c.rules, silenceRule);
      if (rule.mode === 'off') return null;
      return dueAfterBusinessDays(c.rules.calendar, {
        anchorOn: silentSince(c),
        days: rule.params.businessDays,
        countsThrough: rule.params.countsThrough,
        spreadKey: c.caseId,
        label: c.lastContactOn === null ? 'Case started' : 'Last contact',
      });
    },
  },
  silenceReminder: {
    rule: silenceRule,
    title: 'Adjuster still silent',
    otherwise: 'Opens the task Contact the adjuster again, now urgent.',
    due(c) {
      const rule = ruleOf(c.rules, silenceRule);
      if (rule.mode === 'off' || c.silenceRemindedOn === null) return null;
      return dueAfterBusinessDays(c.rules.calendar, {
        anchorOn: c.silenceRemindedOn,
        days: rule.params.repeatBusinessDays,
        countsThrough: 'start',
        spreadKey: c.caseId,
        label: 'Last reminder',
      });
    },
  },
  authorizedUnbilled: {
    rule: unbilledRule,
    title: 'Authorized but unbilled',
    otherwise: 'Flags the case and opens the task Submit the claim for the biller.',
    due(c) {
      const rule = ruleOf(c.rules, unbilledRule);
      const first = unbilledSince(c);
      if (rule.mode === 'off' || first === null) return null;
      const completed = c.treatmentCompletedOn;
      const anchorOn = rule.params.countFrom === 'visit' ? first : completed;
      if (anchorOn === null) return null;
      return dueAfterBusinessDays(c.rules.calendar, {
        anchorOn,
        days: rule.params.businessDays,
        countsThrough: 'start',
        spreadKey: c.caseId,
        label: rule.params.countFrom === 'visit' ? 'First unbilled visit' : 'Treatment complete',
      });
    },
  },
  followUp: {
    rule: followUpRule,
    title: 'Follow up by',
    otherwise: 'Opens the task Follow up.',
    due(c) {
      if (ruleOf(c.rules, followUpRule).mode === 'off' || c.followUp === null) return null;
      const named = { on: c.followUp.on, spreadKey: c.caseId, label: 'Follow up by' };
      const before = dueOnDate(c.rules.calendar, { ...named, roll: 'before' });
      // A closed day is served on the business day before; was that morning over when the date was set, on the next.
      if (before.on === c.followUp.on || before.at > c.followUp.setAt) return before;
      return dueOnDate(c.rules.calendar, { ...named, roll: 'after' });
    },
  },
} satisfies Record<string, ClockDefinition<WcContext>>;

export type ClockName = keyof typeof clocks;
