/** Writes rows as CSV (RFC 4180) in which no cell is a formula to a spreadsheet. Knows nothing of what the rows are. */

export type CsvCell = string | number | boolean | null;

/** How a cell begins that a spreadsheet would run, or that hides such a beginning. */
const RUNS = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

function cellOf(value: CsvCell): string {
  if (value === null) return '';
  // A number is no formula, whatever its sign.
  const text = typeof value === 'string' && RUNS.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

const lineOf = (cells: readonly CsvCell[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/** The header line and a line per row. Without columns there is no header line: for what is written piece by piece. */
export function csvOf(columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return (columns.length === 0 ? '' : lineOf(columns)) + Array.from(rows, lineOf).join('');
}
