/** The chain: a row that was changed, removed, moved or forged is named, and one chain is written by any number of writers. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openDb, type Db } from '../../../platform/db';
import { GENESIS } from '../../../platform/audit/chain';
import { appendAudit } from '../../../platform/audit/writer';
import { verifyChain, type VerifyOptions } from '../../../platform/audit/verify';
import { startPostgres, type TestDatabase } from '../../support/servers';

let database: TestDatabase;
let db: Db;
let superuser: pg.Client;
beforeEach(async () => {
  database = await startPostgres();
  db = openDb({ url: database.url, poolSize: 20 });
  superuser = new pg.Client({ connectionString: database.ownerUrl });
  await superuser.connect();
}, 240_000);
afterEach(async () => {
  await superuser?.end();
  await db?.close();
  await database?.drop();
});

const row = (n: number) => ({
  actorType: 'user' as const,
  actorId: randomUUID(),
  roles: ['coordinator', 'biller'],
  action: 'case.read',
  outcome: '200',
  purpose: 'payment' as const,
  caseId: n % 3 === 0 ? randomUUID() : null,
  requestId: randomUUID(),
  data: { n, filter: ['q', 'stage'], nested: { code: 'CO-16' } },
});

async function write(count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) await appendAudit(db.pool, row(n));
}

async function verify(options?: VerifyOptions) {
  const client = await db.pool.connect();
  try {
    return await verifyChain(client, options);
  } finally {
    client.release();
  }
}
const found = async (options?: VerifyOptions) => (await verify(options)).breaks.map(({ id, kind }) => `${id} ${kind}`);

/** Rewrites the hash of a row as whoever knows the recipe would. */
const rehash = (id: number) =>
  superuser.query('update audit_entry a set hash = audit_hash(a.prev_hash, a) where id = $1', [id]);

test('what was written verifies, and the head names its end', async () => {
  expect(await verify()).toMatchObject({ ok: true, rows: 0, head: { id: '0', hash: GENESIS, count: '0' } });
  await write(7);
  const report = await verify();
  expect(report).toMatchObject({ ok: true, rows: 7, broken: 0, complete: true, head: { id: '7', count: '7' } });
  expect(report.last).toEqual({ id: '7', hash: report.head.hash });
});

test('A13 as superuser changing an audit row succeeds, and verify names the row', async () => {
  await write(6);
  await superuser.query(`update audit_entry set outcome = 'forbidden' where id = 4`);
  expect(await found()).toEqual(['4 changed']);
});

test.each([
  ['who', `actor_id = '${randomUUID()}'`],
  ['the roles', `roles = '{manager}'`],
  ['when', `at = at + interval '1 millisecond'`],
  ['the case', `case_id = '${randomUUID()}'`],
  ['the patient', `patient_id = '${randomUUID()}'`],
  ['what was shown', `case_ids = '{}', patient_ids = array['${randomUUID()}'::uuid]`],
  ['the purpose', `purpose = 'treatment'`],
  ['the request', `request_id = null`],
  ['the data', `data = data || '{"n": 3.0}'`],
])('a change of %s is seen', async (_what, change) => {
  await write(4);
  await superuser.query(`update audit_entry set ${change} where id = 3`);
  expect(await found()).toEqual(['3 changed']);
});

test('a row that was changed and hashed anew is given away by the next', async () => {
  await write(6);
  await superuser.query(`update audit_entry set action = 'case.list' where id = 4`);
  await rehash(4);
  expect(await found()).toEqual(['5 unlinked']);
});

test('a row removed from the middle, the beginning or the end is missed', async () => {
  await write(9);
  const { head } = await verify();
  await superuser.query('delete from audit_entry where id = 5');
  expect(await found()).toEqual(['6 unlinked', '9 cut-off']);
  await superuser.query('delete from audit_entry where id = 1');
  expect((await found())[0]).toBe('2 unlinked');
  await superuser.query('delete from audit_entry where id >= 8');
  expect(await verify()).toMatchObject({ ok: false, head: { id: head.id } });
  expect((await found()).at(-1)).toBe('7 cut-off');
});

test('the newest rows removed together with the head are missed by whoever kept an earlier head', async () => {
  await write(5);
  const { head } = await verify();
  await superuser.query('delete from audit_entry where id > 3');
  await superuser.query(
    'update audit_head set count = 3, last_id = 3, last_hash = (select hash from audit_entry where id = 3)',
  );
  expect(await found()).toEqual([]);
  expect(await found({ known: head })).toEqual(['5 forgotten']);
});

