/** What the page of a case reads over HTTP: its chart, where facts come from, its timeline by sorts, and the codes. */
import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

interface Chart {
  version: number;
  stages: { stage: string; current: boolean; stays: { from: string; to: string | null; days: number }[] }[];
  edges: { from: string; to: string; by: string; title: string }[];
  regions: { title: string; states: { title: string; current: boolean }[] }[];
  next: { clock: string; dueAt: string; otherwise: string } | null;
}

async function openWc(data: Record<string, unknown> = {}) {
  const authorizationId = randomUUID();
  const reply = await t.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'wc',
    data: {
      authorizations: [
        { authorizationId, startsOn: '2026-01-05', endsOn: '2099-12-31', visitsLimit: 8, source: 'portal' },
      ],
      ...data,
    },
    details: { patient: { name: 'Synthetic Worker' }, employer: 'Synthetic Employer' },
  });
  if (reply.status !== 201) throw new Error(`The case was not opened: ${reply.text}`);
  return { caseId: reply.body.caseId, authorizationId };
}

test('N08 R17 the chart over HTTP lights the stage, counts the days in it, and names what comes by itself', async () => {
  const { caseId } = await t.openDenial();
  await t.ask('POST', `/cases/${caseId}/events`, { type: 'work.started' });
  const { status, body } = await t.ask<Chart>('GET', `/cases/${caseId}/chart`);
  expect(status).toBe(200);
  expect(body.version).toBe(2);
  expect(body.stages.filter((s) => s.current).map((s) => s.stage)).toEqual(['In Progress']);
  expect(body.stages.find((s) => s.stage === 'New')?.stays).toEqual([expect.objectContaining({ days: 0 })]);
  expect(body.stages.find((s) => s.current)?.stays.at(-1)).toMatchObject({ to: null, days: 0 });
  expect(body.edges).toContainEqual(expect.objectContaining({ from: 'In Progress', to: 'Awaiting Payment' }));
  const clocks = await t.ask<{ items: { dueAt: string }[] }>('GET', `/cases/${caseId}/clocks`);
  expect(body.next?.dueAt).toBe(clocks.body.items[0]?.dueAt);
  expect(body.next?.otherwise).not.toBe('');
});

test('N08 a closed case has a chart without regions, and the stage it came to', async () => {
  const { caseId } = await t.openDenial();
  await t.ask('POST', `/cases/${caseId}/events`, { type: 'case.canceled', data: { reason: 'duplicate' } });
  const { body } = await t.ask<Chart>('GET', `/cases/${caseId}/chart`);
  expect(body).toMatchObject({ regions: [], next: null });
  expect(body.stages.find((s) => s.current)?.stage).toBe('Canceled');
});

test('A16 each fact says where it comes from: the source that an event names, or who sent it; an edit is newer', async () => {
  const { caseId, authorizationId } = await openWc();
  await t.ask('POST', `/cases/${caseId}/events`, {
    type: 'visits.counted',
    data: { authorizationId, used: 3, source: 'ehr' },
  });
  await t.ask('PATCH', `/cases/${caseId}`, { details: { employer: 'Another Employer' } });
  const { body } = await t.ask<{
    items: { field: string; from: string; by: string; seq: number | null; how: string }[];
  }>('GET', `/cases/${caseId}/sources`);
  const of = (field: string) => body.items.find((item) => item.field === field);
  expect(of('visitsUsed')).toMatchObject({ from: 'ehr', seq: 2, how: 'Set visits used' });
  expect(of('details.patient')).toMatchObject({ from: 'person', by: 'Test coordinator', seq: 1 });
  expect(of('details.employer')).toMatchObject({ from: 'person', seq: null, how: 'Details edited' });
});

test('R20 H17 the timeline is filtered by sort and says how many there are; a note stands among the contacts', async () => {
  const { caseId } = await openWc();
  const note = { type: 'note.added', data: { channel: 'call', direction: 'out', with: 'employer' } };
  expect(await t.ask('POST', `/cases/${caseId}/events`, note)).toMatchObject({ status: 422 });
  expect(await t.ask('POST', `/cases/${caseId}/events`, { ...note, note: 'Asked for light duty' })).toMatchObject({
    status: 200,
  });
  await t.ask('POST', `/cases/${caseId}/events`, {
    type: 'visit.booked',
    data: { visitId: randomUUID(), on: '2030-01-07' },
  });
  await t.ask('PATCH', `/cases/${caseId}`, { details: { bodyPart: 'Knee' } });
  const read = (query: string) =>
    t.ask<{ items: { type: string; note: string | null }[]; counts?: object }>(
      'GET',
      `/cases/${caseId}/timeline?${query}`,
    );
  const all = await read('count=true');
  expect(all.body.counts).toEqual({ all: 4, contacts: 1, rules: 0, care: 1 });
  expect(all.body.items).toHaveLength(4);
  const contacts = await read('show=contacts');
  expect(contacts.body.items).toMatchObject([{ type: 'note.added', note: 'Asked for light duty' }]);
  expect((await read('show=care')).body.items.map((entry) => entry.type)).toEqual(['visit.booked']);
  expect((await read('show=gossip')).status).toBe(422);
});

test('G17 the case says what the caller may do to it, so that no button promises more', async () => {
  const { caseId } = await t.openDenial();
  const mayOf = async (token: string) =>
    (await t.ask<{ may: string[] }>('GET', `/cases/${caseId}`, undefined, { token })).body.may;
  expect(await mayOf(t.token)).toEqual(
    expect.arrayContaining(['case.edit', 'case.send-event', 'clock.move', 'task.work']),
  );
  const auditor = await t.user(['auditor']);
  expect(await mayOf(auditor.token)).toEqual(['case.read', 'clock.read', 'task.read']);
  const manager = await t.user(['manager']);
  expect(await mayOf(manager.token)).toContain('case.send-manager-event');
});

test('H10 the codes are listed in words of our own', async () => {
  const { body } = await t.ask<{ groups: { code: string }[]; reasons: { code: string; text: string }[] }>(
    'GET',
    '/codes',
  );
  expect(body.groups.map(({ code }) => code)).toEqual(expect.arrayContaining(['CO', 'PR', 'OA', 'PI']));
  expect(body.reasons.find(({ code }) => code === '16')?.text).toBeTruthy();
});

test('N08 over HTTP, too, a button that no data could make right is locked with its reason', async () => {
  const { caseId } = await openWc({ authorizations: [] });
  const { body } = await t.ask<{ allowed: { type: string; ok: boolean; why?: string }[] }>('GET', `/cases/${caseId}`);
  expect(body.allowed.find((a) => a.type === 'visits.counted')).toMatchObject({
    ok: false,
    why: 'No authorization is on the case; record one first.',
  });
});
