/** The WC board over HTTP: sections with their counts, what each row says and offers, whose view it is, and what nobody watches. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../support/days';
import { authorization, openWcCase } from '../support/wc-opening';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

const mine = () => ({ owner: { userId: t.userId } });

const openWc = (data: Record<string, unknown> = {}, details: Record<string, unknown> = {}) =>
  openWcCase(t, data, details);
const send = (caseId: string, type: string, data: Record<string, unknown> = {}) =>
  t.ask('POST', `/cases/${caseId}/events`, { type, data });

interface Row {
  id: string;
  section: string;
  employer: string | null;
  injury: { bodyPart: string | null; on: string | null } | null;
  contact: { adjuster: { name: string | null } | null; on: string | null; businessDays: number | null } | null;
  authorization: Record<string, unknown> | null;
  urgency: { key: string; tone: string; numbers: Record<string, unknown> | null };
  doNext: { key: string; type: string | null; data: Record<string, string> }[];
  detail: { predictedExhaustion: Record<string, unknown> | null };
}
interface Sections {
  items: Row[];
  sections: { section: string; matching: number; next: string | null }[];
  summary: {
    sections: Record<string, number>;
    authorization: { past: number; soon: number };
    silent: { longest: number | null };
    unbilled: { longest: number | null; cents: number };
    unowned: number;
    unwatched: number;
    views: {
      urgent: number;
      mine: number;
      team: number;
      all: number;
      covers: { id: string; name: string; n: number }[];
    };
  };
}
const board = async (query = '', token?: string) =>
  (await t.ask<Sections>('GET', `/board/wc/sections${query}`, undefined, token === undefined ? {} : { token })).body;
const rowOf = async (id: string, query = '?perSection=30') => (await board(query)).items.find((row) => row.id === id);

test('A18 the first answer of the day holds each section with its most urgent rows, its count and what to do next', async () => {
  const quiet = await openWc({ ...mine(), authorizations: [authorization()], lastContactOn: inDays(0) });
  const silent = await openWc(
    { ...mine(), authorizations: [authorization()], lastContactOn: inDays(-40), startedOn: inDays(-60) },
    {
      employer: 'Quillfeather Print',
      bodyPart: 'left ankle',
      injuredOn: inDays(-50),
      adjuster: { name: 'Odette Fable', email: 'odette@example.test' },
    },
  );
  const ended = await openWc({
    ...mine(),
    authorizations: [authorization({ endsOn: inDays(-3) })],
    lastContactOn: inDays(0),
  });
  const ending = await openWc({
    ...mine(),
    authorizations: [authorization({ endsOn: inDays(1) })],
    lastContactOn: inDays(0),
  });
  const nobodys = await openWc({ authorizations: [authorization()], lastContactOn: inDays(0) });

  const { items, sections, summary } = await board();
  expect(sections.map(({ section, matching }) => [section, matching])).toEqual([
    ['authorization', 2],
    ['silent', 1],
    ['unbilled', 0],
    ['other', 0],
    ['unowned', 1],
    ['quiet', 1],
  ]);
  expect(items.map((row) => row.id)).toEqual([ended, ending, silent, nobodys, quiet]);
  expect(summary).toMatchObject({ unowned: 1, unwatched: 0, authorization: { past: 1, soon: 1 } });
  expect(summary.views).toMatchObject({ urgent: 4, mine: 4, all: 5, covers: [] });
  expect(summary.silent.longest).toBeGreaterThan(20);

  expect(await rowOf(ended)).toMatchObject({
    urgency: { key: 'authorization-ended', tone: 'red', numbers: { on: inDays(-3) } },
    doNext: [{ key: 'request-extension', type: 'reauthorization.requested' }, { key: 'call-adjuster' }],
    authorization: { used: 2, booked: 0, limit: 12, says: 'ended' },
  });
  expect(await rowOf(silent)).toMatchObject({
    urgency: { key: 'silent', tone: 'red' },
    employer: 'Quillfeather Print',
    injury: { bodyPart: 'left ankle' },
    contact: { adjuster: { name: 'Odette Fable' }, on: inDays(-40) },
    doNext: [{ key: 'call-adjuster' }, { key: 'email-adjuster' }],
    detail: { predictedExhaustion: { first: 'date' } },
  });
  expect((await rowOf(nobodys))?.doNext[0]).toEqual({ key: 'take-case', type: 'case.assigned', data: {} });
  // Urgent leaves quiet cases out, and never what nobody owns (E2).
  const urgent = await board('?attention=true');
  expect(urgent.items.map((row) => row.id)).toEqual([ended, ending, silent, nobodys]);
});

test('A18 the next thing done takes the row off the urgent list', async () => {
  const silent = await openWc({
    ...mine(),
    authorizations: [authorization()],
    lastContactOn: inDays(-40),
    startedOn: inDays(-60),
  });
  const row = await rowOf(silent);
  const [next] = row?.doNext ?? [];
  expect(next).toMatchObject({ type: 'adjuster.contacted', data: { channel: 'call' } });
  await send(silent, next?.type ?? '', { ...next?.data, direction: 'out', reached: true, on: inDays(0) });
  expect((await rowOf(silent))?.section).toBe('quiet');
  expect((await board('?attention=true&perSection=30')).items.map(({ id }) => id)).not.toContain(silent);
});

test('a section goes on where its first rows ended, each row once', async () => {
  for (let n = 0; n < 4; n += 1) {
    await openWc({
      ...mine(),
      startedOn: inDays(-60),
      lastContactOn: inDays(-30 - n),
      authorizations: [authorization()],
    });
  }
  const first = await board('?section=silent&perSection=2');
  const section = first.sections[0];
  expect(first.sections).toHaveLength(1);
  expect(section?.matching).toBeGreaterThan(4);
  const seen = first.items.map((row) => row.id);
  let cursor = section?.next ?? null;
  while (cursor !== null) {
    const page = await t.ask<{ items: Row[]; next: string | null }>(
      'GET',
      `/board/wc?section=silent&limit=2&cursor=${cursor}`,
    );
    expect(page.body.items.every((row) => row.section === 'silent')).toBe(true);
    seen.push(...page.body.items.map((row) => row.id));
    cursor = page.body.next;
  }
  expect([seen.length, new Set(seen).size]).toEqual([section?.matching, section?.matching]);
});

test('a filter counts what matches, and the counts of the day stay whole', async () => {
  const whole = (await board()).summary.sections;
  const { summary, sections } = await board('?owner=none');
  expect(summary.sections).toEqual(whole);
  expect(sections.find(({ section }) => section === 'unowned')?.matching).toBe(summary.sections['unowned']);
  expect(sections.find(({ section }) => section === 'silent')?.matching).toBe(0);
});

test("E4 whoever covers an absent colleague has that colleague's queue as a view of its own", async () => {
  const { prisma } = t.stack.db;
  const absent = await t.user(['coordinator']);
  const cover = await t.user(['coordinator']);
  await openWc({ owner: { userId: absent.userId }, authorizations: [authorization()], lastContactOn: inDays(0) });
  await prisma.cover.create({
    data: {
      absentUserId: absent.userId,
      coverUserId: cover.userId,
      startsAt: new Date(Date.now() - 60_000),
      endsAt: new Date(Date.now() + 3_600_000),
      createdBy: absent.userId,
    },
  });
  const { summary } = await board('', cover.token);
  expect(summary.views.covers).toEqual([{ id: absent.userId, name: 'Test coordinator', n: 1 }]);
  const queue = await board(`?owner=${absent.userId}`, cover.token);
  expect(queue.items).toHaveLength(1);
});

test("A18 my team's view holds what the team owns and what its people own", async () => {
  const { prisma } = t.stack.db;
  const [one, two] = [await t.user(['coordinator']), await t.user(['coordinator'])];
  const team = await prisma.team.create({
    data: { name: randomUUID(), members: { create: [{ userId: one.userId }, { userId: two.userId }] } },
  });
  const theirs = await openWc({ owner: { userId: two.userId }, lastContactOn: inDays(0) });
  const shared = await openWc({ owner: { teamId: team.id }, lastContactOn: inDays(0) });
  const { items, summary } = await board('?owner=team', one.token);
  expect(items.map((row) => row.id).sort()).toEqual([theirs, shared].sort());
  expect(summary.views).toMatchObject({ team: 2, mine: 0 });
});

test('N10 an open case that no clock and no task watches is counted on the board', async () => {
  const id = await openWc({ ...mine(), lastContactOn: inDays(0) });
  expect((await board()).summary.unwatched).toBe(0);
  await t.stack.db.pool.query('delete from clock where case_id = $1', [id]);
  await t.stack.db.pool.query('update cases set next_due_at = null, next_clock = null where id = $1', [id]);
  expect((await board()).summary.unwatched).toBe(1);
});

test('E1 treatment that is delivered and not billed shows what it is worth, and how long it waits', async () => {
  const claim = await t.ask<{ id: string }>('POST', '/claims', {
    number: randomUUID().slice(0, 12),
    chargeCents: 348_000,
  });
  const id = await openWc({
    ...mine(),
    claimId: claim.body.id,
    authorizations: [authorization({ visitsUsed: 12 })],
    treatment: 'complete',
    treatmentCompletedOn: inDays(-14),
    lastContactOn: inDays(0),
  });
  const row = (await rowOf(id)) as Row & { unbilledCents: number | null };
  expect(row).toMatchObject({ section: 'unbilled', urgency: { key: 'unbilled', tone: 'red' }, unbilledCents: 348_000 });
  const { summary } = await board();
  expect(summary.unbilled.cents).toBe(348_000);
  expect(summary.unbilled.longest).toBeGreaterThan(5);
  await send(id, 'claim.submitted', { on: inDays(0) });
  expect(await rowOf(id)).toMatchObject({ urgency: { key: 'clock' }, unbilledCents: null });
});

test('G17 whoever sees no visits or contacts is told that a row is urgent, and offered nothing to send about it', async () => {
  const { token } = await t.user(['account-executive']);
  const { items } = await board('?perSection=30', token);
  const rows = items.filter((row) => row.section === 'authorization');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row).toMatchObject({ authorization: null, contact: null, injury: null, employer: null });
    expect(row.urgency.numbers).toBeNull();
    expect(row.doNext).toEqual([{ key: 'open-case', type: null, data: {} }]);
  }
});
