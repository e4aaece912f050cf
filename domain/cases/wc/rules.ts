/** The WC rules: every number a practice may change, with its default and source [C08]. Reads no case. */
import { z } from 'zod';
import { defineRule } from '../../kernel';

const Severity = z.enum(['block', 'warn', 'allow']);
const severityWords = { block: 'stop the booking', warn: 'warn', allow: 'say nothing' };
const untilWords = { start: 'as the last day begins', end: 'when the last day is over' };
const severity = (title: string) => Severity.meta({ title, words: severityWords });
export type Severity = z.infer<typeof Severity>;

export const expiringRule = defineRule({
  id: 'wc.authorization-expiring',
  kind: 'wc',
  group: 'Authorization',
  title: 'Authorization expiring',
  sentence:
    'An authorization that ends within {leadDays} {leadDays:day|days} is flagged, the coordinator is told and gets the task to request an extension.',
  source: 'C01, C10',
  params: z.strictObject({ leadDays: z.int().min(0).max(365).meta({ title: 'Days before the last authorized day' }) }),
  defaults: { leadDays: 14 },
  defaultMode: 'on',
});

export const lapsedRule = defineRule({
  id: 'wc.authorization-lapsed',
  kind: 'wc',
  group: 'Authorization',
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
  group: 'Authorization',
  title: 'Visits nearly used',
  sentence:
    'When the visits used come within {margin} of the authorized limit, the task to request re-authorization opens.',
  source: 'C02. Used visits decide; booked ones can be counted as well.',
  params: z.strictObject({
    margin: z.int().min(0).max(100).meta({ title: 'Visits left' }),
    countBooked: z.boolean().meta({ title: 'Count booked visits as well' }),
  }),
  defaults: { margin: 2, countBooked: false },
  defaultMode: 'on',
});

export const visitCheckRule = defineRule({
  id: 'wc.visit-check',
  kind: 'wc',
  group: 'Authorization',
  title: 'Visit check before booking',
  sentence: 'A visit that no authorization covers is blocked before it is confirmed; a close call is warned about.',
  source: 'C03, C09',
  params: z.strictObject({
    notCovered: severity('No authorization covers the day'),
    limitReached: severity('The visit limit is reached'),
    nearLimit: severity('The visit limit is near'),
    expiringSoon: severity('The authorization ends soon'),
    reauthorizationPending: severity('A re-authorization is waited for'),
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
  group: 'Authorization',
  title: 'Re-authorization overdue',
  sentence:
    'A re-authorization request without an answer for {businessDays} business {businessDays:day|days} from its receipt is followed up.',
  source: 'C04; reference case California Labor Code 4610(i)(1): 5 business days, never more than 14 calendar days',
  params: z.strictObject({
    businessDays: z.int().min(1).max(60).meta({ title: 'Days to answer' }),
    /** Local minute; what arrives later counts as the next business day (1050 is 17:30). */
    cutoffMinute: z.int().min(0).max(1_439).nullable().meta({ title: 'What arrives later counts as the next day' }),
    capCalendarDays: z.int().min(1).max(365).nullable().meta({ title: 'Never more days than this' }),
    /** end: the payer has the whole of the last day. */
    countsThrough: z.enum(['start', 'end']).meta({ title: 'It is late', words: untilWords }),
  }),
  defaults: { businessDays: 5, cutoffMinute: 1_050, capCalendarDays: null, countsThrough: 'end' },
  defaultMode: 'on',
});

export const silenceRule = defineRule({
  id: 'wc.adjuster-silence',
  kind: 'wc',
  group: 'Adjuster',
  title: 'Adjuster silent',
  sentence:
    'Without an adjuster contact for {businessDays} business {businessDays:day|days} the case surfaces with the task to contact the adjuster.',
  source: 'C05, D3, D4; the repetition is a default of ours [N10, R10]',
  params: z.strictObject({
    businessDays: z.int().min(1).max(260).meta({ title: 'Days of silence' }),
    countsThrough: z.enum(['start', 'end']).meta({ title: 'The adjuster is silent', words: untilWords }),
    /** any: every logged contact counts; reply: only one in which the adjuster was reached. */
    resetBy: z.enum(['any', 'reply']).meta({
      title: 'The count starts again with',
      words: { any: 'every logged contact', reply: 'a contact that reached the adjuster' },
    }),
    /** While the silence lasts the task comes again after so many business days. */
    repeatBusinessDays: z.int().min(1).max(260).meta({ title: 'While it lasts, the task comes again after' }),
  }),
  defaults: { businessDays: 10, countsThrough: 'start', resetBy: 'any', repeatBusinessDays: 5 },
  defaultMode: 'on',
});

export const unbilledRule = defineRule({
  id: 'wc.authorized-unbilled',
  kind: 'wc',
  group: 'Billing and denials',
  title: 'Authorized but unbilled',
  sentence:
    'Authorized treatment without a claim {businessDays} business {businessDays:day|days} after its completion surfaces for billing.',
  source: 'C06. The number of days is a default, the documents name none.',
  params: z.strictObject({
    businessDays: z.int().min(0).max(260).meta({ title: 'Days to bill' }),
    /** Count from the end of treatment, or from the first unbilled visit. */
    countFrom: z.enum(['treatment-complete', 'visit']).meta({
      title: 'Count from',
      words: { 'treatment-complete': 'the end of treatment', visit: 'the first unbilled visit' },
    }),
  }),
  defaults: { businessDays: 5, countFrom: 'treatment-complete' },
  defaultMode: 'on',
});

export const followUpRule = defineRule({
  id: 'wc.follow-up',
  kind: 'wc',
  group: 'Follow up and owners',
  title: 'Follow up by',
  sentence: 'On the follow-up date a task opens for the owner.',
  source: 'A16, R11',
  params: z.strictObject({
    latestDaysAhead: z.int().min(1).max(1_826).meta({ title: 'Latest follow-up date from today' }),
  }),
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
