/** The driver's promises on real servers: exactly once, long lives, evictions, failing effects, lost answers. */
import { inDays } from '../support/days';
import type { NoticePort } from '../../activities/connectors/notices/port';
import { makeProjectCase } from '../../activities/projection/project-case';
import { workflowIdOf } from '../../platform/names';
import { caseQuery } from '../../workflows/messages';
import { eventually } from '../support/eventually';
import { denialData, eventRequest, openRequest, someClaims, startStack, viewOf, type Stack } from '../support/stack';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ worker: { maxCachedWorkflows: 2 } });
}, 240_000);
afterAll(() => stack?.stop());

async function openDenial(more: Record<string, unknown> = {}) {
  const claims = await someClaims(stack, 1);
  const outcome = await stack.gateway.submit(openRequest(stack, 'denial', denialData(claims, more)));
  return { ...outcome, kind: 'denial' };
}
const submit = (...args: Parameters<typeof eventRequest>) => stack.gateway.submit(eventRequest(...args));
const runIdOf = async (caseId: string) =>
  (await stack.temporal.client.workflow.getHandle(workflowIdOf('denial', caseId)).describe()).runId;

test('F14 a case that lives through 520 events continues as new and loses and doubles none', async () => {
  const opened = await openDenial();
  const firstRun = await runIdOf(opened.caseId);
  const first = eventRequest(opened, 'followUp.set', { on: inDays(39) }, { key: 'the-first' });
  expect(await stack.gateway.submit(first)).toMatchObject({ state: 'applied', version: 2 });
  for (let i = 0; i < 520; i += 8) {
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => submit(opened, 'followUp.set', { on: inDays(30 + ((i + n) % 200)) })),
    );
  }
  expect(await runIdOf(opened.caseId)).not.toBe(firstRun);
  const events = await stack.db.prisma.caseEvent.findMany({
    where: { caseId: opened.caseId },
    orderBy: { seq: 'asc' },
  });
  expect(events.map((e) => e.seq)).toEqual(Array.from({ length: events.length }, (_, i) => i + 1));
  const row = await stack.db.prisma.case.findUniqueOrThrow({ where: { id: opened.caseId }, include: { clocks: true } });
  const view = await viewOf(stack, 'denial', opened.caseId);
  expect(view.state?.seq).toBe(row.version);
  expect(view.state?.clocks.flatMap((c) => (c.dueAt === null ? [] : [[c.slot, c.dueAt]])).sort()).toEqual(
    row.clocks.map((c) => [c.slot, c.dueAt.getTime()]).sort(),
  );
  // The update id of the first command means nothing to the new run: the carried ids must know it.
  const known = await stack.temporal.client.workflow
    .getHandle(workflowIdOf('denial', opened.caseId))
    .executeUpdate<unknown, [unknown]>('command', {
      args: [
        { commandId: first.commandId, type: first.type, actor: first.actor, data: first.data, expectedVersion: null },
      ],
      updateId: first.commandId,
    });
  expect(known).toEqual({ result: 'applied', version: 2 });
  expect(await stack.db.prisma.caseEvent.count({ where: { caseId: opened.caseId } })).toBe(events.length);
}, 180_000);

test('F16 cases evicted from the cache are still right: five cases take turns in a cache of two', async () => {
  const opened = await Promise.all(Array.from({ length: 5 }, () => openDenial()));
  for (let round = 0; round < 3; round += 1) {
    for (const c of opened) await submit(c, 'followUp.set', { on: inDays(70 + round) });
  }
  for (const c of opened) {
    expect((await viewOf(stack, 'denial', c.caseId)).state?.seq).toBe(4);
  }
}, 120_000);

