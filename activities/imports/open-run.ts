/** Makes an import's row into the run that a phase works with: file, report, progress. It knows no kind of file. */
import type { Pool } from 'pg';
import type { Gateway } from '../../commands/gateway';
import { uuidFrom } from '../../commands/ids';
import { readUpload } from '../../commands/uploads';
import type { ImportState } from '../../domain/imports';
import type { ImportRun, ReportedException, ReportedRow } from './framework';

/** An import's row as the activities need it. */
export interface ImportRecord {
  readonly id: string;
  readonly kind: string;
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly zone: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly dryRun: boolean;
  readonly options: unknown;
  readonly state: ImportState;
}

/** Undefined when there is none. */
export async function readImport(pool: Pool, importId: string): Promise<ImportRecord | undefined> {
  const { rows } = await pool.query<ImportRecord>(
    `select i.id, i.kind, i.practice_id as "practiceId", p.jurisdiction, p.zone, i.file_name as "fileName", i.sha256,
            i.bytes::float8 as bytes, i.dry_run as "dryRun", i.options, i.state
     from import i join practice p on p.id = i.practice_id where i.id = $1`,
    [importId],
  );
  return rows[0];
}

export interface OpenRun {
  readonly run: ImportRun;
  /** How far the phase said it is, for heartbeats. */
  told(): { readonly done: number; readonly total: number | null };
}

/** Opens the run of one phase. Nothing is written until the phase reports something. */
export function openRun(
  deps: { readonly pool: Pool; readonly gateway: Gateway },
  record: ImportRecord,
  signal: AbortSignal,
): OpenRun {
  const { pool, gateway } = deps;
  let told: { done: number; total: number | null } = { done: 0, total: null };
  return {
    told: () => told,
    run: {
      importId: record.id,
      practiceId: record.practiceId,
      jurisdiction: record.jurisdiction,
      zone: record.zone,
      dryRun: record.dryRun,
      options: record.options,
      fileName: record.fileName,
      bytes: record.bytes,
      actor: { type: 'service', id: `import:${record.id}` },
      pool,
      gateway,
      signal,
      read: () => readUpload(pool, record.id),
      progress: (done, total) => {
        told = { done, total };
      },
      report: (rows) => report(pool, record.id, rows),
      except: (exceptions) => except(pool, record.id, exceptions),
      summarize: async (part) => {
        await pool.query(`update import set summary = coalesce(summary, '{}') || $2::jsonb where id = $1`, [
          record.id,
          JSON.stringify(part),
        ]);
      },
    },
  };
}

async function report(pool: Pool, importId: string, rows: readonly ReportedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await pool.query(
    `insert into import_row (import_id, row, outcome, reasons, case_id)
     select $1, r.row, r.outcome, r.reasons, r."caseId"
     from jsonb_to_recordset($2::jsonb) as r(row int, outcome text, reasons jsonb, "caseId" uuid)
     on conflict (import_id, row) do update
       set outcome = excluded.outcome, reasons = excluded.reasons, case_id = excluded.case_id`,
    [importId, JSON.stringify(rows)],
  );
}

/** The rows of `import_exception` for these exceptions, as `jsonb_to_recordset` reads them; ids are made of the key. */
export function exceptionRows(importId: string, exceptions: readonly ReportedException[]): string {
  return JSON.stringify(
    exceptions.map((e) => ({
      id: uuidFrom(`exception:${importId}:${e.key}`),
      scope: e.scope,
      code: e.code,
      message: e.message,
      severity: e.severity,
      segmentNumber: e.segmentNumber ?? null,
      segmentId: e.segmentId ?? null,
      byteOffset: e.byteOffset ?? null,
      controlNumber: e.controlNumber ?? null,
      amountCents: e.amountCents ?? null,
      state: e.needsDecision ? 'open' : 'noted',
    })),
  );
}

/** $1: import id, $2: `exceptionRows`. */
export const INSERT_EXCEPTIONS = `
insert into import_exception (id, import_id, scope, code, message, severity, segment_number, segment_id, byte_offset,
                              control_number, amount_cents, state)
select e.id, $1, e.scope, e.code, e.message, e.severity, e."segmentNumber", e."segmentId", e."byteOffset",
       e."controlNumber", e."amountCents", e.state
from jsonb_to_recordset($2::jsonb) as e(id uuid, scope text, code text, message text, severity text,
     "segmentNumber" int, "segmentId" text, "byteOffset" bigint, "controlNumber" text, "amountCents" bigint, state text)
on conflict (id) do nothing`;

async function except(pool: Pool, importId: string, exceptions: readonly ReportedException[]): Promise<void> {
  if (exceptions.length > 0) await pool.query(INSERT_EXCEPTIONS, [importId, exceptionRows(importId, exceptions)]);
}
