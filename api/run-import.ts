/** What every route of imports needs: the imports, one of them as its caller may see it, and what stands against a change. */
import { z } from 'zod';
import { ImportConflict } from '../commands/dry-runs';
import { Imports } from '../commands/imports';
import { MAX_UPLOAD_BYTES, UploadRefused } from '../commands/uploads';
import type { Caller } from './auth/caller';
import type { Permission } from './auth/permissions';
import { locationsOf } from './auth/row-scope';
import type { ApiDeps } from './deps';
import { Problem } from './problem';
import { readImport, type ImportView } from './read/imports';

export const importsOf = (deps: ApiDeps) =>
  new Imports({
    pool: deps.db.pool,
    client: deps.client,
    taskQueue: deps.taskQueue,
    onStartFailed: (importId) => deps.log.warn({ importId }, 'an import waits for Temporal'),
  });

export async function shownImport(
  deps: ApiDeps,
  caller: Caller,
  permission: Permission,
  importId: string,
): Promise<ImportView> {
  const view = await readImport(deps.db, locationsOf(caller, permission), importId);
  if (!view) throw new Problem('not_found', 'There is no import with this id.');
  return view;
}

/** Runs a change and names what stands against it. */
export async function changeImport<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UploadRefused && error.code === 'file_too_large') {
      throw new Problem('too_large', error.message, { limitBytes: MAX_UPLOAD_BYTES }, { Connection: 'close' });
    }
    if (error instanceof UploadRefused) {
      throw new Problem('invalid', undefined, { errors: [{ path: 'body', message: error.message }] });
    }
    if (!(error instanceof ImportConflict)) throw error;
    if (error.code === 'import_unknown') throw new Problem('not_found', error.message);
    if (error.code === 'practice_unknown') {
      throw new Problem(
        'invalid',
        undefined,
        { errors: [{ path: 'query.practiceId', message: error.message }] },
        { Connection: 'close' },
      );
    }
    throw new Problem('conflict', error.message);
  }
}

/** Options of a kind, as JSON. */
export const ImportOptions = z.record(z.string().max(100), z.unknown());

export const acceptedImport = (view: ImportView) =>
  ({ status: 202, body: view, headers: { Location: `/api/v1/imports/${view.id}` } }) as const;
