/** The places a backup is restored into: a new embedded cluster, or a database of the operator's. Old data is set aside, never removed. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { z } from 'zod';
import { clusterFolder, postgresAccount } from '../postgres/account';
import { startEmbeddedPostgres } from '../postgres/embedded';
import { DataDirectoryInUseError, isSameProcess, type Say } from '../server-process';
import { quoted, readMigrationsApplied, readTables } from './catalog';
import { connectAlone } from './dump-database';
import { BackupError } from './passphrase';
import type { Manifest } from './parts';

/** A database that is being filled. */
export interface Place {
  readonly url: string;
  /** It is filled: it takes its place. Answers in words where the old one is; null when there was none. */
  accept(): Promise<string | null>;
  /** Everything as before. */
  undo(): Promise<void>;
}

const Pid = z.object({ pid: z.int(), identity: z.string() });

/** @throws DataDirectoryInUseError when a server still works on this directory. */
export function requireAtRest(dataDir: string): void {
  for (const server of ['postgres', 'temporal']) {
    const file = path.join(dataDir, `${server}.pid.json`);
    if (!existsSync(file)) continue;
    const found = Pid.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (found.success && isSameProcess(found.data.pid, found.data.identity)) {
      throw new DataDirectoryInUseError(
        `A server (${server}, process ${found.data.pid}) still works on ${dataDir}. Stop Caseclock first; after a crash, ` +
          'start it once and stop it with Ctrl-C.',
      );
    }
  }
}

const silent: Say = () => undefined;

/** Where the embedded cluster of a data directory is; elsewhere when PostgreSQL's account cannot reach it. */
function clusterOf(dataDir: string): string {
  return clusterFolder(path.join(dataDir, 'postgres'), postgresAccount(silent), silent);
}

/** A new cluster in `staging`, to be moved into `dataDir`. */
export async function embeddedPlace(staging: string, dataDir: string, stamp: string, say: Say): Promise<Place> {
  const server = await startEmbeddedPostgres({ dataDir: staging, say });
  const made = clusterOf(staging);
  return {
    url: server.url,
    accept: async () => {
      await server.stop();
      const target = clusterOf(dataDir);
      // Inside the data directory it is moved with everything else.
      if (target === path.join(dataDir, 'postgres')) return null;
      const aside = `${target}.before-${stamp}`;
      const old = existsSync(path.join(target, 'PG_VERSION'));
      if (old) renameSync(target, aside);
      else rmdirSync(target);
      renameSync(made, target);
      return old ? aside : null;
    },
    undo: async () => {
      await server.stop();
      if (!made.startsWith(staging)) rmSync(path.dirname(made), { recursive: true, force: true });
    },
  };
}

/** Rows that migrations themselves write: a database that was only brought up to date has no others. */
const FROM_MIGRATIONS = new Set(['audit_head']);

async function isEmpty(client: Client, level: Manifest['migrations']): Promise<boolean> {
  const known = new Set(level.map((m) => m.name));
  if ((await readMigrationsApplied(client)).some((m) => !known.has(m.name))) return false;
  for (const { name } of await readTables(client)) {
    if (FROM_MIGRATIONS.has(name)) continue;
    const { rows } = await client.query<{ some: boolean }>(`select exists (select 1 from ${quoted(name)}) as "some"`);
    if (rows[0]?.some) return false;
  }
  return true;
}

/** @throws BackupError when the database holds something and may not, or cannot, be set aside. */
export async function externalPlace(
  url: string,
  level: Manifest['migrations'],
  stamp: string,
  replace: boolean,
): Promise<Place> {
  const client = await connectAlone(url);
  try {
    if (await isEmpty(client, level)) return { url, accept: async () => null, undo: async () => undefined };
    if (!replace) {
      throw new BackupError(
        'The database is not empty, and nothing is overwritten. Make an empty one and name it in DATABASE_URL, or give ' +
          '--replace: then this one is renamed and kept.',
      );
    }
    const { rows } = await client.query<{ name: string; others: number }>(
      `select current_database() as name, (select count(*)::int from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()) as others`,
    );
    const { name, others } = rows[0] as { name: string; others: number };
    if (others > 0)
      throw new BackupError(`${others} connections still use the database. Stop every Caseclock process first.`);
    return await besides(url, name, stamp);
  } finally {
    await client.end();
  }
}

/** A new database beside the old one; the names are exchanged when it is filled. */
async function besides(url: string, name: string, stamp: string): Promise<Place> {
  const [fresh, aside] = [`${name}_restoring_${stamp}`, `${name}_before_${stamp}`];
  const elsewhere = new URL(url);
  elsewhere.pathname = '/postgres';
  const run = async (...statements: string[]) => {
    const client = await connectAlone(elsewhere.href);
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  try {
    await run(`create database ${quoted(fresh)} template template0 encoding 'UTF8'`);
  } catch {
    throw new BackupError(
      'This account may not make databases, which --replace needs. Rename the old database and make an empty one by hand, ' +
        'then restore without --replace.',
    );
  }
  const filling = new URL(url);
  filling.pathname = `/${fresh}`;
  return {
    url: filling.href,
    accept: async () => {
      await run(
        `alter database ${quoted(name)} rename to ${quoted(aside)}`,
        `alter database ${quoted(fresh)} rename to ${quoted(name)}`,
      );
      return `the database ${aside}`;
    },
    undo: () => run(`drop database if exists ${quoted(fresh)} with (force)`),
  };
}

/** Makes the folder in which everything is prepared; inside the data directory, which may be a volume of its own. */
export function stagingIn(dataDir: string, stamp: string): string {
  const staging = path.join(dataDir, `.restoring-${stamp}`);
  mkdirSync(staging, { recursive: true, mode: 0o755 });
  return staging;
}
