/** The workflow history as managers read it: joined over runs, in words, with links, and nothing that identifies anybody. */
import { inDays } from '../../support/days';
import { workflowIdOf } from '../../../platform/names';
import { readHistory, beginsLate } from '../../../api/history/read-history';
import type { HistoryEvent } from '../../../api/history/history-event';
import { eventually } from '../../support/eventually';
import { eventRequest } from '../../support/stack';
import { startApiUnderTest, type Reply, type ApiUnderTest } from '../running-api';

const UI = 'http://127.0.0.1:9';
let t: ApiUnderTest;
let manager: { token: string };
beforeAll(async () => {
  t = await startApiUnderTest({}, { temporalUiOrigins: [UI] });
  manager = await t.user(['manager']);
}, 240_000);
afterAll(() => t?.stop());

interface Story {
  items: {
    type: string;
    part: string;
    at: string;
    title: string;
    words: string;
    why: string | null;
    runId: string | null;
    version: number | null;
    ruleVersion: number | null;
    attempts: number | null;
    dueAt: string | null;
    clock: { name: string } | null;
    actor: { id: string; name: string | null } | null;
    build: string | null;
  }[];
  next: string | null;
  runs: { runId: string; status: string; url: string | null }[];
  gone: object | null;
}

const story = async (caseId: string, query = '') =>
  (await t.ask<Story>('GET', `/cases/${caseId}/history?limit=200${query}`, undefined, manager)).body;
const send = (caseId: string, type: string, data: object = {}) =>
  t.ask('POST', `/cases/${caseId}/events`, { type, data }, manager);

test('M4 N09 a manager reads what the workflow did: commands, refusals, timers, writes with their tries, the build', async () => {
  const { caseId } = await t.openDenial();
  const ledger = await t.stack.db.prisma.clock.findMany({ where: { caseId }, orderBy: { dueAt: 'asc' } });
  await eventually(
    () => story(caseId, '&part=clocks'),
    ({ items }) => items.some((e) => e.type === 'timer-started'),
  );
  expect((await send(caseId, 'work.started')).status).toBe(200);
  expect((await send(caseId, 'work.resumed')).status).toBe(409);
  const { items, runs, gone } = await story(caseId);
  expect(gone).toBeNull();
  expect(runs).toEqual([expect.objectContaining({ status: 'running' })]);
  const workflow = encodeURIComponent(workflowIdOf('denial', caseId));
  expect(runs[0]?.url).toBe(
    `${UI}/namespaces/${t.stack.target.namespace}/workflows/${workflow}/${runs[0]?.runId}/history`,
  );
  const told = items.toReversed();
  expect(told[0]).toMatchObject({ type: 'run-started', title: 'The workflow started' });
  expect(told.filter((e) => e.type === 'written').map((e) => [e.version, e.attempts, e.title])).toEqual([
    [1, 1, 'Written: Case opened'],
    [2, 1, 'Written: Start work'],
  ]);
  expect(told.find((e) => e.type === 'command')).toMatchObject({
    title: 'Start work',
    version: 2,
    actor: { name: 'Test manager' },
  });
  const refused = told.find((e) => e.type === 'command-refused');
  expect(refused).toMatchObject({ title: 'Resume work', runId: null });
  expect(refused?.why).toBeTruthy();
  const timer = told.find((e) => e.type === 'timer-started');
  // The soonest clock, to the millisecond as in the ledger: the workflow's own time is counted, not the server's.
  expect([timer?.clock?.name, timer?.dueAt]).toEqual([ledger[0]?.name, ledger[0]?.dueAt.toISOString()]);
  expect(told.find((e) => e.type === 'worker')?.build).toMatch(/^[0-9a-f]{8}$/);
  const running = await t.ask<{ state: string; build: string; machineVersion: number; url: string }>(
    'GET',
    `/cases/${caseId}/workflow`,
    undefined,
    manager,
  );
  expect(running.body).toMatchObject({ state: 'running', machineVersion: 1, url: runs[0]?.url });
  expect(running.body.build).toBe(told.find((e) => e.type === 'worker')?.build);
});

