/** The WC measures by their definitions, each against cases played by hand (F1-F5). */
import { listBehind, type Behind } from '../../../api/insights/cases-behind';
import type { MeasureId } from '../../../api/insights/definitions';
import { readWcMeasures, type WcQuery } from '../../../api/insights/wc-measures';
import { id, la } from '../../domain/support/practice';
import { authorization, wc } from '../../domain/cases/wc/wc-play';
import { asSeenAt, file, startRecord, type FigureRecord } from './played';

let record: FigureRecord;
beforeEach(async () => {
  record = await startRecord();
}, 240_000);
afterEach(() => record?.stop());

const SEEN = '2026-08-03 12:00';
const query = (changes: Partial<WcQuery> = {}): WcQuery => ({
  asking: asSeenAt(SEEN),
  practiceId: undefined,
  period: { from: '2026-01-01', to: '2026-08-31' },
  step: 'month',
  goLiveOn: '2026-05-01',
  today: '2026-08-03',
  ...changes,
});

async function measure(of: MeasureId, changes: Partial<WcQuery> = {}) {
  const all = await readWcMeasures(record.db.pool, query(changes));
  const found = all.measures.find((one) => one.id === of);
  if (!found) throw new Error(`There is no ${of}.`);
  return found;
}

const trend = async (of: MeasureId, changes: Partial<WcQuery> = {}) =>
  (await measure(of, changes)).buckets.map(({ value }) => value);

async function behind(asked: Behind): Promise<string[]> {
  const { items, total } = await listBehind(record.db.pool, asked, { limit: 200, cursor: undefined }, asSeenAt(SEEN));
  expect(total).toBe(items.length);
  return items.map((item) => item.id).sort();
}

test('F1 a visit given beyond the authorization is one incident, on its own day, and its case stands behind the bar', async () => {
  const late = wc();
  late.until('2026-05-20 10:00');
  late.completed(11, '2026-05-04');
  late.completed(12, '2026-05-18');
  const lapsed = await file(record, late);
  const inTime = wc();
  inTime.completed(21, '2026-03-02');
  await file(record, inTime);
  const { buckets, before, since } = await measure('lapses');
  expect(buckets.map(({ value }) => value)).toEqual([0, 0, 0, 0, 2, 0, 0, 0]);
  expect(buckets[4]).toMatchObject({ from: '2026-05-01', to: '2026-05-31', cases: 1 });
  // May to August are 123 days: 2 incidents are 0.49 a month of 30.44 days.
  expect([before.value, since.value]).toEqual([0, expect.closeTo((2 * 365.25) / 12 / 123, 6)]);
  expect(await behind({ of: 'lapses', visitFrom: '2026-05-01', visitTo: '2026-05-31' })).toEqual([lapsed]);
  expect(await behind({ of: 'lapses', visitFrom: '2026-06-01', visitTo: '2026-06-30' })).toEqual([]);
});

test('F1 an incident stays one when the authorization comes later with effect back, and goes when the visit did not take place', async () => {
  const healed = wc();
  healed.until('2026-05-20 10:00');
  healed.completed(11, '2026-05-04');
  healed.send(
    'authorization.recorded',
    authorization({ authorizationId: id(2), startsOn: '2026-05-02', endsOn: '2026-09-01' }),
  );
  await file(record, healed);
  const mistaken = wc();
  mistaken.until('2026-05-20 10:00');
  mistaken.completed(11, '2026-05-04');
  mistaken.send('visit.canceled', { visitId: id(11) });
  await file(record, mistaken);
  expect((await trend('lapses'))[4]).toBe(1);
});

test('F1 a visit listed at the opening that nothing covers counts as well, on the day it was given', async () => {
  await file(record, wc({ visits: [{ visitId: id(31), on: '2026-01-20', status: 'completed' }] }));
  expect((await trend('lapses'))[0]).toBe(1);
});

