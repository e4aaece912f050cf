/** The application's role: it works with rows, changes no table, and of what is only added to it changes nothing (A13). */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { migrate } from '../../prisma/migrate';
import { openDb } from '../../platform/db';
import { ApplicationRoleError, auditIsProtected } from '../../platform/postgres/application-role';
import { startPostgres, type TestDatabase } from '../support/servers';

let database: TestDatabase;
let app: Client;
let owner: Client;
beforeAll(async () => {
  database = await startPostgres();
  app = new Client({ connectionString: database.url });
  owner = new Client({ connectionString: database.ownerUrl });
  await Promise.all([app.connect(), owner.connect()]);
  await app.query(
    `select audit_append('[{"actorType":"system","actorId":"test","action":"test.row","outcome":"ok","purpose":"operations"}]')`,
  );
}, 240_000);
afterAll(async () => {
  await Promise.all([app?.end(), owner?.end()]);
  await database?.drop();
});

/** SQLSTATE of the refusal; null when it was done. */
const refused = (client: Client, sql: string): Promise<string | null> =>
  client.query(sql).then(
    () => null,
    (error: { code: string }) => error.code,
  );
const NO_RIGHT = '42501';

test('A13 the application adds to the audit trail through one function and can do nothing else to it', async () => {
  for (const sql of [
    `insert into audit_entry (id, actor_type, actor_id, action, outcome, purpose, prev_hash, hash)
     values (9, 'user', '', 'forged', 'ok', 'operations', '', '')`,
    `update audit_entry set outcome = 'ok'`,
    'delete from audit_entry',
    'truncate audit_entry',
    'update audit_head set count = 0',
    'insert into audit_head values (false, 0, 0, $$x$$)',
    'delete from audit_head',
    'select * from audit_head for update',
    'alter table audit_entry disable trigger all',
    'drop trigger audit_append_only on audit_entry',
    'drop table audit_entry',
    `create or replace function audit_append(entries jsonb) returns bigint language sql as 'select 1::bigint'`,
    'alter function audit_append(jsonb) owner to caseclock_app',
    `set session_replication_role = replica`,
    'set role caseclock',
  ]) {
    expect([sql, await refused(app, sql)]).toEqual([sql, NO_RIGHT]);
  }
  const { rows } = await app.query('select action, outcome from audit_entry');
  expect(rows).toEqual([{ action: 'test.row', outcome: 'ok' }]);
});

test('the function cannot be led astray by tables of the same name in a schema that the caller puts first', async () => {
  await app.query('create temp table audit_entry (like public.audit_entry); create temp table app_user (roles text[])');
  await app.query(
    `select audit_append('[{"actorType":"system","actorId":"test","action":"test.second","outcome":"ok","purpose":"operations"}]')`,
  );
  const { rows } = await owner.query('select action from public.audit_entry order by id');
  expect(rows.map((row: { action: string }) => row.action)).toEqual(['test.row', 'test.second']);
  await app.query('drop table pg_temp.audit_entry, pg_temp.app_user');
});

test('events and receipts are added, never changed or removed', async () => {
  for (const table of ['case_event', 'clock_receipt']) {
    expect(await refused(app, `update ${table} set seq = 1`)).toBe(NO_RIGHT);
    expect(await refused(app, `delete from ${table}`)).toBe(NO_RIGHT);
    expect(await refused(app, `truncate ${table}`)).toBe(NO_RIGHT);
  }
});

test('the application makes no table, role, schema, extension or function; temporary tables it may have', async () => {
  for (const sql of [
    'create table mine (n int)',
    'create schema mine',
    'create role mine',
    'alter table cases add column mine int',
    'drop table task',
    'create index mine on cases (id)',
    `create function mine() returns int language sql as 'select 1'`,
    'create extension pgcrypto',
    'select * from _prisma_migrations',
    'alter role caseclock_app superuser',
    'copy cases to program $$cat$$',
  ]) {
    expect([sql, await refused(app, sql)]).toEqual([sql, NO_RIGHT]);
  }
  expect(await refused(app, 'create temp table mine (n int) on commit drop')).toBeNull();
  const { rows } = await app.query(
    'select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user',
  );
  expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false }]);
});

