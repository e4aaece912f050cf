/** The batch workflow on the time-skipping server: pages of 100,000 items, what has no outcome yet, stops. No item is real. */
import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { BatchOutside, PageEnd } from '../../../domain/batches';
import { readEnv } from '../../../platform/env';
import { workflowBundle } from '../../../platform/workflow-bundle';
import '../../support/quiet-sdk';
import { testConverter } from '../../support/keys';
import { startTimeSkipping } from '../../support/servers';

const taskQueue = 'batches';
let env: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;

/** Answers of the next pages, and what the workflow asked for. */
let pages: (after: string | null) => PageEnd;
let asked: (string | null)[] = [];
let ends: string[] = [];
let begins = true;

const outside: BatchOutside = {
  beginBatch: () => Promise.resolve(begins),
  runBatchPage: (_batchId, after) => {
    asked.push(after);
    return Promise.resolve(pages(after));
  },
  endBatch: (_batchId, end) => {
    ends.push(end);
    return Promise.resolve();
  },
};

beforeAll(async () => {
  env = await startTimeSkipping();
  worker = await Worker.create({
    connection: env.nativeConnection,
    dataConverter: testConverter,
    taskQueue,
    workflowBundle: await workflowBundle(readEnv().CASECLOCK_CACHE),
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
  asked = [];
  ends = [];
  begins = true;
});

async function run(): Promise<{ workflowId: string }> {
  const workflowId = `batch:${randomUUID()}`;
  await env.client.workflow.execute('runBatch', { taskQueue, workflowId, args: [workflowId] });
  return { workflowId };
}

test('R24 a batch of many pages goes on in new runs, from where it was, and asks for each page once', async () => {
  const last = 450;
  pages = (after) => {
    const n = Number(after ?? 0) + 1;
    return { after: n === last ? null : String(n), left: 0, stopped: false };
  };
  const { workflowId } = await run();
  expect(asked).toEqual([null, ...Array.from({ length: last - 1 }, (_, n) => String(n + 1))]);
  expect(ends).toEqual(['finished']);
  const described = await env.client.workflow.getHandle(workflowId).describe();
  expect(described.historyLength).toBeLessThan(1_000);
}, 120_000);

test('R13 items without an outcome are asked for again, later and later, until all have one', async () => {
  const started = await env.currentTimeMs();
  let left = 4;
  pages = () => ({ after: null, left: --left, stopped: false });
  await run();
  expect(asked).toEqual([null, null, null, null]);
  expect(ends).toEqual(['finished']);
  // 1 s, 2 s, 4 s.
  expect((await env.currentTimeMs()) - started).toBeGreaterThanOrEqual(7_000);
});

test('an item that never gets its outcome does not keep a batch for ever: after about an hour the inbox alone goes on', async () => {
  pages = () => ({ after: null, left: 1, stopped: false });
  await run();
  expect(asked).toHaveLength(61);
  expect(ends).toEqual(['finished']);
}, 120_000);

test('R24 a stop ends the batch after the page under way', async () => {
  pages = (after) => ({ after: after === null ? 'a' : null, left: 0, stopped: after !== null });
  await run();
  expect(asked).toEqual([null, 'a']);
  expect(ends).toEqual(['stopped']);
});

test('a batch that was stopped before it began does nothing', async () => {
  begins = false;
  await run();
  expect([asked, ends]).toEqual([[], []]);
});
