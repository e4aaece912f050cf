/** Time travel and running forward over HTTP on real servers: with rules that changed, clocks that moved, a case reopened. */
import { inDays } from '../../support/days';
import { RuleSource } from '../../../commands/rule-source';
import { openDb } from '../../../platform/db';
import { eventually } from '../../support/eventually';
import { eventRequest } from '../../support/stack';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';

let t: ApiUnderTest;
let manager: { token: string };
beforeAll(async () => {
  t = await startApiUnderTest();
  manager = await t.user(['manager']);
}, 240_000);
afterAll(() => t?.stop());

interface Moment {
  version: number;
  of: number;
  at: string;
  stage: string;
  flags: string[] | null;
  facts: Record<string, unknown>;
  detail: Record<string, unknown> | null;
  clocks: { name: string; dueAt: string; moved: boolean; ruleVersion: number }[];
  tasks: { id: string | null; key: string; title: string }[];
  allowed: { type: string; ok: boolean }[] | null;
  event: { type: string; seq: number; note: string | null };
  basis: string;
  proof: {
    compared: number;
    parting: { version: number; parts: string[] } | null;
    rulesFrom: string;
    endsAsStored: boolean | null;
  };
}

const moment = async (caseId: string, version: number) =>
  (await t.ask<Moment>('GET', `/cases/${caseId}/moments/${version}`)).body;
const shown = async (caseId: string) => (await t.ask<Moment & { version: number }>('GET', `/cases/${caseId}`)).body;

async function send(caseId: string, type: string, data: object = {}, note?: string) {
  const reply = await t.ask(
    'POST',
    `/cases/${caseId}/events`,
    { type, data, ...(note === undefined ? {} : { note }) },
    manager,
  );
  expect([type, reply.status]).toEqual([type, 200]);
}

/** A version of the rules and its rollout to every case. */
async function publish(changes: readonly object[]) {
  const rules = await t.ask('GET', '/rules');
  const reply = await t.ask<{ version: number; batchId: string }>(
    'POST',
    '/rules/versions',
    { scope: 'default', changes, note: 'A test changes it.' },
    { ...manager, headers: { 'If-Match': rules.headers.get('etag') ?? '' } },
  );
  expect(reply.status).toBe(201);
  await eventually(
    () => t.ask<{ state: string }>('GET', `/batches/${reply.body.batchId}`),
    (b) => b.body.state === 'finished',
    90_000,
  );
}

/** What both the newest moment and the case itself show. */
const both = ({ stage, flags, facts, detail, clocks, tasks, allowed }: Moment) => ({
  ...{ stage, flags, facts, detail, allowed },
  clocks: clocks.map(({ name, dueAt, moved, ruleVersion }) => ({ name, dueAt, moved, ruleVersion })),
  tasks: tasks.map(({ id, key, title }) => ({ id, key, title })),
});

const movedTo = `${inDays(158)}T16:00:00.000Z`;

/** Clock moved by hand, rules changed twice, closed, rules changed while closed, reopened under the newest. */
async function eventfulCase(): Promise<string> {
  const { caseId } = await t.openDenial({ followUpOn: inDays(193) });
  await send(caseId, 'work.started');
  const moved = await t.ask('POST', `/cases/${caseId}/clocks/followUp/move`, {
    dueAt: movedTo,
    reason: 'The payer asked for time',
  });
  expect(moved.status).toBe(200);
  await publish([{ ruleId: 'denial.stalled', params: { businessDays: 4 } }]);
  await send(caseId, 'followUp.set', { on: inDays(222) });
  const added = { assignTo: 'owner', priority: 'normal', dueOn: inDays(97) };
  await send(caseId, 'task.added', added, 'Ring the payer');
  await send(caseId, 'case.resolved', { outcome: 'paid' });
  await publish([{ ruleId: 'denial.appeal-window', params: { windowDays: 365 } }]);
  await send(caseId, 'case.reopened');
  await send(caseId, 'followUp.set', { on: inDays(249) });
  return caseId;
}

test('N06 every past moment of a case is shown as it was, and the newest is the case itself', async () => {
  const caseId = await eventfulCase();
  const list = (
    await t.ask<{ version: number; items: { version: number; stage: string }[] }>('GET', `/cases/${caseId}/moments`)
  ).body;
  expect(list.items.map((item) => item.version)).toEqual(Array.from({ length: list.version }, (_, n) => n + 1));
  const moments: Moment[] = [];
  for (const { version } of list.items) moments.push(await moment(caseId, version));
  expect(moments.map((m) => [m.version, m.basis, m.proof.compared, m.proof.parting])).toEqual(
    moments.map((_, n) => [n + 1, 'replay', n + 1, null]),
  );
  const { rows } = await t.stack.db.pool.query<{ stage: string; type: string }>(
    'select stage_after as stage, type from case_event where case_id = $1 order by seq',
    [caseId],
  );
  expect(moments.map((m) => [m.stage, m.event.type])).toEqual(rows.map((row) => [row.stage, row.type]));
  // The opening: before anybody worked, with the follow-up where the rules put it and nothing done yet.
  expect(moments[0]).toMatchObject({ stage: 'New', tasks: expect.any(Array) as unknown });
  expect(moments[0]?.clocks.find((clock) => clock.name === 'followUp')?.moved).toBe(false);
  const byHand = moments.find((m) => m.event.type === 'clock.moved');
  expect(byHand?.clocks.find((clock) => clock.name === 'followUp')).toMatchObject({
    dueAt: movedTo,
    moved: true,
  });
  expect(byHand?.event.note).toBe('The payer asked for time');
  const closed = moments.find((m) => m.stage === 'Resolved');
  expect(closed).toMatchObject({ clocks: [], tasks: [] });
  expect(moments.find((m) => m.tasks.some((task) => task.title === 'Ring the payer'))?.event.type).toBe('task.added');

  const newest = moments.at(-1) as Moment;
  expect(newest.proof).toMatchObject({ endsAsStored: true, rulesFrom: 'publications' });
  const now = await shown(caseId);
  const sorted = (m: Moment) => ({ ...both(m), tasks: both(m).tasks.sort((a, b) => (a.key < b.key ? -1 : 1)) });
  expect(sorted(newest)).toEqual(sorted(now));
});

