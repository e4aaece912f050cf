import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/postgres/embedded';
import { migrate, MigrationError } from '../../prisma/migrate';

let folder: string;
let server: EmbeddedPostgres;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'caseclock-pg-'));
  chmodSync(folder, 0o711);
  server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data') });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function rows(statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function migration(name: string, sql: string): string {
  const migrations = path.join(folder, 'migrations');
  mkdirSync(path.join(migrations, name), { recursive: true });
  writeFileSync(path.join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
  writeFileSync(path.join(migrations, name, 'migration.sql'), sql);
  return migrations;
}

test('what was committed is there after PostgreSQL was killed with kill -9', async () => {
  await rows('create table kept (n int)');
  await rows('insert into kept values (7)');
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data') });
  expect(await rows('select n from kept')).toEqual([{ n: 7 }]);
  await rows('drop table kept');
});

test('a PostgreSQL that an earlier run left behind is stopped and its data found again', async () => {
  const said: string[] = [];
  const left = server;
  server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), say: (message) => said.push(message) });
  await left.exited;
  expect(said.join()).toContain(`left behind (process ${left.pid})`);
  expect(await rows('show timezone')).toEqual([{ TimeZone: 'UTC' }]);
  expect(await rows('show fsync')).toEqual([{ fsync: 'on' }]);
});

test('updating a database twice changes nothing the second time, also from two processes at once', async () => {
  const migrations = migration(
    '20260101000000_first',
    `create table thing (id int primary key, state text);
     create unique index one_active on thing (state) where state = 'active';
     create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no; never'; end; $$;
     create trigger keep before delete on thing for each row execute function refuse();`,
  );
  const both = await Promise.all([
    migrate(server.url, undefined, migrations),
    migrate(server.url, undefined, migrations),
  ]);
  expect(both.flat()).toEqual(['20260101000000_first']);
  expect(await migrate(server.url, undefined, migrations)).toEqual([]);
  await rows('insert into thing values (1)');
  await expect(rows('delete from thing')).rejects.toThrow('no; never');
});

test('a migration that fails is named, leaves nothing behind, and is tried anew once it is corrected', async () => {
  const migrations = migration('20260102000000_second', 'create table half (a int); create table thing (a int);');
  const failure = await migrate(server.url, undefined, migrations).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MigrationError);
  expect((failure as MigrationError).migration).toBe('20260102000000_second');
  expect((failure as MigrationError).message).toContain('relation "thing" already exists');
  expect(await rows("select to_regclass('half') as half")).toEqual([{ half: null }]);
  migration('20260102000000_second', 'create table half (a int);');
  expect(await migrate(server.url, undefined, migrations)).toEqual(['20260102000000_second']);
});
