/** Reads a whole audit once and says how it will be read: format, header row, columns, date order. Writes nothing. */
import { fieldOf, type FieldName } from './fields';
import { presentText } from './cell-values';
import { noEvidence, orderOf, readDate, weigh, type ColumnOrder, type OrderEvidence } from './dates';
import { HEADER_ROWS } from './delimiter';
import { headerScore, mapHeaders, type Column, type HeaderMap } from './map-headers';
import { mappedOrder, mappedValue, type AuditMapping } from './mapping-file';
import { isBlank, readRow } from './read-row';
import { readCsv } from './read-csv';
import { readXlsx } from './read-xlsx';
import { yearWindow } from './row-cells';
import { foreignFile, guessFile } from './sniff-file';
import { AuditFileFault, type AuditFile, type Cell, type Table } from './table';
import type { RowRead } from './audit-row';

export interface OpenSheet {
  readonly table: Table;
  readonly headers: HeaderMap;
  /** Number of the header row as a spreadsheet program shows it. */
  readonly headerRow: number;
  readonly orders: ReadonlyMap<FieldName, ColumnOrder>;
  /** Rows with at least one value. */
  readonly total: number;
  /** Every row with a value, in order; a claim number that came before in the file is refused. */
  read(): AsyncGenerator<RowRead>;
}

/** Claim numbers held to find repetitions; far above any practice's audit. */
const MOST_ROWS = 1_000_000;

/**
 * @param today the practice's date.
 * @throws AuditFileFault with the reason and what to do when the file as a whole cannot be imported.
 */
export async function openSheet(file: AuditFile, mapping: AuditMapping, today: string): Promise<OpenSheet> {
  const head = await headOf(file);
  const foreign = foreignFile(head);
  if (foreign !== null) throw new AuditFileFault(head.length === 0 ? 'file_empty' : 'file_type_unsupported', foreign);
  const table = guessFile(head) === 'xlsx' ? await readXlsx(file, mapping) : await readCsv(file, head, mapping);
  const { headers, headerRow } = await findHeaders(table, mapping);
  const { orders, total } = await weighColumns(table, headers, headerRow, mapping, today);
  const context = { headers, mapping, orders, today };
  return {
    table,
    headers,
    headerRow,
    orders,
    total,
    read: async function* () {
      const seen = new Map<string, number>();
      for await (const source of table.rows()) {
        if (source.row <= headerRow || isBlank(source)) continue;
        const read = readRow(source, source.row - headerRow, context);
        const first = read.ok ? seen.get(read.row.claimKey) : undefined;
        if (read.ok && first === undefined) seen.set(read.row.claimKey, source.row);
        yield first === undefined ? read : repeated(read.ok ? read.row.row : source.row, source.row, first);
      }
    },
  };
}

function repeated(row: number, sheetRow: number, first: number): RowRead {
  const message = `Row ${sheetRow}: the claim number was in row ${first} already, which was used; keep one row for each claim.`;
  return { ok: false, row, faults: [{ code: 'claim_number_repeated', message }] };
}

async function headOf(file: AuditFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.open()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= 4_096) break;
  }
  return Buffer.concat(chunks).subarray(0, 4_096);
}

async function findHeaders(table: Table, mapping: AuditMapping): Promise<{ headers: HeaderMap; headerRow: number }> {
  let best: { row: number; cells: readonly Cell[]; score: number } | null = null;
  for await (const { row, cells } of table.rows()) {
    if (row > HEADER_ROWS) break;
    if (cells.every((cell) => presentText(cell) === null)) continue;
    const score = headerScore(cells, mapping);
    if (best === null || score > best.score) best = { row, cells, score };
  }
  if (best === null) {
    throw new AuditFileFault('file_empty', `The first ${HEADER_ROWS} rows are empty. Put the headers at the top.`);
  }
  return { headers: mapHeaders(best.cells, mapping), headerRow: best.row };
}

async function weighColumns(
  table: Table,
  headers: HeaderMap,
  headerRow: number,
  mapping: AuditMapping,
  today: string,
): Promise<{ orders: Map<FieldName, ColumnOrder>; total: number }> {
  const dated = headers.columns.filter((c) => fieldOf(c.field).kind === 'date');
  const evidence = new Map<Column, OrderEvidence>(dated.map((c) => [c, noEvidence()]));
  let total = 0;
  for await (const source of table.rows()) {
    if (source.row <= headerRow || isBlank(source)) continue;
    total += 1;
    if (total > MOST_ROWS) {
      throw new AuditFileFault('file_too_large', `The file has more than ${MOST_ROWS} rows. Import it in parts.`);
    }
    for (const [column, found] of evidence) {
      const cell = source.cells[column.index] ?? null;
      const text = presentText(cell);
      if (text === null) continue;
      const shown = typeof cell === 'number' ? cell : mappedValue(mapping, column.field, text);
      weigh(found, readDate(shown, yearWindow(column.field, today)));
    }
  }
  const orders = new Map<FieldName, ColumnOrder>();
  for (const [column, found] of evidence) {
    orders.set(column.field, mappedOrder(mapping, column.field) ?? orderOf(found));
  }
  return { orders, total };
}
