/** The nightly sweep: one schedule, whoever starts it; after an outage at most one catch-up (F19). */
import { testConverter } from '../support/keys';
import { keepNightly, type Night } from '../../commands/nightly';
import { nightlyScheduleId } from '../../platform/names';
import { freePort } from '../../platform/free-port';
import { readEnv } from '../../platform/env';
import { findTemporalCli } from '../../platform/temporal/find-cli';
import { openTemporal } from '../../platform/temporal/connect';
import { startTemporalDevServer } from '../../platform/temporal/start-dev-server';
import { startTimeSkipping } from '../support/servers';
import { startStack, type Stack } from '../support/stack';
import { eventually } from '../support/eventually';
import { folderFor } from '../backup/installation';

let stack: Stack;
jest.setTimeout(240_000);
beforeAll(async () => {
  stack = await startStack();
}, 240_000);
afterAll(() => stack?.stop());

const deps = () => ({ pool: stack.db.pool, client: stack.temporal.client, taskQueue: stack.taskQueue });

test('N10 the schedule is made once, by any number of processes, in the zone of the practice', async () => {
  expect(await Promise.all([1, 2, 3].map(() => keepNightly(deps())))).toEqual([true, true, true]);
  const handle = stack.temporal.client.schedule.getHandle(nightlyScheduleId(stack.taskQueue));
  const { spec, policies } = await handle.describe();
  expect(spec.timezone).toBe('America/Los_Angeles');
  expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 3_600_000 });
  await handle.pause('a person said so');
  await keepNightly(deps());
  expect((await handle.describe()).state).toMatchObject({ paused: true });
  await handle.unpause();
});

test('N10 a nightly run is a sweep with repair, on record like one that a person started', async () => {
  await keepNightly(deps());
  await stack.temporal.client.schedule.getHandle(nightlyScheduleId(stack.taskQueue)).trigger();
  const sweep = await eventually(
    () => stack.db.prisma.reconciliation.findFirst({ where: { trigger: 'nightly' } }),
    (found) => found?.state === 'finished',
    60_000,
  );
  expect(sweep).toMatchObject({ repair: true, startedBy: null });
});

test('N10 a server without schedules is left alone', async () => {
  const env = await startTimeSkipping();
  try {
    expect(await keepNightly({ ...deps(), client: env.client })).toBe(false);
  } finally {
    await env.teardown();
  }
});

test('F19 after an outage over several nights there is at most one catch-up', async () => {
  const folder = folderFor('nights');
  const cli = await findTemporalCli({ cacheDir: readEnv().CASECLOCK_CACHE });
  const port = await freePort();
  const begin = () => startTemporalDevServer({ cli, dataDir: folder.path, port, ui: false });
  let server = await begin();
  const { client, connection } = openTemporal({
    address: server.address,
    namespace: 'default',
    dataConverter: testConverter,
  });
  try {
    const taskQueue = 'nights';
    const started = async () => {
      let count = 0;
      for await (const _ of client.workflow.list({ query: `WorkflowType = 'reconcile'` })) count += 1;
      return count;
    };
    // A night is twelve seconds here; the window is as short in proportion as an hour to a day can be made.
    const night: Night = { spec: { intervals: [{ every: '12 seconds' }] }, catchupWindow: '10 seconds' };
    await keepNightly({ pool: stack.db.pool, client, taskQueue }, night);
    await eventually(started, (count) => count >= 1, 60_000);
    // No worker takes it, so that it would still run: overlapping ones are skipped. It is ended to leave the way free.
    for await (const run of client.workflow.list({ query: `ExecutionStatus = 'Running'` })) {
      await client.workflow.getHandle(run.workflowId, run.runId).terminate('the night is over');
    }
    const before = await started();
    await server.stop();
    const from = Date.now();
    await eventually(
      () => Date.now() - from,
      (passed) => passed > 40_000,
      60_000,
    );
    server = await begin();
    const missed = Math.floor((Date.now() - from) / 12_000);
    expect(missed).toBeGreaterThanOrEqual(3);
    await eventually(started, (count) => count > before, 60_000);
    // With every night made up for there would be one for each, one after another; one running now skips the others.
    expect((await started()) - before).toBe(1);
    const info = (await client.schedule.getHandle(nightlyScheduleId(taskQueue)).describe()).info;
    expect(info.numActionsMissedCatchupWindow).toBeGreaterThanOrEqual(missed - 1);
  } finally {
    await connection.close();
    await server.stop();
    folder.remove();
  }
});
