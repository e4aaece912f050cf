/** Cover for an absent person (E4): the queue is handed over, the account is not. */
import { randomUUID } from 'node:crypto';
import { callerOf } from '../../../api/auth/tokens';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

type Person = Awaited<ReturnType<ApiUnderTest['user']>>;
interface Cover {
  id: string;
  state: string;
  absent: { id: string };
  cover: { id: string };
  startsAt: string;
  endsAt: string;
}

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const arrange = (who: Person, body: object) =>
  t.ask<Cover & { code: string; errors?: { path: string; message: string }[] }>('POST', '/covers', body, {
    token: who.token,
  });

/** A person with a case of their own and its tasks. */
async function withQueue() {
  const absent = await t.user(['coordinator']);
  const { caseId } = await t.openDenial({ owner: { userId: absent.userId } }, { practiceId: t.stack.practiceId });
  return { absent, caseId };
}
const myTasks = async (who: Person, which = 'mine') => {
  const path = `/tasks?assignee=${which}&limit=200`;
  const { body } = await t.ask<{ items: { id: string; caseId: string; coverFor: string | null }[] }>(
    'GET',
    path,
    undefined,
    {
      token: who.token,
    },
  );
  return body.items;
};
const myCases = async (who: Person) => {
  const { body } = await t.ask<{ items: { id: string; coverFor: string | null }[] }>(
    'GET',
    '/cases?owner=mine&limit=200',
    undefined,
    { token: who.token },
  );
  return body.items;
};

test('E4 the cover finds the tasks and cases of the absent person beside their own, marked for whom', async () => {
  const { absent, caseId } = await withQueue();
  const cover = await t.user(['coordinator']);
  const own = await t.openDenial({ owner: { userId: cover.userId } });
  expect((await myTasks(cover)).some((task) => task.caseId === caseId)).toBe(false);
  expect(await arrange(absent, { coverUserId: cover.userId, endsAt: inHours(8) })).toMatchObject({
    status: 201,
    body: { state: 'current', absent: { id: absent.userId }, cover: { id: cover.userId } },
  });
  const tasks = await myTasks(cover);
  expect(tasks.find((task) => task.caseId === caseId)?.coverFor).toBe(absent.userId);
  expect(tasks.find((task) => task.caseId === own.caseId)?.coverFor).toBeNull();
  const cases = new Map((await myCases(cover)).map((item) => [item.id, item.coverFor]));
  expect([cases.get(caseId), cases.get(own.caseId)]).toEqual([absent.userId, null]);
  // One's own alone is without what one stands in for.
  const { body: alone } = await t.ask<{ items: { id: string }[] }>('GET', '/cases?owner=me&limit=200', undefined, {
    token: cover.token,
  });
  expect(alone.items.map((item) => item.id)).toEqual([own.caseId]);
  const view = await t.ask<{ items: { id: string; coverFor: string | null }[] }>(
    'GET',
    '/views/denials/my-open?limit=200',
    undefined,
    { token: cover.token },
  );
  expect(view.body.items.find((item) => item.id === caseId)?.coverFor).toBe(absent.userId);
});

test('E4 what the cover does is recorded under the name of the cover', async () => {
  const { absent, caseId } = await withQueue();
  const cover = await t.user(['coordinator']);
  await arrange(absent, { coverUserId: cover.userId, endsAt: inHours(8) });
  const task = (await myTasks(cover)).find((item) => item.caseId === caseId);
  const done = await t.ask('POST', `/tasks/${task?.id}/done`, {}, { token: cover.token });
  expect(done.status).toBe(200);
  const { body } = await t.ask<{ items: { type: string; actor: { id: string } }[] }>(
    'GET',
    `/cases/${caseId}/timeline`,
  );
  expect(body.items.find((entry) => entry.type === 'task.done')?.actor.id).toBe(cover.userId);
});

test('E4 a cover begins and ends at its time, can be ended early, and counts at the next request', async () => {
  const { absent, caseId } = await withQueue();
  const cover = await t.user(['biller']);
  const planned = await arrange(absent, { coverUserId: cover.userId, startsAt: inHours(2), endsAt: inHours(9) });
  expect(planned.body.state).toBe('planned');
  const sees = async () => (await myCases(cover)).some((item) => item.id === caseId);
  expect(await sees()).toBe(false);
  const move = (startsAt: string, endsAt: string) =>
    t.stack.db.prisma.cover.update({ where: { id: planned.body.id }, data: { startsAt, endsAt } });
  await move(inHours(-1), inHours(1));
  expect(await sees()).toBe(true);
  await move(inHours(-2), inHours(-1));
  expect(await sees()).toBe(false);
  await move(inHours(-1), inHours(1));
  const end = (who: Person) => t.ask('POST', `/covers/${planned.body.id}/end`, undefined, { token: who.token });
  expect((await end(cover)).status).toBe(404);
  expect(await end(absent)).toMatchObject({ status: 200, body: { state: 'over' } });
  expect(await sees()).toBe(false);
  expect((await end(absent)).status).toBe(409);
});

