/** Reads the measures F1 to F5: a trend in months or weeks, and each before and since a go-live date. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { diffDays } from '../../domain/calendar';
import { CivilDay } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { Statement } from '../read/statement';
import { measureIds, measures, type MeasureId } from './definitions';
import { flows, levels, trueOn, wcCases, type Among, type FlowId, type LevelId } from './measure-sql';
import { bucketsOf, steps, type Bucket, type Period, type Step } from './period';

const Figure = z.number().nullable().describe('null: nothing to count, or nothing known');
const Counted = {
  value: Figure,
  mean: Figure.describe('For days: the mean beside the median'),
  cases: z.int().describe('Cases it rests on'),
};

export const WcMeasures = z
  .strictObject({
    from: plain(CivilDay),
    to: plain(CivilDay),
    step: z.enum(steps),
    goLiveOn: plain(CivilDay.nullable()).describe('What the two sides are parted by; null: there is no case yet'),
    recordBeginsOn: plain(CivilDay.nullable()).describe('Day the first case was entered: before it little is known'),
    measures: z.array(
      z.strictObject({
        id: z.enum(measureIds),
        source: plain(z.string()),
        title: plain(z.string()),
        sentence: plain(z.string()),
        figure: plain(z.string()),
        unit: plain(z.string()),
        better: z.enum(['down', 'up']),
        sort: z.enum(['flow', 'level']),
        buckets: z.array(z.strictObject({ from: plain(CivilDay), to: plain(CivilDay), ...Counted })),
        before: z.strictObject({ ...Counted, days: z.int() }),
        since: z.strictObject({ ...Counted, days: z.int() }),
        now: z
          .strictObject({
            cases: z.int(),
            claims: z.int().describe('Linked to them'),
            outstandingCents: phi('money', z.int()),
          })
          .nullable()
          .describe('Receivables only: what the claims of these cases have outstanding today'),
      }),
    ),
  })
  .meta({ id: 'WcMeasures' });
type WcMeasures = z.infer<typeof WcMeasures>;
type Measured = WcMeasures['measures'][number];
type Side = Measured['before'];

export interface WcQuery extends Among {
  readonly period: Period;
  readonly step: Step;
  readonly goLiveOn: string | undefined;
  readonly today: string;
}

const NOTHING = { value: null, mean: null, cases: 0 } as const;
/** A month, for counts that are told per month whatever the length of the side. */
const MONTH_DAYS = 365.25 / 12;

export async function readWcMeasures(pool: Pool, query: WcQuery): Promise<WcMeasures> {
  const recordBeginsOn = await firstDay(pool, query);
  const goLiveOn = query.goLiveOn ?? recordBeginsOn;
  const buckets = bucketsOf(query.period, query.step);
  const read = (id: MeasureId) =>
    isFlow(id) ? readFlow(pool, id, query, buckets, goLiveOn) : readLevel(pool, id, query, buckets, goLiveOn);
  return {
    ...query.period,
    step: query.step,
    goLiveOn,
    recordBeginsOn,
    measures: await Promise.all(
      measureIds.map(async (id): Promise<Measured> => {
        const { source, title, sentence, figure, unit, better, sort } = measures[id];
        const now = id === 'receivables' ? await owedNow(pool, query) : null;
        return { id, source, title, sentence, figure, unit, better, sort, ...(await read(id)), now };
      }),
    ),
  };
}

const isFlow = (id: MeasureId): id is FlowId => measures[id].sort === 'flow';

type Trend = Pick<Measured, 'buckets' | 'before' | 'since'>;

interface FlowRow {
  part: 'bucket' | 'side';
  key: string;
  happened: number;
  cases: number;
  median: number;
  mean: number;
}

