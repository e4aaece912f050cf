/** Reads the dates people type into spreadsheets. Pure; whether 3/11 is March or November is decided by the column. */
import { addDays, isCivilDate } from '../../../domain/calendar';
import type { DateOrder } from './mapping-file';
import type { Cell } from './table';

/** `either`: day and month could be swapped; both readings are given, at least one of them a real date. */
export type DateRead =
  | { readonly kind: 'date'; readonly on: string }
  | { readonly kind: 'either'; readonly mdy: string | null; readonly dmy: string | null }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'unknown' };

export interface YearWindow {
  /** Two-digit years above this one belong to the century before. */
  readonly latestYear: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullMonths = 'january february march april may june july august september october november december'.split(' ');

/** 1900-01-01 is day 1, and the programs count a 29 February 1900 that never was: day 0 is 1899-12-30. */
const SERIAL_ZERO = '1899-12-30';
const SERIAL_FIRST = 61; // 1900-03-01, the first day on which the count is right
const SERIAL_LAST = 73_050; // 2099-12-31
/** As text, a five-digit number is a serial only from 1954 on: shorter ones are typing slips. */
const SERIAL_TEXT = /^[2-6]\d{4}(?:\.\d+)?$/;

const UNKNOWN: DateRead = { kind: 'unknown' };
const IMPOSSIBLE: DateRead = { kind: 'impossible' };

/** Reads one cell that is not empty. */
export function readDate(cell: Exclude<Cell, null>, window: YearWindow): DateRead {
  if (typeof cell === 'number') return serial(cell);
  if (typeof cell === 'boolean') return UNKNOWN;
  const text = cell
    .trim()
    .replaceAll('\u00a0', ' ')
    .replace(/^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+/i, '')
    .replace(/[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$/i, '')
    .trim();
  if (SERIAL_TEXT.test(text)) return serial(Number(text));
  return yearFirst(text, window) ?? slashed(text, window) ?? worded(text, window) ?? UNKNOWN;
}

function serial(value: number): DateRead {
  if (!(value >= SERIAL_FIRST && value < SERIAL_LAST + 1)) return UNKNOWN;
  return { kind: 'date', on: addDays(SERIAL_ZERO, Math.floor(value)) };
}

function yearFirst(text: string, window: YearWindow): DateRead | null {
  const found = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^((?:19|20)\d{2})()(\d{2})(\d{2})$/.exec(text);
  return found ? dated(civil(found[1], found[3], found[4], window)) : null;
}

function slashed(text: string, window: YearWindow): DateRead | null {
  const found = /^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{2}|\d{4})$/.exec(text);
  if (!found) return null;
  const mdy = civil(found[4], found[1], found[3], window);
  const dmy = civil(found[4], found[3], found[1], window);
  if (mdy === null && dmy === null) return IMPOSSIBLE;
  return mdy === dmy ? dated(mdy) : { kind: 'either', mdy, dmy };
}

function worded(text: string, window: YearWindow): DateRead | null {
  const plain = text.toLowerCase().replace(/(\d)(?:st|nd|rd|th)\b/g, '$1');
  const dayFirst = /^(\d{1,2})[\s./-]*([a-z]{3,9})\.?[\s,./-]*'?(\d{2}|\d{4})$/.exec(plain);
  const monthFirst = /^([a-z]{3,9})\.?[\s./-]*(\d{1,2})[\s,./-]+'?(\d{2}|\d{4})$/.exec(plain);
  const yearFront = /^(\d{4})[\s./-]+([a-z]{3,9})\.?[\s./-]+(\d{1,2})$/.exec(plain);
  const parts = dayFirst
    ? { d: dayFirst[1], m: dayFirst[2], y: dayFirst[3] }
    : monthFirst
      ? { d: monthFirst[2], m: monthFirst[1], y: monthFirst[3] }
      : yearFront
        ? { d: yearFront[3], m: yearFront[2], y: yearFront[1] }
        : null;
  if (parts === null) return null;
  const month = monthNumber(parts.m ?? '');
  return month === null ? UNKNOWN : dated(civil(parts.y, String(month), parts.d, window));
}

function monthNumber(word: string): number | null {
  const short = months.indexOf(word === 'sept' ? 'sep' : word);
  const index = short >= 0 ? short : fullMonths.indexOf(word);
  return index < 0 ? null : index + 1;
}

const dated = (on: string | null): DateRead => (on === null ? IMPOSSIBLE : { kind: 'date', on });

function civil(y = '', m = '', d = '', window: YearWindow): string | null {
  const century = Math.floor(window.latestYear / 100) * 100;
  const short = century + Number(y);
  const year = y.length === 4 ? Number(y) : short > window.latestYear ? short - 100 : short;
  const on = `${String(year).padStart(4, '0')}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  return isCivilDate(on) ? on : null;
}

/** What a column's dates prove about their order. */
export interface OrderEvidence {
  mdyOnly: number;
  dmyOnly: number;
  undecided: number;
}

export const noEvidence = (): OrderEvidence => ({ mdyOnly: 0, dmyOnly: 0, undecided: 0 });

/** Counts one more date of the column. */
export function weigh(evidence: OrderEvidence, read: DateRead): void {
  if (read.kind !== 'either') return;
  if (read.mdy === null) evidence.dmyOnly += 1;
  else if (read.dmy === null) evidence.mdyOnly += 1;
  else evidence.undecided += 1;
}

/** `mixed`: the column proves both orders, so that its undecided dates cannot be read. */
export type ColumnOrder = DateOrder | 'mixed';

/** Without proof of the other order a column is read as US dates. */
export function orderOf(evidence: OrderEvidence): ColumnOrder {
  if (evidence.dmyOnly > 0) return evidence.mdyOnly > 0 ? 'mixed' : 'dmy';
  return 'mdy';
}

/** The date under the column's order; null when it does not exist in that order or cannot be decided. */
export function settle(read: DateRead, order: ColumnOrder): string | null {
  if (read.kind === 'date') return read.on;
  if (read.kind !== 'either') return null;
  if (order !== 'mixed') return read[order];
  if (read.mdy === null) return read.dmy;
  return read.dmy === null ? read.mdy : null;
}
