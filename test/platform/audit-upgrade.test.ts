/** A practice that already has an audit trail keeps it: the rows from before are chained in their order, and stand. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { verifyChain } from '../../platform/audit/verify';
import { migrate } from '../../prisma/migrate';
import { startPostgres, type TestDatabase } from '../support/servers';

const all = path.resolve(__dirname, '../../prisma/migrations');
const CHAIN = '20261125234500_audit_chain_and_roles';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await startPostgres();
  folder = mkdtempSync(path.join(tmpdir(), 'caseclock-before-'));
  for (const name of readdirSync(all)) {
    if (name < CHAIN || name === 'migration_lock.toml')
      cpSync(path.join(all, name), path.join(folder, name), { recursive: true });
  }
}, 240_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database?.drop();
});

test('rows from before the chain are chained with their roles and patients, gaps and all, and new rows follow', async () => {
  const url = new URL(database.ownerUrl);
  const name = `${url.pathname.slice(1)}_old`;
  const admin = new Client({ connectionString: database.ownerUrl });
  await admin.connect();
  await admin.query(`create database ${name} template template0`);
  url.pathname = `/${name}`;
  await migrate(url.href, undefined, folder);
  const old = new Client({ connectionString: url.href });
  await old.connect();
  await old.query(
    `insert into audit_entry (id, actor_type, actor_id, action, case_id, outcome, request_id, data) values
       (3, 'user', 'u-1', 'case.read', gen_random_uuid(), '200', 'r-1', '{"roles": ["biller", "coder"], "n": 1}'),
       (4, 'anonymous', '', 'sign-in', null, 'unauthenticated', null, '{"roles": []}'),
       (9, 'service', 'import:x', 'case.revised', gen_random_uuid(), 'ok', null, '{"revision": 2}')`,
  );
  expect(await migrate(url.href)).toContain(CHAIN);
  expect(await verifyChain(old)).toMatchObject({ ok: true, rows: 3, head: { id: '9', count: '3' } });
  const { rows } = await old.query('select roles, data, cardinality(case_ids) as cases from audit_entry order by id');
  expect(rows).toEqual([
    { roles: ['biller', 'coder'], data: { n: 1 }, cases: 1 },
    { roles: [], data: {}, cases: 0 },
    { roles: [], data: { revision: 2 }, cases: 1 },
  ]);
  await old.query(
    `select audit_append('[{"actorType":"system","actorId":"test","action":"test.row","outcome":"ok","purpose":"operations"}]')`,
  );
  expect(await verifyChain(old)).toMatchObject({ ok: true, rows: 4, head: { id: '10', count: '4' } });
  await old.query('delete from audit_entry where id = 4');
  expect((await verifyChain(old)).breaks.map((b) => `${b.id} ${b.kind}`)).toEqual(['9 unlinked', '10 cut-off']);
  await old.end();
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});
