/** Which details each kind of case has, in the order of its form; names are those of the API's details. */

export interface DetailField {
  /** `employer`, `patient.name` */
  readonly path: string;
  readonly label: string;
  readonly kind: 'text' | 'long' | 'date' | 'choice' | 'list';
  readonly options?: readonly string[];
  /** A value that the others of its group need: without a patient's name there is no patient. */
  readonly needed?: boolean;
}

const text = (path: string, label: string): DetailField => ({ path, label, kind: 'text' });
const description: DetailField = { path: 'description', label: 'Description', kind: 'long' };
const patient = (label: string): readonly DetailField[] => [
  { path: 'patient.name', label, kind: 'text', needed: true },
  { path: 'patient.dateOfBirth', label: 'Date of birth', kind: 'date' },
];

const wc: readonly DetailField[] = [
  text('claimNumber', 'Claim number'),
  ...patient('Injured worker'),
  text('patient.phone', 'Phone'),
  text('patient.email', 'E-mail'),
  {
    path: 'patient.preferredContact',
    label: 'Preferred contact',
    kind: 'choice',
    options: ['phone', 'text', 'email', 'mail', 'employer', 'other'],
  },
  text('patient.accountNumber', 'Patient account'),
  text('employer', 'Employer'),
  text('employment', 'Employment'),
  { path: 'injuredOn', label: 'Date of injury', kind: 'date' },
  text('injuryType', 'Type of accident'),
  text('bodyPart', 'Body part'),
  text('payerName', 'Payer'),
  text('claimsAdministrator', 'Claims administrator'),
  { path: 'adjuster.name', label: 'Adjuster', kind: 'text', needed: true },
  text('adjuster.phone', 'Adjuster phone'),
  text('adjuster.email', 'Adjuster e-mail'),
  text('adjuster.fax', 'Adjuster fax'),
  description,
];

const denial: readonly DetailField[] = [
  ...patient('Patient'),
  text('patient.accountNumber', 'Patient account'),
  text('patient.memberId', 'Member id'),
  text('payerName', 'Payer'),
  text('payerReference', "Payer's reference"),
  { path: 'claimNumbers', label: 'Claim numbers', kind: 'list' },
  { path: 'remarkCodes', label: 'Remark codes', kind: 'list' },
  description,
];

export const detailFieldsOf = (kind: string): readonly DetailField[] => (kind === 'wc' ? wc : denial);
