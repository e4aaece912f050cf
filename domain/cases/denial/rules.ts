/** The denial rules: every number a practice may change, with its default and source. Reads no case. */
import { z } from 'zod';
import { defineRule } from '../../kernel';

export const followUpRule = defineRule({
  id: 'denial.follow-up',
  kind: 'denial',
  group: 'Follow up and owners',
  title: 'Follow up by',
  sentence:
    "On the Follow Up By date a task opens for the owner; in Awaiting Payment it repeats after the payer's follow-up interval, {intervalBusinessDays} business {intervalBusinessDays:day|days} where the payer has none, until the case leaves the stage.",
  source: 'H12, H20, R11; section M. The interval of 10 business days is a default, the documents name none.',
  params: z.strictObject({
    intervalBusinessDays: z.int().min(1).max(260).meta({ title: 'Days between follow-ups' }),
    /** From this reminder on in one wait, the task has high priority. */
    highPriorityFrom: z.int().min(1).max(50).meta({ title: 'High priority from this reminder on' }),
    /** A date further ahead than this is taken for a slip of the pen, because the case would sleep until then. */
    latestDaysAhead: z.int().min(1).max(1_826).meta({ title: 'Latest follow-up date from today' }),
  }),
  defaults: { intervalBusinessDays: 10, highPriorityFrom: 2, latestDaysAhead: 366 },
  defaultMode: 'on',
});

export const appealTriggerRule = defineRule({
  id: 'denial.appeal-trigger',
  kind: 'denial',
  group: 'Billing and denials',
  title: 'Denial not worked',
  sentence:
    'A denial on which no work has started {hours} {hours:hour|hours} after it was received is flagged and escalated to a manager.',
  source: 'L14',
  params: z.strictObject({ hours: z.int().min(1).max(2_160).meta({ title: 'Hours until work starts' }) }),
  defaults: { hours: 48 },
  defaultMode: 'on',
});

export const appealWindowRule = defineRule({
  id: 'denial.appeal-window',
  kind: 'denial',
  group: 'Billing and denials',
  title: 'Appeal window',
  sentence:
    "While no appeal is filed, the case is flagged {warnDays} {warnDays:day|days} before the payer's appeal window ends, and again for a manager when it has ended.",
  source: 'L13, L15; section M: 180 days, Medicare fee-for-service 120, counted in calendar days from the denial.',
  params: z.strictObject({
    windowDays: z.int().min(1).max(730).meta({ title: 'Window where the payer names none' }),
    medicareFfsDays: z.int().min(1).max(730).meta({ title: 'Window of Medicare fee-for-service' }),
    warnDays: z.int().min(0).max(365).meta({ title: 'Days before the window ends' }),
  }),
  defaults: { windowDays: 180, medicareFfsDays: 120, warnDays: 30 },
  defaultMode: 'on',
});

export const noOwnerRule = defineRule({
  id: 'denial.no-owner',
  kind: 'denial',
  group: 'Follow up and owners',
  title: 'Case without an owner',
  sentence:
    'A case that has had no owner for {businessDays} whole business {businessDays:day|days} is flagged and given to a manager to assign.',
  source: 'H16, H18; E2 in spirit: no owner is an error state. One business day is a default.',
  params: z.strictObject({ businessDays: z.int().min(1).max(60).meta({ title: 'Days without an owner' }) }),
  defaults: { businessDays: 1 },
  defaultMode: 'on',
});

export const stalledRule = defineRule({
  id: 'denial.stalled',
  kind: 'denial',
  group: 'Follow up and owners',
  title: 'Work without a next step',
  sentence:
    'A case In Progress without a follow-up date on which nothing has happened for {businessDays} business {businessDays:day|days} is flagged and put before its owner.',
  source: 'N10: no open case without an armed clock or an open task; R10. 10 business days is a default.',
  params: z.strictObject({ businessDays: z.int().min(1).max(260).meta({ title: 'Days without anything' }) }),
  defaults: { businessDays: 10 },
  defaultMode: 'on',
});

export const routingRule = defineRule({
  id: 'denial.routing',
  kind: 'denial',
  group: 'Billing and denials',
  title: 'Denial routing',
  sentence:
    'The first task of a denial goes to the role its reason code, payer and age name; off, everything goes to the biller.',
  source: 'L07-L13; ages from L15: recovery falls after 30 days. The table itself is documented in routing.ts.',
  params: z.strictObject({
    /** Older denials than this have high priority, in calendar days. */
    highPriorityAfterDays: z.int().min(0).max(730).meta({ title: 'High priority when the denial is older than' }),
    /** Business days given for the first task. */
    firstTaskBusinessDays: z.int().min(0).max(60).meta({ title: 'Days given for the first task' }),
  }),
  defaults: { highPriorityAfterDays: 30, firstTaskBusinessDays: 1 },
  defaultMode: 'on',
});

export const rules = [
  followUpRule,
  appealTriggerRule,
  appealWindowRule,
  noOwnerRule,
  stalledRule,
  routingRule,
] as const;