test('F2 the lag is the calendar days from treatment complete to the first claim after it, on the day of the claim', async () => {
  const bill = async (completedOn: string, claimOn: string, earlier?: string) => {
    const play = wc();
    play.until(`${claimOn} 15:00`);
    if (earlier) play.send('claim.submitted', { on: earlier });
    play.send('treatment.completed', { on: completedOn });
    play.send('claim.submitted', { on: claimOn });
    return file(record, play);
  };
  const [a, b, c] = [
    await bill('2026-03-10', '2026-03-10'),
    await bill('2026-03-10', '2026-03-24'),
    await bill('2026-03-30', '2026-04-09', '2026-03-05'),
  ];
  const open = wc();
  open.send('treatment.completed', { on: '2026-03-02' });
  await file(record, open);
  const { buckets } = await measure('billing-lag');
  expect(buckets.map(({ value }) => value)).toEqual([null, null, 7, 10, null, null, null, null]);
  expect(buckets[2]).toMatchObject({ mean: 7, cases: 2 });
  expect(await behind({ of: 'billing-lag', billedFrom: '2026-03-01', billedTo: '2026-03-31' })).toEqual([a, b].sort());
  expect(await behind({ of: 'billing-lag', billedFrom: '2026-04-01', billedTo: '2026-04-30' })).toEqual([c]);
});

test('F3 a case is an old receivable from day 91 after its first claim until it is paid in full or closed', async () => {
  const billed = (changes: (play: ReturnType<typeof wc>) => void = () => undefined) => {
    const play = wc({ treatmentCompletedOn: '2026-02-20', treatment: 'complete', claimSubmittedOn: '2026-02-20' });
    changes(play);
    return file(record, play);
  };
  // 20 February + 91 days is 22 May.
  const owed = await billed();
  const paid = await billed((play) => {
    play.until('2026-06-10 10:00');
    play.send('payment.posted', { on: '2026-06-10', amountCents: 100, final: true });
  });
  await billed((play) => {
    play.until('2026-05-30 10:00');
    play.send('payment.posted', { on: '2026-05-30', amountCents: 100, final: true });
  });
  const closed = await billed((play) => {
    play.until('2026-07-02 10:00');
    play.send('case.resolved', { outcome: 'settled' });
  });
  await file(record, wc());
  expect(await trend('receivables')).toEqual([0, 0, 0, 0, 3, 2, 1, 1]);
  expect(await behind({ of: 'receivables', owedOn: '2026-05-31' })).toEqual([owed, paid, closed].sort());
  expect(await behind({ of: 'receivables', owedOn: '2026-05-21' })).toEqual([]);
  expect(await behind({ of: 'receivables', owedOn: '2026-08-03' })).toEqual([owed]);
  const weeks = await measure('receivables', { step: 'week', period: { from: '2026-05-18', to: '2026-05-31' } });
  expect(weeks.buckets.map(({ from, value }) => [from, value])).toEqual([
    ['2026-05-18', 4],
    ['2026-05-25', 3],
  ]);
});

test('F3 says in dollars what the claims of these cases have outstanding today', async () => {
  const claimId = id(500);
  await record.db.prisma.claim.create({
    data: { id: claimId, practiceId: record.practiceId, number: 'C-1', outstandingCents: 12_345n },
  });
  await file(record, wc({ claimId, claimSubmittedOn: '2026-02-20', treatmentCompletedOn: '2026-02-20' }));
  expect((await measure('receivables')).now).toEqual({ cases: 1, claims: 1, outstandingCents: 12_345 });
});