test('E4 a cover does not chain: the queue of A does not go on to whoever covers B', async () => {
  const { absent: a, caseId } = await withQueue();
  const b = await t.user(['coordinator']);
  const c = await t.user(['coordinator']);
  const ofB = await t.openDenial({ owner: { userId: b.userId } });
  await arrange(a, { coverUserId: b.userId, endsAt: inHours(8) });
  expect((await arrange(b, { coverUserId: c.userId, endsAt: inHours(8) })).status).toBe(201);
  const cases = (await myCases(c)).map((item) => item.id);
  expect(cases).toContain(ofB.caseId);
  expect(cases).not.toContain(caseId);
  const caller = await callerOf(t.stack.db.pool, `Bearer ${c.token}`);
  expect(caller?.coversIds).toEqual([b.userId]);
  // And who is away then cannot be asked to stand in.
  const d = await t.user(['coordinator']);
  expect(await arrange(d, { coverUserId: b.userId, endsAt: inHours(4) })).toMatchObject({ status: 409 });
});

test('E4 the cover must have a role that may do the work and sees what it needs', async () => {
  const { absent } = await withQueue();
  for (const role of ['auditor', 'administrator', 'account-executive', 'front-desk'] as const) {
    const cover = await t.user([role]);
    const reply = await arrange(absent, { coverUserId: cover.userId, endsAt: inHours(8) });
    expect([role, reply.status, reply.body.errors?.[0]?.path]).toEqual([role, 422, 'body.coverUserId']);
  }
  const left = await t.user(['coordinator']);
  await t.stack.db.prisma.user.update({ where: { id: left.userId }, data: { active: false } });
  for (const coverUserId of [left.userId, absent.userId, randomUUID()]) {
    expect((await arrange(absent, { coverUserId, endsAt: inHours(8) })).status).toBe(422);
  }
  const able = await t.user(['biller']);
  expect((await arrange(absent, { coverUserId: able.userId, endsAt: inHours(-1) })).status).toBe(422);
  expect((await arrange(absent, { coverUserId: able.userId, startsAt: inHours(3), endsAt: inHours(2) })).status).toBe(
    422,
  );
  expect((await arrange(absent, { coverUserId: able.userId, endsAt: inHours(8) })).status).toBe(201);
  expect((await arrange(absent, { coverUserId: able.userId, startsAt: inHours(1), endsAt: inHours(9) })).status).toBe(
    409,
  );
});

test('E4 a manager of the same location or team arranges it for a person who is ill; nobody else does', async () => {
  const { absent } = await withQueue();
  const cover = await t.user(['coordinator']);
  const here = await t.user(['manager']);
  const colleague = await t.user(['coordinator']);
  const elsewhere = await t.user(['manager']);
  const { prisma } = t.stack.db;
  const other = await prisma.practice.create({ data: { name: 'Elsewhere', zone: 'UTC', jurisdiction: 'US-CA' } });
  await prisma.userLocation.updateMany({ where: { userId: elsewhere.userId }, data: { practiceId: other.id } });
  const wanted = { absentUserId: absent.userId, coverUserId: cover.userId, endsAt: inHours(8) };
  expect((await arrange(colleague, wanted)).status).toBe(403);
  expect((await arrange(elsewhere, wanted)).status).toBe(403);
  const made = await arrange(here, wanted);
  expect(made.status).toBe(201);
  const list = async (who: Person) => {
    const { body } = await t.ask<{ items: Cover[] }>('GET', '/covers', undefined, { token: who.token });
    return body.items.some((item) => item.id === made.body.id);
  };
  expect([await list(absent), await list(cover), await list(here)]).toEqual([true, true, true]);
  expect([await list(colleague), await list(elsewhere)]).toEqual([false, false]);
  expect((await t.ask('POST', `/covers/${made.body.id}/end`, undefined, { token: elsewhere.token })).status).toBe(404);
  const team = await prisma.team.create({ data: { name: `Night ${randomUUID()}` } });
  await prisma.teamMember.createMany({
    data: [absent, elsewhere].map(({ userId }) => ({ teamId: team.id, userId })),
  });
  expect((await t.ask('POST', `/covers/${made.body.id}/end`, undefined, { token: elsewhere.token })).status).toBe(200);
});

test('E4 each cover that is arranged or ended leaves an audit row with who and for whom', async () => {
  const { absent } = await withQueue();
  const cover = await t.user(['coordinator']);
  const { body } = await arrange(absent, { coverUserId: cover.userId, endsAt: inHours(8) });
  await t.ask('POST', `/covers/${body.id}/end`, undefined, { token: absent.token });
  const rows = await t.stack.db.prisma.auditEntry.findMany({
    where: { actorId: absent.userId, action: { startsWith: 'cover.' } },
    orderBy: { id: 'asc' },
  });
  expect(rows.map((row) => row.action)).toEqual(['cover.arranged', 'cover.ended']);
  expect(rows[0]?.data).toMatchObject({ coverId: body.id, absentUserId: absent.userId, coverUserId: cover.userId });
});

test('E4 who asks is told whose queue is theirs, and the absent person who has it', async () => {
  const { absent } = await withQueue();
  const cover = await t.user(['coordinator']);
  await arrange(absent, { coverUserId: cover.userId, endsAt: inHours(8) });
  const me = async (who: Person) => (await t.ask('GET', '/me', undefined, { token: who.token })).body;
  expect(await me(cover)).toMatchObject({ covers: [{ absent: { id: absent.userId } }], coveredBy: [] });
  expect(await me(absent)).toMatchObject({ covers: [], coveredBy: [{ cover: { id: cover.userId } }] });
});