test('N06 a holiday that was added afterwards does not change the past: the rules of the time come from the workflow', async () => {
  const { caseId } = await t.openDenial();
  await send(caseId, 'work.started');
  const before = await moment(caseId, 2);
  const stalled = before.clocks.find((clock) => clock.name === 'stalled');
  expect(before.proof).toMatchObject({ endsAsStored: true, rulesFrom: 'publications' });
  await t.stack.db.pool.query(
    `insert into holiday (jurisdiction, "on", name, source)
     select 'US', d::date, 'Added later ' || d::date, 'test' from generate_series(now(), now() + interval '9 days', '1 day') d`,
  );
  try {
    const after = await moment(caseId, 2);
    expect(after.clocks.find((clock) => clock.name === 'stalled')).toEqual(stalled);
    expect(after).toMatchObject({ basis: 'replay', proof: { endsAsStored: true, rulesFrom: 'workflow-history' } });
  } finally {
    await t.stack.db.pool.query(`delete from holiday where source = 'test'`);
  }
});

test('N06 where the replay parts from the timeline, the moment is told from the record, and it says from where', async () => {
  const { caseId } = await t.openDenial();
  await send(caseId, 'work.started');
  await send(caseId, 'followUp.set', { on: inDays(222) });
  const owner = openDb({ url: t.stack.ownerUrl });
  // Its rows are never changed; only a superuser who switches that off can act as a chart that has changed since.
  await owner.pool.query(`begin; set local session_replication_role = replica;
    update case_event set changed = changed || '{"lastAction": [null, "appealed"]}' where case_id = '${caseId}' and seq = 2;
    commit`);
  await owner.close();
  expect(await moment(caseId, 1)).toMatchObject({ basis: 'replay', proof: { parting: null } });
  const third = await moment(caseId, 3);
  expect(third).toMatchObject({
    basis: 'record',
    stage: 'In Progress',
    flags: null,
    allowed: null,
    facts: { lastAction: 'appealed' },
    proof: { compared: 1, parting: { version: 2, parts: ['facts'] }, endsAsStored: false },
  });
  const now = await shown(caseId);
  expect(third.clocks.map((clock) => [clock.name, clock.dueAt])).toEqual(
    now.clocks.map((clock) => [clock.name, clock.dueAt]),
  );
});

test('N06 there is no moment after the newest event', async () => {
  const { caseId } = await t.openDenial();
  expect((await t.ask('GET', `/cases/${caseId}/moments/2`)).status).toBe(404);
  expect((await t.ask('GET', `/cases/${caseId}/moments/0`)).status).toBe(422);
});

test('N07 run forward: the case is copied, nobody acts, and the days are named on which it would do something', async () => {
  // Within the days run forward it stalls, and its window for an appeal nears its end and closes.
  const window = { deniedOn: inDays(-320), appealWindowDays: 365 };
  const { caseId } = await t.openDenial({ owner: { userId: t.userId }, ...window });
  await send(caseId, 'work.started');
  const before = await shown(caseId);
  interface Forward {
    items: { at: string; clock: { name: string }; tasksOpened: { key: string }[]; flagsRaised: string[] }[];
    end: { nextDueAt: string | null };
    until: string;
  }
  const { body } = await t.ask<Forward>('GET', `/cases/${caseId}/forward?days=90`);
  expect(body.items.length).toBeGreaterThan(2);
  const first = before.clocks.map((clock) => clock.dueAt).sort()[0];
  expect(body.items[0]).toMatchObject({ at: first });
  expect(body.items.map((item) => item.at)).toEqual(body.items.map((item) => item.at).sort());
  expect(body.items.every((item) => item.at <= body.until)).toBe(true);
  expect(body.items.flatMap((item) => item.tasksOpened).length).toBeGreaterThan(0);
  expect(await shown(caseId)).toEqual({
    ...before,
    readAt: expect.any(String) as unknown,
    clocks: expect.any(Array) as unknown,
  });
  const shorter = await t.ask<Forward>('GET', `/cases/${caseId}/forward?days=1`);
  expect(shorter.body.items.length).toBeLessThan(body.items.length);
});

test('C08 rules before the first publication are the defaults, also once others are published', async () => {
  const source = new RuleSource(t.stack.db.pool);
  const { caseId } = await t.openDenial();
  const { rows } = await t.stack.db.pool.query<{ n: number }>('select max(version)::int as n from rule_version');
  const rules = await source.build(0, {}, t.stack.practiceId, 'US-CA');
  expect(rows[0]?.n).toBeGreaterThan(0);
  // As a case of version 0 that was opened long ago: its opening row says so.
  await t.stack.gateway.submit(eventRequest({ caseId, kind: 'denial' }, 'rules.published', { rules }));
  expect(await moment(caseId, 2)).toMatchObject({ basis: 'replay', proof: { parting: null, endsAsStored: true } });
});
