/** Counts, sums, exports and saved views over HTTP; tags and priority of many cases at once. */
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

interface View {
  id: string;
  name: string | null;
  mine: boolean;
  usable: boolean;
  filter: Record<string, unknown>;
  team: { id: string } | null;
}
interface Sum {
  cases: number;
  outstandingCents: number | null;
}

const payer = () => t.stack.db.prisma.payer.create({ data: { name: 'Payer', identity: `name:${randomUUID()}` } });
const opened = (payerId: string, data: object = {}, top: object = {}) => t.openDenial({ ...data }, { payerId, ...top });
const count = async (filter: object, token = t.token) =>
  (await t.ask<Sum>('POST', '/cases/count', { filter }, { token })).body;
const viewCounts = async (token = t.token) => {
  const { body } = await t.ask<{ items: (Sum & { view: string })[] }>('GET', '/views/counts?kind=denial', undefined, {
    token,
  });
  return Object.fromEntries(body.items.map(({ view, ...sum }) => [view, sum]));
};
const ended = (id: string) =>
  eventually(
    async () => (await t.ask<{ state: string; done: number; failed: number }>('GET', `/batches/${id}`)).body,
    (batch) => batch.state === 'finished',
    60_000,
  );

test('H24 to H29 each view is counted with what is outstanding in it, and my open counts mine alone', async () => {
  const before = await viewCounts();
  const { id: payerId } = await payer();
  await opened(payerId, { outstandingCents: 12_345, owner: { userId: t.userId } });
  const { caseId } = await opened(payerId, { outstandingCents: 1_000 });
  await t.ask('POST', `/cases/${caseId}/events`, { type: 'case.resolved', data: { outcome: 'paid' } });
  const after = await viewCounts();
  const more = (view: string) => [
    (after[view]?.cases ?? 0) - (before[view]?.cases ?? 0),
    (after[view]?.outstandingCents ?? 0) - (before[view]?.outstandingCents ?? 0),
  ];
  expect(more('open')).toEqual([1, 12_345]);
  expect(more('my-open')).toEqual([1, 12_345]);
  expect(more('all')[0]).toBe(2);
  expect(more('resolved')[0]).toBe(1);
  const { token } = await t.user(['front-desk']);
  expect((await viewCounts(token))['open']?.outstandingCents).toBeNull();
});

test('R13 what a filter meets is counted and summed exactly, by every filter of the pills', async () => {
  const [one, two] = await Promise.all([payer(), payer()]);
  const { caseId } = await opened(one.id, { outstandingCents: 50_000, priority: 'high', carcCodes: ['CO-16'] });
  await opened(two.id, { outstandingCents: 20_000 });
  const both = { payerId: [one.id, two.id] };
  expect(await count(both)).toEqual({ cases: 2, outstandingCents: 70_000 });
  expect(await count({ ...both, outstandingOver: 20_000 })).toEqual({ cases: 1, outstandingCents: 50_000 });
  expect(await count({ ...both, ids: [caseId] })).toEqual({ cases: 1, outstandingCents: 50_000 });
  expect(await count({ ...both, exceptIds: [caseId] })).toEqual({ cases: 1, outstandingCents: 20_000 });
  expect((await count({ ...both, priority: ['high'], carc: ['CO-16'] })).cases).toBe(1);
  const { token } = await t.user(['front-desk']);
  expect((await count(both, token)).outstandingCents).toBeNull();
  const asked = await t.ask('POST', '/cases/count', { filter: { outstandingOver: 1 } }, { token });
  expect(asked.status).toBe(403);
});

