/** Reads the sums of an import out of its open record. What is missing is absent, never a guess. */
import type { ImportView, RowOutcome } from './queries';

type Open = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Open =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const recordIn = (from: Open | null | undefined, key: string): Open => {
  const value = from?.[key];
  return isRecord(value) ? value : {};
};
export const numberIn = (from: Open | null | undefined, key: string): number | null => {
  const value = from?.[key];
  return typeof value === 'number' ? value : null;
};
export const textIn = (from: Open | null | undefined, key: string): string | null => {
  const value = from?.[key];
  return typeof value === 'string' && value !== '' ? value : null;
};
const listIn = (from: Open | null | undefined, key: string): readonly unknown[] => {
  const value = from?.[key];
  return Array.isArray(value) ? (value as unknown[]) : [];
};
const recordsIn = (from: Open | null | undefined, key: string): Open[] => listIn(from, key).filter(isRecord);

const numbersOf = (record: Open): Record<string, number> =>
  Object.fromEntries(Object.entries(record).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));

export const rowCounts = ({ summary }: ImportView): Partial<Record<RowOutcome, number>> =>
  numbersOf(recordIn(summary, 'rows'));
export const caseCounts = ({ summary }: ImportView): Record<string, number> => numbersOf(recordIn(summary, 'cases'));

export interface RiskyCase {
  readonly row: number;
  /** Null in a dry run, where the case would be new. */
  readonly caseId: string | null;
  readonly on: string | null;
  readonly flags: readonly string[];
}

export interface Risk {
  readonly total: number;
  readonly byFlag: Readonly<Record<string, number>>;
  /** Most urgent first, as the server sorted them. */
  readonly cases: readonly RiskyCase[];
}

/** Null where the import lists none, such as a remittance. */
export function riskOf({ summary }: ImportView): Risk | null {
  const risk = recordIn(summary, 'atRisk');
  const total = numberIn(risk, 'total');
  if (total === null) return null;
  return {
    total,
    byFlag: numbersOf(recordIn(risk, 'byFlag')),
    cases: recordsIn(risk, 'cases').map((one) => ({
      row: numberIn(one, 'row') ?? 0,
      caseId: textIn(one, 'caseId'),
      on: textIn(one, 'on'),
      flags: listIn(one, 'flags').filter((flag): flag is string => typeof flag === 'string'),
    })),
  };
}

export interface Mapping {
  /** Our fields, as far as the sheet has a column for them. */
  readonly columns: readonly { readonly field: string; readonly title: string; readonly header: string }[];
  readonly ignored: readonly { readonly header: string; readonly nearest: string | null }[];
  /** All our fields. */
  readonly fields: readonly { readonly field: string; readonly title: string }[];
  /** Every header of the sheet. */
  readonly headers: readonly string[];
  readonly rows: number | null;
}

/** How the columns of a sheet were understood; null before the sheet was looked at. */
export function mappingOf({ summary }: ImportView): Mapping | null {
  const fields = recordsIn(summary, 'fields').map((one) => ({
    field: textIn(one, 'field') ?? '',
    title: textIn(one, 'title') ?? '',
  }));
  if (fields.length === 0) return null;
  const columns = recordsIn(summary, 'columns').map((one) => ({
    field: textIn(one, 'field') ?? '',
    title: textIn(one, 'title') ?? textIn(one, 'field') ?? '',
    header: textIn(one, 'header') ?? '',
  }));
  const ignored = recordsIn(summary, 'ignoredColumns').map((one) => ({
    header: textIn(one, 'header') ?? '',
    nearest: textIn(one, 'nearest'),
  }));
  const seen = listIn(summary, 'headersSeen').filter((one): one is string => typeof one === 'string');
  const headers = seen.length > 0 ? seen : [...columns, ...ignored].map(({ header }) => header);
  return {
    columns,
    ignored,
    fields,
    headers: [...new Set(headers)],
    rows: numberIn(recordIn(summary, 'sheet'), 'rows'),
  };
}

/** The number a spreadsheet program shows beside a row, or which claim of a remittance it is. */
export const shownRow = (one: ImportView, row: number): number =>
  row + (numberIn(recordIn(one.summary, 'sheet'), 'headerRow') ?? 0);

export const firstImportOf = ({ summary }: ImportView): string | null => textIn(summary, 'firstImportId');
