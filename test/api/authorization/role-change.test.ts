/** A12 A change of role, location or account counts at the next request, while a stream is open and while a batch runs. */
import { eventually } from '../../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { asking, denialAt, location, someone, type Someone } from './places';

let t: ApiUnderTest;
let here: string;
let there: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  here = t.stack.practiceId;
  there = await location(t);
}, 240_000);
afterAll(() => t?.stop());

const change = (who: Someone, data: { roles?: string[]; active?: boolean; allLocations?: boolean }) =>
  t.stack.db.prisma.user.update({ where: { id: who.userId }, data });
const leave = (who: Someone, practiceId: string) =>
  t.stack.db.prisma.userLocation.deleteMany({ where: { userId: who.userId, practiceId } });

/** Listens as somebody; `seen` grows as it comes. */
async function listen(who: Someone, lastEventId?: string) {
  const stop = new AbortController();
  const response = await fetch(`${t.api.url}/api/v1/events/stream`, {
    headers: { Authorization: `Bearer ${who.token}`, ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}) },
    signal: stop.signal,
  });
  const heard = { text: '', ended: false };
  const reading = (async () => {
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>)
      heard.text += Buffer.from(piece).toString();
  })()
    .catch(() => undefined)
    .finally(() => {
      heard.ended = true;
    });
  await eventually(
    () => heard.text,
    (text) => text.includes(': connected'),
  );
  return {
    heard,
    hears: (caseId: string) =>
      eventually(
        () => heard.text,
        (text) => text.includes(caseId),
      ),
    close: async () => {
      stop.abort();
      await reading;
    },
  };
}

test('A12 a role or location that is taken away counts at the next request', async () => {
  const who = await someone(t, { roles: ['coordinator'], at: [here] });
  const { caseId } = await denialAt(t, here);
  const show = () => asking(t, who)('GET', `/cases/${caseId}`);
  expect((await show()).status).toBe(200);
  await leave(who, here);
  expect((await show()).status).toBe(404);
  await change(who, { roles: ['credentialing'] });
  expect((await show()).status).toBe(403);
  await change(who, { roles: ['auditor'] });
  expect((await show()).status).toBe(200);
  await change(who, { active: false });
  expect((await show()).status).toBe(401);
});

test('a listener hears of the cases of the own location only, also of what was missed', async () => {
  const who = await someone(t, { roles: ['biller'], at: [here] });
  const stream = await listen(who);
  const foreign = await denialAt(t, there);
  const own = await denialAt(t, here);
  await stream.hears(own.caseId);
  expect(stream.heard.text).not.toContain(foreign.caseId);
  await stream.close();
  const again = await listen(who, '0');
  await again.hears(own.caseId);
  expect(again.heard.text).not.toContain(foreign.caseId);
  await again.close();
});

test('an edit of a case that is no event is told to those who may see the case', async () => {
  const [near, far] = [
    await someone(t, { roles: ['coordinator'], at: [here] }),
    await someone(t, { roles: ['coordinator'], at: [there] }),
  ];
  const [hereCase, thereCase] = [await denialAt(t, here), await denialAt(t, there)];
  const streams = [await listen(near), await listen(far)] as const;
  await asking(t, near)('PATCH', `/cases/${hereCase.caseId}`, { tags: ['edited'] });
  await asking(t, far)('PATCH', `/cases/${thereCase.caseId}`, { tags: ['edited'] });
  await streams[0].hears(hereCase.caseId);
  await streams[1].hears(thereCase.caseId);
  expect(streams[0].heard.text).not.toContain(thereCase.caseId);
  expect(streams[1].heard.text).not.toContain(hereCase.caseId);
  await Promise.all(streams.map((stream) => stream.close()));
});

test('A12 a listener whose locations change hears of the new one and no more of the old', async () => {
  const who = await someone(t, { roles: ['biller'], at: [here] });
  const stream = await listen(who);
  await stream.hears((await denialAt(t, here)).caseId);
  await leave(who, here);
  await t.stack.db.prisma.userLocation.create({ data: { userId: who.userId, practiceId: there } });
  // What was read of the listener is good for a second.
  const later = await eventually(
    () => denialAt(t, there),
    (opened) => stream.heard.text.includes(opened.caseId),
  );
  const old = await denialAt(t, here);
  await stream.hears((await denialAt(t, there)).caseId);
  expect(stream.heard.text).toContain(later.caseId);
  expect(stream.heard.text).not.toContain(old.caseId);
  await stream.close();
});

