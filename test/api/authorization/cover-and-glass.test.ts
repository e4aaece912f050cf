/** Standing in for somebody (E4), and opening one case in an emergency: both end by themselves. */
import { eventually } from '../../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { asking, denialAt, location, seenBy, someone, type Someone } from './places';

let t: ApiUnderTest;
let there: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  there = await location(t);
}, 240_000);
afterAll(() => t?.stop());

const inMs = (ms: number) => new Date(Date.now() + ms);
const HOUR_MS = 3_600_000;

function cover(absent: Someone, by: Someone, startsAt: Date, endsAt: Date) {
  const data = { absentUserId: absent.userId, coverUserId: by.userId, startsAt, endsAt, createdBy: absent.userId };
  return t.stack.db.prisma.cover.create({ data });
}
const breakGlass = (who: Someone, caseId: string, endsAt: Date) =>
  t.stack.db.prisma.breakGlass.create({ data: { userId: who.userId, caseId, reason: 'The adjuster calls.', endsAt } });

async function tasksOf(who: Someone): Promise<string[]> {
  const { body } = await asking(t, who)<{ items: { caseId: string }[] }>('GET', '/tasks?assignee=mine&limit=200');
  return body.items.map((task) => task.caseId);
}

test('E4 a cover sees and works the absent person’s queue while it lasts, under the own name', async () => {
  const absent = await someone(t, { roles: ['case-manager'], at: [there] });
  const standIn = await someone(t, { roles: ['case-manager'], at: [t.stack.practiceId] });
  const { caseId } = await denialAt(t, there, { userId: absent.userId });
  expect((await seenBy(t, standIn)).has(caseId)).toBe(false);
  const { id } = await cover(absent, standIn, inMs(-HOUR_MS), inMs(HOUR_MS));
  expect((await seenBy(t, standIn)).has(caseId)).toBe(true);
  expect((await seenBy(t, standIn, '/views/denials/my-open')).has(caseId)).toBe(true);
  expect(await tasksOf(standIn)).toContain(caseId);
  const sent = await asking(t, standIn)('POST', `/cases/${caseId}/events`, { type: 'work.started' });
  expect(sent.status).toBe(200);
  const event = await t.stack.db.prisma.caseEvent.findFirstOrThrow({ where: { caseId, type: 'work.started' } });
  expect(event.actorId).toBe(standIn.userId);
  await t.stack.db.prisma.cover.update({ where: { id }, data: { endedAt: new Date() } });
  expect((await seenBy(t, standIn)).has(caseId)).toBe(false);
  expect((await asking(t, standIn)('GET', `/cases/${caseId}`)).status).toBe(404);
  expect(await tasksOf(standIn)).not.toContain(caseId);
});

test('E4 a cover that has not begun, or whose last day is over, hands over nothing', async () => {
  const absent = await someone(t, { roles: ['case-manager'], at: [there] });
  const standIn = await someone(t, { roles: ['case-manager'], at: [t.stack.practiceId] });
  const { caseId } = await denialAt(t, there, { userId: absent.userId });
  await cover(absent, standIn, inMs(HOUR_MS), inMs(2 * HOUR_MS));
  await cover(absent, standIn, inMs(-2 * HOUR_MS), inMs(-HOUR_MS));
  expect((await seenBy(t, standIn)).has(caseId)).toBe(false);
});

test('E4 a cover gives the queue, not the role of the absent person', async () => {
  const absent = await someone(t, { roles: ['manager'], at: [there] });
  const standIn = await someone(t, { roles: ['coder'], at: [there] });
  const owned = await denialAt(t, there, { userId: absent.userId });
  const other = await denialAt(t, there);
  await cover(absent, standIn, inMs(-HOUR_MS), inMs(HOUR_MS));
  const seen = await seenBy(t, standIn);
  expect([seen.has(owned.caseId), seen.has(other.caseId)]).toEqual([true, false]);
  expect((await asking(t, standIn)('GET', '/incidents')).status).toBe(403);
});

test('broken glass opens exactly one case, for reading, until its end', async () => {
  const nurse = await someone(t, { roles: ['clinical-staff'], at: [t.stack.practiceId] });
  const opened = await denialAt(t, there);
  const beside = await denialAt(t, there);
  const ask = asking(t, nurse);
  expect((await ask('GET', `/cases/${opened.caseId}`)).status).toBe(404);
  await breakGlass(nurse, opened.caseId, inMs(4_000));
  for (const path of ['', '/timeline', '/receipts', '/clocks']) {
    expect([path, (await ask('GET', `/cases/${opened.caseId}${path}`)).status]).toEqual([path, 200]);
  }
  expect([...(await seenBy(t, nurse))]).toEqual([opened.caseId]);
  expect((await ask('GET', `/cases/${beside.caseId}`)).status).toBe(404);
  const { caseId } = opened;
  const changes = [
    await ask('POST', `/cases/${caseId}/events`, { type: 'work.started' }),
    await ask('PATCH', `/cases/${caseId}`, { tags: ['x'] }),
    await ask('POST', `/cases/${caseId}/tasks`, { title: 'Call', dueOn: '2027-01-01' }),
  ];
  expect(changes.map((reply) => reply.status)).toEqual([403, 403, 403]);
  await eventually(
    () => ask('GET', `/cases/${caseId}`),
    (reply) => reply.status === 404,
  );
});

test('broken glass gives nothing to a role that reads no cases, and a token limited to other things reads none by it', async () => {
  const { caseId } = await denialAt(t, there);
  const admin = await someone(t, { roles: ['administrator'] });
  await breakGlass(admin, caseId, inMs(HOUR_MS));
  expect((await asking(t, admin)('GET', `/cases/${caseId}`)).status).toBe(403);
  const nurse = await someone(t, { roles: ['clinical-staff'], at: [t.stack.practiceId] });
  await breakGlass(nurse, caseId, inMs(HOUR_MS));
  await t.stack.db.prisma.apiToken.updateMany({ where: { userId: nurse.userId }, data: { scopes: ['task.read'] } });
  expect((await asking(t, nurse)('GET', `/cases/${caseId}`)).status).toBe(403);
});
