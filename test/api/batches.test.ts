/** One command for all that match, over HTTP on real servers: each case by its own rules, an outcome for every one. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../support/days';
import { sideBySide } from '../../activities/batches/side-by-side';
import { eventually } from '../support/eventually';
import { denialData, eventRequest, openRequest, someClaims } from '../support/stack';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

interface Batch {
  id: string;
  state: string;
  total: number;
  done: number;
  failed: number;
}
interface Item {
  caseId: string;
  state: string;
  version: number | null;
  refusal: { code: string; why: string } | null;
}

/** Denial cases in a queue of their own, so that tests do not meet each other's. */
async function openCases(count: number): Promise<{ payerId: string; ids: string[] }> {
  const payer = await t.stack.db.prisma.payer.create({ data: { name: 'Payer', identity: `name:${randomUUID()}` } });
  const claims = await someClaims(t.stack, count);
  const ids: string[] = [];
  const open = async (claim: string) => {
    const request = openRequest(t.stack, 'denial', denialData([claim]));
    if (!request.row) throw new Error('An opening request without a row.');
    const { caseId, commandId } = await t.stack.gateway.submit({
      ...request,
      row: { ...request.row, payerId: payer.id },
    });
    await eventually(
      () => t.stack.gateway.outcome(commandId),
      (o) => o?.state === 'applied',
      60_000,
    );
    ids.push(caseId);
  };
  await sideBySide(claims, 6, open, () => false);
  return { payerId: payer.id, ids };
}

const ended = (id: string, withinMs = 60_000) =>
  eventually(
    async () => (await t.ask<Batch>('GET', `/batches/${id}`)).body,
    (b) => b.state === 'finished' || b.state === 'stopped',
    withinMs,
  );

async function itemsOf(id: string, state?: string): Promise<Item[]> {
  const all: Item[] = [];
  for (let cursor = ''; ;) {
    const page = await t.ask<{ items: Item[]; next: string | null }>(
      'GET',
      `/batches/${id}/items?limit=25${state ? `&state=${state}` : ''}${cursor && `&cursor=${cursor}`}`,
    );
    expect(page.status).toBe(200);
    all.push(...page.body.items);
    if (page.body.next === null) return all;
    cursor = page.body.next;
  }
}

const events = (ids: string[], type: string) =>
  t.stack.db.prisma.caseEvent.count({ where: { caseId: { in: ids }, type } });

test('R13 R14 of 60 cases that match, the 10 that may not do it are listed with their reasons and the others go on', async () => {
  const { payerId, ids } = await openCases(60);
  const started = ids.slice(0, 10);
  for (const caseId of started) {
    await t.stack.gateway.submit(eventRequest({ caseId, kind: 'denial' }, 'work.started'));
  }
  const body = { filter: { payerId }, command: { type: 'work.started' } };
  const dry = await t.ask('POST', '/batches', { ...body, dryRun: true });
  expect(dry).toMatchObject({ status: 200, body: { dryRun: true, total: 60 } });
  const created = await t.ask<Batch>('POST', '/batches', body);
  expect(created).toMatchObject({ status: 202, body: { total: 60 } });
  expect(await ended(created.body.id)).toMatchObject({ state: 'finished', total: 60, done: 50, failed: 10 });
  const refused = await itemsOf(created.body.id, 'refused');
  expect(refused.map((i) => i.caseId).sort()).toEqual([...started].sort());
  for (const item of refused) {
    expect(item.refusal?.code).toBe('event_not_allowed');
    expect(item.refusal?.why).toMatch(/\w+ \w+/);
  }
  const applied = await itemsOf(created.body.id, 'applied');
  expect(applied.map((i) => i.version)).toEqual(applied.map(() => 2));
  expect(await events(ids, 'work.started')).toBe(60);
}, 120_000);

test('R12 a follow-up date is set for many at once, and R20 the timeline of each says who did it', async () => {
  const { payerId, ids } = await openCases(5);
  const created = await t.ask<Batch>('POST', '/batches', {
    filter: { payerId, open: true },
    command: { type: 'followUp.set', data: { on: inDays(98) } },
  });
  expect(await ended(created.body.id)).toMatchObject({ state: 'finished', done: 5, failed: 0 });
  const rows = await t.stack.db.prisma.case.findMany({ where: { id: { in: ids } } });
  expect(rows.map((r) => r.followUpOn?.toISOString().slice(0, 10))).toEqual(Array(5).fill(inDays(98)));
  const said = await t.stack.db.prisma.caseEvent.findMany({ where: { caseId: { in: ids }, type: 'followUp.set' } });
  expect(said.map((e) => [e.actorType, e.actorId])).toEqual(Array(5).fill(['user', t.userId]));
});

test('R02 a running clock is moved for many at once, with a reason', async () => {
  const { payerId, ids } = await openCases(3);
  const [clock] = await t.stack.db.prisma.clock.findMany({ where: { caseId: ids[0] as string }, take: 1 });
  const dueAt = Date.parse(`${inDays(187)}T17:00:00Z`);
  const command = { type: 'clock.moved', data: { clock: clock?.name, dueAt } };
  const without = await t.ask<{ errors: { path: string }[] }>('POST', '/batches', { filter: { payerId }, command });
  expect(without.status).toBe(422);
  expect(without.body.errors.map((e) => e.path)).toEqual(['body.command.note']);
  const created = await t.ask<Batch>('POST', '/batches', {
    filter: { payerId },
    command: { ...command, note: 'The payer asked for time.' },
  });
  expect(await ended(created.body.id)).toMatchObject({ done: 3, failed: 0 });
  const moved = await t.stack.db.prisma.clock.findMany({ where: { caseId: { in: ids }, name: clock?.name ?? '' } });
  expect(moved.map((c) => [c.dueAt.getTime(), c.moved])).toEqual(Array(3).fill([dueAt, true]));
});