test('R15 denials come by what is outstanding and by priority, page after page', async () => {
  const { id: payerId } = await payer();
  const amounts = [300, 100, 200, 400];
  for (const [n, outstandingCents] of amounts.entries()) {
    await opened(payerId, { outstandingCents, priority: (['low', 'high', 'normal', 'high'] as const)[n] });
  }
  const paged = async (sort: string) => {
    const rows: { outstandingCents: number; priority: string }[] = [];
    for (let cursor: string | undefined = undefined; ;) {
      const filter: object = { payerId, sort, limit: 1, ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await t.ask<{ items: typeof rows; next: string | null }>('POST', '/views/denials/open/search', {
        filter,
      });
      rows.push(...body.items);
      if (body.next === null) return rows;
      cursor = body.next;
    }
  };
  expect((await paged('-outstandingCents')).map((r) => r.outstandingCents)).toEqual([400, 300, 200, 100]);
  expect((await paged('outstandingCents')).map((r) => r.outstandingCents)).toEqual([100, 200, 300, 400]);
  expect((await paged('-priority')).map((r) => r.priority)).toEqual(['high', 'high', 'normal', 'low']);
});

test('R29 a view is exported as its filter says, harmless to spreadsheets, and the record names every case that left', async () => {
  const { id: payerId } = await payer();
  const { caseId } = await opened(payerId, { outstandingCents: 781_525 }, { tags: ['=1+1'] });
  const body = { filter: { payerId }, columns: ['case', 'outstanding', 'tags'] };
  const { status, headers, text } = await t.ask('POST', '/cases/export', body);
  expect([status, headers.get('content-disposition')]).toEqual([200, 'attachment; filename="cases.csv"']);
  expect(text.split('\r\n')).toEqual(['Case,"Outstanding, $",Tags', `${caseId},7815.25,'=1+1`, '']);
  const rows = await t.stack.db.prisma.auditEntry.findMany({
    where: { action: 'case.export', caseIds: { has: caseId } },
  });
  expect(rows.map((row) => row.outcome)).toEqual(['sent']);
  const { token } = await t.user(['account-executive']);
  const withheld = await t.ask('POST', '/cases/export', body, { token });
  expect(withheld.text).toContain(`${caseId},,\r\n`);
});

test('R16 a saved view keeps its filter on the server; a team sees it, only its owner changes it', async () => {
  const { prisma } = t.stack.db;
  const team = await prisma.team.create({ data: { name: `Team ${randomUUID()}` } });
  const owner = await t.user(['biller']);
  const [mate, stranger, mateWithoutWords] = [
    await t.user(['biller']),
    await t.user(['biller']),
    await t.user(['front-desk']),
  ];
  await prisma.teamMember.createMany({
    data: [owner, mate, mateWithoutWords].map(({ userId }) => ({ teamId: team.id, userId })),
  });
  const as = ({ token }: { token: string }) => ({ token });
  const body = {
    page: 'denials',
    name: 'Back injuries',
    tab: 'open',
    filter: { q: 'lumbar', tag: ['spine'] },
    sort: '-priority',
  };
  const made = await t.ask<View>('POST', '/saved-views', body, as(owner));
  expect(made).toMatchObject({ status: 201, body: { mine: true, usable: true, filter: body.filter } });
  expect((await t.ask('POST', '/saved-views', body, as(owner))).status).toBe(409);
  const list = async (who: { token: string }) =>
    (await t.ask<{ items: View[] }>('GET', '/saved-views?page=denials', undefined, as(who))).body.items;
  expect(await list(mate)).toEqual([]);
  const path = `/saved-views/${made.body.id}`;
  expect((await t.ask('PATCH', path, { teamId: randomUUID() }, as(owner))).status).toBe(422);
  expect((await t.ask<View>('PATCH', path, { teamId: team.id }, as(owner))).body.team?.id).toBe(team.id);
  expect(await list(mate)).toMatchObject([{ name: 'Back injuries', mine: false, usable: true }]);
  // What it looks for is not for everybody: it is there, cannot be used, and tells nothing.
  expect(await list(mateWithoutWords)).toMatchObject([{ name: null, usable: false, filter: {} }]);
  expect(await list(stranger)).toEqual([]);
  expect((await t.ask('PATCH', path, { name: 'Mine now' }, as(mate))).status).toBe(403);
  expect((await t.ask('DELETE', path, undefined, as(stranger))).status).toBe(404);
  expect((await t.ask('DELETE', path, undefined, as(owner))).status).toBe(204);
  expect(await list(owner)).toEqual([]);
  const words = await prisma.auditEntry.findMany({ where: { action: { startsWith: 'saved-view' } } });
  expect(JSON.stringify(words.map((row) => row.data))).not.toContain('lumbar');
});

test('R14 tags and priority of many cases change by the rules of a single edit, and each case has its result', async () => {
  const { id: payerId } = await payer();
  const first = await opened(payerId, {}, { tags: ['old'] });
  const second = await opened(payerId, {}, { tags: ['old', 'new'] });
  const data = { add: ['new'], remove: ['old'] };
  const body = { filter: { payerId }, command: { type: 'tags.changed', data } };
  const { body: batch, status } = await t.ask<{ id: string }>('POST', '/batches', body);
  expect(status).toBe(202);
  expect(await ended(batch.id)).toMatchObject({ done: 2, failed: 0 });
  for (const { caseId } of [first, second]) {
    const { body: shown } = await t.ask<{ tags: string[] }>('GET', `/cases/${caseId}`);
    expect(shown.tags).toEqual(['new']);
  }
  const again = await t.ask<{ id: string }>('POST', '/batches', body);
  await ended(again.body.id);
  const items = await t.ask<{ items: { state: string }[] }>('GET', `/batches/${again.body.id}/items`);
  expect(items.body.items.map((item) => item.state)).toEqual(['skipped', 'skipped']);

  // A denial's chart holds its priority: an edit is refused with what to send instead, an event changes it and keeps the subject.
  const edit = await t.ask<{ id: string }>('POST', '/batches', {
    filter: { ids: [first.caseId] },
    command: { type: 'priority.set', data: { priority: 'high' } },
  });
  expect(await ended(edit.body.id)).toMatchObject({ done: 0, failed: 1 });
  const event = await t.ask<{ id: string }>('POST', '/batches', {
    filter: { payerId, exceptIds: [second.caseId] },
    command: { type: 'classification.set', data: { priority: 'high' } },
  });
  expect(await ended(event.body.id)).toMatchObject({ done: 1, failed: 0 });
  const { body: shown } = await t.ask<{ priority: string; subject: string }>('GET', `/cases/${first.caseId}`);
  expect(shown).toMatchObject({ priority: 'high', subject: expect.stringMatching(/./) as unknown });
});

test('a claim is found by what its number begins with', async () => {
  const number = `Q%_${randomUUID()}`;
  await t.ask('POST', '/claims', { number, chargeCents: 1 });
  const found = async (asked: string) =>
    (await t.ask<{ items: { number: string }[] }>('POST', '/claims/search', { filter: { number: asked } })).body.items;
  expect((await found(number.slice(0, 12))).map((claim) => claim.number)).toEqual([number]);
  expect(await found(`_%_${number.slice(3, 12)}`)).toEqual([]);
});
