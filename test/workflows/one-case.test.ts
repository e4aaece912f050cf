/** One case from opening to reopening on real servers: the workflow, its row and its timeline always agree. */
import { inDays } from '../support/days';
import { REFUSED } from '../../workflows/messages';
import { denialData, eventRequest, openRequest, someClaims, startStack, viewOf, type Stack } from '../support/stack';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
}, 240_000);
afterAll(() => stack?.stop());

async function openDenial(more: Record<string, unknown> = {}, key?: string) {
  const claims = await someClaims(stack, 1);
  const outcome = await stack.gateway.submit(openRequest(stack, 'denial', denialData(claims, more), key));
  return { ...outcome, kind: 'denial', claims };
}
const submit = (...args: Parameters<typeof eventRequest>) => stack.gateway.submit(eventRequest(...args));

test('M1 a denial case is opened as a durable workflow and its row carries stage, version and allowed events', async () => {
  const opened = await openDenial();
  expect(opened).toMatchObject({ state: 'applied', version: 1 });
  const row = await stack.db.prisma.case.findUniqueOrThrow({ where: { id: opened.caseId }, include: { clocks: true } });
  expect(row).toMatchObject({ stage: 'New', version: 1, closedAt: null });
  expect(row.clocks.length).toBeGreaterThan(0);
  const view = await viewOf(stack, 'denial', opened.caseId);
  expect(view.state?.seq).toBe(1);
  expect(view.timerAt).toBe(Math.min(...row.clocks.map((c) => c.dueAt.getTime())));
});

test('M2 an event advances the case, and the timeline says who, what and before -> after', async () => {
  const opened = await openDenial();
  expect(await submit(opened, 'work.started')).toMatchObject({ state: 'applied', version: 2 });
  const events = await stack.db.prisma.caseEvent.findMany({
    where: { caseId: opened.caseId },
    orderBy: { seq: 'asc' },
  });
  expect(events.map((e) => [e.seq, e.type, e.stageBefore, e.stageAfter])).toEqual([
    [1, 'case.opened', null, 'New'],
    [2, 'work.started', 'New', 'In Progress'],
  ]);
});

test('an ill-timed event is refused with its reason, leaves no history and is remembered as refused', async () => {
  const opened = await openDenial();
  const refused = await submit(opened, 'work.resumed');
  expect(refused).toMatchObject({ state: 'refused', refusal: { code: 'event_not_allowed', version: 1 } });
  const again = await stack.gateway.outcome(refused.commandId);
  expect(again).toEqual(refused);
  expect(await stack.db.prisma.caseEvent.count({ where: { caseId: opened.caseId } })).toBe(1);
  expect(REFUSED).toBe('CommandRefused');
});

test('H23 a second active case on a claim is refused and names the other case; after resolving the claim is free', async () => {
  const first = await openDenial();
  const second = await stack.gateway.submit(openRequest(stack, 'denial', denialData(first.claims)));
  expect(second).toMatchObject({
    state: 'refused',
    refusal: { code: 'claims_taken', conflicts: [{ claimId: first.claims[0], caseId: first.caseId }] },
  });
  expect(await stack.db.prisma.case.count({ where: { id: second.caseId } })).toBe(0);
  expect(await submit(first, 'case.resolved', { outcome: 'paid' })).toMatchObject({ state: 'applied' });
  expect(await stack.gateway.submit(openRequest(stack, 'denial', denialData(first.claims)))).toMatchObject({
    state: 'applied',
  });
});

test('R07 resolving stops every clock and closes every task; R25 reopening goes on with the same history', async () => {
  const opened = await openDenial({ followUpOn: inDays(42) });
  await submit(opened, 'case.resolved', { outcome: 'paid' });
  expect(await stack.db.prisma.clock.count({ where: { caseId: opened.caseId } })).toBe(0);
  expect(await stack.db.prisma.task.count({ where: { caseId: opened.caseId, state: 'open' } })).toBe(0);
  expect(await submit(opened, 'work.started')).toMatchObject({ state: 'refused' });
  const reopened = await submit(opened, 'case.reopened');
  expect(reopened).toMatchObject({ state: 'applied', version: 3 });
  expect(await submit(opened, 'followUp.set', { on: inDays(70) })).toMatchObject({ state: 'applied', version: 4 });
  expect(await stack.db.prisma.clock.count({ where: { caseId: opened.caseId } })).toBeGreaterThan(0);
});

test('the same command sent five times at once is applied once', async () => {
  const opened = await openDenial();
  const request = eventRequest(opened, 'followUp.set', { on: inDays(98) }, { key: `k-${opened.caseId}` });
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => stack.gateway.submit(request)));
  expect(outcomes.map((o) => o.state)).toEqual(['applied', 'applied', 'applied', 'applied', 'applied']);
  expect(await stack.db.prisma.caseEvent.count({ where: { caseId: opened.caseId } })).toBe(2);
});

test('a stale version refuses the command instead of overwriting what another person did', async () => {
  const opened = await openDenial();
  await submit(opened, 'work.started');
  const stale = await submit(opened, 'followUp.set', { on: inDays(98) }, { expectedVersion: 1 });
  expect(stale).toMatchObject({ state: 'refused', refusal: { code: 'version_conflict', version: 2 } });
});

test('F15 a storm of different commands on one case all end, in order and without a gap', async () => {
  const opened = await openDenial();
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, i) => submit(opened, 'followUp.set', { on: inDays(130 + (i % 28)) })),
  );
  const settled = await Promise.all(
    outcomes.map(async (o) => (o.state === 'pending' ? stack.gateway.outcome(o.commandId) : o)),
  );
  const versions = settled.flatMap((o) => (o?.state === 'applied' ? [o.version] : [])).sort((a, b) => a - b);
  expect(versions).toEqual(Array.from({ length: versions.length }, (_, i) => i + 2));
  expect(versions.length).toBeGreaterThan(0);
});

test('H23 a second open case on the same compensation claim number is refused, however it is spelled, and names the other', async () => {
  const row = (claimNumber: string) => {
    const request = openRequest(stack, 'wc', {});
    return { ...request, row: request.row && { ...request.row, claimNumber } };
  };
  const first = await stack.gateway.submit(row('WC-2026 / 0042'));
  expect(first).toMatchObject({ state: 'applied' });
  const second = await stack.gateway.submit(row('wc20260042'));
  expect(second).toMatchObject({
    state: 'refused',
    refusal: { code: 'claims_taken', conflicts: [{ claimId: null, caseId: first.caseId }] },
  });
  await submit({ ...first, kind: 'wc' }, 'case.canceled', { reason: 'opened-in-error' });
  expect(await stack.gateway.submit(row('WC20260042'))).toMatchObject({ state: 'applied' });
  // The number is in use again: the first case cannot come back beside it.
  const reopened = await submit({ ...first, kind: 'wc' }, 'case.reopened');
  expect(reopened).toMatchObject({ state: 'refused', refusal: { code: 'claims_taken' } });
});
