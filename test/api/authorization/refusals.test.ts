/** "Not yours" looks like "not there": same answer, same work, no other's ids; and every refusal is on record (A1). */
import { randomUUID } from 'node:crypto';
import { inDays } from '../../support/days';
import { eventually } from '../../support/eventually';
import { denialData } from '../../support/stack';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { asking, denialAt, location, someone, team } from './places';

let t: ApiUnderTest;
let here: string;
let there: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  here = t.stack.practiceId;
  there = await location(t);
}, 240_000);
afterAll(() => t?.stop());

/** Statements that a piece of work sends to the database. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  const { pool } = t.stack.db;
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  const heard = jest.spyOn(pool, 'query').mockImplementation((...args: unknown[]) => {
    const [first] = args as [string | { text: string }];
    said.push((typeof first === 'string' ? first : first.text).replaceAll(/\s+/g, ' '));
    return query(...args) as never;
  });
  await work();
  heard.mockRestore();
  return said;
}

test('A1 a case that is not yours costs the database the same statements as one that is not there', async () => {
  const who = await someone(t, { roles: ['biller'], at: [here] });
  const { caseId } = await denialAt(t, there);
  const ask = asking(t, who);
  const paths: (readonly [string, string, unknown?])[] = [
    ['GET', '/cases/ID'],
    ['GET', '/cases/ID/timeline'],
    ['GET', '/cases/ID/receipts'],
    ['PATCH', '/cases/ID', { tags: ['x'] }],
    ['POST', '/cases/ID/events', { type: 'work.started' }],
    ['POST', '/cases/ID/tasks', { title: 'Call', dueOn: '2027-01-01' }],
  ];
  for (const [method, path, body] of paths) {
    const asked = (id: string) => statementsOf(() => ask(method, path.replace('ID', id), body));
    // Rounds in the background may speak in between; what belongs to the request is the same every time.
    const [yours, nobodys] = await eventually(
      async () => [await asked(caseId), await asked(randomUUID())] as const,
      ([a, b]) => JSON.stringify(a) === JSON.stringify(b),
      10_000,
    );
    expect([path, yours]).toEqual([path, nobodys]);
    expect(yours.length).toBeGreaterThan(2);
  }
});

test('A1 a refusal is on record: who, what was asked by id, and whether it was there', async () => {
  const who = await someone(t, { roles: ['biller'], at: [here] });
  const { caseId } = await denialAt(t, there);
  const nothing = randomUUID();
  const ask = asking(t, who);
  await ask('GET', `/cases/${caseId}/clocks`);
  await ask('GET', `/cases/${nothing}`);
  await ask('GET', '/incidents');
  await ask('POST', '/visit-check', { caseId, on: '2027-01-01' });
  const rows = await t.stack.db.prisma.auditEntry.findMany({ where: { actorId: who.userId }, orderBy: { id: 'asc' } });
  expect(
    rows.map(({ action, outcome, caseId: of, data }) => [action, outcome, of, (data as { asked: object }).asked]),
  ).toEqual([
    ['clock.read', 'not_yours', caseId, { 'path.id': caseId }],
    ['case.read', 'not_found', null, { 'path.id': nothing }],
    ['incident.list', 'forbidden', null, {}],
    ['visit.check', 'not_yours', caseId, { 'body.caseId': caseId }],
  ]);
  for (const row of rows) expect(row.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test('H23 a claim that a case you may not see holds is refused in words, without the id of that case', async () => {
  const [ours, theirs] = [await team(t), await team(t)];
  const coder = await someone(t, { roles: ['coder'], at: [here], teams: [ours] });
  const owner = await someone(t, { roles: ['biller'], at: [here], teams: [theirs] });
  const held = await denialAt(t, here, { userId: owner.userId });
  const body = { kind: 'denial', data: denialData([held.claimId]) };
  const hidden = await asking(t, coder)<{ detail: string; commandId: string }>('POST', '/cases', body);
  expect(hidden).toMatchObject({ status: 409, body: { code: 'claims_taken' } });
  expect(hidden.body).not.toHaveProperty('conflicts');
  expect(hidden.text).not.toContain(held.caseId);
  expect(hidden.body.detail).toMatch(/may not see/);
  const followed = await asking(t, coder)('GET', `/commands/${hidden.body.commandId}`);
  expect(followed).toMatchObject({ status: 200, body: { state: 'refused', refusal: { code: 'claims_taken' } } });
  expect(followed.text).not.toContain(held.caseId);
  const shown = await asking(t, owner)('POST', '/cases', body);
  expect(shown.body).toMatchObject({
    code: 'claims_taken',
    conflicts: [{ claimId: held.claimId, caseId: held.caseId }],
  });
  const claim = await asking(t, coder)('GET', `/claims/${held.claimId}`);
  expect(claim).toMatchObject({ status: 200, body: { activeCaseId: null, cases: [] } });
});

test('a claim number that an unseen case has is refused without that case’s id', async () => {
  const ours = await team(t);
  const coder = await someone(t, { roles: ['coder'], at: [here], teams: [ours] });
  const biller = await someone(t, { roles: ['biller'], at: [here] });
  const open = async (owner: object, details: object) => {
    const reply = await t.ask<{ caseId: string }>('POST', '/cases', { kind: 'wc', data: { owner }, details });
    expect(reply.status).toBe(201);
    return reply.body.caseId;
  };
  const number = `WC-${randomUUID().slice(0, 8)}`;
  const other = await open({ userId: biller.userId }, { claimNumber: number });
  const own = await open({ userId: coder.userId }, {});
  const edit = (who: { token: string }) =>
    asking(t, who)('PATCH', `/cases/${own}`, { details: { claimNumber: number.toLowerCase() } });
  const hidden = await edit(coder);
  expect(hidden).toMatchObject({ status: 409, body: { code: 'claims_taken' } });
  expect(hidden.text).not.toContain(other);
  expect((await edit(biller)).body).toMatchObject({ conflicts: [{ caseId: other }] });
});

test('the number of a patient elsewhere does not tell that patient’s name', async () => {
  const [near, far] = [
    await someone(t, { roles: ['biller'], at: [here] }),
    await someone(t, { roles: ['biller'], at: [there] }),
  ];
  const identity = `MRN:${randomUUID()}`;
  const enter = (who: { token: string }, practiceId: string, name: string) =>
    asking(t, who)<{ patient: { id: string; name: string } }>('POST', '/claims', {
      ...{ practiceId, number: randomUUID(), patient: { name, identity } },
    });
  const first = await enter(far, there, 'Faraway Sample');
  const tried = await enter(near, here, 'Whoever');
  expect(tried).toMatchObject({ status: 201, body: { patient: { name: 'Whoever' } } });
  expect(tried.text).not.toContain('Faraway');
  expect((await enter(far, there, 'Other spelling')).body.patient).toEqual(first.body.patient);
  expect((await enter(near, here, 'Other spelling')).body.patient).toEqual(tried.body.patient);
});

test('an Idempotency-Key belongs to whoever sent it: the same key of another says nothing of the first', async () => {
  const [one, two] = [
    await someone(t, { roles: ['biller'], at: [here] }),
    await someone(t, { roles: ['biller'], at: [here] }),
  ];
  const { caseId } = await denialAt(t, here);
  const headers = { 'Idempotency-Key': randomUUID() };
  const send = (who: { token: string }, on: string) =>
    asking(t, who)<{ commandId: string; version: number }>(
      'POST',
      `/cases/${caseId}/events`,
      { type: 'followUp.set', data: { on } },
      headers,
    );
  const first = await send(one, inDays(68));
  const second = await send(two, inDays(97));
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body.commandId).not.toBe(first.body.commandId);
  expect(second.body.version).toBe(first.body.version + 1);
});

test('a command is followed by whoever sent it and by those who may read its case, and by nobody else', async () => {
  const sender = await someone(t, { roles: ['biller'], at: [here] });
  const { caseId } = await denialAt(t, here);
  const sent = await asking(t, sender)<{ commandId: string }>('POST', `/cases/${caseId}/events`, {
    type: 'work.started',
  });
  const follow = async (who: { token: string }) =>
    (await asking(t, who)('GET', `/commands/${sent.body.commandId}`)).status;
  expect(await follow(sender)).toBe(200);
  expect(await follow(await someone(t, { roles: ['coordinator'], at: [here] }))).toBe(200);
  expect(await follow(await someone(t, { roles: ['coordinator'], at: [there] }))).toBe(404);
  expect(await follow(await someone(t, { roles: ['administrator'] }))).toBe(404);
  await t.stack.db.prisma.userLocation.deleteMany({ where: { userId: sender.userId } });
  expect(await follow(sender)).toBe(200);
});
