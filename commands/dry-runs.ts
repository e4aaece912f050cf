/** What follows a dry run: the import for real, or another dry run with other options. The file goes from one to the next. */
import type { Pool, PoolClient } from 'pg';
import type { ImportState } from '../domain/imports';

/** What was asked for does not fit the import; the message says what to do. */
export class ImportConflict extends Error {
  override readonly name = 'ImportConflict';
  constructor(
    readonly code:
      | 'import_unknown'
      | 'practice_unknown'
      | 'not_a_dry_run'
      | 'not_finished'
      | 'not_resumable'
      | 'ended'
      | 'file_gone',
    message: string,
  ) {
    super(message);
  }
}

interface NextImport {
  readonly importId: string;
  /** False: for real. */
  readonly dryRun: boolean;
  /** Null: those of the dry run. */
  readonly options: Readonly<Record<string, unknown>> | null;
  readonly createdBy: string;
}

/** After these a file may be checked again; only what was checked to its end is imported. */
const ended: readonly ImportState[] = ['finished', 'failed', 'stopped'];

/**
 * Enters the import that follows; one that is entered already is left alone.
 * @throws ImportConflict
 */
export async function followDryRun(pool: Pool, dryRunId: string, next: NextImport): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ state: ImportState; dry: boolean; entered: boolean }>(
      `select i.state, i.dry_run as dry, exists (select 1 from import where id = $2) as entered
       from import i where i.id = $1 for update`,
      [dryRunId, next.importId],
    );
    const known = rows[0];
    if (!known) throw new ImportConflict('import_unknown', 'There is no such import.');
    if (!known.dry) throw new ImportConflict('not_a_dry_run', 'This import was no dry run; nothing can follow it.');
    if (!known.entered) {
      requireEnded(known.state, next.dryRun);
      await handOver(client, dryRunId, next);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

function requireEnded(state: ImportState, again: boolean): void {
  if (again && !ended.includes(state))
    throw new ImportConflict('not_finished', `The dry run is ${state}; check again when it has ended.`);
  if (!again && state !== 'finished')
    throw new ImportConflict('not_finished', `The dry run is ${state}; apply it when it has finished.`);
}

/** The file moves instead of being copied: 300 MB change hands without being written again. */
async function handOver(client: PoolClient, dryRunId: string, next: NextImport): Promise<void> {
  const options = next.options === null ? null : JSON.stringify(next.options);
  await client.query(
    `insert into import (id, kind, practice_id, file_name, sha256, bytes, dry_run, options, state, created_by)
     select $2, kind, practice_id, file_name, sha256, bytes, $3, coalesce($4::jsonb, options), 'queued', $5
     from import where id = $1`,
    [dryRunId, next.importId, next.dryRun, options, next.createdBy],
  );
  const moved = await client.query('update import_chunk set import_id = $2 where import_id = $1', [
    dryRunId,
    next.importId,
  ]);
  if (moved.rowCount === 0)
    throw new ImportConflict('file_gone', 'The file of this dry run went on to another import; upload it again.');
}