test('a chain that was hashed anew from some row on is seen by whoever kept an earlier head', async () => {
  await write(5);
  const { head } = await verify();
  await superuser.query(`update audit_entry set actor_id = 'nobody' where id = 2`);
  for (const id of [2, 3, 4, 5]) {
    await superuser.query(
      `update audit_entry a set prev_hash = (select hash from audit_entry where id = $1) where id = $2`,
      [id - 1, id],
    );
    await rehash(id);
  }
  await superuser.query('update audit_head set last_hash = (select hash from audit_entry where id = 5)');
  expect(await found()).toEqual([]);
  expect(await found({ known: head })).toEqual(['5 forgotten']);
});

test('rows that changed places are named', async () => {
  await write(6);
  await superuser.query('update audit_entry set id = 100 where id = 3');
  await superuser.query('update audit_entry set id = 3 where id = 4');
  await superuser.query('update audit_entry set id = 4 where id = 100');
  expect(await found()).toEqual(['3 changed', '3 unlinked', '4 changed', '4 unlinked', '5 unlinked']);
});

test('a row slipped in between is named', async () => {
  await write(4);
  await superuser.query('update audit_entry set id = 10 where id = 4');
  await superuser.query(
    `insert into audit_entry select 4, at, actor_type, actor_id, action, case_id, outcome, request_id, data, roles,
       patient_id, purpose, case_ids, patient_ids, prev_hash, hash from audit_entry where id = 3`,
  );
  await superuser.query('update audit_entry set prev_hash = (select hash from audit_entry where id = 3) where id = 4');
  await rehash(4);
  expect(await found()).toEqual(['10 changed', '10 unlinked', '10 cut-off']);
});

test('50 writers at once write one unbroken chain, each row once', async () => {
  const others = Array.from({ length: 4 }, () => openDb({ url: database.url, poolSize: 5 }));
  const pools = [db, ...others].map((other) => other.pool);
  const rows = Array.from({ length: 50 }, (_, writer) => Array.from({ length: 10 }, (_, n) => row(writer * 10 + n)));
  await Promise.all(
    rows.map(async (own, writer) => {
      for (const entry of own) await appendAudit(pools[writer % pools.length] as pg.Pool, entry);
    }),
  );
  await Promise.all(others.map((other) => other.close()));
  expect(await verify()).toMatchObject({ ok: true, rows: 500, head: { id: '500', count: '500' } });
  const { rows: kept } = await db.pool.query<{ n: number }>(`select (data->>'n')::int as n from audit_entry`);
  expect(kept.map(({ n }) => n).sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n));
});

test('a transaction that is rolled back takes its row along and leaves the chain whole', async () => {
  const client = await db.pool.connect();
  await client.query('begin');
  await appendAudit(client, row(1));
  await client.query('rollback');
  client.release();
  await write(2);
  expect(await verify()).toMatchObject({ ok: true, rows: 2 });
});

test('one row that the table refuses does not take those along that came with it', async () => {
  const results = await Promise.allSettled([
    appendAudit(db.pool, row(1)),
    appendAudit(db.pool, { ...row(2), action: 'NOT A CODE' }),
    appendAudit(db.pool, row(3)),
  ]);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await verify()).toMatchObject({ ok: true, rows: 2 });
});

test('a verification can go on from where an earlier one ended', async () => {
  await write(10);
  const first = await verify({ limit: 4 });
  expect(first).toMatchObject({ ok: true, rows: 4, complete: false, last: { id: '4' } });
  const rest = await verify({ after: first.last ?? undefined });
  expect(rest).toMatchObject({ ok: true, rows: 6, complete: true });
  await superuser.query('delete from audit_entry where id = 5');
  expect(await found({ after: first.last ?? undefined })).toEqual(['6 unlinked']);
});

test('two texts of fields are never alike: what one field holds is not taken for the next', async () => {
  await write(1);
  // The same letters in other fields.
  await superuser.query(`update audit_entry set action = 'case.rea', outcome = 'd200' where id = 1`);
  expect(await found()).toEqual(['1 changed']);
});

test('free text, line breaks and formulas do not get into a row', async () => {
  const evil = 'x\r\nlevel=error msg="forged"';
  await appendAudit(db.pool, {
    ...row(1),
    data: { note: evil, [evil]: 'x', list: ['=cmd()', 'Jane Doe', 'CO-16'], deep: { a: { b: { c: { d: 1 } } } } },
  });
  const { rows } = await db.pool.query<{ data: object; text: string }>(
    'select data, data::text as text from audit_entry',
  );
  expect(rows[0]?.data).toEqual({
    note: 'left-out',
    list: ['left-out', 'left-out', 'CO-16'],
    deep: { a: { b: { c: 'left-out' } } },
  });
  expect(rows[0]?.text).not.toMatch(/forged|Jane|cmd/);
  for (const bad of [
    { action: evil },
    { outcome: evil },
    { requestId: evil },
    { actorId: evil },
    { purpose: 'fun' as never },
  ]) {
    await expect(appendAudit(db.pool, { ...row(1), ...bad })).rejects.toThrow(/violates check constraint/);
  }
});
