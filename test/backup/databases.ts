/** A backup of a test's database, and empty databases to put it back into; all on the run's real server. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { openDb, type Db } from '../../platform/db';

export const passphrase = 'four words are enough here';

export function scratchFolder(): { path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-backup-test-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database without a single table, on the server of `url`. */
export async function emptyDatabase(url: string): Promise<string> {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await run(url, `create database ${name} template template0`);
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

export async function dropDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  await run(server.href, `drop database if exists "${name}" with (force)`);
}

/** Every row of every table: how many, and a digest of their texts. */
export async function contents(url: string): Promise<Record<string, string>> {
  return withDb(url, async (db) => {
    const tables = await db.pool.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
         and relname <> '_prisma_migrations' order by 1`,
    );
    const all: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const { rows } = await db.pool.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text collate "C")), '') as digest from "${name}" t`,
      );
      all[name] = rows[0]?.digest ?? '';
    }
    return all;
  });
}

export async function withDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDb({ url });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
