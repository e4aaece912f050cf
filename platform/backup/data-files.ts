/** Names the files of a data directory that a backup holds: keys and secrets, and Temporal's database; nothing that can be made again. */
import { existsSync, readdirSync } from 'node:fs';

/** Where the embedded Temporal keeps its histories; the log of changes that are not in the file yet stands beside it. */
export const TEMPORAL_FILES = ['temporal.db', 'temporal.db-wal'] as const;

/**
 * Keys that open what the databases hold: `payload-keys`, `sign-in.secret`. Passwords of the cluster's roles are not among
 * them: a new cluster gets new ones.
 */
const isKey = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) && /\.secret$|keys/.test(name);

const isClusters = (name: string): boolean => name === 'postgres' || /^postgres.*\.password$/.test(name);

export function keyFilesIn(dataDir: string): string[] {
  if (!existsSync(dataDir)) return [];
  return readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isKey(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** What would be lost or mixed up if a backup were put into this directory. */
export function occupantsOf(dataDir: string): string[] {
  if (!existsSync(dataDir)) return [];
  const temporal: readonly string[] = TEMPORAL_FILES;
  const others = readdirSync(dataDir).filter((name) => isClusters(name) || temporal.includes(name));
  return [...others.sort(), ...keyFilesIn(dataDir)];
}
