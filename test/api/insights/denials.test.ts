/** The figures of denials: by payer and subject, dollars, outcomes, drill-down; each bar has exactly its cases behind it (H30-H33). */
import { z } from 'zod';
import { listBehind, listFilterOf, type Behind } from '../../../api/insights/cases-behind';
import { readBreakdown, readDenials, type Cell } from '../../../api/insights/denials';
import { countCases, listCases } from '../../../api/read/list-cases';
import { caseFilterFields } from '../../../api/read/case-filter';
import { denialKind } from '../../../domain/cases/denial/kind';
import { Play } from '../../domain/support/play';
import { id, la, rulesWith } from '../../domain/support/practice';
import { asSeenAt, file, startRecord, type Filed, type FigureRecord } from './played';

let record: FigureRecord;
let payers: { acme: string; harbor: string };
const anna = id(901);
const billing = id(902);

beforeEach(async () => {
  record = await startRecord();
  const { prisma } = record.db;
  const payer = async (name: string) => (await prisma.payer.create({ data: { name, identity: `name:${name}` } })).id;
  payers = { acme: await payer('Acme'), harbor: await payer('Harbor') };
  await prisma.user.create({ data: { id: anna, email: 'anna@example.test', displayName: 'Anna', roles: ['biller'] } });
  await prisma.team.create({ data: { id: billing, name: 'Billing' } });
}, 240_000);
afterEach(() => record?.stop());

const period = { from: '2026-03-01', to: '2026-03-31' };
const asking = asSeenAt('2026-04-01 12:00');

interface Denial extends Filed {
  readonly subject?: string;
  readonly codes?: readonly string[];
  readonly cents?: number;
  readonly owner?: { userId: string } | { teamId: string };
  play?(play: Play): void;
}

/** Received and filed on 2 March 2026 at 10:00. */
async function denial({ subject = 'timely-filing', codes = ['CO-29'], cents = 10_000, owner, play, ...filed }: Denial) {
  const claim = await record.db.prisma.claim.create({
    data: { practiceId: filed.practiceId ?? record.practiceId, number: crypto.randomUUID() },
  });
  const data = {
    claims: [{ claimId: claim.id, submissionId: null }],
    ...{ carcCodes: codes, subject, priority: 'normal', deniedOn: '2026-02-27' },
    ...{ deniedCents: cents, outstandingCents: cents },
    ...(owner ? { owner } : {}),
  };
  const played = new Play({ kind: denialKind, data, at: la('2026-03-02 10:00'), rules: rulesWith() });
  play?.(played);
  return file(record, played, filed);
}

const read = (narrowed: Pick<Cell, 'owner' | 'carc' | 'practiceId'> = {}) =>
  readDenials(record.db.pool, narrowed, period, asking);
const behind = (asked: Behind) => listBehind(record.db.pool, asked, { limit: 200, cursor: undefined }, asking);

test('H30 open cases are counted by payer and subject, the payer with most cases first', async () => {
  await denial({ payerId: payers.acme });
  await denial({ payerId: payers.harbor });
  await denial({ payerId: payers.harbor });
  await denial({ payerId: payers.harbor, subject: 'bundling' });
  await denial({});
  await denial({ payerId: payers.acme, play: (p) => p.send('case.resolved', { outcome: 'paid' }) });
  const { open } = await read();
  expect(open.cases).toBe(5);
  expect(open.rows.map(({ payer, subject, cases }) => [payer.name, subject, cases])).toEqual([
    ['Harbor', 'timely-filing', 2],
    ['Harbor', 'bundling', 1],
    ['Acme', 'timely-filing', 1],
    [null, 'timely-filing', 1],
  ]);
});

test('H31 dollars outstanding are those of the open cases, each claim counted once', async () => {
  await denial({ payerId: payers.acme, cents: 100_50 });
  await denial({ payerId: payers.acme, cents: 200_25, subject: 'bundling' });
  await denial({ payerId: payers.acme, cents: 900_00, play: (p) => p.send('case.canceled', { reason: 'duplicate' }) });
  const { open } = await read();
  expect(open.outstandingCents).toBe(300_75);
  expect(open.rows.map((row) => row.outstandingCents).toSorted()).toEqual([100_50, 200_25]);
});

test('H32 resolved and canceled count in the period in which they were closed, the other stages as they are now', async () => {
  await denial({});
  await denial({ play: (p) => p.send('work.started') });
  await denial({ play: (p) => p.send('case.resolved', { outcome: 'paid' }) });
  // 11 pm on 31 March in Los Angeles is April in UTC, and still March at the practice.
  await denial({ play: (p) => (p.until('2026-03-31 23:00'), p.send('case.canceled', { reason: 'duplicate' })) });
  await denial({ play: (p) => (p.until('2026-04-01 00:30'), p.send('case.canceled', { reason: 'duplicate' })) });
  const { outcomes } = await read();
  expect(Object.fromEntries(outcomes.map(({ stage, cases }) => [stage, cases]))).toEqual({
    New: 1,
    'In Progress': 1,
    'Awaiting Payment': 0,
    Resolved: 1,
    Canceled: 1,
  });
});

