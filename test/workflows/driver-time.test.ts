/** The driver through months on the time-skipping server: clocks fire once, never early, and stop when they should. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { CaseOutside, EffectOrder, Projection } from '../../domain/kernel';
import {
  caseQuery,
  commandUpdate,
  openedUpdate,
  type CaseEnd,
  type CaseStart,
  type CommandAnswer,
} from '../../workflows/messages';
import { emptyRules } from '../support/empty-rules';
import '../support/quiet-sdk';
import { testConverter } from '../support/keys';
import { startTimeSkipping } from '../support/servers';

const DAY = 86_400_000;
type Run = (start: CaseStart) => Promise<CaseEnd>;

let env: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;
const taskQueue = 'tiny';

/** The outside as a recorder whose parts can be told to fail. */
const written: Projection[] = [];
const performed: EffectOrder[] = [];
const incidents: EffectOrder[] = [];
let effectFails = false;
let databaseDown = false;
let refuseOpening = false;
const outside: CaseOutside = {
  projectCase: (projection) => {
    if (databaseDown) return Promise.reject(new Error('the database is away'));
    if (refuseOpening) {
      return Promise.resolve({ result: 'claims-taken', conflicts: [{ claimId: 'c', caseId: 'other' }] });
    }
    written.push(projection);
    return Promise.resolve({ result: 'written' });
  },
  performEffect: (order) => {
    if (effectFails) return Promise.reject(new Error('the mail server is away'));
    performed.push(order);
    return Promise.resolve({ ok: true });
  },
  recordIncident: (order) => {
    incidents.push(order);
    return Promise.resolve();
  },
};

beforeAll(async () => {
  env = await startTimeSkipping();
  worker = await Worker.create({
    connection: env.nativeConnection,
    dataConverter: testConverter,
    taskQueue,
    workflowsPath: path.join(__dirname, 'tiny', 'index.ts'),
    activities: outside,
  });
  running = worker.run();
}, 240_000);
afterAll(async () => {
  worker?.shutdown();
  await running;
  await env?.teardown();
});
beforeEach(() => {
  written.length = performed.length = incidents.length = 0;
  effectFails = databaseDown = refuseOpening = false;
});

async function openTiny(dueInMs: number | null) {
  const caseId = randomUUID();
  const now = await env.currentTimeMs();
  const start: CaseStart = {
    from: 'open',
    open: {
      caseId,
      at: now,
      commandId: randomUUID(),
      actor: { type: 'user', id: 'p' },
      rules: emptyRules(),
      data: { dueAt: dueInMs === null ? null : now + dueInMs },
    },
  };
  const handle = await env.client.workflow.start<Run>('tinyCase', {
    workflowId: `tiny:${caseId}`,
    taskQueue,
    args: [start],
  });
  // An event that comes before the opening is done is refused.
  if (!refuseOpening) await handle.executeUpdate(openedUpdate);
  return { caseId, handle, openedAt: now };
}
type Opened = Awaited<ReturnType<typeof openTiny>>;

const send = async (o: Opened, type: string, data: Record<string, unknown> = {}): Promise<CommandAnswer> => {
  const commandId = randomUUID();
  const command = { commandId, type, actor: { type: 'user', id: 'p' } as const, data, expectedVersion: null };
  const answer = await o.handle.executeUpdate(commandUpdate, { args: [command], updateId: commandId });
  expect(answer.result).toBe('applied');
  return answer;
};
const types = (o: Opened) => written.filter((p) => p.caseId === o.caseId).map((p) => p.event.type);
const fired = (o: Opened) => written.filter((p) => p.caseId === o.caseId && p.receipt !== null);
/** Lets time pass on the server, a day at a time, so that what is due happens on its day. */
const pass = (ms: number) => env.sleep(ms);

test('C07 a clock fires at its instant by itself, once, and never early', async () => {
  const o = await openTiny(3 * DAY);
  await pass(3 * DAY - 60_000);
  expect(fired(o)).toEqual([]);
  await pass(2 * 60_000);
  expect(fired(o)).toHaveLength(1);
  const [receipt] = fired(o);
  expect(receipt?.event.at).toBeGreaterThanOrEqual(o.openedAt + 3 * DAY);
  expect((receipt?.event.at ?? 0) - (receipt?.receipt?.dueAt ?? 0)).toBeLessThan(5_000);
  await pass(30 * DAY);
  expect(fired(o)).toHaveLength(1);
  await send(o, 'closed');
});

