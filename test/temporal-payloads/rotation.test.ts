/** M4 keys change while cases are open: old histories are read, new payloads carry the new key, every case goes on. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inDays } from '../support/days';
import { readEnv } from '../../platform/env';
import { rotateKeyFile } from '../../platform/keys/key-file';
import { fileRing, fixedRing } from '../../platform/keys/key-ring';
import { workflowIdOf } from '../../platform/names';
import { openTemporal } from '../../platform/temporal/connect';
import { dataConverterFor } from '../../platform/temporal/data-converter';
import { countKeyUse } from '../../platform/temporal/key-usage';
import { keyIdOf } from '../../platform/temporal/payload-codec';
import { startWorker } from '../../worker';
import { eventually } from '../support/eventually';
import { keyOfId } from '../support/keys';
import { denialData, eventRequest, openRequest, someClaims, startStack, viewOf, type Stack } from '../support/stack';
import { databaseBytes, keysOf, payloadsIn, rawEvents } from './raw-history';

const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-rotation-'));
const file = path.join(folder, 'keys');
const first = `first-${randomUUID().slice(0, 8)}`;
let stack: Stack;

beforeAll(async () => {
  writeFileSync(file, keyOfId(first), { mode: 0o600 });
  stack = await startStack({ keys: fileRing(file) });
}, 240_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly caseId: string;
  readonly kind: string;
}
const opened: Opened[] = [];

async function open(kind: string, data: Record<string, unknown>): Promise<Opened> {
  const outcome = await stack.gateway.submit(openRequest(stack, kind, data));
  expect(outcome.state).toBe('applied');
  return { caseId: outcome.caseId, kind };
}
const send = (c: Opened, type: string, data: Record<string, unknown> = {}) =>
  stack.gateway.submit(eventRequest(c, type, data));
const runIdOf = async ({ kind, caseId }: Opened) =>
  (await stack.temporal.client.workflow.getHandle(workflowIdOf(kind, caseId)).describe()).runId;

test('every payload of a history is encrypted, the names of timers included', async () => {
  opened.push(await open('denial', denialData(await someClaims(stack, 1))));
  opened.push(await open('wc', { startedOn: '2026-01-05', authorizations: [] }));
  for (const c of opened) {
    expect(await send(c, 'followUp.set', { on: inDays(95) })).toMatchObject({ state: 'applied' });
    const events = await rawEvents(stack, c.kind, c.caseId);
    expect(keysOf(events)).toEqual([first]);
    const places = payloadsIn(events).map(({ at }) => at.replace(/\.\d+/g, ''));
    expect(new Set(places)).toEqual(
      new Set([
        'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED.workflowExecutionStartedEventAttributes.input.payloads',
        'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED.workflowExecutionUpdateAcceptedEventAttributes.acceptedRequest.input.args.payloads',
        'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED.workflowExecutionUpdateCompletedEventAttributes.outcome.success.payloads',
        'EVENT_TYPE_MARKER_RECORDED.markerRecordedEventAttributes.details.result.payloads',
        'EVENT_TYPE_TIMER_STARTED.userMetadata.summary',
      ]),
    );
  }
});

test('after a rotation open cases of both kinds take new events under the new key, and their old histories are read', async () => {
  const before = await Promise.all(opened.map((c) => viewOf(stack, c.kind, c.caseId)));
  const { id: second } = await rotateKeyFile(file);
  for (const [n, c] of opened.entries()) {
    await eventually(
      async () => {
        expect(await send(c, 'followUp.set', { on: inDays(110 + (Date.now() % 15)) })).toMatchObject({
          state: 'applied',
        });
        return keysOf(await rawEvents(stack, c.kind, c.caseId));
      },
      (keys) => keys.includes(second),
      5_000,
    );
    expect(keysOf(await rawEvents(stack, c.kind, c.caseId))).toEqual([first, second]);
    // A worker without the case in its cache must read the whole history, old key and new.
    await stack.restartWorker();
    const view = await viewOf(stack, c.kind, c.caseId);
    expect(view.state?.seq).toBeGreaterThan(before[n]?.state?.seq ?? 0);
    expect(await send(c, 'followUp.set', { on: inDays(126) })).toMatchObject({ state: 'applied' });
  }
});

test('a case that lives through 500 events and a rotation begins its next run under the new key', async () => {
  const [c] = opened as [Opened];
  const run = await runIdOf(c);
  const { id: third } = await rotateKeyFile(file);
  for (let i = 0; i < 510; i += 10) {
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => send(c, 'followUp.set', { on: inDays(30 + ((i + n) % 200)) })),
    );
  }
  expect(await runIdOf(c)).not.toBe(run);
  expect(keysOf(await rawEvents(stack, c.kind, c.caseId))).toEqual([third]);
  const row = await stack.db.prisma.case.findUniqueOrThrow({ where: { id: c.caseId } });
  expect((await viewOf(stack, c.kind, c.caseId)).state?.seq).toBe(row.version);
}, 180_000);

test('it is counted which keys histories still need', async () => {
  const uses = await countKeyUse(stack.temporal.client);
  // The wc case began under the first key; so did the run of the denial case that has ended.
  expect(uses.get(first)).toEqual({ open: 1, ended: 1 });
  const current = fileRing(file).current().id;
  expect(uses.get(current)).toEqual({ open: 1, ended: 0 });
});

test("Temporal's database file holds key ids and ids of cases, but no word of a payload", async () => {
  const c = opened[1] as Opened;
  const marked = `zqxv${randomUUID().replaceAll('-', '')}`;
  const actor = { type: 'user', id: marked } as const;
  const request = { ...eventRequest(c, 'followUp.set', { on: inDays(161) }), actor };
  expect(await stack.gateway.submit(request)).toMatchObject({ state: 'applied' });
  // Without a codec the same search finds its word: it can find what is there.
  const control = marked.replace('zqxv', 'ctrl');
  const plain = openTemporal({ ...stack.target, dataConverter: {} });
  await plain.client.workflow.start('control', { workflowId: randomUUID(), taskQueue: 'nobody', args: [control] });
  await plain.connection.close();
  const bytes = databaseBytes(stack.target.folder);
  expect(bytes.includes(control)).toBe(true);
  expect(bytes.includes(c.caseId)).toBe(true);
  expect(bytes.includes(fileRing(file).current().id)).toBe(true);
  for (const form of [Buffer.from(marked), Buffer.from(Buffer.from(marked).toString('base64').slice(4, -4))]) {
    expect(bytes.includes(form)).toBe(false);
  }
});

test('a case whose key is missing waits, says which, and goes on by itself when the key is back', async () => {
  const c = await open('wc', { startedOn: '2026-01-05', authorizations: [] });
  const { id: fourth } = await rotateKeyFile(file);
  await eventually(
    async () => {
      await send(c, 'followUp.set', { on: inDays(200 + (Date.now() % 15)) });
      return keysOf(await rawEvents(stack, c.kind, c.caseId));
    },
    (keys) => keys.includes(fourth),
    5_000,
  );
  const version = (await viewOf(stack, c.kind, c.caseId)).state?.seq ?? 0;
  await stack.worker.stop();
  const said: string[] = [];
  const stranger = fixedRing(keyOfId('stranger'), { onFault: (message) => said.push(message) });
  const lost = await startWorker({
    ...stack.target,
    dataConverter: dataConverterFor(stranger),
    taskQueue: stack.taskQueue,
    cacheDir: readEnv().CASECLOCK_CACHE,
    memoryMb: 512,
    pool: stack.db.pool,
  });
  const waiting = eventRequest(c, 'followUp.set', { on: inDays(223) });
  expect(await stack.gateway.submit(waiting, 1_500)).toMatchObject({ state: 'pending' });
  await eventually(
    () => said,
    (words) => words.length > 0,
  );
  expect(said[0]).toMatch(
    /A payload was encrypted with the key "(first|20)[^"]*", which this process does not have\. Put that key back/,
  );
  // What the worker tells Temporal of its trouble is encrypted as well, under the key that it has.
  const failed = (await rawEvents(stack, c.kind, c.caseId)).filter((e) => e.workflowTaskFailedEventAttributes);
  for (const event of failed) {
    const failure = event.workflowTaskFailedEventAttributes?.failure;
    expect([failure?.message, failure?.stackTrace]).toEqual(['Encoded failure', '']);
    expect(keyIdOf(failure?.encodedAttributes ?? {})).toBe('stranger');
  }
  expect(failed.length).toBeGreaterThan(0);
  await lost.stop();
  await stack.restartWorker();
  await eventually(
    () => stack.gateway.deliver(waiting, 5_000),
    (outcome) => outcome.state === 'applied',
    60_000,
  );
  expect((await viewOf(stack, c.kind, c.caseId)).state?.seq).toBe(version + 1);
}, 180_000);

test('messages and stacks of failures are encrypted, also when a database quotes what it was given', async () => {
  const marked = `zqxv-${randomUUID()}`;
  const { target } = stack;
  const taskQueue = `failing-${randomUUID()}`;
  const failing = await startWorker({
    ...target,
    taskQueue,
    cacheDir: readEnv().CASECLOCK_CACHE,
    memoryMb: 512,
    pool: stack.db.pool,
  });
  const { client, connection } = openTemporal(target);
  try {
    const workflowId = `failing:${randomUUID()}`;
    await client.workflow.start('importFile', { workflowId, taskQueue, args: [marked] });
    const seen = await eventually(
      async () => {
        const { pendingActivities } = await client.workflowService.describeWorkflowExecution({
          namespace: target.namespace,
          execution: { workflowId },
        });
        return pendingActivities?.[0]?.lastFailure ?? null;
      },
      (failure) => failure !== null,
    );
    expect([seen?.message, seen?.stackTrace]).toEqual(['Encoded failure', '']);
    expect(keyIdOf(seen?.encodedAttributes ?? {})).toBe(fileRing(file).current().id);
    expect(databaseBytes(target.folder).includes(marked)).toBe(false);
    await client.workflow.getHandle(workflowId).terminate();
  } finally {
    await failing.stop();
    await connection.close();
  }
}, 60_000);
