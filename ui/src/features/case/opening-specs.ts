/** What opening a case asks, in sections; a field's name is its place in the request, joined by dots. */
import { choice, type FieldSpec, type FormSpec } from '../../components/event-form/field-specs';
import { subjects } from '../../components/denial-subjects';

export interface Section {
  readonly title: string;
  readonly lead?: string;
  readonly fields: readonly FieldSpec[];
}

const text = (name: string, label: string, most = 200): FieldSpec => ({
  name,
  label,
  kind: 'text',
  most,
  optional: true,
});
const day = (name: string, label: string, days?: 'past' | 'future'): FieldSpec => ({
  name,
  label,
  kind: 'date',
  optional: true,
  ...(days ? { days } : {}),
});

const owner: FieldSpec = { name: 'data.owner', label: 'Owner', kind: 'owner' };
const followUp = day('data.followUpOn', 'Follow up by', 'future');
const description: FieldSpec = {
  name: 'details.description',
  label: 'Description',
  kind: 'text',
  most: 4_000,
  long: true,
  optional: true,
};

export const wcSections: readonly Section[] = [
  {
    title: 'Worker and injury',
    fields: [
      { name: 'details.patient.name', label: 'Injured worker', kind: 'text', most: 200 },
      day('details.patient.dateOfBirth', 'Date of birth', 'past'),
      text('details.patient.phone', 'Phone', 40),
      {
        ...choice('details.patient.preferredContact', 'Preferred contact', [
          ...['phone', 'text', 'email', 'mail', 'employer', 'other'],
        ]),
        optional: true,
      },
      text('details.claimNumber', 'Claim number', 60),
      text('details.employer', 'Employer'),
      text('details.employment', 'Employment'),
      day('injuredOn', 'Date of injury', 'past'),
      text('details.injuryType', 'Type of accident'),
      text('details.bodyPart', 'Body part'),
      { ...text('jurisdiction', 'Jurisdiction', 6), help: "Such as US-CA. Left empty: the location's own." },
    ],
  },
  {
    title: 'Payer and adjuster',
    fields: [
      text('details.payerName', 'Payer'),
      text('details.claimsAdministrator', 'Claims administrator'),
      text('details.adjuster.name', 'Adjuster'),
      text('details.adjuster.phone', 'Adjuster phone', 40),
      text('details.adjuster.email', 'Adjuster e-mail', 254),
      text('details.adjuster.fax', 'Adjuster fax', 40),
      { ...day('data.lastContactOn', 'Last contact with the adjuster', 'past'), help: 'Silence counts from this day.' },
    ],
  },
  {
    title: 'Authorization',
    lead: 'If there is one already. Its dates and visits are watched from the start.',
    fields: [
      text('authorizationNumber', 'Number', 60),
      day('authorization.startsOn', 'First authorized day'),
      { ...day('authorization.endsOn', 'Last authorized day'), help: 'Leave empty when no end is set.' },
      {
        name: 'authorization.visitsLimit',
        label: 'Visits authorized',
        kind: 'count',
        least: 1,
        most: 1_000,
        optional: true,
        help: 'Leave empty when there is no limit on visits.',
      },
      {
        name: 'authorization.visitsUsed',
        label: 'Visits used already',
        kind: 'count',
        least: 0,
        most: 1_000,
        optional: true,
      },
      { ...choice('authorization.source', 'Source', ['portal', 'ehr', 'billing', 'manual'], 'manual'), optional: true },
    ],
  },
  { title: 'Work', fields: [owner, followUp, description] },
];

export const denialSections: readonly Section[] = [
  {
    title: 'Claims',
    lead: 'A claim has one active case at a time.',
    fields: [{ name: 'data.claims', label: 'Claims that were denied', kind: 'claims', of: 'free' }],
  },
  {
    title: 'Denial',
    fields: [
      { name: 'data.carcCodes', label: 'CARC codes', kind: 'carcs', of: 'new' },
      {
        ...choice('data.subject', 'Subject', subjects),
        optional: true,
        help: 'Left empty, the routing of the codes names it.',
      },
      choice('data.priority', 'Priority', ['low', 'normal', 'high'], 'normal'),
      {
        name: 'data.deniedOn',
        label: 'Denied on',
        kind: 'date',
        start: 'today',
        days: 'past',
        help: 'The appeal window counts from this day.',
      },
      { name: 'data.deniedCents', label: 'Denied', kind: 'money' },
      { name: 'data.outstandingCents', label: 'Outstanding', kind: 'money' },
      text('details.payerReference', "Payer's reference", 80),
    ],
  },
  { title: 'Work', fields: [owner, followUp, description] },
];

export const specOf = (sections: readonly Section[]): FormSpec => ({
  fields: sections.flatMap(({ fields }) => fields),
});
