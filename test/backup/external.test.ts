/** Backup and restore of an operator's own database: what was there comes back, into an empty place, or nothing does. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { createToken } from '../../api/auth/tokens';
import { checkBackup } from '../../platform/backup/read-backup';
import { restoreBackup } from '../../platform/backup/restore-backup';
import { inOrder } from '../../platform/backup/catalog';
import { bringToLevel, requireKnownLevel } from '../../platform/backup/level';
import { writeBackup } from '../../platform/backup/write-backup';
import { denialData, eventRequest, openRequest, someClaims, startStack, type Stack } from '../support/stack';
import { contents, dropDatabase, emptyDatabase, passphrase, scratchFolder, withDb } from './databases';

let stack: Stack;
/** What the database held at the moment of the backup. */
let original: Record<string, string>;
const scratch = scratchFolder();
const file = path.join(scratch.path, 'practice.backup');
const source = () => ({
  databaseUrl: stack.ownerUrl,
  dataDir: path.join(scratch.path, 'data'),
  temporal: { is: 'external' } as const,
});
const folderFor = (databaseUrl: string) => path.join(scratch.path, new URL(databaseUrl).pathname.slice(1));
const into = (databaseUrl: string, replace = false) => ({
  databaseUrl,
  dataDir: folderFor(databaseUrl),
  temporal: 'external' as const,
  replace,
});
jest.setTimeout(240_000);

beforeAll(async () => {
  stack = await startStack();
  const user = await stack.db.prisma.user.create({
    data: { email: 'pat@example.test', displayName: 'Tab\tand line\nend, "quotes" and \\N', roles: ['manager'] },
  });
  await createToken(stack.db, user.id, 'test');
  for (let n = 0; n < 5; n += 1) {
    const opened = await stack.gateway.submit(openRequest(stack, 'denial', denialData(await someClaims(stack, 1))));
    await stack.gateway.submit(
      eventRequest({ ...opened, kind: 'denial' }, 'work.started', {}, { note: 'Called the payer' }),
    );
  }
  await stack.db.pool.query(
    `with made as (insert into import (id, kind, practice_id, file_name, sha256, bytes, dry_run, options, state, created_by)
       select gen_random_uuid(), 'wc-audit', p.id, 'a.csv', 'x', 4, true, '{}', 'queued', u.id from practice p, app_user u
       returning id)
     insert into import_chunk (import_id, n, bytes) select id, 1, '\\x000aff5c' from made`,
  );
  original = await contents(stack.ownerUrl);
  await writeBackup(file, passphrase, source());
});
afterAll(async () => {
  await stack?.stop();
  scratch.remove();
});

test('F20 every row of every table, its numbering and its guards come back', async () => {
  const url = await emptyDatabase(stack.ownerUrl);
  const done = await restoreBackup(file, passphrase, into(url));
  expect(await contents(url)).toEqual(original);
  expect(done).toMatchObject({ migrated: [], setAside: [], temporal: 'external' });
  await withDb(url, async ({ pool }) => {
    const next = await pool.query<{ n: string; newest: string }>(
      `select nextval('case_event_position_seq') as n, (select max(position) from case_event) as newest`,
    );
    expect(Number(next.rows[0]?.n)).toBeGreaterThan(Number(next.rows[0]?.newest));
    // The audit and the timeline still refuse to be changed.
    await expect(pool.query('update case_event set type = type')).rejects.toThrow(/append-only/);
    await expect(pool.query(`update cases set stage = 'Nowhere'`)).rejects.toThrow(/case_stage_known/);
  });
  await dropDatabase(url);
});

test('F20 a backup is of one moment, although people go on writing', async () => {
  const busy = path.join(scratch.path, 'busy.backup');
  let writing = true;
  const writer = (async () => {
    while (writing) {
      const opened = await stack.gateway.submit(openRequest(stack, 'denial', denialData(await someClaims(stack, 1))));
      await stack.gateway.submit(eventRequest({ ...opened, kind: 'denial' }, 'work.started'));
    }
  })();
  await writeBackup(busy, passphrase, source());
  writing = false;
  await writer;
  const url = await emptyDatabase(stack.ownerUrl);
  await restoreBackup(busy, passphrase, into(url));
  await withDb(url, async ({ pool }) => {
    const { rows } = await pool.query<{ cases: number; torn: number }>(
      `select count(*)::int as cases, count(*) filter (where version <> (select count(*) from case_event e where e.case_id = c.id)
         or not exists (select 1 from clock k where k.case_id = c.id))::int as torn from cases c`,
    );
    expect(rows[0]?.cases).toBeGreaterThanOrEqual(5);
    expect(rows[0]?.torn).toBe(0);
  });
  await dropDatabase(url);
});

test('F20 a changed, cut or joined file is refused before anything is changed', async () => {
  const url = await emptyDatabase(stack.ownerUrl);
  const whole = readFileSync(file);
  const bad = path.join(scratch.path, 'bad.backup');
  const refused = async (bytes: Buffer) => {
    writeFileSync(bad, bytes);
    await expect(restoreBackup(bad, passphrase, into(url))).rejects.toThrow(
      /damaged|passphrase|no Caseclock backup|format/,
    );
  };
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (at) => {
      const copy = Buffer.from(whole);
      copy.writeUInt8((copy[at] as number) ^ 0x20, at);
      await refused(copy);
    }),
    { numRuns: 10, examples: [[0], [whole.length - 1]] },
  );
  for (const cut of [0, 10, 79, 80, Math.floor(whole.length / 2), whole.length - 1])
    await refused(whole.subarray(0, cut));
  await refused(Buffer.concat([whole, whole]));
  await expect(restoreBackup(file, 'another passphrase!', into(url))).rejects.toThrow(/passphrase does not open/);
  expect(await contents(url)).toEqual({});
  expect(existsSync(folderFor(url))).toBe(false);
  await dropDatabase(url);
});

