/** Two writes of one event at the same time: the first was thought lost while the database only stood still. */
import { Client } from 'pg';
import { makeProjectCase } from '../../../activities/projection/project-case';
import { PROJECT_CASE } from '../../../activities/projection/project-case.sql';
import { caseIdOf, commandIdOf } from '../../../commands/ids';
import { receive } from '../../../commands/inbox';
import { kindOf } from '../../../domain/cases';
import { open, projectionOf } from '../../../domain/kernel';
import { openDb, type Db } from '../../../platform/db';
import { la, rulesWith } from '../../domain/support/practice';
import { eventually } from '../../support/eventually';
import { startPostgres, type TestDatabase } from '../../support/servers';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await startPostgres();
  db = openDb({ url: database.url });
}, 240_000);
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

const actor = { type: 'user', id: 'somebody' } as const;

/** A stored opening command and its projection. */
async function opening(key: string) {
  const practice = await db.prisma.practice.create({ data: { name: 'P', zone: 'UTC', jurisdiction: 'US-CA' } });
  const commandId = commandIdOf(actor.id, key);
  const caseId = caseIdOf(commandId);
  const data = { startedOn: '2026-03-02' };
  await receive(db.pool, {
    commandId,
    caseId,
    kind: 'wc',
    type: 'case.opened',
    actor,
    data,
    note: null,
    expectedVersion: null,
    row: {
      practiceId: practice.id,
      jurisdiction: 'US-CA',
      priority: 'normal',
      details: {},
      subject: null,
      tags: [],
      payerId: null,
      patientId: null,
      claimNumber: null,
      searchText: '',
    },
  });
  const step = open(kindOf('wc'), { caseId, at: la('2026-03-02 10:00'), commandId, actor, rules: rulesWith(), data });
  return projectionOf(step, []);
}

/** Whether some connection waits for another one's transaction. */
async function someoneWaits(): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return (rowCount ?? 0) > 0;
}

test('F7 an event whose first write ends while the second waits for it is written once, and both writers know it', async () => {
  const projection = await opening('overtaken');
  const slow = new Client({ connectionString: database.url });
  await slow.connect();
  try {
    await slow.query('begin');
    await slow.query(PROJECT_CASE, [JSON.stringify(projection)]);
    const second = makeProjectCase(db.pool)(projection);
    await eventually(someoneWaits, Boolean);
    await slow.query('commit');
    await expect(second).resolves.toEqual({ result: 'written', at: projection.event.at });
    expect(await db.prisma.caseEvent.count({ where: { caseId: projection.caseId } })).toBe(1);
  } finally {
    await slow.end();
  }
});