test('M4 whoever may not read histories is told so, and others get no link to the screens of all cases', async () => {
  const { caseId } = await t.openDenial();
  expect((await t.ask('GET', `/cases/${caseId}/history`)).status).toBe(403);
  const compliance = await t.user(['compliance']);
  const reply = await t.ask<Story>('GET', `/cases/${caseId}/history`, undefined, compliance);
  expect(reply.status).toBe(200);
  expect(reply.body.runs[0]?.url).toBeNull();
});

test('R25 a reopened case is one story of two runs, read in pages without a gap or a repetition', async () => {
  const { caseId } = await t.openDenial();
  await send(caseId, 'work.started');
  await send(caseId, 'case.resolved', { outcome: 'paid' });
  await send(caseId, 'case.reopened');
  await send(caseId, 'followUp.set', { on: inDays(160) });
  const { items, runs } = await story(caseId);
  expect(runs.map((run) => run.status)).toEqual(['completed', 'running']);
  const told = items.toReversed();
  expect(told.filter((e) => e.type.startsWith('run-')).map((e) => e.title)).toEqual([
    'The workflow started',
    'The run ended',
    'Started again',
  ]);
  expect(told.filter((e) => e.type === 'written').map((e) => e.version)).toEqual([1, 2, 3, 4, 5]);
  const pages: Story['items'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = `?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const page: Reply<Story> = await t.ask<Story>('GET', `/cases/${caseId}/history${query}`, undefined, manager);
    expect(page.status).toBe(200);
    pages.push(...page.body.items);
    cursor = page.body.next;
  }
  expect(pages).toEqual(items);
  const writes = await story(caseId, '&part=writes');
  expect(new Set(writes.items.map((e) => e.part))).toEqual(new Set(['writes']));
});

test('F14 after 510 events the history is read over the join of its runs, every version once', async () => {
  const { caseId } = await t.openDenial();
  for (let n = 0; n < 51; n += 1) {
    await Promise.all(
      Array.from({ length: 10 }, (_, k) =>
        t.stack.gateway.submit(
          eventRequest({ caseId, kind: 'denial' }, 'followUp.set', { on: inDays(30 + ((n * 10 + k) % 250)) }),
          60_000,
        ),
      ),
    );
  }
  const history = await readHistory(t.stack.temporal.client, 'denial', caseId);
  expect(history.runs.map((run) => run.status)).toEqual(['continued', 'running']);
  const events: HistoryEvent[] = [];
  for await (const event of history.events()) events.push(event);
  expect(beginsLate(events[0])).toBe(false);
  const versions = events.flatMap((e) => (e.is === 'local-activity' && e.outcome ? [e.version] : []));
  expect(versions).toEqual(Array.from({ length: 511 }, (_, n) => n + 1));
  const second = events.filter((e) => e.is === 'run-started')[1];
  expect(second).toMatchObject({ earlierRunId: history.runs[0]?.runId });
  // Of the second run alone it can be told that earlier ones are missing.
  const alone = await history.events(history.runs.slice(1)).next();
  expect(beginsLate(alone.value ?? undefined)).toBe(true);
  const newest = await t.ask<{ proof: object; basis: string }>('GET', `/cases/${caseId}/moments/511`);
  expect(newest.body).toMatchObject({ basis: 'replay', proof: { compared: 511, endsAsStored: true } });
}, 300_000);

test('M4 when Temporal has forgotten a case, its history says so and its moments are still there', async () => {
  const { caseId } = await t.openDenial();
  await send(caseId, 'case.resolved', { outcome: 'paid' });
  const { client } = t.stack.temporal;
  await client.workflowService.deleteWorkflowExecution({
    namespace: t.stack.target.namespace,
    workflowExecution: { workflowId: workflowIdOf('denial', caseId) },
  });
  const told = await eventually(
    () => story(caseId),
    (s) => s.runs.length === 0,
    60_000,
  );
  expect(told).toMatchObject({ items: [], runs: [], gone: { beforeVersion: null } });
  const { body } = await t.ask<{ basis: string }>('GET', `/cases/${caseId}/moments/2`);
  expect(body.basis).toBe('replay');
});
