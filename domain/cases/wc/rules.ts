/** The WC rules: every number a practice may change, with its default and source [C08]. Reads no case. */
import { z } from 'zod';
import { defineRule } from '../../kernel';

const Severity = z.enum(['block', 'warn', 'allow']);
export type Severity = z.infer<typeof Severity>;

export const expiringRule = defineRule({
  id: 'wc.authorization-expiring',
  kind: 'wc',
  title: 'Authorization expiring',
  sentence:
    'An authorization that ends within 14 days is flagged, the coordinator is told and gets the task to request an extension.',
  source: 'C01, C10',
  params: z.strictObject({ leadDays: z.int().min(0).max(365) }),
  defaults: { leadDays: 14 },
  defaultMode: 'on',
});

export const lapsedRule = defineRule({
  id: 'wc.authorization-lapsed',
  kind: 'wc',
  title: 'Authorization lapsed',
  sentence:
    'When the dates have passed or the visits are used up before treatment is complete, the authorization has lapsed: the case is flagged and an urgent task opens.',
  source: 'A19, F1',
  params: z.strictObject({}),
  defaults: {},
  defaultMode: 'on',
});

export const visitCapRule = defineRule({
  id: 'wc.visit-cap',
  kind: 'wc',
  title: 'Visits nearly used',
  sentence: 'When the visits used come within 2 of the authorized limit, the task to request re-authorization opens.',
  source: 'C02. Used visits decide; booked ones can be counted as well.',
  params: z.strictObject({ margin: z.int().min(0).max(100), countBooked: z.boolean() }),
  defaults: { margin: 2, countBooked: false },
  defaultMode: 'on',
});

export const visitCheckRule = defineRule({
  id: 'wc.visit-check',
  kind: 'wc',
  title: 'Visit check before booking',
  sentence: 'A visit that no authorization covers is blocked before it is confirmed; a close call is warned about.',
  source: 'C03, C09',
  params: z.strictObject({
    notCovered: Severity,
    limitReached: Severity,
    nearLimit: Severity,
    expiringSoon: Severity,
    reauthorizationPending: Severity,
  }),
  defaults: {
    notCovered: 'block',
    limitReached: 'block',
    nearLimit: 'warn',
    expiringSoon: 'warn',
    reauthorizationPending: 'warn',
  },
  defaultMode: 'on',
});

export const reauthorizationRule = defineRule({
  id: 'wc.reauthorization-overdue',
  kind: 'wc',
  title: 'Re-authorization overdue',
  sentence: 'A re-authorization request without an answer for 5 business days from its receipt is followed up.',
  source: 'C04; reference case California Labor Code 4610(i)(1): 5 business days, never more than 14 calendar days',
  params: z.strictObject({
    businessDays: z.int().min(1).max(60),
    /** Local minute; what arrives later counts as the next business day (1050 is 17:30). */
    cutoffMinute: z.int().min(0).max(1_439).nullable(),
    capCalendarDays: z.int().min(1).max(365).nullable(),
    /** end: the payer has the whole of the last day. */
    countsThrough: z.enum(['start', 'end']),
  }),
  defaults: { businessDays: 5, cutoffMinute: 1_050, capCalendarDays: null, countsThrough: 'end' },
  defaultMode: 'on',
});

export const silenceRule = defineRule({
  id: 'wc.adjuster-silence',
  kind: 'wc',
  title: 'Adjuster silent',
  sentence: 'Without an adjuster contact for 10 business days the case surfaces with the task to contact the adjuster.',
  source: 'C05, D3, D4; the repetition is a default of ours [N10, R10]',
  params: z.strictObject({
    businessDays: z.int().min(1).max(260),
    countsThrough: z.enum(['start', 'end']),
    /** any: every logged contact counts; reply: only one in which the adjuster was reached. */
    resetBy: z.enum(['any', 'reply']),
    /** While the silence lasts the task comes again after so many business days. */
    repeatBusinessDays: z.int().min(1).max(260),
  }),
  defaults: { businessDays: 10, countsThrough: 'start', resetBy: 'any', repeatBusinessDays: 5 },
  defaultMode: 'on',
});

export const unbilledRule = defineRule({
  id: 'wc.authorized-unbilled',
  kind: 'wc',
  title: 'Authorized but unbilled',
  sentence: 'Authorized treatment without a claim 5 business days after its completion surfaces for billing.',
  source: 'C06. The number of days is a default, the documents name none.',
  params: z.strictObject({
    businessDays: z.int().min(0).max(260),
    /** Count from the end of treatment, or from the first unbilled visit. */
    countFrom: z.enum(['treatment-complete', 'visit']),
  }),
  defaults: { businessDays: 5, countFrom: 'treatment-complete' },
  defaultMode: 'on',
});

export const followUpRule = defineRule({
  id: 'wc.follow-up',
  kind: 'wc',
  title: 'Follow up by',
  sentence: 'On the follow-up date a task opens for the owner.',
  source: 'A16, R11',
  params: z.strictObject({ latestDaysAhead: z.int().min(1).max(1_826) }),
  defaults: { latestDaysAhead: 366 },
  defaultMode: 'on',
});

export const rules = [
  expiringRule,
  lapsedRule,
  visitCapRule,
  visitCheckRule,
  reauthorizationRule,
  silenceRule,
  unbilledRule,
  followUpRule,
] as const;
