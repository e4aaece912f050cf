/** Finds out which character separates the cells of a text table, from its first lines. */
import { headerScore } from './map-headers';
import type { AuditMapping } from './mapping-file';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** The header row is looked for in so many rows. */
export const HEADER_ROWS = 20;

/** Cells of the first rows under one delimiter; quotes as in the file, an unfinished last row left in. */
export function splitSample(sample: string, delimiter: string, most = HEADER_ROWS): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < sample.length && rows.length < most; i += 1) {
    const c = sample[i] as string;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (sample[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === delimiter) {
      row.push(cell);
      cell = '';
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && sample[i + 1] === '\n') i += 1;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += c;
  }
  if (rows.length < most && (cell !== '' || row.length > 0)) rows.push([...row, cell]);
  return rows;
}

/** `sep=;` as the first line is a spreadsheet program's own hint. */
export function hintedDelimiter(sample: string): string | null {
  return /^sep=([,;|\t])\r?(?:\n|$)/i.exec(sample)?.[1] ?? null;
}

/** The delimiter under which the most known headers stand in one row; then the one that splits rows most evenly. */
export function findDelimiter(sample: string, mapping: AuditMapping): string {
  const hint = hintedDelimiter(sample);
  if (hint !== null) return hint;
  let best: { delimiter: string; headers: number; even: number } | null = null;
  for (const delimiter of delimiters) {
    const rows = splitSample(sample, delimiter);
    const headers = Math.max(0, ...rows.map((cells) => headerScore(cells, mapping)));
    const widths = rows.map((cells) => cells.length).filter((n) => n > 1);
    const even = Math.max(0, ...[...new Set(widths)].map((n) => n * widths.filter((w) => w === n).length));
    if (best === null || headers > best.headers || (headers === best.headers && even > best.even)) {
      best = { delimiter, headers, even };
    }
  }
  return best?.delimiter ?? ',';
}
