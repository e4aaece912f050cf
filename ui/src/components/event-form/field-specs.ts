/** What the form of an event may ask, as data: one line a field. Knows no event and draws nothing. */
import { codeWords } from '../code-words';

interface Base {
  /** Name in the event's data. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly optional?: boolean;
  /** Left empty it says "none"; otherwise it says nothing. */
  readonly empty?: 'null';
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export type FieldSpec = Base &
  (
    | { readonly kind: 'date'; readonly start?: 'today'; readonly days?: 'past' | 'future' }
    /** A day and a time of day at the practice; an instant in the data. */
    | { readonly kind: 'moment' }
    | { readonly kind: 'choice'; readonly options: readonly Option[]; readonly start?: string }
    | { readonly kind: 'flag'; readonly start?: boolean }
    | { readonly kind: 'count'; readonly least: number; readonly most: number }
    | { readonly kind: 'money' }
    | { readonly kind: 'text'; readonly most: number; readonly long?: boolean }
    /** A practice's own code, written as words. */
    | { readonly kind: 'code'; readonly ideas?: readonly string[] }
    /** One of what the case holds. */
    | { readonly kind: 'authorization' | 'claim' }
    | { readonly kind: 'visit'; readonly which: 'booked' | 'open' }
    | { readonly kind: 'document' }
    | { readonly kind: 'request' }
    | { readonly kind: 'owner' }
    /** Several of what the case holds, or of what it could hold. */
    | { readonly kind: 'claims'; readonly of: 'case' | 'free' }
    | { readonly kind: 'carcs'; readonly of: 'open' | 'resolved' | 'new' }
    /** An id that the sender makes up; asks nothing. */
    | { readonly kind: 'made' }
  );

export type FieldKind = FieldSpec['kind'];

export interface FormSpec {
  readonly fields: readonly FieldSpec[];
  /** The note's label; a note is always possible and never needed. */
  readonly note?: string;
  /** What this does, where the title alone does not say it. */
  readonly lead?: string;
  /** The button, where it is not the event's title. */
  readonly send?: string;
  /** It ends the case, or cannot be taken back: the button says so in red. */
  readonly ends?: boolean;
  /** Asks the server whether the visit may be booked, as soon as the day is chosen (C03). */
  readonly checksVisit?: boolean;
}

const optionsOf = (codes: readonly string[]): Option[] => codes.map((value) => ({ value, label: codeWords(value) }));

/** One of the domain's codes, in words. @param start chosen from the beginning. */
export const choice = (name: string, label: string, codes: readonly string[], start?: string): FieldSpec => ({
  name,
  label,
  kind: 'choice',
  options: optionsOf(codes),
  ...(start === undefined ? {} : { start }),
});

/** The day on which something happened: today, or before. */
export const happened = (label: string, name = 'on'): FieldSpec => ({
  name,
  label,
  kind: 'date',
  start: 'today',
  days: 'past',
});
