/** Takes a file in, starts its workflow, stops, resumes or applies it; the workflow does the work. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { STOP_IMPORT, type ImportKind, type ImportState } from '../domain/imports';
import { importWorkflowId } from '../platform/names';
import { followDryRun, ImportConflict } from './dry-runs';
import { uuidFrom } from './ids';
import { storeUpload } from './uploads';

export interface NewImport {
  readonly kind: ImportKind;
  readonly practiceId: string;
  /** As the sender calls it; folders are cut off. */
  readonly fileName: string;
  readonly dryRun: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  /** User id of the uploader. */
  readonly createdBy: string;
  /** The same key of the same user is the same import. */
  readonly key?: string | null;
}

export interface ImportsDeps {
  readonly pool: Pool;
  readonly client: Client;
  readonly taskQueue: string;
  /** Told when a workflow could not be started; the import stays queued and `startQueued` tries again. */
  onStartFailed?(importId: string, error: unknown): void;
}

const START_DEADLINE_MS = 5_000;

export class Imports {
  constructor(private readonly deps: ImportsDeps) {}

  /**
   * Stores the file and starts its import. With a key that came before, the source is not read.
   * @returns the import's id; it is `queued` when Temporal could not be reached.
   * @throws ImportConflict practice_unknown; UploadRefused; what the source throws (then nothing is kept).
   */
  async receive(request: NewImport, source: AsyncIterable<Uint8Array>): Promise<string> {
    const { pool } = this.deps;
    const importId = request.key ? uuidFrom(`import:${request.createdBy}:${request.key}`) : randomUUID();
    if (request.key && (await this.#known(importId))) {
      await this.#tryStart(importId);
      return importId;
    }
    const { rowCount } = await pool.query(
      `insert into import (id, kind, practice_id, file_name, sha256, bytes, dry_run, options, state, created_by)
       select $1, $2, p.id, $4, '', 0, $5, $6, 'uploading', $7 from practice p where p.id = $3`,
      [
        importId,
        request.kind,
        request.practiceId,
        plainName(request.fileName),
        request.dryRun,
        JSON.stringify(request.options),
        request.createdBy,
      ],
    );
    if (rowCount === 0) throw new ImportConflict('practice_unknown', 'There is no such practice; check practiceId.');
    try {
      const { sha256, bytes } = await storeUpload(pool, importId, source);
      await pool.query(`update import set sha256 = $2, bytes = $3, state = 'queued' where id = $1`, [
        importId,
        sha256,
        bytes,
      ]);
    } catch (error) {
      await pool.query(`delete from import where id = $1 and state = 'uploading'`, [importId]).catch(() => undefined);
      throw error;
    }
    await this.#tryStart(importId);
    return importId;
  }

  /**
   * Imports for real what a dry run has checked. Asking again answers with the same import.
   * @throws ImportConflict when it is no finished dry run, or its file is gone.
   */
  async apply(dryRunId: string, createdBy: string): Promise<string> {
    const importId = uuidFrom(`apply:${dryRunId}`);
    await followDryRun(this.deps.pool, dryRunId, { importId, dryRun: false, options: null, createdBy });
    await this.#tryStart(importId);
    return importId;
  }

  /**
   * Checks the file of a dry run once more with other options, such as a column mapping, as a dry run of its own.
   * @throws ImportConflict when it is no dry run, is under way, or has handed its file on already.
   */
  async checkAgain(dryRunId: string, options: NewImport['options'], createdBy: string): Promise<string> {
    const importId = randomUUID();
    await followDryRun(this.deps.pool, dryRunId, { importId, dryRun: true, options, createdBy });
    await this.#tryStart(importId);
    return importId;
  }

  /**
   * Stops an import between two rows; what it has written stays, and it can be resumed.
   * @throws ImportConflict when there is none or it has ended.
   */
  async stop(importId: string): Promise<void> {
    const state = await this.#stateOf(importId);
    if (state === 'queued') await this.#start(importId);
    else if (state !== 'running')
      throw new ImportConflict('ended', `The import is ${state}; there is nothing to stop.`);
    await this.deps.client.workflow.getHandle(importWorkflowId(importId)).signal(STOP_IMPORT);
  }

  /**
   * Goes on with an import that was stopped or failed, from where it was.
   * @throws ImportConflict when it is neither, or its file is gone.
   */
  async resume(importId: string): Promise<void> {
    const { rowCount } = await this.deps.pool.query(
      `update import i set state = 'queued', error = null, finished_at = null
       where i.id = $1 and i.state in ('stopped', 'failed')
         and exists (select 1 from import_chunk c where c.import_id = i.id)`,
      [importId],
    );
    if (rowCount === 0) {
      const state = await this.#stateOf(importId);
      throw new ImportConflict(
        'not_resumable',
        `The import is ${state}; only a stopped or failed one whose file is still kept can be resumed.`,
      );
    }
    await this.#tryStart(importId);
  }

  /** Starts what waits because Temporal was away, and clears uploads that broke off. Call it from time to time. */
  async startQueued(): Promise<number> {
    await this.deps.pool.query(
      `delete from import where state = 'uploading' and created_at < now() - interval '1 day'`,
    );
    const { rows } = await this.deps.pool.query<{ id: string }>(
      `select id from import where state = 'queued' order by created_at limit 100`,
    );
    for (const { id } of rows) await this.#tryStart(id);
    return rows.length;
  }

  /** An upload under this id arrived whole before. One that broke off is cleared, so that it can be sent again. */
  async #known(importId: string): Promise<boolean> {
    await this.deps.pool.query(`delete from import where id = $1 and state = 'uploading'`, [importId]);
    const { rowCount } = await this.deps.pool.query('select 1 from import where id = $1', [importId]);
    return rowCount === 1;
  }

  async #stateOf(importId: string): Promise<ImportState> {
    const { rows } = await this.deps.pool.query<{ state: ImportState }>('select state from import where id = $1', [
      importId,
    ]);
    if (!rows[0]) throw new ImportConflict('import_unknown', 'There is no such import.');
    return rows[0].state;
  }

  async #tryStart(importId: string): Promise<void> {
    try {
      await this.#start(importId);
    } catch (error) {
      this.deps.onStartFailed?.(importId, error);
    }
  }

  /** Any number of times: a run that is under way is kept. */
  async #start(importId: string): Promise<void> {
    const { client, taskQueue } = this.deps;
    await client.withDeadline(Date.now() + START_DEADLINE_MS, () =>
      client.workflow.start('importFile', {
        workflowId: importWorkflowId(importId),
        taskQueue,
        args: [importId],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    );
  }
}

/** The last part of a name in either system's notation, without control characters, at most 200 characters. */
function plainName(name: string): string {
  const last = path.posix.basename(name.replaceAll('\\', '/'));
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  return last.replace(/[\x00-\x1f\x7f]/g, '').slice(0, 200) || 'upload';
}
