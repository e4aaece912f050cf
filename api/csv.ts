/** Writes tables as CSV (RFC 4180) that no spreadsheet program takes for formulas. It knows no table. */

export type CsvValue = string | number | bigint | boolean | Date | null | undefined;

export interface CsvColumn<R> {
  readonly title: string;
  /** Typed: numbers stay numbers, also negative ones; only text can be taken for a formula. */
  value(row: R): CsvValue;
}

const LINE_END = '\r\n';
/** What begins a formula, also in the wide forms that some programs fold; tab and line ends hide one. */
const STARTS = '=+\\-@\\t\\r\\n\\0\uFF1D\uFF0B\uFF0D\uFF20|%';
const AT_START = new RegExp(`^[\\s"'\u00A0\uFEFF]*[${STARTS}]`, 'u');
/**
 * A program that separates cells by semicolons, tabs or bars begins a cell inside ours, whatever our quotes say: it
 * knows quotes at the beginning of a cell only.
 */
const AFTER_SEPARATOR = new RegExp(`([;,|\\t\\r\\n]["'\\s\u00A0\uFEFF]*)(?=[${STARTS}])`, 'gu');

/** The whole table as text, its first line the titles. Every line ends with CR LF. */
export function csvOf<R>(columns: readonly CsvColumn<R>[], rows: Iterable<R>): string {
  const lines = [titleLine(columns)];
  for (const row of rows) lines.push(rowLine(columns, row));
  return lines.join('');
}

/** Lines without the titles: for what is written piece by piece. */
export const csvRows = <R>(columns: readonly CsvColumn<R>[], rows: readonly R[]): string =>
  rows.map((row) => rowLine(columns, row)).join('');

/** The same line by line, for exports that do not fit into memory. */
export async function* csvLines<R>(
  columns: readonly CsvColumn<R>[],
  rows: AsyncIterable<R> | Iterable<R>,
): AsyncGenerator<string, void, undefined> {
  yield titleLine(columns);
  for await (const row of rows) yield rowLine(columns, row);
}

const titleLine = <R>(columns: readonly CsvColumn<R>[]): string =>
  `${columns.map((c) => cell(c.title)).join(',')}${LINE_END}`;
const rowLine = <R>(columns: readonly CsvColumn<R>[], row: R): string =>
  `${columns.map((column) => cell(column.value(row))).join(',')}${LINE_END}`;

/** @throws RangeError for a number that is none. */
function cell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('A cell of an export is no number.');
  if (typeof value !== 'string') return String(value);
  return quoted(harmless(value));
}

/** An apostrophe before what would begin a formula: spreadsheet programs show it as text, people read past it. */
function harmless(text: string): string {
  const inside = text.replace(AFTER_SEPARATOR, "$1'");
  return AT_START.test(text) ? `'${inside}` : inside;
}

function quoted(text: string): string {
  return /[",;|\t\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
