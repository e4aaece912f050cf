/** Writes cases out as CSV while they are read, in the order of the list, each row as its reader may see it. */
import type { Response } from 'express';
import type { Pool } from 'pg';
import { csvOf, csvRows, type CsvColumn } from './csv';
import { drained } from './export-place';
import { withhold } from './privacy/withhold';
import type { Asking, CaseFilter } from './read/case-filter';
import type { Sort } from './read/case-order';
import { CaseSummary } from './read/case-views';
import { listCases } from './read/list-cases';
import { clockWords } from './read/case-views';

/** As a reader without some group sees it. */
type Seen = { readonly [K in keyof CaseSummary]: CaseSummary[K] | null } & Pick<CaseSummary, 'id' | 'kind' | 'stage'>;

const dollars = (cents: unknown): number | null => (typeof cents === 'number' ? cents / 100 : null);
const codes = (value: unknown): string | null => (Array.isArray(value) ? value.join(' ') : null);
const fact = (row: Seen, name: string): unknown => row.facts?.[name];

/** By the ids that the pages of the app use for their columns. */
export const exportColumns = {
  case: { title: 'Case', value: (row) => row.id },
  kind: { title: 'Kind', value: (row) => row.kind },
  stage: { title: 'Stage', value: (row) => row.stage },
  payer: { title: 'Payer', value: (row) => row.payer?.name },
  patient: { title: 'Patient', value: (row) => row.patient?.name },
  claim: { title: 'WC claim number', value: (row) => row.claimNumber },
  subject: { title: 'Subject', value: (row) => row.subject },
  codes: { title: 'CARC codes', value: (row) => codes(row.carcCodes) },
  resolved: { title: 'CARC codes resolved', value: (row) => codes(fact(row, 'resolvedCarcCodes')) },
  outstanding: { title: 'Outstanding, $', value: (row) => dollars(row.outstandingCents) },
  denied: { title: 'Denied, $', value: (row) => dollars(fact(row, 'deniedCents')) },
  followUp: { title: 'Follow up', value: (row) => row.followUpOn },
  next: { title: 'Next clock', value: (row) => (row.next ? clockWords(row.kind, row.next.clock).title : null) },
  nextDue: { title: 'Next clock due', value: (row) => row.next?.dueAt },
  priority: { title: 'Priority', value: (row) => row.priority },
  owner: { title: 'Owner', value: (row) => row.owner?.name },
  tags: { title: 'Tags', value: (row) => row.tags?.join(', ') },
  opened: { title: 'Opened', value: (row) => row.openedAt },
  closed: { title: 'Closed', value: (row) => row.closedAt },
} as const satisfies Record<string, CsvColumn<Seen>>;
export type ExportColumn = keyof typeof exportColumns;
export const exportColumnNames = Object.keys(exportColumns) as [ExportColumn, ...ExportColumn[]];

export interface CaseExport {
  readonly filter: CaseFilter;
  readonly sort: Sort;
  readonly columns: readonly ExportColumn[];
  /** Told of the cases of each page before they leave: what is not on record is not sent. */
  record(this: void, caseIds: readonly string[]): Promise<void>;
}

const PAGE = 200;

/** @returns how many rows left, and whether that was all; a side that went away ends it. */
export async function exportCases(
  pool: Pool,
  res: Response,
  asking: Asking,
  wanted: CaseExport,
): Promise<{ rows: number; whole: boolean }> {
  const columns: readonly CsvColumn<Seen>[] = wanted.columns.map((name) => exportColumns[name]);
  let rows = 0;
  let cursor: string | undefined;
  do {
    const { filter, sort } = wanted;
    const page = await listCases(pool, { filter, sort, limit: PAGE, cursor }, asking);
    if (page.items.length > 0) await wanted.record(page.items.map(({ id }) => id));
    if (rows === 0) {
      res.status(200).set({
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': 'attachment; filename="cases.csv"',
        'Cache-Control': 'no-store',
      });
      res.write(csvOf(columns, []));
    }
    if (res.destroyed) return { rows, whole: false };
    const seen = page.items.map((item) => withhold(CaseSummary, item, asking.caller).value as Seen);
    if (seen.length > 0 && !res.write(csvRows(columns, seen))) await drained(res);
    rows += seen.length;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && !res.destroyed);
  return { rows, whole: !res.destroyed };
}
