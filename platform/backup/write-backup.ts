/** Makes a backup: both databases as they are at one moment, and the keys, in one encrypted file. Changes nothing. */
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  linkSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Say } from '../server-process';
import { keyFilesIn, TEMPORAL_FILES } from './data-files';
import { prepareSnapshot, type Snapshot } from './dump-database';
import { copyAll, whileHeld } from './frozen-copy';
import { PartWriter } from './parts';
import { BackupError } from './passphrase';
import { checkBackup } from './read-backup';
import { sealing } from './seal';

export interface BackupSources {
  /** As the owner of the tables. */
  readonly databaseUrl: string;
  /** Where keys and the embedded Temporal's database are. */
  readonly dataDir: string;
  /** `running`: the process id of the embedded server; `stopped`: its files only; `external`: the operator's own. */
  readonly temporal:
    { readonly is: 'running'; readonly pid: number } | { readonly is: 'stopped' } | { readonly is: 'external' };
}

export interface BackupMade {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly tables: number;
  /** Files of the data directory that are in it. */
  readonly files: readonly string[];
  readonly temporal: 'included' | 'external';
  /** How long Temporal was held still; null when it did not run or is not ours. */
  readonly heldMs: number | null;
  readonly seconds: number;
}

/**
 * Writes the backup and reads it again. The file appears under its name when it is whole.
 * @throws BackupError: the file is there already, a source cannot be read, the disk is full.
 */
export async function writeBackup(
  file: string,
  passphrase: string,
  sources: BackupSources,
  say: Say = () => undefined,
): Promise<BackupMade> {
  const from = performance.now();
  if (existsSync(file))
    throw new BackupError(`${file} is there already. Give another name; a backup is never replaced.`);
  if (!existsSync(path.dirname(path.resolve(file)))) {
    throw new BackupError(`There is no folder ${path.dirname(file)}. Make it first.`);
  }
  const partial = `${file}.partial-${process.pid}`;
  const scratch = mkdtempSync(
    path.join(existsSync(sources.dataDir) ? sources.dataDir : path.dirname(file), '.backup-'),
  );
  const prepared = await prepareSnapshot(sources.databaseUrl).catch((error: unknown) => {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  });
  try {
    const moment = await holdMoment(prepared.take, sources, scratch);
    say('Reading the database and the keys');
    const parts = await writeParts(partial, passphrase, moment, sources, scratch);
    say('Reading the backup again, to be sure that it opens');
    await checkBackup(partial, passphrase);
    // Unlike a renaming, a link never takes the place of a file that has appeared meanwhile.
    linkSync(partial, file);
    sync(path.dirname(path.resolve(file)));
    return {
      file,
      bytes: statSync(file).size,
      tables: moment.snapshot.manifest.tables.length,
      ...parts,
      temporal: sources.temporal.is === 'external' ? 'external' : 'included',
      heldMs: moment.heldMs,
      seconds: (performance.now() - from) / 1000,
    };
  } finally {
    await prepared.end();
    rmSync(scratch, { recursive: true, force: true });
    rmSync(partial, { force: true });
  }
}

interface Moment {
  readonly snapshot: Snapshot;
  readonly heldMs: number | null;
}

/**
 * Temporal is held first and the database's moment is taken while it stands still: what a history knows as applied was
 * written before, so the record is never behind the histories, and a case takes from the record what it has forgotten.
 */
async function holdMoment(take: () => Promise<Snapshot>, sources: BackupSources, scratch: string): Promise<Moment> {
  const { temporal, dataDir } = sources;
  if (temporal.is === 'external') return { snapshot: await take(), heldMs: null };
  const files = TEMPORAL_FILES.map((name) => ({ from: path.join(dataDir, name), to: path.join(scratch, name) }));
  const both = async () => {
    const snapshot = await take();
    await copyAll(files);
    return snapshot;
  };
  if (temporal.is === 'stopped') return { snapshot: await both(), heldMs: null };
  const { result, heldMs } = await whileHeld(temporal.pid, both);
  return { snapshot: result, heldMs };
}

async function writeParts(
  partial: string,
  passphrase: string,
  { snapshot }: Moment,
  { dataDir, temporal }: BackupSources,
  scratch: string,
): Promise<{ rows: number; files: string[] }> {
  const gzip = createGzip({ level: 6 });
  const out = createWriteStream(partial, { mode: 0o600, flags: 'wx', flush: true });
  const written = pipeline(gzip, await sealing(passphrase), out);
  // A failure of the disk reaches the writer through the stream; this only keeps it from counting as unhandled.
  written.catch(() => undefined);
  const writer = new PartWriter(gzip);
  const files: string[] = [];
  const add = async (folder: string, name: string) => {
    if (!existsSync(path.join(folder, name))) return;
    await writer.part({ kind: 'file', name }, createReadStream(path.join(folder, name)), () => null);
    files.push(name);
  };
  await writer.manifest({
    format: 1,
    madeAt: new Date().toISOString(),
    temporal: temporal.is === 'external' ? 'external' : 'included',
    ...snapshot.manifest,
    tables: [...snapshot.manifest.tables],
  });
  // Keys before rows: a restore that ends early must not have rows that nothing opens.
  for (const name of keyFilesIn(dataDir)) await add(dataDir, name);
  for (const name of TEMPORAL_FILES) await add(scratch, name);
  const rows = await snapshot.write(writer);
  await writer.close(await snapshot.closing());
  await written;
  return { rows, files };
}

function sync(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}
