/** The activities of the import workflow: check the file, run a phase, write how it ended. Each can be run any number of times. */
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { Pool } from 'pg';
import type { Gateway } from '../../commands/gateway';
import { dropUpload, readUpload } from '../../commands/uploads';
import { IMPORT_REFUSED, type ImportEnd, type ImportOutside } from '../../domain/imports';
import { isDbUnavailable } from '../../platform/db';
import { openIncident } from '../incidents';
import { type Importer, ImportRefused } from './framework';
import { importers } from './importers';
import { type ImportRecord, openRun, readImport } from './open-run';

export interface ImportActivityDeps {
  readonly pool: Pool;
  readonly gateway: Gateway;
  /** Replaced in tests. */
  readonly importers?: readonly Importer[];
}

/** Enough for every signature. */
const HEAD_BYTES = 512;
const BEAT_MS = 1_000;
/** An attempt that fails with nobody's absence to blame is told after so many. */
const TRIES_BEFORE_INCIDENT = 5;

export function makeImportActivities(deps: ImportActivityDeps): ImportOutside {
  const known = deps.importers ?? importers;
  const { pool } = deps;
  return {
    async beginImport(importId) {
      const record = await readImport(pool, importId);
      if (!record || !['queued', 'running'].includes(record.state)) return null;
      const kind = known.find((importer) => importer.kind === record.kind);
      const problem = kind ? await problemOf(pool, record, kind) : UNKNOWN_KIND;
      if (!kind || problem) {
        await end(pool, importId, { end: 'failed', ...(problem ?? UNKNOWN_KIND), refused: true });
        return null;
      }
      if (await endAsAlreadyImported(pool, record)) return null;
      await pool.query(`update import set state = 'running' where id = $1 and state in ('queued', 'running')`, [
        importId,
      ]);
      return { phases: kind.phases.map((phase) => phase.name) };
    },

    async runImportPhase(importId, name) {
      const context = Context.current();
      try {
        await runPhase(deps, importId, name, context.cancellationSignal, (told) => context.heartbeat(told));
      } catch (error) {
        throw await failure(pool, importId, name, error, context);
      }
    },

    endImport: (importId, how) => end(pool, importId, how),
  };
}

const UNKNOWN_KIND = {
  code: 'kind_unknown',
  message: 'This worker cannot import that kind of file; update the worker, or choose another kind.',
};

async function problemOf(pool: Pool, record: ImportRecord, kind: Importer) {
  const head = await readHead(pool, record.id);
  if (head.length === 0) return { code: 'file_gone', message: 'The file is not kept any more; upload it again.' };
  const mismatch = kind.mismatch(head);
  if (mismatch) return { code: 'wrong_type', message: mismatch };
  const options = kind.options.safeParse(record.options);
  if (options.success) return null;
  const issue = options.error.issues[0];
  return {
    code: 'options_unusable',
    message: `The import's options cannot be used: ${issue?.path.join('.') || 'options'}: ${issue?.message ?? 'not understood'}.`,
  };
}

async function readHead(pool: Pool, importId: string): Promise<Uint8Array> {
  for await (const chunk of readUpload(pool, importId)) return chunk.subarray(0, HEAD_BYTES);
  return new Uint8Array();
}

/** The same bytes, imported for real before: nothing is done again, and the first import is named. */
async function endAsAlreadyImported(pool: Pool, record: ImportRecord): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with first as (
       select id, finished_at from import
       where sha256 = $2 and kind = $3 and practice_id = $4 and id <> $1 and state = 'finished' and not dry_run
       order by finished_at limit 1)
     update import i set state = 'already-imported', finished_at = now(),
       summary = jsonb_build_object('firstImportId', first.id, 'firstImportedAt', first.finished_at)
     from first where i.id = $1`,
    [record.id, record.sha256, record.kind, record.practiceId],
  );
  if (rowCount !== 1) return false;
  await dropUpload(pool, record.id);
  return true;
}

/**
 * Runs a phase, telling its progress once a second.
 * @throws ImportRefused; whatever the phase throws; the signal's reason when it was aborted.
 */
export async function runPhase(
  deps: ImportActivityDeps,
  importId: string,
  name: string,
  signal: AbortSignal,
  beat: (told: { readonly done: number; readonly total: number | null }) => void,
): Promise<void> {
  const record = await readImport(deps.pool, importId);
  const kind = (deps.importers ?? importers).find((importer) => importer.kind === record?.kind);
  const phase = kind?.phases.find((candidate) => candidate.name === name);
  if (!record || !phase) throw new ImportRefused('import_unknown', 'There is no such import or phase any more.');
  const { run, told } = openRun(deps, record, signal);
  let stored = '';
  const store = async () => {
    const counts = JSON.stringify({ phase: phase.name, title: phase.title, ...told() });
    if (counts === stored) return;
    stored = counts;
    await deps.pool.query('update import set counts = $2 where id = $1', [importId, counts]);
  };
  const timer = setInterval(() => {
    beat(told());
    // Progress is for the eye: one that could not be stored is stored a second later.
    store().catch(() => undefined);
  }, BEAT_MS);
  try {
    await phase.run(run);
    await store();
  } finally {
    clearInterval(timer);
  }
}

async function failure(pool: Pool, importId: string, phase: string, error: unknown, context: Context): Promise<Error> {
  if (context.cancellationSignal.aborted) {
    const reason: unknown = context.cancellationSignal.reason;
    // A worker that stops hands the phase to another one; only a person's stop ends the import.
    if (reason instanceof CancelledFailure && reason.message === 'CANCELLED') return reason;
    return ApplicationFailure.retryable('The worker stops; another one goes on.', 'WorkerStops');
  }
  if (error instanceof ImportRefused) {
    // The words may quote the file. They go to the import's row; Temporal gets the code.
    await pool.query(`update import set error = $2 where id = $1 and state in ('queued', 'running')`, [
      importId,
      JSON.stringify({ code: error.code, message: error.message }),
    ]);
    return ApplicationFailure.nonRetryable(error.code, IMPORT_REFUSED, error.code);
  }
  if (!isDbUnavailable(error) && context.info.attempt >= TRIES_BEFORE_INCIDENT) {
    await openIncident(pool, {
      source: `import:${importId}:${phase}`,
      caseId: null,
      code: 'import_failing',
      message: `The import ${importId} fails in its phase "${phase}" and is tried again. See the worker's log.`,
    });
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** Words that stand in the row already, for the same code, are the better ones. */
async function end(pool: Pool, importId: string, how: ImportEnd): Promise<void> {
  const error = how.end === 'failed' ? JSON.stringify({ code: how.code, message: how.message }) : null;
  const { rows } = await pool.query<{ dryRun: boolean }>(
    `update import set state = $2, finished_at = coalesce(finished_at, now()),
       error = case when error->>'code' = $3::jsonb->>'code' then error else $3::jsonb end,
       summary = coalesce(summary, '{}') || jsonb_build_object('rows', (
         select coalesce(jsonb_object_agg(outcome, n), '{}')
         from (select outcome, count(*) as n from import_row where import_id = $1 group by outcome) o))
     where id = $1 and state in ('queued', 'running', $2) returning dry_run as "dryRun"`,
    [importId, how.end, error],
  );
  if (how.end === 'finished' && rows[0]?.dryRun === false) await dropUpload(pool, importId);
  if (how.end !== 'failed' || how.refused) return;
  await openIncident(pool, {
    source: `import:${importId}`,
    caseId: null,
    code: how.code,
    message: `The import ${importId} could not go on. Resume it when the cause is mended.`,
  });
}
