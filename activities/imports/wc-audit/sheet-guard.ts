/** Bounds a worksheet before it is parsed: a sheet of a kilobyte may claim a cell in the last row and column. */
import { AuditFileFault } from './table';

export interface SheetLimits {
  readonly mostRows: number;
  readonly mostColumns: number;
  /** Rows times columns: parsed rows are padded to the widest. */
  readonly mostCells: number;
}

export const SHEET_LIMITS: SheetLimits = { mostRows: 200_000, mostColumns: 1_000, mostCells: 4_000_000 };

/** The last row a spreadsheet program has; formatted but empty rows may reach it. */
const LAST_ROW = 1_048_576;

const TAG = /<(?:[\w.-]+:)?(c|row)(?=[\s/>])((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const OPENING = /<(?:[\w.-]+:)?(?:c|row)(?=[\s/>])/g;
const REFERENCE = /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/;

const odd = () =>
  new AuditFileFault(
    'file_unreadable',
    'The sheet is written in an unusual way and was not opened. Save it again in your spreadsheet program, or as CSV.',
  );

/**
 * @param xml one worksheet of the workbook.
 * @throws AuditFileFault `file_too_large` when its filled cells spread over more than the limits.
 */
export function checkSheet(xml: string, limits: SheetLimits = SHEET_LIMITS): void {
  let [rows, columns, tags] = [0, 0, 0];
  for (const [, name, attributes = '', empty] of xml.matchAll(TAG)) {
    tags += 1;
    const found = REFERENCE.exec(attributes);
    const reference = found?.[1] ?? found?.[2];
    if (reference === undefined) continue;
    if (name === 'row') {
      if (!/^\d{1,7}$/.test(reference) || Number(reference) > LAST_ROW) throw odd();
      continue;
    }
    const cell = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference);
    if (!cell || Number(cell[2]) > LAST_ROW) throw odd();
    if (empty === '/') continue;
    rows = Math.max(rows, Number(cell[2]));
    columns = Math.max(columns, columnNumber(cell[1] as string));
  }
  // A tag that this reading missed could hide a reference from it.
  if ((xml.match(OPENING)?.length ?? 0) !== tags) throw odd();
  if (rows > limits.mostRows || columns > limits.mostColumns || rows * columns > limits.mostCells) {
    throw new AuditFileFault(
      'file_too_large',
      `The sheet spreads over ${rows} rows and ${columns} columns; a workbook may have ${limits.mostRows} rows, ${limits.mostColumns} columns and ${limits.mostCells} cells. Save it as CSV, or delete what lies outside the table.`,
    );
  }
}

function columnNumber(letters: string): number {
  return [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0);
}