/** A case with several things in one bar, or on one side, counts there once with their mean; incidents count each. */
async function readFlow(
  pool: Pool,
  id: FlowId,
  { period, step, ...among }: WcQuery,
  buckets: readonly Bucket[],
  goLiveOn: string | null,
): Promise<Trend> {
  const s = new Statement();
  const flow = flows[id](among, period, s);
  const sideOf = `case when on_day >= ${s.value(goLiveOn, 'date')} then 'since' else 'before' end`;
  const grouped = (part: string, key: string) =>
    `select '${part}' as part, key, sum(n)::int as happened, count(*)::int as cases,
            percentile_cont(0.5) within group (order by value)::float8 as median, avg(value)::float8 as mean
     from (select ${key} as key, case_id, count(*) as n, avg(value) as value from flow group by 1, 2) a group by key`;
  const { rows } = await pool.query<FlowRow>(
    `with flow as materialized (${flow})
     ${grouped('bucket', `to_char(date_trunc('${step}', on_day::timestamp), 'YYYY-MM-DD')`)}
     union all ${grouped('side', sideOf)}`,
    s.values,
  );
  const counts = measures[id].unit === 'incidents';
  const find = (part: FlowRow['part'], key: string) => rows.find((row) => row.part === part && row.key === key);
  const counted = (row: FlowRow | undefined) =>
    row ? { value: counts ? row.happened : row.median, mean: counts ? null : row.mean, cases: row.cases } : NOTHING;
  const side = (which: 'before' | 'since'): Side => {
    const days = daysOf(period, goLiveOn, which);
    const row = counted(find('side', which));
    if (!counts || days === 0) return { ...row, days };
    return { ...row, value: ((row.value ?? 0) * MONTH_DAYS) / days, days };
  };
  return {
    // No incident is a figure, too; no claim has no days.
    buckets: buckets.map(({ key, from, to }) => ({ from, to, ...zeroIf(counts, counted(find('bucket', key))) })),
    before: side('before'),
    since: side('since'),
  };
}

const zeroIf = <C extends { readonly value: number | null }>(counts: boolean, counted: C): C =>
  counts ? { ...counted, value: counted.value ?? 0 } : counted;

/** Counted at the end of each bar; a side's figure is the mean of its bars. Days to come are not known. */
async function readLevel(
  pool: Pool,
  id: LevelId,
  { period, step: _step, today, ...among }: WcQuery,
  buckets: readonly Bucket[],
  goLiveOn: string | null,
): Promise<Trend> {
  const s = new Statement();
  const level = levels[id](among, period, s);
  const days = s.value(
    buckets.map(({ to }) => (to > today ? today : to)),
    'date[]',
  );
  const { rows } = await pool.query<{ n: number }>(
    `with level as materialized (${level})
     select (select count(distinct case_id)::int from level where ${trueOn('d.day')}) as n
     from unnest(${days}) with ordinality as d(day, nth) order by d.nth`,
    s.values,
  );
  const bars = buckets.map(({ from, to }, i) => {
    const n = from > today ? null : (rows[i]?.n ?? 0);
    return { from, to, value: n, mean: null, cases: n ?? 0 };
  });
  const side = (which: 'before' | 'since'): Side => {
    const of = bars.filter(({ to, value }) => value !== null && isOn(to, goLiveOn, which));
    const sum = of.reduce((total, { cases }) => total + cases, 0);
    const length = daysOf(period, goLiveOn, which);
    return { value: of.length === 0 ? null : sum / of.length, mean: null, cases: of.at(-1)?.cases ?? 0, days: length };
  };
  return { buckets: bars, before: side('before'), since: side('since') };
}

const isOn = (day: string, goLiveOn: string | null, which: 'before' | 'since') =>
  (goLiveOn !== null && day >= goLiveOn) === (which === 'since');

/** Days of the period on one side of the go-live date, which is the first day of the new side. */
function daysOf({ from, to }: Period, goLiveOn: string | null, which: 'before' | 'since'): number {
  const all = diffDays(from, to) + 1;
  if (goLiveOn === null) return which === 'before' ? all : 0;
  const before = Math.min(all, Math.max(0, diffDays(from, goLiveOn)));
  return which === 'before' ? before : all - before;
}

async function firstDay(pool: Pool, among: Among): Promise<string | null> {
  const s = new Statement();
  const { rows } = await pool.query<{ first: string | null }>(
    `select to_char(c.opened_at at time zone p.zone, 'YYYY-MM-DD') as first
     from cases c join practice p on p.id = c.practice_id
     where ${wcCases(among, s)} order by c.opened_at limit 1`,
    s.values,
  );
  return rows[0]?.first ?? null;
}

/** Dollars are known as of today only: the ledger of claims keeps no earlier balance. */
async function owedNow(pool: Pool, { today, ...among }: WcQuery): Promise<NonNullable<Measured['now']>> {
  const s = new Statement();
  const level = levels.receivables(among, { from: today, to: today }, s);
  const { rows } = await pool.query<{ cases: number; claims: number; cents: number }>(
    `with level as materialized (${level}), owed as (select distinct case_id from level where ${trueOn(s.value(today, 'date'))}),
     held as (select distinct cc.claim_id from case_claim cc join owed on owed.case_id = cc.case_id)
     select (select count(*)::int from owed) as cases, count(*)::int as claims,
            coalesce(sum(m.outstanding_cents), 0)::float8 as cents
     from claim m join held on held.claim_id = m.id`,
    s.values,
  );
  const { cases = 0, claims = 0, cents = 0 } = rows[0] ?? {};
  return { cases, claims, outstandingCents: cents };
}
