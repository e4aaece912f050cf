/** Files as places: logs, Temporal's database, temporary folders, what the run left beside, the cache, crash files. */
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { World } from '../../support/world/world';
import type { Piece, Place } from './place';
import { payloadsOf } from './sqlite';

type RunFolder = Pick<World, 'folder'>;

/** A file larger than this is read in parts that overlap, so that nothing falls between two. */
const PART = 64 * 1_048_576;
const OVERLAP = 4_096;

/** Every file below, its name first: a name can give away as much as a content. */
export function* filesIn(folder: string, skip: (file: string) => boolean = () => false): Generator<Piece> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (skip(full)) continue;
    yield { label: `name of ${full}`, content: Buffer.from(entry.name) };
    if (entry.isDirectory()) yield* filesIn(full, skip);
    else if (entry.isFile()) yield* fileParts(full);
  }
}

function* fileParts(file: string): Generator<Piece> {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    // It was there a moment ago.
    return;
  }
  try {
    const { size } = statSync(file);
    for (let from = 0; from < size; from += PART) {
      const content = Buffer.alloc(Math.min(PART + OVERLAP, size - from));
      readSync(handle, content, 0, content.length, from);
      yield { label: file, content };
    }
  } finally {
    closeSync(handle);
  }
}

const log = (world: RunFolder, name: string, sentinel: string): Place => ({
  name: `log of ${name}`,
  sentinel,
  *pieces() {
    const base = path.join(world.folder, `${name}.log`);
    // A log that was turned over keeps its older part beside it.
    for (const entry of readdirSync(world.folder)) {
      if (entry.startsWith(`${name}.log`)) yield* fileParts(path.join(world.folder, entry));
    }
    yield { label: 'name', content: Buffer.from(base) };
  },
});

const DATABASE = /^temporal\.db/;

export function filePlaces(
  world: RunFolder,
  known: { caseId: string; requestIds: readonly string[] },
  cache: string,
  root: string = path.resolve(__dirname, '../../..'),
): Place[] {
  const cluster = path.join(world.folder, 'postgres');
  const own = (file: string) =>
    file === cluster ||
    /\.log(\.\d+)?$/.test(file) ||
    DATABASE.test(path.basename(file)) ||
    file === path.join(world.folder, 'tmp');
  return [
    log(world, 'worker-1', 'worker runs'),
    log(world, 'worker-2', 'worker runs'),
    ...known.requestIds.map((id, i) => log(world, `api-${i + 1}`, id)),
    log(world, 'temporal', 'Server:'),
    log(world, 'postgres', 'database system is ready'),
    {
      name: "Temporal's database: file, -wal, -shm",
      sentinel: known.caseId,
      *pieces() {
        for (const name of readdirSync(world.folder).filter((entry) => DATABASE.test(entry))) {
          yield* fileParts(path.join(world.folder, name));
        }
      },
    },
    {
      name: "Temporal's database: values put together",
      sentinel: known.caseId,
      *pieces() {
        const base = path.join(world.folder, 'temporal.db');
        const wal = statSync(`${base}-wal`, { throwIfNoEntry: false }) ? readFileSync(`${base}-wal`) : Buffer.alloc(0);
        for (const content of payloadsOf(readFileSync(base), wal)) yield { label: 'row', content };
      },
    },
    {
      name: 'temporary folders',
      sentinel: TEMPORARY_SENTINEL,
      pieces: () => filesIn(path.join(world.folder, 'tmp')),
    },
    {
      name: 'data directory beside the cluster',
      sentinel: 'postgres.pid.json',
      allowed: { 'secret.database-password': 'postgres.password is where it is kept, mode 0600' },
      pieces: () => filesIn(world.folder, own),
    },
    {
      name: 'cache of bundles',
      sentinel: '__webpack_modules__',
      pieces: () => filesIn(path.join(cache, 'workflow-bundles')),
    },
    {
      name: 'core dumps and crash files',
      sentinel: 'package.json',
      *pieces() {
        yield { label: 'names', content: Buffer.from(readdirSync(root).join('\n')) };
        yield* filesIn(
          root,
          (file) =>
            !/^(core(\.\d+)?|report\..*\.json|isolate-.*\.log|.*\.heapsnapshot|hs_err.*)$/.test(path.basename(file)),
        );
      },
    },
  ];
}

/** Put into each temporary folder before the run, because an empty folder proves nothing. */
export const TEMPORARY_SENTINEL = 'caseclock-temporary-sentinel';
