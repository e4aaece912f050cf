/** Reads the cells of one row by field and collects every fault, each naming its column and what to do. */
import { fieldOf, type FieldName } from './fields';
import type { RowNote } from './audit-row';
import { presentText, readCents, readCount, readYesNo } from './cell-values';
import { readDate, settle, type ColumnOrder, type YearWindow } from './dates';
import type { Column, HeaderMap } from './map-headers';
import { mappedValue, type AuditMapping } from './mapping-file';
import { columnLetter, type Cell, type TableRow } from './table';

export interface RowContext {
  readonly headers: HeaderMap;
  readonly mapping: AuditMapping;
  readonly orders: ReadonlyMap<FieldName, ColumnOrder>;
  /** The practice's date. */
  readonly today: string;
}

/** Two-digit years: a birth date is never ahead, an authorization may be by some years. */
export function yearWindow(field: FieldName, today: string): YearWindow {
  const year = Number(today.slice(0, 4));
  return { latestYear: field === 'dateOfBirth' ? year : year + 15 };
}

const FIRST_YEAR: Partial<Record<FieldName, string>> = { dateOfBirth: '1900-01-01' };

const byField = new WeakMap<HeaderMap, ReadonlyMap<FieldName, Column>>();

/** Asked some sixty times for each row. */
function columnsOf(headers: HeaderMap): ReadonlyMap<FieldName, Column> {
  const known = byField.get(headers) ?? new Map(headers.columns.map((column) => [column.field, column]));
  byField.set(headers, known);
  return known;
}

export class RowCells {
  readonly faults: RowNote[] = [];
  readonly notes: RowNote[] = [];

  readonly #columns: ReadonlyMap<FieldName, Column>;

  constructor(
    private readonly source: TableRow,
    private readonly context: RowContext,
  ) {
    this.#columns = columnsOf(context.headers);
  }

  /** True when a column of the sheet holds the field. */
  has(field: FieldName): boolean {
    return this.#columns.has(field);
  }

  /** The cell after the mapping's words; null when it is empty. */
  cell(field: FieldName): Exclude<Cell, null> | null {
    const column = this.#columns.get(field);
    const cell = column ? this.source.cells[column.index] : null;
    const text = presentText(cell);
    if (text === null) return null;
    const mapped = mappedValue(this.context.mapping, field, text);
    if (mapped !== text) return presentText(mapped);
    return typeof cell === 'number' ? cell : text;
  }

  text(field: FieldName): string | null {
    const cell = this.cell(field);
    const text = presentText(cell);
    if (text === null) return null;
    const most = fieldOf(field).most ?? 200;
    // Control characters would not pass the database or a report.
    const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ').trim();
    if (clean.length <= most) return clean === '' ? null : clean;
    this.fault(field, 'text_too_long', `is longer than ${most} characters; shorten it.`);
    return null;
  }

  date(field: FieldName): string | null {
    const cell = this.cell(field);
    if (cell === null || this.yes(field) !== null) return null;
    const read = readDate(cell, yearWindow(field, this.context.today));
    const order = this.context.orders.get(field) ?? 'mdy';
    const on = settle(read, order);
    const shown = field === 'dateOfBirth' ? '' : quoted(cell);
    if (on === null) {
      const undecided = read.kind === 'either' && order === 'mixed';
      if (undecided) {
        this.fault(
          field,
          'date_ambiguous',
          `${shown}could be read two ways, and the column uses both orders; write it as YYYY-MM-DD.`,
        );
      } else if (read.kind === 'unknown') {
        this.fault(field, 'date_unreadable', `${shown}is not a date; write it as YYYY-MM-DD or M/D/YYYY.`);
      } else this.fault(field, 'date_impossible', `${shown}is not a real date; correct the day, month or year.`);
      return null;
    }
    if (on < (FIRST_YEAR[field] ?? '1950-01-01') || on > '2099-12-31') {
      this.fault(field, 'date_impossible', `${shown}lies too far from today to be right; correct the year.`);
      return null;
    }
    if (fieldOf(field).past === true && on > this.context.today) {
      this.fault(
        field,
        'date_in_future',
        `${shown}lies in the future, but it is something that has happened; correct the date.`,
      );
      return null;
    }
    return on;
  }

  /** What a column of days says where it holds yes or no; null where it does not. */
  yes(field: FieldName): boolean | null {
    const cell = this.cell(field);
    return cell === null || fieldOf(field).yesNo !== true ? null : readYesNo(cell);
  }

  count(field: FieldName): number | null {
    const cell = this.cell(field);
    if (cell === null) return null;
    const read = readCount(cell);
    if (read.ok) return read.count;
    const why = {
      negative: 'is below zero; visits cannot be negative.',
      fraction: 'is not a whole number; count whole visits.',
      'too-large': 'is more visits than any authorization has; correct it.',
      'not-a-number': 'is not a number of visits; write digits only.',
    }[read.why];
    const code = {
      negative: 'count_negative',
      fraction: 'count_fraction',
      'too-large': 'count_too_large',
      'not-a-number': 'count_unreadable',
    };
    this.fault(field, code[read.why], `${quoted(cell)}${why}`);
    return null;
  }

  cents(field: FieldName): number | null {
    const cell = this.cell(field);
    if (cell === null) return null;
    const cents = readCents(cell);
    if (cents === null)
      this.fault(field, 'amount_unreadable', `${quoted(cell)}is not an amount; write it like 1234.50.`);
    else if (cents < 0) this.fault(field, 'amount_negative', `${quoted(cell)}is a negative amount; correct it.`);
    else return cents;
    return null;
  }

  /** A fault that refuses the row. */
  fault(field: FieldName, code: string, words: string): void {
    this.faults.push({ code, message: `Row ${this.source.row}, ${this.named(field)}: ${words}` });
  }

  /** A note that the row is imported in spite of. */
  note(field: FieldName, code: string, words: string): void {
    this.notes.push({ code, message: `Row ${this.source.row}, ${this.named(field)}: ${words}` });
  }

  private named(field: FieldName): string {
    const column = this.#columns.get(field);
    if (!column) return fieldOf(field).title.toLowerCase();
    return `column ${columnLetter(column.index)} "${column.header}"`;
  }
}

/** Digits and their punctuation may be shown; anything else could be a name that slipped a column. */
function quoted(cell: Exclude<Cell, null>): string {
  const text = String(cell);
  return /^[\d\s.,/$()+-]{1,24}$/.test(text) ? `${text} ` : 'the value ';
}
