/** What each figure counts, in one sentence that stands beside it on the screen and in the document. Words and units only. */
import type { ClockName as DenialClock } from '../../domain/cases/denial/clocks';
import type { ClockName as WcClock } from '../../domain/cases/wc/clocks';

export const measureIds = ['lapses', 'billing-lag', 'receivables', 'silence', 'lead-time'] as const;
export type MeasureId = (typeof measureIds)[number];

interface Measure {
  /** Requirement. */
  readonly source: string;
  readonly title: string;
  readonly sentence: string;
  /** What one figure of the trend is. */
  readonly figure: string;
  readonly unit: 'incidents' | 'days' | 'cases';
  readonly better: 'down' | 'up';
  /**
   * flow: something that happens on a day, counted or averaged over the days of a bar.
   * level: something that is so for a while, counted at the end of a bar's last day.
   */
  readonly sort: 'flow' | 'level';
}

export const measures: Readonly<Record<MeasureId, Measure>> = {
  lapses: {
    source: 'F1',
    title: 'Lapsed-authorization incidents',
    sentence:
      'Visits that took place although no authorization covered them, when they were recorded or as the case stands now: past its dates or beyond its number of visits. Each visit counts once, on its own day.',
    figure: 'visits in the month or week',
    unit: 'incidents',
    better: 'down',
    sort: 'flow',
  },
  'billing-lag': {
    source: 'F2',
    title: 'Days from treatment complete to claim submitted',
    sentence:
      'Calendar days from the day treatment was complete to the first claim submitted on or after it; 0 is the same day. Counted on the day of that claim.',
    figure: 'median over the cases whose claim fell into the month or week',
    unit: 'days',
    better: 'down',
    sort: 'flow',
  },
  receivables: {
    source: 'F3',
    title: 'WC receivables over 90 days',
    sentence:
      'WC cases whose first claim was submitted more than 90 calendar days before, with no final payment and not closed.',
    figure: 'cases at the end of the month or week',
    unit: 'cases',
    better: 'down',
    sort: 'level',
  },
  silence: {
    source: 'F4',
    title: 'Cases without adjuster contact',
    sentence:
      'WC cases on which the silence clock had run out: no adjuster contact for the business days of the rule, 10 by default, in the calendar of the practice.',
    figure: 'cases at the end of the month or week',
    unit: 'cases',
    better: 'down',
    sort: 'level',
  },
  'lead-time': {
    source: 'F5',
    title: 'Days of lead time for each case',
    sentence:
      'Calendar days from the flag (authorization expiring, or visits nearly used) to the loss it warned of: the last authorized day, or the day on which the visits run out as predicted at the flag. A case with several flags in a bar counts once, with their mean.',
    figure: 'median over the cases flagged in the month or week',
    unit: 'days',
    better: 'up',
    sort: 'flow',
  },
};

/** Older than this it is an old debt [F3]. */
export const RECEIVABLE_DAYS = 90;

/**
 * Clocks that are a promise of the practice: somebody has to act before they fire. Met: one of these events ended the
 * clock, or put it off, before it fired. Missed: it fired. Clocks that remind, announce, or wait for somebody else are
 * no promise and do not count.
 */
interface ClockToMeet {
  readonly kind: 'wc' | 'denial';
  readonly clock: WcClock | DenialClock;
  readonly metBy: readonly string[];
}

const filed = ['action.taken', 'case.resolved'];

export const promises: readonly ClockToMeet[] = [
  { kind: 'wc', clock: 'adjusterSilence', metBy: ['adjuster.contacted'] },
  { kind: 'wc', clock: 'authorizedUnbilled', metBy: ['claim.submitted'] },
  {
    kind: 'wc',
    clock: 'authorizationLapsed',
    metBy: ['authorization.recorded', 'authorization.changed', 'treatment.completed'],
  },
  { kind: 'denial', clock: 'unworkedDenial', metBy: ['work.started', ...filed] },
  { kind: 'denial', clock: 'appealWindowClosed', metBy: filed },
  { kind: 'denial', clock: 'noOwner', metBy: ['case.assigned'] },
  { kind: 'denial', clock: 'stalled', metBy: ['payer.responded', 'followUp.set', 'payment.posted', ...filed] },
];

export const clocksMetSentence =
  'Of the clocks on which somebody had to act in time, the share that was acted on before it fired. Reminders, warnings and clocks that wait for a payer do not count, nor do those that were past when they were armed. A clock counts for whoever owned the case at that moment.';

export const tileSentences = {
  open: 'Denial cases that are neither Resolved nor Canceled, by payer and subject.',
  outstanding: 'Dollars still outstanding on the claims of those open cases, by payer, as each case knows them.',
  outcomes: 'Cases closed in the period as Resolved or Canceled, and what is open now by stage.',
  active: 'Cases of every kind that are neither Resolved nor Canceled.',
  resolved: 'Cases that were resolved in the period and are still resolved, by outcome.',
  drafts:
    'Letters and e-mails that a rule ordered as drafts on open cases, for a person to finish. Caseclock sends none of them by itself.',
  activities: 'Open tasks on open cases, by what they ask for; and cases with a visit booked today or later.',
  noOrphan: 'Open cases with no armed clock, no open task and no command on its way. It must be 0.',
} as const;
