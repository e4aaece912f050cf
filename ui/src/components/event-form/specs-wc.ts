/** The forms of the events of a WC case, one a type: what each asks, in the words of the people who fill it in. */
import { choice, happened, type FieldSpec, type FormSpec } from './field-specs';

const source = choice('source', 'Source', ['portal', 'ehr', 'billing', 'manual'], 'portal');
const limits: readonly FieldSpec[] = [
  {
    name: 'endsOn',
    label: 'Last authorized day',
    kind: 'date',
    optional: true,
    empty: 'null',
    help: 'Leave empty when no end is set.',
  },
  {
    name: 'visitsLimit',
    label: 'Visits authorized',
    kind: 'count',
    least: 1,
    most: 1_000,
    optional: true,
    empty: 'null',
    help: 'Leave empty when there is no limit on visits.',
  },
];
const determinedOn: FieldSpec = {
  name: 'determinedOn',
  label: 'Decided by the payer on',
  kind: 'date',
  days: 'past',
  optional: true,
};
const service: FieldSpec = {
  name: 'service',
  label: 'Service',
  kind: 'code',
  optional: true,
  ideas: ['treatment', 'chiropractic', 'mri'],
  help: "Leave empty for the case's own service.",
};
const authorization: FieldSpec = { name: 'authorizationId', label: 'Authorization', kind: 'authorization' };
const counted: FieldSpec = {
  ...authorization,
  optional: true,
  help: 'Left empty, the one that covers the day and ends first.',
};