test('F20 a database that holds something is not overwritten; --replace keeps it under another name', async () => {
  const url = await emptyDatabase(stack.ownerUrl);
  await restoreBackup(file, passphrase, into(url));
  await withDb(url, ({ prisma }) => prisma.team.create({ data: { name: 'Only in the old database' } }));
  await expect(restoreBackup(file, passphrase, into(url))).rejects.toThrow(/not empty/);
  const done = await restoreBackup(file, passphrase, into(url, true));
  expect(await contents(url)).toEqual(original);
  const kept = /^the database (.+)$/.exec(done.setAside[0] ?? '')?.[1] ?? '';
  const old = new URL(url);
  old.pathname = `/${kept}`;
  expect(await withDb(old.href, ({ prisma }) => prisma.team.count())).toBe(1);
  await dropDatabase(old.href);
  await dropDatabase(url);
});

test('F20 a restore that fails halfway leaves an empty database empty, and can be done again', async () => {
  const url = await emptyDatabase(stack.ownerUrl);
  await withDb(url, async ({ pool }) => {
    // Brought to the level beforehand, with a guard that the rows of the backup break.
    await bringToLevel(url, (await checkBackup(file, passphrase)).manifest.migrations, () => undefined);
    await pool.query(`alter table task add constraint refuses check (key <> 'work-denial')`);
  });
  await expect(restoreBackup(file, passphrase, into(url))).rejects.toThrow(/refuses/);
  const left = await contents(url);
  // An audit trail without a row has its head all the same.
  const { audit_head: _head, ...others } = left;
  expect(Object.values(others).filter((digest) => !digest.startsWith('0 '))).toEqual([]);
  await withDb(url, ({ pool }) => pool.query('alter table task drop constraint refuses'));
  await restoreBackup(file, passphrase, into(url));
  expect(await contents(url)).toEqual(original);
  await dropDatabase(url);
});

test('F20 a backup of a newer Caseclock, or of another history, is refused in plain words', async () => {
  const { manifest } = await checkBackup(file, passphrase);
  const newer = { name: '20990101000000_from_the_future', checksum: 'x' };
  expect(() => requireKnownLevel([...manifest.migrations, newer])).toThrow(/newer Caseclock.*from_the_future/);
  const [first] = manifest.migrations;
  expect(() => requireKnownLevel([{ name: first?.name ?? '', checksum: 'other' }])).toThrow(/another Caseclock/);
});

test('F20 an older backup is restored at its level and then brought up to date', async () => {
  const old = await emptyDatabase(stack.ownerUrl);
  const { manifest } = await checkBackup(file, passphrase);
  const before = manifest.migrations.slice(0, 6);
  await bringToLevel(old, before, () => undefined);
  await withDb(old, ({ pool }) =>
    pool.query(
      `insert into app_user (id, email, display_name, roles) values (gen_random_uuid(), 'old@example.test', 'Old', '{administrator}')`,
    ),
  );
  const oldFile = path.join(scratch.path, 'old.backup');
  await writeBackup(oldFile, passphrase, { ...source(), databaseUrl: old });
  const url = await emptyDatabase(stack.ownerUrl);
  const done = await restoreBackup(oldFile, passphrase, into(url));
  expect(done.migrated).toEqual(manifest.migrations.slice(6).map((m) => m.name));
  // What the later migration does to existing people, it has done to the restored ones.
  await withDb(url, async ({ prisma }) => {
    expect(await prisma.user.findFirstOrThrow({ where: { email: 'old@example.test' } })).toMatchObject({
      roles: ['administrator', 'manager'],
      allLocations: true,
    });
  });
  await Promise.all([dropDatabase(old), dropDatabase(url)]);
});

test('F20 a backup file is readable by its owner only, is never replaced, and a failed one leaves nothing behind', async () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  await expect(writeBackup(file, passphrase, source())).rejects.toThrow(/there already/);
  const nowhere = new URL(stack.ownerUrl);
  nowhere.pathname = '/no_such_database';
  const other = path.join(scratch.path, 'other.backup');
  await expect(writeBackup(other, passphrase, { ...source(), databaseUrl: nowhere.href })).rejects.toThrow(
    /cannot be reached/,
  );
  expect(readdirSync(scratch.path).filter((name) => name.includes('other') || name.startsWith('.backup'))).toEqual([]);
});

test('F20 tables that refer to each other in a circle are named, not guessed', () => {
  const table = (name: string) => ({ name, columns: ['id'], order: ['id'] });
  const order = inOrder(
    [table('a'), table('b'), table('c')],
    [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
    ],
  );
  expect(order.map((t) => t.name)).toEqual(['c', 'b', 'a']);
  expect(() =>
    inOrder(
      [table('a'), table('b')],
      [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
      ],
    ),
  ).toThrow(/a, b refer/);
});
