/** Tasks that are put off until a day, handed to somebody, and opened again (R11, R12, R18, R19, R25). */
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
let ahead = 0;
beforeAll(async () => {
  t = await startApiUnderTest({}, { now: () => Date.now() + ahead });
}, 240_000);
afterAll(() => t?.stop());
afterEach(() => {
  ahead = 0;
});

const DAY_MS = 86_400_000;
const ZONE = 'America/Los_Angeles';
const dayIn = (days: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(Date.now() + days * DAY_MS);
const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());

interface Task {
  id: string;
  caseId: string;
  title: string;
  state: string;
  left: { urgency: string };
  postponed: { until: string; why: string; returned: boolean; times: number; days: number } | null;
  assignee: { userId: string | null; role: string | null; followsOwner: boolean; handedBy: string | null };
}
interface Outcomes {
  changed: number;
  items: { taskId: string; state: string; until: string | null; why: string | null }[];
}

const list = async (query: string, token?: string) =>
  (await t.ask<{ items: Task[] }>('GET', `/tasks?limit=200&${query}`, undefined, token ? { token } : {})).body.items;
const has = (tasks: readonly Task[], id: string) => tasks.some((task) => task.id === id);
const act = (what: string, body: object, token?: string) =>
  t.ask<Outcomes>('POST', `/tasks/${what}`, body, token ? { token } : {});

async function someTask(title = 'Fetch the EOB', top: object = {}): Promise<Task> {
  const { caseId } = await t.openDenial({ owner: { userId: t.userId }, ...top });
  const added = await t.ask('POST', `/cases/${caseId}/tasks`, { title, dueOn: dayIn(1) });
  if (added.status !== 200) throw new Error(added.text);
  const task = (await list(`caseId=${caseId}`)).find((row) => row.title === title);
  if (!task) throw new Error('The task was not opened.');
  return task;
}

test('R11 a task is put off until a day and for a reason: it leaves the open list and stands under Postponed', async () => {
  const task = await someTask();
  const put = await act('postpone', { tasks: [task.id], until: dayIn(30), why: 'The payer answers in a month' });
  expect(put).toMatchObject({ status: 200, body: { changed: 1, items: [{ taskId: task.id, state: 'postponed' }] } });
  expect(has(await list('assignee=own&postponed=false'), task.id)).toBe(false);
  const out = (await list('assignee=own&postponed=true')).find((row) => row.id === task.id);
  expect(out?.postponed).toMatchObject({ why: 'The payer answers in a month', returned: false, times: 1 });
  expect((out?.postponed?.until ?? '') >= dayIn(30)).toBe(true);
  for (const body of [
    { tasks: [task.id], until: dayIn(30) },
    { tasks: [task.id], why: 'No day' },
    { until: dayIn(3), why: 'No task' },
    { tasks: [task.id], filter: {}, until: dayIn(3), why: 'Both' },
  ]) {
    expect(await act('postpone', body)).toMatchObject({ status: 422 });
  }
  const past = await act('postpone', { tasks: [task.id], until: dayIn(0), why: 'Today is no wait' });
  expect(past.body.items[0]).toMatchObject({ state: 'refused', why: expect.stringContaining('later') as unknown });
});

test('R06 a task never comes back on a day on which the practice is closed', async () => {
  const task = await someTask();
  const saturday = [1, 2, 3, 4, 5, 6, 7].map(dayIn).find((day) => new Date(`${day}T12:00:00Z`).getUTCDay() === 6) ?? '';
  const put = await act('postpone', { tasks: [task.id], until: saturday, why: 'After the weekend' });
  const until = put.body.items[0]?.until ?? '';
  expect([until > saturday, isWeekend(until)]).toEqual([true, false]);
});

test('R11 what happens on the case meanwhile does not end the wait', async () => {
  const task = await someTask();
  await act('postpone', { tasks: [task.id], until: dayIn(20), why: 'Waiting for records' });
  const send = (type: string, data: object) => t.ask('POST', `/cases/${task.caseId}/events`, { type, data });
  expect(await send('work.started', {})).toMatchObject({ status: 200 });
  const other = await t.user(['biller']);
  expect(await send('case.assigned', { owner: { userId: other.userId } })).toMatchObject({ status: 200 });
  const [after] = (await list(`caseId=${task.caseId}&postponed=true`)).filter((row) => row.id === task.id);
  expect(after).toMatchObject({ postponed: { why: 'Waiting for records' } });
});

