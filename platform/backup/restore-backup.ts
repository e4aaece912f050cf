/** Puts a backup back: checked whole first, prepared beside the old data, and moved into place only when all of it stands. */
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { migrate } from '../../prisma/migrate';
import type { Say } from '../server-process';
import { occupantsOf, TEMPORAL_FILES } from './data-files';
import { connectAlone } from './dump-database';
import { bringToLevel, requireKnownLevel } from './level';
import { Loading } from './load-database';
import type { Closing, Manifest } from './parts';
import { BackupError } from './passphrase';
import { embeddedPlace, externalPlace, requireAtRest, stagingIn, type Place } from './places';
import { check, openBackup, type OpenBackup } from './read-backup';

export interface RestoreTarget {
  /** The operator's database, as its owner; null: a new embedded one in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** The operator's own Temporal keeps its histories itself. */
  readonly temporal: 'embedded' | 'external';
  /** Old data is set aside instead of refused. */
  readonly replace: boolean;
}

export interface Restored {
  readonly madeAt: string;
  readonly rows: number;
  /** Keys and histories that are back in the data directory. */
  readonly files: readonly string[];
  readonly temporal: 'restored' | 'not-in-backup' | 'external';
  /** Where the old data is now, in words. */
  readonly setAside: readonly string[];
  /** Migrations that the backup did not have yet. */
  readonly migrated: readonly string[];
  readonly seconds: number;
}

/**
 * @throws BackupError (and its kinds) or DataDirectoryInUseError before anything is changed; whatever fails later leaves
 * everything as it was.
 */
export async function restoreBackup(
  file: string,
  passphrase: string,
  target: RestoreTarget,
  say: Say = () => undefined,
): Promise<Restored> {
  const from = performance.now();
  const backup = await openBackup(file, passphrase);
  say('Checking the whole backup');
  const { manifest } = await check(backup);
  requireKnownLevel(manifest.migrations);
  requireAtRest(target.dataDir);
  const occupants = occupiedBy(target);
  if (occupants.length > 0 && !target.replace) {
    throw new BackupError(
      `${target.dataDir} is not empty (${occupants.join(', ')}), and nothing is overwritten. Give another CASECLOCK_DATA, ` +
        'or --replace: then what is there is moved aside and kept.',
    );
  }
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const fresh = !existsSync(target.dataDir);
  const staging = stagingIn(target.dataDir, stamp);
  let place: Place | undefined;
  try {
    place =
      target.databaseUrl === null
        ? await embeddedPlace(staging, target.dataDir, stamp, say)
        : await externalPlace(target.databaseUrl, manifest.migrations, stamp, target.replace);
    const { rows, files } = await fill(backup, manifest, place.url, staging, target, say);
    say('Bringing the database up to date');
    const migrated = await migrate(place.url, say);
    const database = await place.accept();
    const moved = moveIn(staging, target.dataDir, occupants, stamp);
    const temporal =
      target.temporal === 'external' ? 'external' : manifest.temporal === 'included' ? 'restored' : 'not-in-backup';
    const setAside = [...(moved === null ? [] : [moved]), ...(database === null ? [] : [database])];
    const seconds = (performance.now() - from) / 1000;
    return { madeAt: manifest.madeAt, rows, files, temporal, setAside, migrated, seconds };
  } catch (error) {
    await place?.undo().catch(() => undefined);
    rmSync(staging, { recursive: true, force: true });
    if (fresh) rmSync(target.dataDir, { recursive: true, force: true });
    throw error;
  }
}

function occupiedBy(target: RestoreTarget): string[] {
  return occupantsOf(target.dataDir).filter((name) => {
    if (name.startsWith('postgres')) return target.databaseUrl === null;
    return target.temporal === 'embedded' || !(TEMPORAL_FILES as readonly string[]).includes(name);
  });
}

async function fill(
  backup: OpenBackup,
  manifest: Manifest,
  url: string,
  staging: string,
  target: RestoreTarget,
  say: Say,
): Promise<{ rows: number; files: string[] }> {
  say(`Bringing an empty database to the level of the backup (${manifest.migrations.length} migrations)`);
  await bringToLevel(url, manifest.migrations, () => undefined);
  const client = await connectAlone(url);
  const files: string[] = [];
  let rows = 0;
  try {
    const loading = new Loading(client);
    await loading.begin();
    say('Filling it');
    await backup.read({
      manifest: async () => undefined,
      part: async (head, content) => {
        if (head.kind === 'table') return loading.table(head, content);
        const wanted = target.temporal === 'embedded' || !(TEMPORAL_FILES as readonly string[]).includes(head.name);
        if (wanted) files.push(head.name);
        await keep(content, wanted ? path.join(staging, head.name) : null);
        return null;
      },
      closing: async (closing: Closing) => {
        say('Reading every row again');
        rows = await loading.finish(closing);
      },
    });
    await loading.commit();
    return { rows, files };
  } finally {
    await client.end();
  }
}

async function keep(content: AsyncIterable<Buffer>, file: string | null): Promise<void> {
  if (file !== null) return pipeline(content, createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }));
  for await (const _ of content);
}

/** @returns in words where the old files are; null when there were none. */
function moveIn(staging: string, dataDir: string, occupants: readonly string[], stamp: string): string | null {
  const aside = path.join(dataDir, `before-${stamp}`);
  if (occupants.length > 0) {
    mkdirSync(aside, { mode: 0o755 });
    for (const name of occupants) {
      if (existsSync(path.join(dataDir, name))) renameSync(path.join(dataDir, name), path.join(aside, name));
    }
  }
  // The shared-memory file of the old database belongs to it: with another database it would be taken for damage.
  rmSync(path.join(dataDir, 'temporal.db-shm'), { force: true });
  for (const name of readdirSync(staging)) {
    const to = path.join(dataDir, name);
    // Logs that are there already go on; the cluster's empty folder may have been made by a look at where it belongs.
    if (name.endsWith('.log') && existsSync(to)) continue;
    if (name === 'postgres' && existsSync(to)) rmdirSync(to);
    renameSync(path.join(staging, name), to);
  }
  rmSync(staging, { recursive: true, force: true });
  return occupants.length > 0 ? aside : null;
}