test('a wait of 200 days is not cut short where 32 bits of milliseconds end (24.8 days)', async () => {
  const o = await openTiny(200 * DAY);
  await pass(199 * DAY);
  expect(fired(o)).toEqual([]);
  await pass(2 * DAY);
  expect(fired(o)).toHaveLength(1);
  await send(o, 'closed');
});

test('R02 a moved clock fires at its new instant, and the old instant never fires', async () => {
  const o = await openTiny(5 * DAY);
  const dueAt = o.openedAt + 20 * DAY;
  expect(await send(o, 'clock.moved', { clock: 'wait', dueAt })).toMatchObject({ result: 'applied', version: 2 });
  await pass(10 * DAY);
  expect(fired(o)).toEqual([]);
  await pass(11 * DAY);
  expect(fired(o)).toHaveLength(1);
  expect(fired(o)[0]?.receipt).toMatchObject({ dueAt, moved: true });
  await send(o, 'closed');
});

test('R02 a clock moved to an earlier day fires then, not at the instant its timer was first set for', async () => {
  const o = await openTiny(30 * DAY);
  await send(o, 'clock.moved', { clock: 'wait', dueAt: o.openedAt + 2 * DAY });
  await pass(3 * DAY);
  expect(fired(o)).toHaveLength(1);
  await send(o, 'closed');
});

test('R07 a closed case fires nothing and its run ends', async () => {
  const o = await openTiny(4 * DAY);
  await send(o, 'closed');
  expect(await o.handle.result()).toEqual({ end: 'closed', version: 2 });
  await pass(10 * DAY);
  expect(types(o)).toEqual(['case.opened', 'closed']);
});

test('DESIGN 5.5 an effect that fails for good becomes an incident and an event; the clock was not delayed by it', async () => {
  effectFails = true;
  const o = await openTiny(2 * 60_000);
  await send(o, 'told');
  await pass(3 * 60_000);
  expect(fired(o)).toHaveLength(1);
  expect((fired(o)[0]?.event.at ?? 0) - (o.openedAt + 2 * 60_000)).toBeLessThan(5_000);
  await pass(60 * 60_000);
  expect(incidents.map((i) => i.effectId)).toEqual([`${o.caseId}:2:0`, `${o.caseId}:3:1`]);
  expect(types(o).filter((t) => t === 'effect.failed')).toHaveLength(2);
  expect((await o.handle.query(caseQuery)).outbox).toEqual([]);
  await send(o, 'closed');
});

test('F4 while the database is away nothing is lost: the event is written when it is back, and only then counts', async () => {
  const o = await openTiny(null);
  databaseDown = true;
  const handle = await o.handle.startUpdate(commandUpdate, {
    args: [{ commandId: 'down-1', type: 'told', actor: { type: 'user', id: 'p' }, data: {}, expectedVersion: null }],
    updateId: 'down-1',
    waitForStage: 'ACCEPTED',
  });
  await pass(45_000);
  expect(types(o)).toEqual(['case.opened']);
  expect((await o.handle.query(caseQuery)).state?.seq).toBe(1);
  databaseDown = false;
  await pass(30_000);
  expect(await handle.result()).toEqual({ result: 'applied', version: 2 });
  expect(types(o)).toEqual(['case.opened', 'told']);
  await send(o, 'closed');
});

test('H23 a case whose claims are taken ends as refused and leaves nothing behind', async () => {
  refuseOpening = true;
  const o = await openTiny(DAY);
  expect(await o.handle.result()).toMatchObject({
    end: 'refused',
    refusal: { code: 'claims_taken', conflicts: [{ claimId: 'c', caseId: 'other' }] },
  });
  expect(types(o)).toEqual([]);
});

test('DESIGN 9 an idle case adds nothing to its history in 400 days, and an applied event adds at most 7 events', async () => {
  const o = await openTiny(null);
  const length = async () => Number((await o.handle.describe()).historyLength);
  const idle = await length();
  await pass(400 * DAY);
  expect(await length()).toBe(idle);
  await send(o, 'task.done', { key: 'none' });
  expect((await length()) - idle).toBeLessThanOrEqual(7);
  await send(o, 'closed');
});
