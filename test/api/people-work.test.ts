/** R19 Nobody's work is lost with them: what a person has is counted before they go, and found after. */
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
let admin: string;
let manager: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  admin = (await t.user(['administrator'])).token;
  manager = (await t.user(['manager'])).token;
}, 240_000);
afterAll(() => t?.stop());

interface Stranded {
  items: { user: { id: string; name: string }; openCases: number; openTasks: number }[];
}
const stranded = async (token = manager) =>
  (await t.ask<Stranded>('GET', '/figures/stranded-work', undefined, { token })).body.items;
const workOf = (userId: string) => t.ask('GET', `/people/${userId}/work`, undefined, { token: admin });

async function ownsCaseAndTask() {
  const { userId } = await t.user(['biller']);
  const { caseId } = await t.openDenial({ owner: { userId } });
  const task = { title: 'Call', reason: '', state: 'open', priority: 'normal', openedAt: new Date(), openedBySeq: 1 };
  await t.stack.db.prisma.task.create({
    data: {
      ...{ ...task, caseId, key: `call:${userId}`, followsOwner: false },
      ...{ assigneeUserId: userId, dueOn: new Date() },
    },
  });
  return { userId, caseId };
}

test('R19 an administrator sees how much work a person has before shutting them out', async () => {
  const { userId } = await ownsCaseAndTask();
  expect(await workOf(userId)).toMatchObject({ status: 200, body: { openCases: 1, openTasks: 1 } });
  const nobody = '00000000-0000-4000-8000-000000000000';
  expect(await workOf(nobody)).toMatchObject({ status: 404 });
});

test('R19 work of somebody who is not active is named to who can hand it over, and handed over it is gone', async () => {
  const { userId, caseId } = await ownsCaseAndTask();
  expect((await stranded()).map(({ user }) => user.id)).not.toContain(userId);
  await t.ask('PATCH', `/people/${userId}`, { active: false }, { token: admin });
  const found = (await stranded()).find(({ user }) => user.id === userId);
  expect(found).toMatchObject({ user: { name: 'Test biller' }, openCases: 1, openTasks: 1 });
  await t.stack.db.prisma.task.updateMany({ where: { assigneeUserId: userId }, data: { state: 'closed' } });
  await t.ask('POST', `/cases/${caseId}/events`, { type: 'case.assigned', data: { owner: { userId: t.userId } } });
  expect((await stranded()).map(({ user }) => user.id)).not.toContain(userId);
});

test('G17 work at a location that is not the caller’s is not named', async () => {
  const { userId } = await ownsCaseAndTask();
  await t.ask('PATCH', `/people/${userId}`, { active: false }, { token: admin });
  const elsewhere = await t.stack.db.prisma.practice.create({
    data: { name: 'Elsewhere', zone: 'America/Denver', jurisdiction: 'US-CO' },
  });
  const other = await t.user(['manager']);
  await t.stack.db.prisma.userLocation.updateMany({
    where: { userId: other.userId },
    data: { practiceId: elsewhere.id },
  });
  expect(await stranded(other.token)).toEqual([]);
  const coder = await t.user(['coder']);
  expect((await t.ask('GET', '/figures/stranded-work', undefined, { token: coder.token })).status).toBe(403);
});
