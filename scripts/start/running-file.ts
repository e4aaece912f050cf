/** Leaves word in the data directory of the Caseclock that runs on it, so that the command line finds its database. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isSameProcess, processIdentity } from '../../platform/server-process';

const Running = z.object({
  pid: z.int(),
  identity: z.string(),
  apiUrl: z.string(),
  databaseUrl: z.string(),
  databaseOwnerUrl: z.string(),
  temporalAddress: z.string(),
  namespace: z.string(),
  taskQueue: z.string(),
  uiUrl: z.string().nullable(),
});
export type Running = z.infer<typeof Running>;

const fileOf = (dataDir: string) => path.join(dataDir, 'running.json');

/** The Caseclock that runs on this directory, or null; a file that a killed one left behind counts as none. */
export function findRunning(dataDir: string): Running | null {
  try {
    const found = Running.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
    return isSameProcess(found.pid, found.identity) ? found : null;
  } catch {
    return null;
  }
}

/** Readable by its owner only: it holds the database's passwords. */
export function leaveWord(dataDir: string, running: Omit<Running, 'pid' | 'identity'>): void {
  mkdirSync(dataDir, { recursive: true });
  const word: Running = { ...running, pid: process.pid, identity: processIdentity(process.pid) };
  rmSync(fileOf(dataDir), { force: true });
  writeFileSync(fileOf(dataDir), JSON.stringify(word, null, 2), { mode: 0o600 });
}

export function takeWordBack(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}