test('R18 when the day has come the task is back in the queue, marked as returned; one click puts it off again', async () => {
  const task = await someTask();
  await act('postpone', { tasks: [task.id], until: dayIn(6), why: 'Adjuster is away' });
  expect(has(await list('assignee=own&postponed=false'), task.id)).toBe(false);
  ahead = 12 * DAY_MS;
  const back = (await list('assignee=own&postponed=false')).find((row) => row.id === task.id);
  expect(back).toMatchObject({ postponed: { returned: true, why: 'Adjuster is away' }, left: { urgency: 'late' } });
  expect(has(await list('assignee=own&postponed=true'), task.id)).toBe(false);
  const again = await act('postpone', { tasks: [task.id], again: true });
  expect(again.body).toMatchObject({ changed: 1 });
  expect((again.body.items[0]?.until ?? '') >= dayIn(12 + 6)).toBe(true);
  const out = (await list('assignee=own&postponed=true')).find((row) => row.id === task.id);
  expect(out?.postponed).toMatchObject({ times: 2, why: 'Adjuster is away', returned: false });
});

test('R12 many tasks are put off to one day, by ids or by a filter, and each that cannot be says why', async () => {
  const tasks = [await someTask('Bulk one'), await someTask('Bulk two'), await someTask('Bulk three')];
  const closed = tasks[2] as Task;
  await t.ask('POST', `/tasks/${closed.id}/done`, {});
  const nowhere = '00000000-0000-4000-8000-000000000000';
  const ids = [...tasks.map((task) => task.id), nowhere];
  const put = await act('postpone', { tasks: ids, until: dayIn(40), why: 'Year end' });
  expect(put.body.changed).toBe(2);
  const why = new Map(put.body.items.map((item) => [item.taskId, item.why]));
  expect(why.get(closed.id)).toContain('done');
  expect(why.get(nowhere)).toContain('no task with this id');
  const back = await act('return', { filter: { assignee: 'own', postponed: true, caseId: tasks[0]?.caseId } });
  expect(back.body).toMatchObject({ changed: 1, items: [{ taskId: tasks[0]?.id, state: 'returned' }] });
  const audit = await t.stack.db.prisma.auditEntry.findMany({ where: { action: 'task.postponed' } });
  expect(audit.some((row) => tasks.slice(0, 2).every((task) => row.caseIds.includes(task.caseId)))).toBe(true);
  expect(audit.map((row) => JSON.stringify(row.data)).join()).not.toContain('Year end');
});

test('R12 somebody at another location cannot put off, take or reopen a task', async () => {
  const task = await someTask();
  const elsewhere = await t.stack.db.prisma.practice.create({
    data: { name: 'Elsewhere', zone: ZONE, jurisdiction: 'US-CA' },
  });
  const stranger = await t.user(['coordinator']);
  await t.stack.db.prisma.userLocation.deleteMany({ where: { userId: stranger.userId } });
  await t.stack.db.prisma.userLocation.create({ data: { userId: stranger.userId, practiceId: elsewhere.id } });
  const put = await act('postpone', { tasks: [task.id], until: dayIn(9), why: 'Not mine' }, stranger.token);
  expect(put.body).toMatchObject({ changed: 0, items: [{ state: 'refused' }] });
  const take = await act('assign', { tasks: [task.id], userId: stranger.userId }, stranger.token);
  expect(take.body.changed).toBe(0);
  const reopened = await t.ask('POST', `/tasks/${task.id}/reopen`, undefined, { token: stranger.token });
  expect(reopened).toMatchObject({ status: 404 });
});

