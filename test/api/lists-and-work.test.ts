/** The WC board, denial views, tasks, clocks, timeline, edits, claims and the visit check over HTTP. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../support/days';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

const authorization = (more: Record<string, unknown> = {}) => ({
  authorizationId: randomUUID(),
  startsOn: inDays(-30),
  endsOn: inDays(60),
  visitsLimit: 12,
  visitsUsed: 2,
  source: 'portal',
  determinedOn: inDays(-31),
  ...more,
});

async function openWc(data: Record<string, unknown> = {}, details: Record<string, unknown> = {}): Promise<string> {
  const reply = await t.ask<{ caseId: string }>('POST', '/cases', { kind: 'wc', data, details });
  if (reply.status !== 201) throw new Error(`${reply.status} ${reply.text}`);
  return reply.body.caseId;
}
const send = (caseId: string, type: string, data: Record<string, unknown> = {}, note?: string) =>
  t.ask('POST', `/cases/${caseId}/events`, { type, data, ...(note ? { note } : {}) });

interface BoardRow {
  id: string;
  group: string;
  flags: string[];
  patient: { name: string | null };
  detail: { authorizations: Record<string, unknown>[] };
  next: { title: string; otherwise: string; dueAt: string } | null;
}

test('E1 the board shows authorizations at risk first, then silent adjusters, then the quiet cases', async () => {
  const quiet = await openWc(
    { authorizations: [authorization()], lastContactOn: inDays(0) },
    { patient: { name: 'Quiet Quill' } },
  );
  const silent = await openWc({
    authorizations: [authorization()],
    lastContactOn: inDays(-40),
    startedOn: inDays(-60),
  });
  const lapsed = await openWc({ authorizations: [authorization({ endsOn: inDays(-2) })], lastContactOn: inDays(0) });
  const { body } = await t.ask<{ items: BoardRow[]; counts: Record<string, number> }>('GET', '/board/wc');
  const groups = new Map(body.items.map((row) => [row.id, row.group]));
  expect([groups.get(lapsed), groups.get(silent), groups.get(quiet)]).toEqual(['authorization', 'silent', 'quiet']);
  const order = body.items.map((row) => row.id).filter((id) => [quiet, silent, lapsed].includes(id));
  expect(order).toEqual([lapsed, silent, quiet]);
  expect(body.counts).toMatchObject({ authorization: 1, silent: 1, quiet: 1 });
  const row = body.items.find((item) => item.id === quiet);
  expect(row?.patient.name).toBe('Quiet Quill');
  expect(row?.detail.authorizations).toHaveLength(1);
  expect(row?.next?.otherwise).not.toBe('');
});

test('C09 the sixth visit on a five-visit authorization is blocked by the visit check, and C03 one past its end', async () => {
  const caseId = await openWc({
    authorizations: [authorization({ visitsLimit: 5, visitsUsed: 5, endsOn: inDays(20) })],
  });
  const check = (on: string) =>
    t.ask<{ verdict: string; reasons: { code: string; text: string }[] }>('POST', '/visit-check', { caseId, on });
  const sixth = await check(inDays(3));
  expect(sixth).toMatchObject({ status: 200, body: { verdict: 'block' } });
  expect(sixth.body.reasons.map((r) => r.code)).toContain('limit-reached');
  const past = await check(inDays(30));
  expect(past.body).toMatchObject({ verdict: 'block' });
  expect(past.body.reasons.map((r) => r.code)).toContain('after-end');
  const denial = await t.openDenial();
  expect(await t.ask('POST', '/visit-check', { caseId: denial.caseId, on: inDays(3) })).toMatchObject({ status: 409 });
});

test('H13 H24 H25 H26 H27 H28 H29 each denial view shows its stages and open tasks; my-open shows mine only', async () => {
  const mine = await t.openDenial({ owner: { userId: t.userId } }, { details: { description: 'Missing modifier' } });
  const other = await t.openDenial();
  const resolved = await t.openDenial();
  const awaiting = await t.openDenial();
  await send(other.caseId, 'work.started');
  await send(resolved.caseId, 'case.resolved', { outcome: 'paid' });
  await send(awaiting.caseId, 'work.started');
  await send(awaiting.caseId, 'action.taken', { action: 'appeal-sent', on: inDays(-1) });
  interface Row {
    id: string;
    description: string | null;
    tasks: { key: string }[];
  }
  const view = async (name: string) =>
    (await t.ask<{ items: Row[] }>('GET', `/views/denials/${name}?limit=200`)).body.items;
  const ids = async (name: string) => (await view(name)).map((row) => row.id);
  const open = [mine.caseId, other.caseId, awaiting.caseId];
  expect(await ids('all')).toEqual(expect.arrayContaining([...open, resolved.caseId]));
  expect(await ids('open')).toEqual(expect.arrayContaining(open));
  expect(await ids('open')).not.toContain(resolved.caseId);
  expect(await ids('my-open')).toEqual([mine.caseId]);
  expect(await ids('in-progress')).toEqual([other.caseId]);
  expect(await ids('awaiting-payment')).toEqual([awaiting.caseId]);
  expect(await ids('resolved')).toEqual([resolved.caseId]);
  expect((await view('my-open'))[0]?.description).toBe('Missing modifier');
  const tasks = await t.ask<{ items: { key: string }[] }>('GET', `/tasks?caseId=${mine.caseId}`);
  expect(tasks.body.items.length).toBeGreaterThan(0);
  expect((await view('my-open'))[0]?.tasks.map(({ key }) => key).sort()).toEqual(
    tasks.body.items.map(({ key }) => key).sort(),
  );
  expect(await t.ask('GET', '/views/denials/everything')).toMatchObject({ status: 422 });
});

test('R16 lists filter by owner, flag, tag, code and words, and count what matches', async () => {
  const { caseId } = await t.openDenial(
    { carcCodes: ['OA-18', 'CO-45'], followUpOn: inDays(10) },
    { tags: ['urgent', 'blue-ocean'], details: { patient: { name: 'Zoraïda Quux' }, payerName: 'Acme Mutual' } },
  );
  const found = async (query: string) => {
    const fields = new URLSearchParams(query);
    const valuesOf = (key: string) => (fields.getAll(key).length > 1 ? fields.getAll(key) : fields.get(key));
    const filter = Object.fromEntries([...fields.keys()].map((key) => [key, valuesOf(key)]));
    return (await t.ask<{ items: { id: string }[]; total?: { atLeast: number } }>('POST', '/cases/search', { filter }))
      .body;
  };
  for (const query of [
    'tag=urgent&tag=blue-ocean',
    'carc=OA-18',
    'q=quux',
    'q=ACME%20zora%C3%AFda',
    'q=uux',
    `followUpFrom=${inDays(10)}&tag=urgent`,
  ]) {
    expect([query, (await found(query)).items.map((i) => i.id)]).toEqual([query, [caseId]]);
  }
  expect((await found('tag=urgent&tag=absent')).items).toEqual([]);
  expect((await found('owner=none&tag=urgent&count=true')).total).toEqual({ atLeast: 1, exact: true });
  expect((await found('owner=me&tag=urgent')).items).toEqual([]);
  expect((await found('followUp=overdue&tag=urgent')).items).toEqual([]);
  expect((await found('open=false&tag=urgent')).items).toEqual([]);
});

test('R20 the timeline says who did what, before and after, with the note; edits stand in it by field name', async () => {
  const { caseId } = await t.openDenial();
  await send(caseId, 'work.started', {}, 'Called the payer');
  const edited = await t.ask('PATCH', `/cases/${caseId}`, {
    details: { patient: { name: 'Ann Sample' } },
    tags: ['vip'],
  });
  expect(edited).toMatchObject({
    status: 200,
    body: { version: 2, revision: 1, changed: ['details.patient', 'tags'] },
  });
  expect(edited.headers.get('etag')).toBe('"2.1"');
  interface Entry {
    type: string;
    title: string;
    note: string | null;
    actor: { name: string | null };
    stage: { before: string | null; after: string } | null;
    fields: string[];
    clocks: { change: string; title: string }[];
  }
  const { body, text } = await t.ask<{ items: Entry[] }>('GET', `/cases/${caseId}/timeline`);
  expect(body.items.map((e) => e.type)).toEqual(['case.edited', 'work.started', 'case.opened']);
  expect(body.items[1]).toMatchObject({
    note: 'Called the payer',
    actor: { name: 'Test coordinator' },
    stage: { before: 'New', after: 'In Progress' },
  });
  expect(body.items[0]?.fields).toEqual(['details.patient', 'tags']);
  expect(body.items[2]?.clocks.some((c) => c.change === 'armed')).toBe(true);
  expect(text).not.toContain('Ann Sample');
  const first = await t.ask<{ items: Entry[]; next: string }>('GET', `/cases/${caseId}/timeline?limit=1`);
  const second = await t.ask<{ items: Entry[] }>('GET', `/cases/${caseId}/timeline?limit=1&cursor=${first.body.next}`);
  expect([first.body.items[0]?.type, second.body.items[0]?.type]).toEqual(['case.edited', 'work.started']);
});

test('an edit keeps what it does not name, removes what is null, and a stale one is 412', async () => {
  const caseId = await openWc({}, { patient: { name: 'Bo Sample' }, employer: 'Mill Works', claimNumber: 'WC-77' });
  const patch = (body: unknown, etag?: string) =>
    t.ask('PATCH', `/cases/${caseId}`, body, etag ? { headers: { 'If-Match': etag } } : {});
  expect(await patch({ details: { employer: null, bodyPart: 'Knee' }, priority: 'high' }, '"1.0"')).toMatchObject({
    status: 200,
  });
  expect(await patch({ tags: ['late'] }, '"1.0"')).toMatchObject({ status: 412, body: { code: 'version_conflict' } });
  expect(await patch({ details: { claimNumber: null } })).toMatchObject({ status: 200 });
  const { body } = await t.ask('GET', `/cases/${caseId}`);
  expect(body).toMatchObject({
    details: { patient: { name: 'Bo Sample' }, bodyPart: 'Knee' },
    priority: 'high',
    claimNumber: null,
  });
  expect(body['details']).not.toHaveProperty('employer');
  expect(await patch({})).toMatchObject({ status: 422 });
  const denial = await t.openDenial();
  const reply = await t.ask('PATCH', `/cases/${denial.caseId}`, { subject: 'coding', priority: 'high' });
  expect(reply).toMatchObject({ status: 422 });
  expect(reply.text).toContain('classification.set');
  const audit = await t.stack.db.prisma.auditEntry.findMany({ where: { caseId, action: 'case.edited' } });
  expect(audit).toHaveLength(2);
  expect(JSON.stringify(audit, (_k, v: unknown) => (typeof v === 'bigint' ? String(v) : v))).not.toMatch(
    /Bo Sample|Knee|WC-77/,
  );
});

test('N01 R01 the ledger lists every armed clock by a name for people, with its time left, soonest first; R02 a clock is moved with a reason', async () => {
  const { caseId } = await t.openDenial({ followUpOn: inDays(20) });
  interface LedgerRow {
    caseId: string;
    name: string;
    title: string;
    otherwise: string;
    dueAt: string;
    timeLeftMs: number;
    moved: boolean;
    armedBy: { type: string };
  }
  const ledger = async (query = '') =>
    (await t.ask<{ items: LedgerRow[] }>('GET', `/clocks?limit=200${query}`)).body.items;
  const all = await ledger();
  expect(all.map((c) => c.dueAt)).toEqual(all.map((c) => c.dueAt).toSorted());
  const mine = all.find((c) => c.caseId === caseId && c.name === 'followUp');
  for (const { title, name, dueAt, timeLeftMs } of all) {
    expect(title).not.toBe(name);
    expect(title).toMatch(/^[A-Z][^_.]*$/);
    expect(Math.abs(Date.parse(dueAt) - Date.now() - timeLeftMs)).toBeLessThan(60_000);
  }
  expect(mine).toMatchObject({ title: 'Follow up by', moved: false, armedBy: { type: 'case.opened' } });
  expect((await ledger('&withinDays=7')).some((c) => c.caseId === caseId && c.name === 'followUp')).toBe(false);
  const dueAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3 * 86_400_000).toISOString();
  const moved = await t.ask('POST', `/cases/${caseId}/clocks/followUp/move`, {
    dueAt,
    reason: 'Payer asked for a call',
  });
  expect(moved).toMatchObject({ status: 200 });
  const after = (await ledger('&withinDays=7')).find((c) => c.caseId === caseId && c.name === 'followUp');
  expect(after).toMatchObject({ dueAt, moved: true });
  const timeline = await t.ask<{ items: { note: string | null }[] }>('GET', `/cases/${caseId}/timeline?limit=1`);
  expect(timeline.body.items[0]?.note).toBe('Payer asked for a call');
});

test('R07 a task of one’s own is added, found by its assignee, and done once', async () => {
  const { caseId } = await t.openDenial({ owner: { userId: t.userId } });
  const added = await t.ask('POST', `/cases/${caseId}/tasks`, {
    title: 'Fetch the EOB',
    dueOn: inDays(1),
    priority: 'high',
  });
  expect(added).toMatchObject({ status: 200 });
  interface TaskRow {
    id: string;
    caseId: string;
    title: string;
    dueOn: string;
  }
  const mine = async () => (await t.ask<{ items: TaskRow[] }>('GET', '/tasks?assignee=me&limit=200')).body.items;
  const all = await mine();
  expect(all.map((x) => x.dueOn)).toEqual(all.map((x) => x.dueOn).toSorted());
  const task = all.find((x) => x.caseId === caseId && x.title === 'Fetch the EOB') as TaskRow;
  expect(task).toBeTruthy();
  const headers = { 'Idempotency-Key': randomUUID() };
  const done = await t.ask('POST', `/tasks/${task.id}/done`, {}, { headers });
  expect(done).toMatchObject({ status: 200 });
  expect((await t.ask('POST', `/tasks/${task.id}/done`, {}, { headers })).body).toEqual(done.body);
  expect(await t.ask('POST', `/tasks/${task.id}/done`, {})).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await mine()).map((x) => x.id)).not.toContain(task.id);
  expect(
    (await t.ask<{ items: TaskRow[] }>('GET', '/tasks?assignee=mine&state=closed')).body.items.map((x) => x.id),
  ).toContain(task.id);
});

test('H01 a claim is entered once, a case opens on it and on several; the claim shows its cases and submissions', async () => {
  const enter = (number: string) =>
    t.ask<{ id: string; existingId?: string; submissions: { id: string }[] }>('POST', '/claims', {
      number,
      payer: { name: 'Acme  Mutual' },
      patient: { name: 'Cy Sample' },
      serviceFrom: '2026-01-02',
      chargeCents: 12_500,
      submissions: [{ payerControl: 'ICN1' }, { payerControl: 'ICN2', frequencyCode: '7' }],
    });
  const first = await enter(`P-${randomUUID().slice(0, 8)}`);
  const second = await enter(`P-${randomUUID().slice(0, 8)}`);
  expect([first.status, second.status]).toEqual([201, 201]);
  const again = await t.ask('POST', '/claims', {
    number: (first.body as unknown as { number: string }).number,
    payer: { name: 'acme mutual' },
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'claim_exists', existingId: first.body.id } });
  const opened = await t.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'denial',
    data: {
      claims: [
        { claimId: first.body.id, submissionId: first.body.submissions[1]?.id ?? null },
        { claimId: second.body.id, submissionId: null },
      ],
      carcCodes: ['CO-16'],
      priority: 'high',
      deniedOn: '2026-01-20',
      deniedCents: 25_000,
      outstandingCents: 25_000,
    },
  });
  expect(opened.status).toBe(201);
  const { body } = await t.ask(`GET`, `/cases/${opened.body.caseId}`);
  expect(body).toMatchObject({ payer: { name: 'Acme  Mutual' }, patient: { name: null }, priority: 'high' });
  const claim = await t.ask('GET', `/claims/${first.body.id}`);
  expect(claim.body).toMatchObject({
    activeCaseId: opened.body.caseId,
    cases: [{ caseId: opened.body.caseId, active: true }],
  });
  const free = await t.ask<{ items: { id: string }[] }>('GET', '/claims?hasCase=true&limit=200');
  expect(free.body.items.map((c) => c.id)).toEqual(expect.arrayContaining([first.body.id, second.body.id]));
});

test('incidents are listed for those who may, and an undelivered command is sent again on request', async () => {
  const { token } = await t.user(['manager']);
  const commandId = randomUUID();
  const incident = await t.stack.db.prisma.incident.create({
    data: { source: `command:${commandId}`, code: 'command_undelivered', message: 'The command has no outcome yet.' },
  });
  const other = await t.stack.db.prisma.incident.create({
    data: { source: 'project:x', code: 'projection_failed', message: 'x' },
  });
  const listed = await t.ask<{ items: { id: string; retry: boolean }[] }>('GET', '/incidents', undefined, { token });
  expect(listed.body.items.map((i) => [i.id, i.retry])).toEqual(
    expect.arrayContaining([
      [incident.id, true],
      [other.id, false],
    ]),
  );
  expect(await t.ask('POST', `/incidents/${incident.id}/retry`, undefined, { token })).toMatchObject({
    status: 202,
    body: { commandId },
  });
  expect(await t.ask('POST', `/incidents/${other.id}/retry`, undefined, { token })).toMatchObject({ status: 409 });
});