export const wcForms: Readonly<Record<string, FormSpec>> = {
  'case.started': { fields: [], lead: 'The case goes to In Progress.' },
  'case.assigned': {
    fields: [{ name: 'owner', label: 'Owner', kind: 'owner' }],
    lead: 'Open tasks that follow the owner go along.',
  },
  'case.resolved': {
    fields: [choice('outcome', 'Outcome', ['paid', 'settled', 'returned-to-work', 'denied', 'transferred', 'other'])],
    lead: 'Every clock of the case stops, and its open tasks close.',
    ends: true,
  },
  'case.canceled': {
    fields: [choice('reason', 'Reason', ['opened-in-error', 'duplicate', 'not-work-related', 'patient-left', 'other'])],
    lead: 'Every clock of the case stops, and its open tasks close.',
    ends: true,
  },
  'case.reopened': {
    fields: [],
    note: 'Why it is reopened',
    lead: 'The case goes on with its history, and its clocks run again.',
  },
  'work.resumed': { fields: [], lead: 'The case goes back from Awaiting Payment to In Progress.' },
  'authorization.recorded': {
    fields: [
      { name: 'authorizationId', label: 'Authorization', kind: 'made' },
      { name: 'startsOn', label: 'First authorized day', kind: 'date' },
      ...limits,
      {
        name: 'visitsUsed',
        label: 'Visits used already',
        kind: 'count',
        least: 0,
        most: 1_000,
        optional: true,
        help: 'Besides those that the case lists.',
      },
      source,
      determinedOn,
      service,
    ],
  },
  'authorization.changed': {
    fields: [
      authorization,
      { name: 'startsOn', label: 'First authorized day', kind: 'date', optional: true },
      ...limits,
      source,
      determinedOn,
    ],
    lead: 'A new determination of the payer: what it replaces stays on record.',
  },
  'authorization.withdrawn': {
    fields: [
      authorization,
      { name: 'on', label: 'First day on which it no longer counts', kind: 'date', start: 'today' },
    ],
  },
  'visit.booked': {
    fields: [
      {
        name: 'visitId',
        label: 'Visit',
        kind: 'visit',
        which: 'open',
        optional: true,
        help: 'A booked visit to move, or a new one.',
      },
      { name: 'on', label: 'Day of the visit', kind: 'date' },
      service,
      counted,
      {
        name: 'override',
        label: 'Book it although the check blocks it',
        kind: 'flag',
        optional: true,
        help: 'The case is flagged, and a task asks to move the visit or get it authorized.',
      },
    ],
    checksVisit: true,
  },
  'visit.completed': {
    fields: [
      {
        name: 'visitId',
        label: 'Visit',
        kind: 'visit',
        which: 'booked',
        optional: true,
        help: 'A booked visit, or one that was not booked.',
      },
      happened('Day of the visit'),
      service,
      counted,
    ],
  },
  'visit.canceled': { fields: [{ name: 'visitId', label: 'Visit', kind: 'visit', which: 'booked' }] },
  'visits.counted': {
    fields: [
      authorization,
      { name: 'used', label: 'Visits used', kind: 'count', least: 0, most: 1_000 },
      { ...source, optional: true },
    ],
    lead: 'What a source counts. Visits that the case does not list make up the difference.',
  },
  'reauthorization.requested': {
    fields: [
      { name: 'requestId', label: 'Request', kind: 'made' },
      choice('kind', 'Asks to', ['extend', 'expand'], 'extend'),
      {
        name: 'receivedAt',
        label: 'Received by the payer',
        kind: 'moment',
        optional: true,
        help: 'Such as the time on the fax confirmation. Left empty: now.',
      },
    ],
    note: 'What was asked for',
  },
  'reauthorization.decided': {
    fields: [
      { name: 'requestId', label: 'Request', kind: 'request' },
      choice('decision', 'Decision', ['approved', 'denied', 'withdrawn']),
      happened('Decided on'),
      { ...authorization, label: 'Authorization it became', optional: true, help: 'If it is on the case already.' },
    ],
  },
  'adjuster.contacted': {
    fields: [
      choice('channel', 'How', ['call', 'email', 'fax', 'portal', 'letter', 'other'], 'call'),
      {
        name: 'direction',
        label: 'Who wrote or called',
        kind: 'choice',
        start: 'out',
        options: [
          { value: 'out', label: 'We did' },
          { value: 'in', label: 'The adjuster did' },
        ],
      },
      happened('Day'),
      { name: 'reached', label: 'The adjuster was reached, or answered', kind: 'flag', start: true },
    ],
    note: 'What was said',
  },
  'treatment.completed': { fields: [happened('Last day of treatment')] },
  'treatment.resumed': { fields: [] },
  'claim.submitted': {
    fields: [
      happened('Submitted on'),
      {
        name: 'throughOn',
        label: 'Bills treatment up to',
        kind: 'date',
        days: 'past',
        optional: true,
        help: 'Left empty: up to the day it was submitted.',
      },
    ],
  },
  'claim.denied': { fields: [happened('Denied on')] },
  'payment.posted': {
    fields: [
      { name: 'amountCents', label: 'Amount', kind: 'money' },
      happened('Posted on'),
      { name: 'final', label: 'Nothing more is expected', kind: 'flag', start: false },
    ],
  },
  'followUp.set': { fields: [{ name: 'on', label: 'Follow up by', kind: 'date', days: 'future' }], note: 'Why then' },
  'followUp.cleared': { fields: [], note: 'Why no date is needed' },
  'returnToWork.recorded': { fields: [happened('Day'), choice('kind', 'Work', ['full', 'modified'], 'full')] },
  'milestone.recorded': {
    fields: [
      { name: 'code', label: 'Milestone', kind: 'code', ideas: ['first-visit', 'evaluation', 'maximum-improvement'] },
      happened('Day'),
    ],
  },
  'document.changed': {
    fields: [
      {
        name: 'documentId',
        label: 'Document',
        kind: 'document',
        optional: true,
        help: 'One on the case, or a new one.',
      },
      {
        name: 'kind',
        label: 'Kind of document',
        kind: 'code',
        ideas: ['work-capacity-form', 'doctors-first-report', 'referral'],
      },
      choice('status', 'Status', ['requested', 'received', 'missing'], 'requested'),
      { ...happened('Day'), optional: true },
    ],
  },
};
