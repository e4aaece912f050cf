/** One what-if a person at a time, and the same question is not computed twice. */
import { randomUUID } from 'node:crypto';
import { createWhatIf, failWhatIf } from '../../commands/rules/what-if/start';
import { openDb, type Db } from '../../platform/db';
import { startPostgres, type TestDatabase } from '../support/servers';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await startPostgres();
  db = openDb({ url: database.url });
}, 120_000);
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

const changes = [{ ruleId: 'wc.authorization-expiring', mode: 'off' }];
const questionOf = (createdBy: string) => ({ createdBy, scope: 'default', changes, basedOn: 1, total: 0 });
const stateOf = async (id: string) => (await db.prisma.ruleWhatIf.findUniqueOrThrow({ where: { id } })).state;

test('N03 the same question of one person is answered once, whichever page asks', async () => {
  const asked = questionOf(randomUUID());
  const first = await createWhatIf(db.pool, asked);
  expect(first.isNew).toBe(true);
  expect(await createWhatIf(db.pool, { ...asked })).toEqual({ id: first.id, isNew: false });
  expect(await stateOf(first.id)).toBe('running');
  // Another person's is another one, and ends nothing.
  expect((await createWhatIf(db.pool, questionOf(randomUUID()))).isNew).toBe(true);
  expect(await stateOf(first.id)).toBe('running');
});

test('N03 another question takes its place', async () => {
  const asked = questionOf(randomUUID());
  const first = await createWhatIf(db.pool, asked);
  for (const other of [{ basedOn: 2 }, { scope: 'jurisdiction:US-CA' }, { changes: [{ ...changes[0], mode: 'on' }] }]) {
    const next = await createWhatIf(db.pool, { ...asked, ...other });
    expect(next.isNew).toBe(true);
  }
  expect(await stateOf(first.id)).toBe('replaced');
  expect(await db.prisma.ruleWhatIf.count({ where: { createdBy: asked.createdBy, state: 'running' } })).toBe(1);
});

test('N03 one that failed, or whose process is gone, is no answer', async () => {
  const asked = questionOf(randomUUID());
  const failed = await createWhatIf(db.pool, asked);
  await failWhatIf(db.pool, failed.id);
  const lost = await createWhatIf(db.pool, asked);
  expect(lost.isNew).toBe(true);
  await db.prisma.ruleWhatIf.update({ where: { id: lost.id }, data: { beatAt: new Date(Date.now() - 3_600_000) } });
  expect((await createWhatIf(db.pool, asked)).isNew).toBe(true);
});