test('H33 a bar parts into owners and into codes; a case with two codes counts under both, and once in all', async () => {
  await denial({ payerId: payers.acme, owner: { userId: anna }, codes: ['CO-16', 'CO-29'], cents: 1_00 });
  await denial({ payerId: payers.acme, owner: { teamId: billing }, codes: ['CO-29'], cents: 2_00 });
  await denial({ payerId: payers.acme, cents: 4_00 });
  await denial({ payerId: payers.harbor, owner: { userId: anna } });
  const cell: Cell = { payerId: [payers.acme], open: true };
  const owners = await readBreakdown(record.db.pool, 'owner', cell, asking);
  expect(
    owners.rows.map(({ owner, cases, outstandingCents }) => [owner?.name ?? null, cases, outstandingCents]),
  ).toEqual([
    ['Anna', 1, 1_00],
    ['Billing', 1, 2_00],
    [null, 1, 4_00],
  ]);
  const codes = await readBreakdown(record.db.pool, 'carc', cell, asking);
  expect(codes.cases).toBe(3);
  expect(codes.rows.map(({ carc, cases }) => [carc, cases])).toEqual([
    ['CO-29', 3],
    ['CO-16', 1],
  ]);
  expect((await read({ owner: anna })).open.cases).toBe(2);
  expect((await read({ carc: ['CO-16'] })).open.cases).toBe(1);
});

test('R29 every bar has exactly the cases behind it that it counts, here and in the list of cases', async () => {
  for (const payerId of [payers.acme, payers.harbor, undefined]) {
    for (const subject of ['bundling', 'timely-filing']) {
      const filed = payerId === undefined ? {} : { payerId };
      await denial({ ...filed, subject });
      await denial({ ...filed, subject, owner: { userId: anna }, play: (p) => p.send('work.started') });
    }
  }
  await denial({ payerId: payers.acme, play: (p) => p.send('case.resolved', { outcome: 'paid' }) });
  const { open, outcomes } = await read();
  const bars: [Behind, number][] = [
    ...open.rows.map(({ payer, subject, cases }): [Behind, number] => [
      {
        of: 'denials',
        open: true,
        payerId: [payer.id ?? 'none'],
        subjectCode: subject === null ? undefined : [subject],
      },
      cases,
    ]),
    ...outcomes.map(({ stage, cases }): [Behind, number] => {
      const closed = stage === 'Resolved' || stage === 'Canceled';
      const days = closed ? { closedFrom: period.from, closedTo: period.to } : {};
      return [{ of: 'denials', stage: [stage], open: !closed, ...days }, cases];
    }),
  ];
  expect(bars).toHaveLength(11);
  for (const [asked, cases] of bars) {
    const { items, total } = await behind(asked);
    expect([asked, items.length, total]).toEqual([asked, cases, cases]);
    const filter = z
      .strictObject(caseFilterFields)
      .parse(
        Object.fromEntries(
          Object.entries(listFilterOf(asked) ?? {}).map(([key, v]) => [key, v === true || v === false ? String(v) : v]),
        ),
      );
    const counted = await countCases(record.db.pool, filter, asking);
    expect([asked, counted.atLeast]).toEqual([asked, cases]);
    const listed = await listCases(
      record.db.pool,
      { filter, sort: '-openedAt', limit: 200, cursor: undefined },
      asking,
    );
    expect(listed.items.map(({ id: one }) => one).sort()).toEqual(items.map(({ id: one }) => one).sort());
  }
});

test('R29 what stands for several subjects together has the cases of all of them behind it', async () => {
  await denial({ subject: 'bundling' });
  await denial({ subject: 'eligibility' });
  await denial({ subject: 'other' });
  const asked: Behind = { of: 'denials', open: true, subjectCode: ['bundling', 'other'] };
  expect((await behind(asked)).total).toBe(2);
  expect(listFilterOf(asked)).toBeNull();
});

test('R29 the cases behind a bar come page by page, each once', async () => {
  for (let n = 0; n < 5; n += 1) await denial({ payerId: payers.acme });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listBehind(record.db.pool, { of: 'denials', open: true }, { limit: 2, cursor }, asking);
    expect(page.total).toBe(5);
    seen.push(...page.items.map((item) => item.id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
});

test('the figures cover the cases that the caller may see, and no others', async () => {
  await denial({ payerId: payers.acme });
  await denial({ payerId: payers.acme, practiceId: record.otherId });
  const here = asSeenAt('2026-04-01 12:00', { locationIds: [record.practiceId] });
  expect((await readDenials(record.db.pool, {}, period, here)).open.cases).toBe(1);
  expect((await readDenials(record.db.pool, { practiceId: record.otherId }, period, here)).open.cases).toBe(0);
});