test('cases, patients and claims are never removed by the application', async () => {
  for (const table of ['cases', 'patient', 'claim', 'command', 'task', 'app_user', 'batch', 'remit_claim']) {
    expect([table, await refused(app, `delete from ${table}`)]).toEqual([table, NO_RIGHT]);
  }
});

test('a table of a later migration is the application’s to work with at once, and one that was narrowed stays so', async () => {
  await owner.query('create table later (id bigserial primary key, n int); create table narrowed (n int)');
  await owner.query('revoke update, delete on narrowed from caseclock_app');
  expect(await migrate(database.ownerUrl)).toEqual([]);
  await app.query('insert into later (n) values (1); update later set n = 2; delete from later');
  expect(await refused(app, 'update narrowed set n = 1')).toBe(NO_RIGHT);
  expect(await refused(app, 'insert into narrowed values (1)')).toBeNull();
});

test('a start knows whether the audit is safe from the role it was given, and what a role without rights lacks', async () => {
  const [asApp, asOwner] = [openDb({ url: database.url }), openDb({ url: database.ownerUrl })];
  expect(await auditIsProtected(asApp.pool)).toBe(true);
  expect(await auditIsProtected(asOwner.pool)).toBe(false);
  const name = `stranger_${randomUUID().slice(0, 8)}`;
  await owner.query(`create role ${name} login password 'x'`);
  const url = new URL(database.url);
  url.username = name;
  url.password = 'x';
  const stranger = openDb({ url: url.href });
  await expect(auditIsProtected(stranger.pool)).rejects.toThrow(ApplicationRoleError);
  await expect(auditIsProtected(stranger.pool)).rejects.toThrow(`GRANT caseclock_app TO ${name}`);
  // A role of the operator's own name works as a member.
  await owner.query(`grant caseclock_app to ${name}`);
  expect(await auditIsProtected(stranger.pool)).toBe(true);
  await Promise.all([asApp.close(), asOwner.close(), stranger.close()]);
  await owner.query(`drop role ${name}`);
});

test('an owner who is no superuser migrates, too, and cannot change the audit trail either', async () => {
  const name = `plain_${randomUUID().slice(0, 8)}`;
  await owner.query(`create role ${name} login password 'x'`);
  await owner.query(`create database ${name} owner ${name} template template0`);
  const [asPlain, asApp] = [new URL(database.ownerUrl), new URL(database.url)];
  for (const url of [asPlain, asApp]) url.pathname = `/${name}`;
  Object.assign(asPlain, { username: name, password: 'x' });
  await migrate(asPlain.href);
  const [plain, app2] = [asPlain, asApp].map((url) => new Client({ connectionString: url.href })) as [Client, Client];
  await Promise.all([plain.connect(), app2.connect()]);
  await app2.query(
    `select audit_append('[{"actorType":"system","actorId":"test","action":"test.row","outcome":"ok","purpose":"operations"}]')`,
  );
  expect(await refused(app2, 'delete from audit_entry')).toBe(NO_RIGHT);
  for (const sql of [`update audit_entry set outcome = 'x'`, 'delete from audit_entry', 'truncate audit_entry']) {
    expect([sql, await refused(plain, sql)]).toEqual([sql, '23001']);
  }
  expect(
    await refused(
      app2,
      `insert into practice (id, name, zone, jurisdiction) values (gen_random_uuid(), 'P', 'UTC', 'US-CA')`,
    ),
  ).toBeNull();
  await Promise.all([plain.end(), app2.end()]);
  await owner.query(`drop database ${name} with (force)`);
  await owner.query(`drop role ${name}`);
});