test('F1 committed, but the answer was lost: projecting the same event again writes nothing twice', async () => {
  const opened = await openDenial();
  await submit(opened, 'work.started', {}, { note: 'Called the payer.' });
  const before = await stack.db.prisma.caseEvent.findMany({ where: { caseId: opened.caseId } });
  const tasks = await stack.db.prisma.task.count({ where: { caseId: opened.caseId } });
  const view = await viewOf(stack, 'denial', opened.caseId);
  const event = before.find((e) => e.seq === 2);
  const outcome = await makeProjectCase(stack.db.pool)({
    ...(await replayedProjection(opened.caseId)),
    seq: 2,
    event: {
      type: 'work.started',
      at: event?.at.getTime() ?? 0,
      actor: { type: 'user', id: 'test-person' },
      commandId: event?.commandId ?? '',
      data: {},
    },
  });
  expect(outcome).toMatchObject({ result: 'written' });
  expect(await stack.db.prisma.caseEvent.findMany({ where: { caseId: opened.caseId } })).toEqual(before);
  expect(await stack.db.prisma.task.count({ where: { caseId: opened.caseId } })).toBe(tasks);
  expect((await viewOf(stack, 'denial', opened.caseId)).state).toEqual(view.state);
});

/** A projection that would do damage if it were written: another stage, another owner, a task. */
async function replayedProjection(caseId: string) {
  const { state } = await stack.temporal.client.workflow.getHandle(workflowIdOf('denial', caseId)).query(caseQuery);
  if (!state) throw new Error('no state');
  return {
    caseId,
    kind: 'denial',
    opening: false,
    stageBefore: 'New',
    stage: 'Awaiting Payment',
    stageSince: state.lastAt,
    closed: false,
    flags: ['wrong'],
    owner: null,
    ownerChanged: true,
    followUpOn: null,
    attentionRank: 9,
    attentionOn: null,
    nextDueAt: null,
    nextClock: null,
    machineVersion: 1,
    ruleVersion: 0,
    allowed: [],
    own: {},
    detail: {},
    state: {},
    changed: {},
    clockChanges: [],
    clocks: [],
    receipt: null,
    tasks: {
      open: [
        {
          key: 'wrong',
          title: 'Wrong',
          reason: 'Wrong',
          followsOwner: false,
          role: 'biller',
          priority: 'high',
          dueOn: inDays(39),
          requirement: null,
        },
      ],
      close: [],
    },
    effects: [],
    claims: [],
  };
}

test('DESIGN 5.5 a notice that cannot be delivered never delays the case; it ends as an incident and an event', async () => {
  const dead: NoticePort = { send: () => Promise.reject(new Error('the mail server is away')) };
  const other = await startStack({ worker: { activities: { notices: dead } } });
  try {
    const claims = await someClaims(other, 1);
    const outcome = await other.gateway.submit(
      openRequest(other, 'denial', denialData(claims, { followUpOn: inDays(39) })),
    );
    expect(outcome).toMatchObject({ state: 'applied' });
    const next = await other.gateway.submit(eventRequest({ ...outcome, kind: 'denial' }, 'work.started'));
    expect(next).toMatchObject({ state: 'applied', version: 2 });
  } finally {
    await other.stop();
  }
});

test('a worker that is replaced goes on with every case where it was', async () => {
  const opened = await openDenial();
  await submit(opened, 'work.started');
  await stack.restartWorker();
  expect(await submit(opened, 'followUp.set', { on: inDays(158) })).toMatchObject({ state: 'applied', version: 3 });
});

test('with no worker up a command is kept as pending, and is applied once when one comes back', async () => {
  const opened = await openDenial();
  await stack.worker.stop();
  const request = eventRequest(opened, 'followUp.set', { on: inDays(193) });
  const outcome = await stack.gateway.submit(request, 1_500);
  expect(outcome.state).toBe('pending');
  await stack.restartWorker();
  await stack.gateway.deliver(request);
  const settled = await eventually(
    () => stack.gateway.outcome(request.commandId),
    (o) => o?.state !== 'pending',
  );
  expect(settled).toMatchObject({ state: 'applied', version: 2 });
  expect(await stack.db.prisma.caseEvent.count({ where: { caseId: opened.caseId } })).toBe(2);
}, 60_000);
