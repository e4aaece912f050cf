/** Names the files of a data directory that a backup holds: keys and secrets, and Temporal's database; nothing that can be made again. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where the embedded Temporal keeps its histories; the log of changes that are not in the file yet stands beside it. */
export const TEMPORAL_FILES = ['temporal.db', 'temporal.db-wal'] as const;

/** Keys that open what the databases hold. The database's own password is not among them: a new cluster gets a new one. */
const isKey = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]*\.secret$|^keys[A-Za-z0-9._-]*$/.test(name);

export function keyFilesIn(dataDir: string): string[] {
  if (!existsSync(dataDir)) return [];
  return readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isKey(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** What would be lost or mixed up if a backup were put into this directory. */
export function occupantsOf(dataDir: string): string[] {
  const there = ['postgres', 'postgres.password', ...TEMPORAL_FILES].filter((name) =>
    existsSync(path.join(dataDir, name)),
  );
  return [...there, ...keyFilesIn(dataDir)];
}
