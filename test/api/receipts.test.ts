/** The receipt of a clock that fired, and its verification against the workflow's history (N02, N12). */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inDays } from '../support/days';
import { eventually } from '../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
let caseId: string;
let id: string;
let seq: number;

beforeAll(async () => {
  t = await startApiUnderTest();
  ({ caseId } = await t.openDenial({ owner: { userId: t.userId }, followUpOn: inDays(20) }));
  const dueAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_000).toISOString();
  const moved = await t.ask('POST', `/cases/${caseId}/clocks/followUp/move`, { dueAt, reason: 'Payer calls back now' });
  if (moved.status !== 200) throw new Error(moved.text);
  const tasks = await eventually(
    async () => (await t.ask<{ items: TaskRow[] }>('GET', `/tasks?caseId=${caseId}`)).body.items,
    (rows) => rows.some((row) => row.receiptId !== null),
    30_000,
  );
  const task = tasks.find((row) => row.receiptId !== null);
  id = task?.receiptId ?? '';
  seq = task?.receiptSeq ?? 0;
}, 240_000);
afterAll(() => t?.stop());

interface TaskRow {
  id: string;
  receiptId: string | null;
  receiptSeq: number | null;
}
interface Verified {
  result: string;
  checks: { what: string; same: boolean; stored: string | null; recomputed: string | null }[];
  replayed: { events: number; armingKept: boolean } | null;
  evidence: { armed: { eventId: number } | null; timer: { eventId: number } | null } | null;
}
const verify = () => t.ask<Verified>('POST', `/clocks/${id}/verify`);
/** As a superuser who switches off what guards the receipts: the application may change none, and no owner either. */
async function tamper(sql: string, ...values: Date[]): Promise<void> {
  const owner = new Client({ connectionString: t.stack.ownerUrl });
  owner.on('error', () => undefined);
  await owner.connect();
  await owner.query('set session_replication_role = replica');
  await owner.query(`${sql} where case_id = $1 and seq = $2`, [caseId, seq, ...values]);
  await owner.end();
}
const differing = (body: Verified) => body.checks.filter((check) => !check.same).map((check) => check.what);

test('N02 a task that a clock opened leads to the receipt: armed by what, dated by which rule, due and fired when', async () => {
  const { status, body } = await t.ask('GET', `/clocks/${id}/receipt`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id: `${caseId}:${seq}`,
    name: 'followUp',
    title: 'Follow up by',
    moved: true,
    rule: { id: expect.any(String) as unknown, sentence: expect.any(String) as unknown },
    arming: { type: 'clock.moved', title: 'Deadline moved', note: 'Payer calls back now', data: { clock: 'followUp' } },
    zone: 'America/Los_Angeles',
  });
  const { dueAt, firedAt, latenessMs } = body as { dueAt: string; firedAt: string; latenessMs: number };
  expect(Date.parse(firedAt) - Date.parse(dueAt)).toBe(latenessMs);
  expect(latenessMs).toBeGreaterThanOrEqual(0);
  expect((body['openedTasks'] as unknown[]).length).toBe(1);
  expect((body['explanation'] as { text: string }).text).toMatch(/\w+/);
});

test('N02 Verify recomputes the receipt from the workflow history and finds it true', async () => {
  const { status, body } = await verify();
  expect([status, body.result, differing(body)]).toEqual([200, 'verified', []]);
  expect(body.replayed?.armingKept).toBe(true);
  // The command and the timer stand in Temporal's own events, in this order.
  const { armed, timer } = body.evidence ?? {};
  expect(armed?.eventId).toBeGreaterThan(0);
  expect(timer?.eventId ?? 0).toBeGreaterThan(armed?.eventId ?? Infinity);
  expect(body.checks.find((check) => check.what === 'dueAt')?.recomputed).toMatch(/^\d{4}-.*Z$/);
});

test('N02 it does so also when the worker has forgotten the case and reads its history anew', async () => {
  await t.stack.restartWorker();
  expect((await verify()).body.result).toBe('verified');
});

test('N02 a receipt that was changed by other hands differs, and both values are shown', async () => {
  const { prisma } = t.stack.db;
  const where = { caseId_seq: { caseId, seq } };
  const before = await prisma.clockReceipt.findUniqueOrThrow({ where });
  const dueAt = new Date(before.dueAt.getTime() - 86_400_000);
  await tamper('update clock_receipt set due_at = $3, fired_at = $3, armed_by_seq = armed_by_seq - 1', dueAt);
  const { body } = await verify();
  expect(body.result).toBe('differs');
  expect(differing(body)).toEqual(['firedAt', 'dueAt', 'armedBy']);
  expect(body.checks.find((check) => check.what === 'dueAt')).toMatchObject({
    stored: dueAt.toISOString(),
    recomputed: before.dueAt.toISOString(),
  });
  await tamper(
    'update clock_receipt set due_at = $3, fired_at = $4, armed_by_seq = armed_by_seq + 1',
    before.dueAt,
    before.firedAt,
  );
  expect((await verify()).body.result).toBe('verified');
});

test('N02 a receipt of a firing that never was differs', async () => {
  const { prisma } = t.stack.db;
  const real = await prisma.clockReceipt.findUniqueOrThrow({ where: { caseId_seq: { caseId, seq } } });
  await prisma.clockReceipt.create({ data: { ...real, seq: 1, explanation: {} } });
  const { body } = await t.ask<Verified>('POST', `/clocks/${caseId}:1/verify`);
  expect(body).toMatchObject({ result: 'differs', checks: [{ what: 'firedAt', recomputed: null }] });
});

test('N02 where Temporal has no history any more, it says that nothing can be said', async () => {
  const lost = randomUUID();
  const { pool } = t.stack.db;
  await pool.query(
    `insert into cases select (jsonb_populate_record(c, jsonb_build_object('id', $2::uuid))).* from cases c where c.id = $1`,
    [caseId, lost],
  );
  await pool.query(
    `insert into clock_receipt select (jsonb_populate_record(r, jsonb_build_object('case_id', $2::uuid))).*
     from clock_receipt r where r.case_id = $1`,
    [caseId, lost],
  );
  const { status, body } = await t.ask<Verified>('POST', `/clocks/${lost}:${seq}/verify`);
  expect([status, body]).toMatchObject([200, { result: 'not-kept', checks: [], replayed: null }]);
});

test('N02 a receipt of a case that one may not read is not there', async () => {
  const { token } = await t.user(['clinical-staff']);
  const hidden = await t.ask('GET', `/clocks/${id}/receipt`, undefined, { token });
  const missing = await t.ask('GET', `/clocks/${randomUUID()}:1/receipt`, undefined, { token });
  expect([hidden.status, missing.status]).toEqual([404, 404]);
  expect(hidden.body['detail']).toBe(missing.body['detail']);
  expect(await t.ask('GET', `/clocks/${caseId}/receipt`)).toMatchObject({ status: 422 });
});

test('N01 the ledger filters what is overdue and says how much time is left, in the practice’s own days', async () => {
  const { body } = await t.ask<{ items: { dueAt: string; left: { urgency: string }; armedBy: { title: string } }[] }>(
    'GET',
    '/clocks?overdue=false&limit=200',
  );
  expect(body.items.length).toBeGreaterThan(0);
  for (const clock of body.items) {
    expect(Date.parse(clock.dueAt)).toBeGreaterThan(Date.now() - 60_000);
    expect(['today', 'tomorrow', 'soon', 'later']).toContain(clock.left.urgency);
    expect(clock.armedBy.title).not.toMatch(/xstate|\./);
  }
});
