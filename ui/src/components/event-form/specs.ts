/** Finds the form of an event: of its kind, or of those that every kind answers. */
import { choice, type FormSpec } from './field-specs';
import { denialForms } from './specs-denial';
import { wcForms } from './specs-wc';

const everyKind: Readonly<Record<string, FormSpec>> = {
  'note.added': {
    fields: [
      choice('channel', 'What it is', ['note', 'call', 'email', 'fax', 'letter', 'portal', 'other'], 'note'),
      {
        ...choice('with', 'With', ['payer', 'adjuster', 'patient', 'employer', 'provider', 'team', 'other']),
        optional: true,
      },
    ],
    note: 'Text',
    send: 'Save note',
  },
};

const byKind: Readonly<Record<string, Readonly<Record<string, FormSpec>>>> = { wc: wcForms, denial: denialForms };

export const formOf = (kind: string, type: string): FormSpec | undefined => byKind[kind]?.[type] ?? everyKind[type];

/** Nothing can be sent without it. */
export const needsNote = (type: string): boolean => type === 'note.added';
