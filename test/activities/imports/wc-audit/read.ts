/** Reads a sheet from memory, for the tests of this folder. */
import { openSheet, type OpenSheet } from '../../../../activities/imports/wc-audit/open-sheet';
import type { AuditMapping } from '../../../../activities/imports/wc-audit/mapping-file';
import type { AuditFile } from '../../../../activities/imports/wc-audit/table';
import type { AuditRow, RowRead } from '../../../../activities/imports/wc-audit/audit-row';

export const TODAY = '2026-11-20';

/** A file in memory that comes in pieces of `piece` bytes. */
export function fileOf(content: string | Uint8Array, piece = 65_536): AuditFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    size: bytes.length,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}

export async function readAll(
  content: string | Uint8Array,
  mapping: AuditMapping = {},
  piece?: number,
): Promise<{ sheet: OpenSheet; reads: RowRead[]; rows: AuditRow[]; faults: { row: number; codes: string[] }[] }> {
  const sheet = await openSheet(fileOf(content, piece), mapping, TODAY);
  const reads: RowRead[] = [];
  for await (const read of sheet.read()) reads.push(read);
  return {
    sheet,
    reads,
    rows: reads.flatMap((r) => (r.ok ? [r.row] : [])),
    faults: reads.flatMap((r) => (r.ok ? [] : [{ row: r.row, codes: r.faults.map((f) => f.code) }])),
  };
}
