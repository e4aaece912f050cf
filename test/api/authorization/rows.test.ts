/** Who sees and does what on which cases: own, team, location, all (G17, M5, E2). */
import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { asking, denialAt, location, opened, seenBy, someone, team } from './places';

let t: ApiUnderTest;
let here: string;
let there: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  here = t.stack.practiceId;
  there = await location(t);
}, 240_000);
afterAll(() => t?.stop());

const show = (who: { token: string }, caseId: string) => asking(t, who)('GET', `/cases/${caseId}`);

test('G17 a coder sees the cases of the own team and of its members, and no other of the location', async () => {
  const [ours, theirs] = [await team(t), await team(t)];
  const coder = await someone(t, { roles: ['coder'], at: [here], teams: [ours] });
  const colleague = await someone(t, { roles: ['biller'], at: [here], teams: [ours] });
  const stranger = await someone(t, { roles: ['biller'], at: [here], teams: [theirs] });
  const ofTeam = await denialAt(t, here, { teamId: ours });
  const ofColleague = await denialAt(t, here, { userId: colleague.userId });
  const ofStranger = await denialAt(t, here, { userId: stranger.userId });
  const ofNobody = await denialAt(t, here);
  const seen = await seenBy(t, coder);
  expect([ofTeam, ofColleague, ofStranger, ofNobody].map((c) => seen.has(c.caseId))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect((await show(coder, ofTeam.caseId)).status).toBe(200);
  expect((await show(coder, ofStranger.caseId)).status).toBe(404);
  const sent = await asking(t, coder)('POST', `/cases/${ofStranger.caseId}/events`, { type: 'work.started' });
  expect(sent.status).toBe(404);
});

test('a member of the team who works at another location does not open that location to the team', async () => {
  const shared = await team(t);
  const coder = await someone(t, { roles: ['coder'], at: [here], teams: [shared] });
  const traveller = await someone(t, { roles: ['biller'], at: [here, there], teams: [shared] });
  const away = await denialAt(t, there, { userId: traveller.userId });
  const given = await denialAt(t, there, { teamId: shared });
  const seen = await seenBy(t, coder);
  expect([seen.has(away.caseId), seen.has(given.caseId)]).toEqual([false, true]);
});

test('E2 a case that nobody owns stays with those who work its location', async () => {
  const orphan = await denialAt(t, here);
  const [coordinator, elsewhere] = [
    await someone(t, { roles: ['coordinator'], at: [here] }),
    await someone(t, { roles: ['coordinator'], at: [there] }),
  ];
  expect((await seenBy(t, coordinator, '/cases?owner=none&limit=200')).has(orphan.caseId)).toBe(true);
  expect((await seenBy(t, elsewhere, '/cases?owner=none&limit=200')).has(orphan.caseId)).toBe(false);
});

test('clinical staff see their own cases and those with a task for them or their role at their location', async () => {
  const nurse = await someone(t, { roles: ['clinical-staff'], at: [here] });
  const own = await denialAt(t, here, { userId: nurse.userId });
  const [asked, askedElsewhere, other] = [await denialAt(t, here), await denialAt(t, there), await denialAt(t, here)];
  for (const { caseId } of [asked, askedElsewhere]) {
    await t.stack.db.prisma.task.create({
      data: {
        ...{ caseId, key: 'chart', title: 'Send the chart', reason: 'The payer asks.', state: 'open', openedBySeq: 1 },
        ...{ followsOwner: false, assigneeRole: 'clinical-staff', priority: 'normal' },
        ...{ dueOn: new Date('2027-01-01'), openedAt: new Date() },
      },
    });
  }
  const seen = await seenBy(t, nurse);
  expect([own, asked, askedElsewhere, other].map((c) => seen.has(c.caseId))).toEqual([true, true, false, false]);
  const tasks = await asking(t, nurse)<{ items: { caseId: string }[] }>('GET', '/tasks?assignee=mine&limit=200');
  const cases = tasks.body.items.map((task) => task.caseId);
  expect([cases.includes(asked.caseId), cases.includes(askedElsewhere.caseId)]).toEqual([true, false]);
});

test('a manager of one location sees nothing of another: no row, no count, no board, no person', async () => {
  const mine = await location(t);
  const manager = await someone(t, { roles: ['manager'], at: [mine] });
  const neighbour = await someone(t, { roles: ['manager'], at: [there] });
  await denialAt(t, there);
  await opened(t, 'wc', there, {});
  const own = await opened(t, 'wc', mine, {});
  const denial = await denialAt(t, mine);
  const ask = asking(t, manager);
  expect(await seenBy(t, manager)).toEqual(new Set([own.caseId, denial.caseId]));
  const counted = await ask<{ total: { atLeast: number } }>('GET', '/cases?count=true');
  expect(counted.body.total).toEqual({ atLeast: 2, exact: true });
  const board = await ask<{ items: object[]; counts: Record<string, number> }>('GET', '/board/wc');
  expect(Object.values(board.body.counts).reduce((a, b) => a + b, 0)).toBe(1);
  const counts = await ask<Record<string, { n: number }>>('GET', '/counts');
  expect([counts.body['wc']?.n, counts.body['denials']?.n]).toEqual([1, 1]);
  for (const path of ['/clocks?limit=200', '/tasks?limit=200']) {
    const { body } = await ask<{ items: { caseId: string }[] }>('GET', path);
    const cases = new Set(body.items.map((item) => item.caseId));
    expect(cases).toContain(denial.caseId);
    expect([...cases].filter((id) => id !== denial.caseId && id !== own.caseId)).toEqual([]);
  }
  const users = await ask<{ items: { id: string }[] }>('GET', '/users');
  expect(users.body.items.map((user) => user.id)).toContain(manager.userId);
  expect(users.body.items.map((user) => user.id)).not.toContain(neighbour.userId);
  const practices = await ask<{ items: { id: string }[] }>('GET', '/practices');
  expect(practices.body.items.map((practice) => practice.id)).toEqual([mine]);
});

test('compliance and auditors see every case of every location, and change none', async () => {
  const { caseId } = await denialAt(t, there);
  for (const role of ['compliance', 'auditor'] as const) {
    const who = await someone(t, { roles: [role] });
    expect((await show(who, caseId)).status).toBe(200);
    const sent = await asking(t, who)('POST', `/cases/${caseId}/events`, { type: 'work.started' });
    expect(sent).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
});

test('a filter narrows what one sees and never widens it', async () => {
  const biller = await someone(t, { roles: ['biller'], at: [here] });
  const foreign = await denialAt(t, there);
  for (const query of [
    `practiceId=${there}`,
    `payerId=${foreign.payerId}`,
    `claimId=${foreign.claimId}`,
    'owner=none&limit=200',
  ]) {
    expect([query, (await seenBy(t, biller, `/cases?${query}`)).has(foreign.caseId)]).toEqual([query, false]);
  }
});

test('a case is opened at an own location only, on a claim of that location, and is given to somebody who works there', async () => {
  const biller = await someone(t, { roles: ['biller'], at: [here] });
  const [near, far] = [
    await someone(t, { roles: ['biller'], at: [here] }),
    await someone(t, { roles: ['biller'], at: [there] }),
  ];
  const nobodys = await team(t);
  const claimAt = async (practiceId: string) =>
    (await t.stack.db.prisma.claim.create({ data: { practiceId, number: randomUUID() } })).id;
  const open = async (practiceId: string, claim: string, owner?: object) => {
    const data = { claims: [{ claimId: claim, submissionId: null }], carcCodes: ['CO-16'], priority: 'normal' };
    const more = { deniedOn: '2026-01-05', deniedCents: 1, outstandingCents: 1, ...(owner ? { owner } : {}) };
    const body = { kind: 'denial', practiceId, data: { ...data, ...more } };
    const reply = await asking(t, biller)<{ errors?: { path: string }[] }>('POST', '/cases', body);
    return [reply.status, ...(reply.body.errors ?? []).map((error) => error.path)];
  };
  expect(await open(there, await claimAt(there))).toEqual([422, 'body.practiceId']);
  expect(await open(here, await claimAt(there))).toEqual([422, 'body.data.claims.0.claimId']);
  expect(await open(here, await claimAt(here), { userId: far.userId })).toEqual([422, 'body.data.owner.userId']);
  expect(await open(here, await claimAt(here), { teamId: nobodys })).toEqual([422, 'body.data.owner.teamId']);
  expect(await open(here, await claimAt(here), { userId: near.userId })).toEqual([201]);
});

test('whoever sees only the cases of a team owns what they open, and so still sees it', async () => {
  const coder = await someone(t, { roles: ['coder'], at: [here] });
  const claim = await t.stack.db.prisma.claim.create({ data: { practiceId: here, number: randomUUID() } });
  const data = { claims: [{ claimId: claim.id, submissionId: null }], carcCodes: ['CO-16'], priority: 'normal' };
  const more = { deniedOn: '2026-01-05', deniedCents: 1, outstandingCents: 1 };
  const ask = asking(t, coder);
  const reply = await ask<{ caseId: string }>('POST', '/cases', { kind: 'denial', data: { ...data, ...more } });
  expect(reply.status).toBe(201);
  const { body } = await ask<{ owner: object }>('GET', `/cases/${reply.body.caseId}`);
  expect(body.owner).toMatchObject({ type: 'user', id: coder.userId });
});

test('rules of an own practice are for its manager; what every location feels needs somebody who works at all of them', async () => {
  const manager = await someone(t, { roles: ['manager'], at: [here] });
  const publish = async (scope: string, who: { token: string }) => {
    const body = { scope, note: 'Trial', changes: [{ ruleId: 'wc.adjuster-silence', params: { businessDays: 8 } }] };
    return (await asking(t, who)('POST', '/rules/versions', body, { 'If-Match': '"999999"' })).status;
  };
  expect(await publish(`practice:${here}`, manager)).toBe(412);
  expect(await publish(`practice:${there}`, manager)).toBe(422);
  expect(await publish('default', manager)).toBe(403);
  expect(await publish('jurisdiction:US-NV', manager)).toBe(403);
  expect(await publish('default', await someone(t, { roles: ['manager'], everywhere: true }))).toBe(412);
  expect(await publish('default', await someone(t, { roles: ['administrator'] }))).toBe(412);
});
