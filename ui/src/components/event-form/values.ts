/** What a person typed into the form of an event, its beginning, and how it becomes the event's data. Pure. */
import { centsOf } from '../numbers';
import { momentOf } from '../zoned';
import type { FieldSpec, FormSpec } from './field-specs';

export type Value = string | boolean | readonly string[];
export type Values = Readonly<Record<string, Value>>;

export interface Around {
  readonly today: string;
  readonly zone: string;
  /** A new id for each field that may need one; the same while the form is open. */
  readonly ids: Readonly<Record<string, string>>;
}

/** Value of a choice that stands for nobody. */
export const NOBODY = 'none';

/** An empty form, with what the specification begins with, over it what the case suggests. */
export function startValues({ fields }: FormSpec, today: string, suggested: Values): Values {
  return Object.fromEntries(fields.map((field) => [field.name, suggested[field.name] ?? startOf(field, today)]));
}

function startOf(field: FieldSpec, today: string): Value {
  if (field.kind === 'date') return field.start === 'today' ? today : '';
  if (field.kind === 'choice') return field.start ?? '';
  if (field.kind === 'flag') return field.start ?? false;
  return field.kind === 'claims' || field.kind === 'carcs' ? [] : '';
}

export interface Filled {
  readonly data: Record<string, unknown>;
  /** Field -> what is wrong with it. Empty: it can be sent. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Only what the form itself can know; the server has the last word. */
export function fill({ fields }: FormSpec, values: Values, around: Around): Filled {
  const data: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const field of fields) {
    const value = values[field.name] ?? '';
    if (isEmpty(field, value)) {
      const made = madeFor(field, around);
      if (made !== undefined) data[field.name] = made;
      else if (field.empty === 'null') data[field.name] = null;
      else if (!field.optional) faults[field.name] = missing(field);
      continue;
    }
    const read = readValue(field, value, around);
    if (typeof read === 'object' && read !== null && 'fault' in read) faults[field.name] = String(read.fault);
    else data[field.name] = read;
  }
  return { data, faults };
}

function isEmpty(field: FieldSpec, value: Value): boolean {
  if (field.kind === 'flag') return field.optional === true && value === false;
  return typeof value === 'string' ? value.trim() === '' : typeof value !== 'boolean' && value.length === 0;
}

/** Ids that the sender makes up: of a new request, visit, document or authorization. */
function madeFor(field: FieldSpec, { ids }: Around): string | undefined {
  const makes = field.kind === 'made' || ((field.kind === 'visit' || field.kind === 'document') && field.optional);
  return makes ? ids[field.name] : undefined;
}

function missing({ kind }: FieldSpec): string {
  if (kind === 'date') return 'Choose a day.';
  if (kind === 'text') return 'Fill this in.';
  if (kind === 'money') return 'Give an amount.';
  if (kind === 'count') return 'Give a number.';
  if (kind === 'claims' || kind === 'carcs') return 'Choose at least one.';
  return 'Choose one.';
}

function readValue(field: FieldSpec, value: Value, around: Around): unknown {
  if (field.kind === 'flag') return value === true;
  if (typeof value !== 'string')
    return field.kind === 'claims' && field.of === 'free' ? listOf(value).map(claimOf) : value;
  const text = value.trim();
  if (field.kind === 'money') return centsOf(text) ?? { fault: 'Write an amount such as 1,250.00.' };
  if (field.kind === 'count') return countOf(text, field.least, field.most);
  if (field.kind === 'date') return dateFault(field, text, around.today) ?? text;
  if (field.kind === 'moment') return momentOf(around.zone, text) ?? { fault: 'Choose a day and a time.' };
  if (field.kind === 'code') return codeOf(text);
  return field.kind === 'owner' ? ownerOf(text) : text;
}

const listOf = (value: Value): readonly string[] => (typeof value === 'object' ? value : []);

function countOf(text: string, least: number, most: number): unknown {
  const n = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return n >= least && n <= most ? n : { fault: `Write a whole number from ${least} to ${most}.` };
}

function dateFault(
  { days }: Extract<FieldSpec, { kind: 'date' }>,
  on: string,
  today: string,
): { fault: string } | null {
  if (days === 'past' && on > today) return { fault: 'This day is yet to come. Give the day it happened.' };
  if (days === 'future' && on < today) return { fault: 'This day is over. Choose today or a later day.' };
  return null;
}

/** "Work-capacity form" is `work-capacity-form`. */
function codeOf(text: string): unknown {
  const code = text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return /^[a-z][a-z0-9-]{1,59}$/.test(code) ? code : { fault: 'Write a few words that begin with a letter.' };
}

function ownerOf(text: string): unknown {
  if (text === NOBODY) return null;
  const [sort, id] = text.split(':');
  return sort === 'team' ? { teamId: id } : { userId: id };
}

/** `claim` is every submission of it, `claim:submission` one version (H03). */
function claimOf(text: string): { claimId: string; submissionId: string | null } {
  const [claimId = '', submissionId] = text.split(':');
  return { claimId, submissionId: submissionId ?? null };
}