test('R19 a task handed to a colleague stays there when the case changes hands, and finds its way back', async () => {
  const task = await someTask('Call the payer');
  const colleague = await t.user(['biller']);
  expect((await act('assign', { tasks: [task.id], userId: colleague.userId })).body.changed).toBe(1);
  const theirs = (await list('assignee=own', colleague.token)).find((row) => row.id === task.id);
  expect(theirs?.assignee).toMatchObject({ followsOwner: false, handedBy: 'Test coordinator' });
  const notices = await t.ask<{
    unread: number;
    items: { id: string; about: string; thingId: string; read: boolean }[];
  }>('GET', '/notices', undefined, { token: colleague.token });
  const notice = notices.body.items.find((item) => item.thingId === task.id);
  expect(notice).toMatchObject({ about: 'task', read: false });
  const read = await t.ask('POST', '/notices/read', { ids: [notice?.id] }, { token: colleague.token });
  expect(read.body).toEqual({ read: [notice?.id] });
  const after = await t.ask<{ unread: number }>('GET', '/notices', undefined, { token: colleague.token });
  expect(after.body.unread).toBe(notices.body.unread - 1);
  const third = await t.user(['biller']);
  const owner = { owner: { userId: third.userId } };
  await t.ask('POST', `/cases/${task.caseId}/events`, { type: 'case.assigned', data: owner });
  expect(has(await list('assignee=own', colleague.token), task.id)).toBe(true);
  expect((await act('assign', { tasks: [task.id], userId: null })).body.changed).toBe(1);
  expect(has(await list('assignee=own', third.token), task.id)).toBe(true);
});

test('R25 a task that was done is opened again under its own words, and what was done stays as history', async () => {
  const task = await someTask('Send the records');
  expect(await t.ask('POST', `/tasks/${task.id}/reopen`)).toMatchObject({ status: 409 });
  await t.ask('POST', `/tasks/${task.id}/done`, {});
  const headers = { 'Idempotency-Key': 'reopen-once' };
  const reopened = await t.ask('POST', `/tasks/${task.id}/reopen`, undefined, { headers });
  expect(reopened).toMatchObject({ status: 200 });
  expect((await t.ask('POST', `/tasks/${task.id}/reopen`, undefined, { headers })).body).toEqual(reopened.body);
  const open = (await list(`caseId=${task.caseId}`)).filter((row) => row.title === 'Send the records');
  expect(open).toHaveLength(1);
  expect(open[0]?.id).not.toBe(task.id);
  expect(has(await list(`caseId=${task.caseId}&state=closed`), task.id)).toBe(true);
  const timeline = await t.ask<{ items: { title: string }[] }>('GET', `/cases/${task.caseId}/timeline?limit=1`);
  expect(timeline.body.items[0]?.title).toBe('Task reopened');
  const event = { type: 'task.reopened', data: { key: 'own:x', title: 'Words of a person', reason: 'x' } };
  expect(await t.ask('POST', `/cases/${task.caseId}/events`, event)).toMatchObject({ status: 403 });
});

test('R16 the tabs of the list are counted: mine, my queues, nobody’s, put off', async () => {
  const task = await someTask();
  await act('postpone', { tasks: [task.id], until: dayIn(9), why: 'Counted' });
  const { body } = await t.ask<Record<string, number>>('GET', '/tasks/counts');
  expect(body['own']).toBe((await list('assignee=own&postponed=false')).length);
  expect(body['teams']).toBe((await list('assignee=teams&postponed=false')).length);
  expect(body['postponed']).toBe((await list('assignee=mine&postponed=true')).length);
});

test('G17 whoever sees no case still has a bell, and an emergency rings at those who review it until somebody has', async () => {
  type Notices = { items: { id: string; about: string; caseId: string | null; by: string | null }[] };
  const bell = async (token: string) => (await t.ask<Notices>('GET', '/notices', undefined, { token })).body.items;
  for (const role of ['administrator', 'credentialing', 'auditor'] as const) {
    const reply = await t.ask('GET', '/notices', undefined, { token: (await t.user([role])).token });
    expect([role, reply.status]).toEqual([role, 200]);
  }
  const { caseId } = await t.openDenial();
  const [opener, reviewer] = [await t.user(['clinical-staff']), await t.user(['compliance'])];
  const reason = { reason: 'The patient is in the emergency room', minutes: 5 };
  const opened = await t.ask<{ id: string }>('POST', `/cases/${caseId}/break-glass`, reason, { token: opener.token });
  expect(opened.status).toBe(201);
  const rung = (await bell(reviewer.token)).filter((notice) => notice.about === 'emergency');
  expect(rung).toMatchObject([{ id: `break-glass:${opened.body.id}`, caseId, by: 'Test clinical-staff' }]);
  expect((await bell(opener.token)).filter((notice) => notice.about === 'emergency')).toEqual([]);
  await t.ask('POST', `/break-glass/${opened.body.id}/review`, { finding: 'justified' }, { token: reviewer.token });
  expect((await bell(reviewer.token)).filter((notice) => notice.about === 'emergency')).toEqual([]);
});
