/** The forms of the events of a denial case, one a type. What only the system sends has none. */
import { subjects } from '../denial-subjects';
import { choice, happened, type FormSpec } from './field-specs';

export const denialForms: Readonly<Record<string, FormSpec>> = {
  'work.started': { fields: [], lead: 'The case goes to In Progress.' },
  'action.taken': {
    fields: [
      choice('action', 'What was done', [
        'appeal-sent',
        'corrected-claim',
        'resubmitted',
        'called-payer',
        'documents-sent',
        'reconsideration',
        'other',
      ]),
      happened('Day'),
      {
        name: 'expectedBy',
        label: 'Answer expected by',
        kind: 'date',
        days: 'future',
        optional: true,
        help: "Left empty: the payer's follow-up interval.",
      },
    ],
    lead: 'The case awaits payment, and is followed up until the payer answers.',
    note: 'Reference number, whom you spoke to',
  },
  'payer.responded': {
    fields: [
      choice('outcome', 'Answer', ['paid', 'partial', 'upheld', 'more-information', 'other']),
      happened('Day'),
      { name: 'amountCents', label: 'Amount', kind: 'money', optional: true },
    ],
  },
  'work.resumed': { fields: [], lead: 'The case goes back from Awaiting Payment to In Progress.' },
  'payment.posted': {
    fields: [
      { name: 'claimId', label: 'Claim', kind: 'claim', optional: true },
      { name: 'amountCents', label: 'Amount', kind: 'money' },
      happened('Posted on'),
    ],
  },
  'case.resolved': {
    fields: [
      choice('outcome', 'Outcome', [
        'paid',
        'partially-paid',
        'written-off',
        'patient-responsibility',
        'upheld',
        'duplicate',
        'other',
      ]),
    ],
    lead: 'Every clock of the case stops, and its open tasks close. Its claims are free for another case.',
    ends: true,
  },
  'case.canceled': {
    fields: [choice('reason', 'Reason', ['opened-in-error', 'duplicate', 'paid-before-work', 'claim-voided', 'other'])],
    lead: 'Every clock of the case stops, and its open tasks close. Its claims are free for another case.',
    ends: true,
  },
  'case.reopened': {
    fields: [],
    note: 'Why it is reopened',
    lead: 'The case goes on in In Progress, with a task to decide the next step.',
  },
  'case.assigned': {
    fields: [{ name: 'owner', label: 'Owner', kind: 'owner' }],
    lead: 'Open tasks that follow the owner go along.',
  },
  'claims.added': { fields: [{ name: 'claims', label: 'Claims to add', kind: 'claims', of: 'free' }] },
  'claims.removed': { fields: [{ name: 'claimIds', label: 'Claims to remove', kind: 'claims', of: 'case' }] },
  'carc.added': { fields: [{ name: 'codes', label: 'CARC codes', kind: 'carcs', of: 'new' }] },
  'carc.resolved': { fields: [{ name: 'codes', label: 'Codes that are resolved', kind: 'carcs', of: 'open' }] },
  'carc.unresolved': { fields: [{ name: 'codes', label: 'Codes that are open again', kind: 'carcs', of: 'resolved' }] },
  'amounts.updated': {
    fields: [
      { name: 'deniedCents', label: 'Denied', kind: 'money' },
      { name: 'outstandingCents', label: 'Outstanding', kind: 'money' },
    ],
  },
  'classification.set': {
    fields: [choice('subject', 'Subject', subjects), choice('priority', 'Priority', ['low', 'normal', 'high'])],
  },
  'followUp.set': { fields: [{ name: 'on', label: 'Follow up by', kind: 'date', days: 'future' }], note: 'Why then' },
  'followUp.cleared': { fields: [], note: 'Why no date is needed' },
};
