/** What each next action is called, which icon stands for it, and what its form asks. The server says which apply. */
import {
  IconArrowRight,
  IconCalendarEvent,
  IconCalendarPlus,
  IconCalendarTime,
  IconCheck,
  IconFilePlus,
  IconGavel,
  IconMail,
  IconMessage,
  IconPhone,
  IconPrinter,
  IconReceipt,
  IconUserPlus,
  type Icon,
} from '@tabler/icons-react';
import type { components } from '../api/generated/schema';

export type NextAction = components['schemas']['BoardRow']['doNext'][number];
export type NextKey = NextAction['key'];

export interface NextField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'past' | 'future' | 'day' | 'count' | 'choice';
  readonly choices?: readonly (readonly [value: string, label: string])[];
  /** Begins with today, or with this. */
  readonly start?: string;
  readonly optional?: boolean;
}

export interface NextWords {
  readonly label: string;
  readonly icon: Icon;
  /** What sending it does, where the label alone does not say it. */
  readonly lead?: string;
  readonly fields?: readonly NextField[];
  readonly note?: string;
  readonly noteNeeded?: boolean;
  /** The button, where it is not the label. */
  readonly send?: string;
  /** Said once it is done. */
  readonly done: string;
}

const asked = (label: string): NextWords => ({
  label,
  icon: IconCalendarPlus,
  lead: "Records that the payer has the request. The payer's time to answer starts now.",
  note: 'What was asked for, and how it was sent',
  send: 'Record request',
  done: 'Request recorded',
});

export const nextWords: Readonly<Record<NextKey, NextWords>> = {
  'take-case': { label: 'Take case', icon: IconUserPlus, done: 'The case is yours' },
  'request-extension': asked('Request extension'),
  'request-visits': asked('Request visits'),
  'request-back': asked('Request cover'),
  'move-visit': {
    label: 'Move visit',
    icon: IconCalendarTime,
    fields: [{ name: 'on', label: 'New day of the visit', kind: 'future' }],
    send: 'Move visit',
    done: 'Visit moved',
  },
  'record-decision': {
    label: 'Record answer',
    icon: IconGavel,
    fields: [
      {
        name: 'decision',
        label: 'The payer',
        kind: 'choice',
        choices: [
          ['approved', 'Approved'],
          ['denied', 'Denied'],
          ['withdrawn', 'We withdrew'],
        ],
      },
      { name: 'on', label: 'Decided on', kind: 'past' },
    ],
    note: 'What was decided',
    send: 'Record answer',
    done: 'Answer recorded',
  },
  'record-authorization': {
    label: 'Record approval',
    icon: IconFilePlus,
    lead: 'The dates and visits that the payer approved.',
    fields: [
      { name: 'startsOn', label: 'First authorized day', kind: 'day' },
      { name: 'endsOn', label: 'Last authorized day', kind: 'day', optional: true },
      { name: 'visitsLimit', label: 'Visits authorized', kind: 'count', optional: true },
    ],
    send: 'Record approval',
    done: 'Approval recorded',
  },
  'accept-denial': {
    label: 'Accept denial',
    icon: IconCheck,
    lead: 'The request stays denied, and the task about it closes.',
    note: 'Why, and what follows',
    done: 'Denial accepted',
  },
  'call-adjuster': { label: 'Call adjuster', icon: IconPhone, done: 'Call logged' },
  'email-adjuster': { label: 'E-mail adjuster', icon: IconMail, done: 'E-mail logged' },
  'fax-adjuster': { label: 'Fax adjuster', icon: IconPrinter, done: 'Fax logged' },
  'mark-billed': {
    label: 'Mark billed',
    icon: IconReceipt,
    lead: 'Records that the claim went out. It bills all treatment up to that day.',
    fields: [{ name: 'on', label: 'Submitted on', kind: 'past' }],
    note: 'Number of the claim, clearing house',
    send: 'Mark billed',
    done: 'Marked billed',
  },
  'ask-billing': {
    label: 'Write to billing',
    icon: IconMessage,
    lead: 'Opens a task for the billers.',
    note: 'What billing should do',
    noteNeeded: true,
    send: 'Send to billing',
    done: 'Sent to billing',
  },
  'finish-follow-up': {
    label: 'Follow-up done',
    icon: IconCheck,
    lead: 'The follow-up date is cleared, and its task closes.',
    note: 'What came of it',
    done: 'Follow-up done',
  },
  'move-follow-up': {
    label: 'Move date',
    icon: IconCalendarEvent,
    fields: [{ name: 'on', label: 'Follow up by', kind: 'future' }],
    note: 'Why then',
    send: 'Set date',
    done: 'Follow-up date set',
  },
  'resolve-case': {
    label: 'Resolve case',
    icon: IconCheck,
    lead: 'Every clock of the case stops, and its open tasks close.',
    fields: [
      {
        name: 'outcome',
        label: 'Outcome',
        kind: 'choice',
        choices: [
          ['paid', 'Paid'],
          ['returned-to-work', 'Back at work'],
          ['settled', 'Settled'],
          ['other', 'Other'],
        ],
      },
    ],
    note: 'What remains to be known',
    done: 'Case resolved',
  },
  'open-case': { label: 'Open case', icon: IconArrowRight, done: '' },
};