test('F4 a case counts while it is silent, at the end of a day: 10 business days without contact, until the contact', async () => {
  const spoken = wc();
  // Monday 2 March + 10 business days: silent from Monday 16 March.
  spoken.until('2026-04-10 10:00');
  expect(spoken.flags).toContain('silent');
  spoken.contact('2026-04-10');
  spoken.until('2026-04-20 10:00');
  const one = await file(record, spoken);
  const still = wc();
  still.until('2026-08-03 10:00');
  const two = await file(record, still);
  const quiet = wc();
  quiet.until('2026-03-10 10:00');
  quiet.contact('2026-03-10');
  await file(record, quiet);
  expect(await trend('silence')).toEqual([0, 0, 2, 1, 1, 1, 1, 1]);
  expect(await behind({ of: 'silence', silentOn: '2026-03-15' })).toEqual([]);
  expect(await behind({ of: 'silence', silentOn: '2026-03-16' })).toEqual([one, two].sort());
  expect(await behind({ of: 'silence', silentOn: '2026-04-10' })).toEqual([two]);
  // What began before the period is still counted in it.
  expect(await trend('silence', { period: { from: '2026-07-01', to: '2026-08-31' } })).toEqual([1, 1]);
});

test('F4 a case that opens silent counts from its opening, and one that is closed no longer counts', async () => {
  const play = wc({ lastContactOn: '2026-01-05' });
  expect(play.flags).toContain('silent');
  play.until('2026-04-02 10:00');
  play.send('case.resolved', { outcome: 'other' });
  await file(record, play);
  expect(await trend('silence')).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
});

test('F5 the lead time is the days from the flag to the last authorized day', async () => {
  const play = wc();
  // The authorization ends on Friday 1 May; 14 days before is Friday 17 April.
  play.until('2026-04-18 10:00');
  expect(play.flags).toContain('expiring');
  const early = await file(record, play);
  const short = wc({ authorizations: [authorization({ endsOn: '2026-03-06' })] });
  expect(short.flags).toContain('expiring');
  const late = await file(record, short);
  const { buckets, before, since } = await measure('lead-time');
  expect(buckets.map(({ value }) => value)).toEqual([null, null, 4, 14, null, null, null, null]);
  expect(before).toMatchObject({ value: 9, mean: 9, cases: 2 });
  expect(since).toMatchObject({ value: null, cases: 0 });
  expect(await behind({ of: 'lead-time', warnedFrom: '2026-04-01', warnedTo: '2026-04-30' })).toEqual([early]);
  expect(await behind({ of: 'lead-time', warnedFrom: '2026-03-01', warnedTo: '2026-03-31' })).toEqual([late]);
});

test('F5 visits nearly used warn of the day on which they run out, as predicted at the flag', async () => {
  const play = wc({ authorizations: [authorization({ visitsLimit: 4, endsOn: '2026-12-31' })] });
  for (const [n, on] of [
    [1, '2026-03-09'],
    [2, '2026-03-16'],
  ] as const) {
    play.until(`${on} 12:00`);
    play.completed(n, on);
  }
  expect(play.flags).toContain('visit-capped');
  // One visit a week: two more are used on 30 March, 14 days after the flag.
  expect(play.own['exhaustionOn']).toBe('2026-03-30');
  await file(record, play);
  expect((await trend('lead-time'))[2]).toBe(14);
});

test('a place that is asked for counts its own cases only, and a caller those that the caller may see', async () => {
  const late = () => {
    const play = wc();
    play.until('2026-05-20 10:00');
    play.completed(11, '2026-05-04');
    return play;
  };
  await file(record, late());
  await file(record, late(), { practiceId: record.otherId });
  expect((await trend('lapses'))[4]).toBe(2);
  expect((await trend('lapses', { practiceId: record.otherId }))[4]).toBe(1);
  const here = asSeenAt(SEEN, { locationIds: [record.practiceId] });
  expect((await trend('lapses', { asking: here }))[4]).toBe(1);
  expect((await trend('lapses', { asking: asSeenAt(SEEN, { locationIds: [] }) }))[4]).toBe(0);
});

test('without a go-live date the day the first case was entered parts the two sides', async () => {
  await file(record, wc({}, la('2026-03-02 23:30')));
  const all = await readWcMeasures(record.db.pool, query({ goLiveOn: undefined }));
  expect([all.recordBeginsOn, all.goLiveOn]).toEqual(['2026-03-02', '2026-03-02']);
  expect(all.measures[0]?.before.days).toBe(60);
});