test('R24 a stopped batch touches no further case, and goes on where it was when it is resumed', async () => {
  const { payerId, ids } = await openCases(60);
  const created = await t.ask<Batch>('POST', '/batches', { filter: { payerId }, command: { type: 'work.started' } });
  const stopped = await t.ask<Batch>('POST', `/batches/${created.body.id}/stop`);
  expect(stopped.status).toBe(200);
  const end = await ended(created.body.id);
  expect(end.state).toBe('stopped');
  expect(end.done).toBeLessThanOrEqual(48);
  expect(await events(ids, 'work.started')).toBe((await itemsOf(created.body.id, 'applied')).length);
  expect((await t.ask('POST', `/batches/${created.body.id}/resume`)).status).toBe(200);
  expect(await ended(created.body.id)).toMatchObject({ state: 'finished', done: 60, failed: 0 });
  expect(await events(ids, 'work.started')).toBe(60);
  expect((await t.ask('POST', `/batches/${created.body.id}/stop`)).status).toBe(409);
}, 120_000);

test('R24 a worker that is replaced in the middle doubles nothing and forgets nobody', async () => {
  const { payerId, ids } = await openCases(40);
  const created = await t.ask<Batch>('POST', '/batches', { filter: { payerId }, command: { type: 'work.started' } });
  await eventually(
    () => events(ids, 'work.started'),
    (n) => n > 0,
  );
  await t.stack.restartWorker();
  expect(await ended(created.body.id, 90_000)).toMatchObject({ state: 'finished', done: 40, failed: 0 });
  expect(await events(ids, 'work.started')).toBe(40);
}, 180_000);

test('the same Idempotency-Key twice is one batch; other content under it is refused', async () => {
  const { payerId, ids } = await openCases(3);
  const headers = { 'Idempotency-Key': randomUUID() };
  const body = { filter: { payerId }, command: { type: 'work.started' } };
  const [one, two] = await Promise.all([
    t.ask<Batch>('POST', '/batches', body, { headers }),
    t.ask<Batch>('POST', '/batches', body, { headers }),
  ]);
  expect([one.status, two.status]).toEqual([202, 202]);
  expect(two.body.id).toBe(one.body.id);
  await ended(one.body.id);
  const again = await t.ask<Batch>('POST', '/batches', body, { headers });
  expect(again.body).toMatchObject({ id: one.body.id, state: 'finished', total: 3 });
  const other = await t.ask('POST', '/batches', { ...body, filter: { payerId, open: true } }, { headers });
  expect(other).toMatchObject({ status: 422, body: { code: 'key_reused' } });
  expect(await events(ids, 'work.started')).toBe(3);
});

test('a batch that nothing matches, an event of no kind, data that does not fit and an id of nobody are each refused by name', async () => {
  const { payerId } = await openCases(1);
  const ask = async (filter: object, command: object) => {
    const reply = await t.ask<{ errors: { path: string }[] }>('POST', '/batches', { filter, command });
    return [reply.status, ...(reply.body.errors ?? []).map((e) => e.path)];
  };
  expect(await ask({ payerId: randomUUID() }, { type: 'work.started' })).toEqual([422, 'body.filter']);
  expect(await ask({ payerId }, { type: 'nonsense' })).toEqual([422, 'body.command.type']);
  expect(await ask({ payerId, kind: 'wc' }, { type: 'work.started' })).toEqual([422, 'body.command.type']);
  expect(await ask({ payerId }, { type: 'followUp.set', data: { on: '2027-02-30' } })).toEqual([
    422,
    'body.command.data.on',
  ]);
  const nobody = { type: 'case.assigned', data: { owner: { userId: randomUUID() } } };
  expect(await ask({ payerId }, nobody)).toEqual([422, 'body.command.data.owner.userId']);
  expect(await ask({ payerId, nope: 1 }, { type: 'work.started' })).toEqual([422, 'body.filter.nope']);
  const reopen = await t.ask('POST', '/batches', { filter: { payerId }, command: { type: 'rules.published' } });
  expect(reopen.status).toBe(403);
});

test('a role that moves no cases in bulk may neither start nor stop a batch, but may look', async () => {
  const { token } = await t.user(['compliance']);
  const { payerId } = await openCases(1);
  const created = await t.ask<Batch>('POST', '/batches', { filter: { payerId }, command: { type: 'work.started' } });
  await ended(created.body.id);
  const as = { token };
  expect((await t.ask('POST', '/batches', { filter: { payerId }, command: { type: 'x' } }, as)).status).toBe(403);
  expect((await t.ask('POST', `/batches/${created.body.id}/stop`, undefined, as)).status).toBe(403);
  expect((await t.ask('GET', `/batches/${created.body.id}`, undefined, as)).status).toBe(200);
  expect((await t.ask('GET', `/batches/${randomUUID()}/items`, undefined, as)).status).toBe(404);
  const first = await t.ask<{ items: Batch[]; next: string | null }>('GET', '/batches?limit=1');
  const second = await t.ask<{ items: Batch[] }>('GET', `/batches?limit=1&cursor=${first.body.next ?? ''}`);
  expect(first.body.items[0]?.id).toBe(created.body.id);
  expect(second.body.items[0]?.id).not.toBe(created.body.id);
});