test.each([
  ['an account that is closed', (who: Someone) => change(who, { active: false })],
  ['a role that reads no cases', (who: Someone) => change(who, { roles: ['credentialing'] })],
  [
    'a revoked token',
    (who: Someone) =>
      t.stack.db.prisma.apiToken.updateMany({ where: { userId: who.userId }, data: { revokedAt: new Date() } }),
  ],
])('A12 %s ends the stream, and nothing more is told', async (_what, take) => {
  const who = await someone(t, { roles: ['biller'], at: [here] });
  const stream = await listen(who);
  await stream.hears((await denialAt(t, here)).caseId);
  await take(who);
  const told = await eventually(
    () => denialAt(t, here),
    () => stream.heard.ended,
  );
  expect(stream.heard.text).not.toContain(told.caseId);
  await stream.close();
});

/** Cases at a location that one batch meets. */
async function manyAt(practiceId: string, count: number): Promise<{ tag: string; ids: string[] }> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await denialAt(t, practiceId)).caseId);
  const tag = `batch-${ids[0]?.slice(0, 8) ?? ''}`;
  await t.stack.db.prisma.case.updateMany({ where: { id: { in: ids } }, data: { tags: [tag] } });
  return { tag, ids };
}

interface Batch {
  id: string;
  state: string;
  total: number;
  done: number;
  failed: number;
}
const work = (tag: string) => ({ filter: { tag: [tag] }, command: { type: 'work.started' } });
const started = (ids: string[]) =>
  t.stack.db.prisma.caseEvent.count({ where: { caseId: { in: ids }, type: 'work.started' } });
const ended = (who: Someone, id: string) =>
  eventually(
    async () => (await asking(t, who)<Batch>('GET', `/batches/${id}`)).body,
    (batch) => batch.state === 'finished',
    60_000,
  );

test('a batch for all that match never reaches beyond the locations of its creator', async () => {
  const near = await manyAt(here, 3);
  const far = await manyAt(there, 3);
  const ids = [...near.ids, ...far.ids];
  await t.stack.db.prisma.case.updateMany({ where: { id: { in: ids } }, data: { tags: [near.tag] } });
  const who = await someone(t, { roles: ['coordinator'], at: [here] });
  const ask = asking(t, who);
  expect((await ask('POST', '/batches', { ...work(near.tag), dryRun: true })).body).toEqual({ dryRun: true, total: 3 });
  const created = await ask<Batch>('POST', '/batches', work(near.tag));
  expect(await ended(who, created.body.id)).toMatchObject({ total: 3, done: 3, failed: 0 });
  expect([await started(near.ids), await started(far.ids)]).toEqual([3, 0]);
  const neighbour = await someone(t, { roles: ['manager'], at: [there] });
  expect((await asking(t, neighbour)('GET', `/batches/${created.body.id}`)).status).toBe(404);
  const colleague = await someone(t, { roles: ['manager'], at: [here] });
  expect((await asking(t, colleague)('GET', `/batches/${created.body.id}`)).status).toBe(200);
});

test('A12 a batch whose creator has lost the location meanwhile changes no further case and says so of each', async () => {
  const { tag, ids } = await manyAt(here, 4);
  const who = await someone(t, { roles: ['coordinator'], at: [here] });
  const manager = await someone(t, { roles: ['manager'], at: [here] });
  await t.stack.worker.stop();
  const created = await asking(t, who)<Batch>('POST', '/batches', work(tag));
  expect(created).toMatchObject({ status: 202, body: { total: 4 } });
  await leave(who, here);
  await t.stack.restartWorker();
  expect(await ended(manager, created.body.id)).toMatchObject({ total: 4, done: 0, failed: 4 });
  expect(await started(ids)).toBe(0);
  const items = await asking(t, manager)<{ items: { refusal: { code: string } }[] }>(
    'GET',
    `/batches/${created.body.id}/items`,
  );
  expect(items.body.items.map((item) => item.refusal.code)).toEqual(Array(4).fill('forbidden'));
  // The creator may follow the batch, but sees none of the cases any more.
  const theirs = await asking(t, who)<{ items: object[] }>('GET', `/batches/${created.body.id}/items`);
  expect(theirs).toMatchObject({ status: 200, body: { items: [] } });
}, 120_000);

test('A12 a manager’s event in a batch stops with the role', async () => {
  const { tag, ids } = await manyAt(here, 2);
  const who = await someone(t, { roles: ['manager'], at: [here] });
  for (const caseId of ids) {
    await asking(t, who)('POST', `/cases/${caseId}/events`, { type: 'case.resolved', data: { outcome: 'paid' } });
  }
  await t.stack.worker.stop();
  const body = { filter: { tag: [tag] }, command: { type: 'case.reopened' } };
  const created = await asking(t, who)<Batch>('POST', '/batches', body);
  expect(created).toMatchObject({ status: 202, body: { total: 2 } });
  await change(who, { roles: ['coordinator'] });
  await t.stack.restartWorker();
  expect(await ended(who, created.body.id)).toMatchObject({ done: 0, failed: 2 });
  const open = await asking(t, who)('POST', '/cases/search', { filter: { tag, open: 'true' } });
  expect(open).toMatchObject({ status: 200, body: { items: [] } });
}, 120_000);
