/** Writes the audit trail out as a file while it is read: CSV, JSON lines, or FHIR AuditEvents. */
import type { Response } from 'express';
import type { Pool } from 'pg';
import { csvOf, csvRows, type CsvColumn } from './csv';
import { drained } from './export-place';
import { auditEventOf } from './fhir/audit-event';
import { allAudit, type AuditFilter, type AuditView } from './read/audit';

const columns: readonly CsvColumn<AuditView>[] = [
  { title: 'id', value: (row) => row.id },
  { title: 'at', value: (row) => row.at },
  { title: 'actorType', value: (row) => row.actor.type },
  { title: 'actorId', value: (row) => row.actor.id },
  { title: 'actorName', value: (row) => row.actor.name },
  { title: 'roles', value: (row) => row.roles.join(' ') },
  { title: 'action', value: (row) => row.action },
  { title: 'outcome', value: (row) => row.outcome },
  { title: 'purpose', value: (row) => row.purpose },
  { title: 'case', value: (row) => row.case },
  { title: 'patient', value: (row) => row.patient },
  { title: 'cases', value: (row) => row.cases.join(' ') },
  { title: 'patients', value: (row) => row.patients.join(' ') },
  { title: 'requestId', value: (row) => row.requestId },
  { title: 'data', value: (row) => JSON.stringify(row.data) },
  { title: 'hash', value: (row) => row.hash },
];

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const exportFormats = {
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    file: 'audit.csv',
    head: csvOf(columns, []),
    rows: (rows: readonly AuditView[]) => csvRows(columns, rows),
  },
  ndjson: {
    type: 'application/x-ndjson; charset=utf-8',
    file: 'audit.ndjson',
    head: '',
    rows: (rows: readonly AuditView[]) => lines(rows),
  },
  fhir: {
    type: 'application/fhir+ndjson; charset=utf-8',
    file: 'audit-events.ndjson',
    head: '',
    rows: (rows: readonly AuditView[]) => lines(rows.map(auditEventOf)),
  },
} as const;
export type ExportFormat = keyof typeof exportFormats;

/**
 * Streams everything that fits, oldest first, as an attachment. Reads no faster than the other side takes it.
 * @returns how many rows left, and whether that was all; a side that went away ends it.
 */
export async function exportAudit(
  pool: Pool,
  res: Response,
  format: ExportFormat,
  filter: AuditFilter,
): Promise<{ rows: number; whole: boolean }> {
  const { type, file, head, rows: textOf } = exportFormats[format];
  const client = await pool.connect();
  let rows = 0;
  try {
    res.status(200).set({
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${file}"`,
      'Cache-Control': 'no-store',
    });
    res.write(head);
    for await (const page of allAudit(client, filter)) {
      if (res.destroyed) return { rows, whole: false };
      if (!res.write(textOf(page))) await drained(res);
      rows += page.length;
    }
    return { rows, whole: !res.destroyed };
  } finally {
    client.release();
  }
}
