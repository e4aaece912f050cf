/** The days that figures are asked for, cut into months or weeks. Civil dates only; whose days they are, the SQL decides. */
import type { Pool } from 'pg';
import { addDays, diffDays, weekdayOf } from '../../domain/calendar';
import { CivilDay } from '../input/fields';
import { Problem } from '../problem';

/** Fields of a query string: days are those of each case's own practice. */
export const periodFields = {
  from: CivilDay.optional().describe('First day'),
  to: CivilDay.optional().describe('Last day; by default today'),
};

export interface Period {
  readonly from: string;
  readonly to: string;
}

export const steps = ['month', 'week'] as const;
export type Step = (typeof steps)[number];

/** One bar of a trend. The first and the last may be cut short by the period. */
export interface Bucket extends Period {
  /** First day of the whole month or week. */
  readonly key: string;
}

/** Ten years of months, five of weeks: more is a typing slip and no trend. */
const MOST_DAYS: Readonly<Record<Step, number>> = { month: 3_660, week: 1_830 };

/** Today where the practices are; of several zones the latest date. Without a practice the date in UTC. */
export async function todayOfPractices(pool: Pool, now: number): Promise<string> {
  const { rows } = await pool.query<{ today: string }>(
    `select to_char(coalesce(max(($1::timestamptz at time zone zone)::date), ($1::timestamptz at time zone 'UTC')::date),
                    'YYYY-MM-DD') as today from practice`,
    [new Date(now).toISOString()],
  );
  return rows[0]?.today ?? new Date(now).toISOString().slice(0, 10);
}

/**
 * The period asked for, or the days up to today.
 * @param days length where the query names no first day, last day included.
 * @throws Problem `invalid` for one that ends before it begins, or is longer than any trend.
 */
export function periodOf(
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  today: string,
  days: number,
  step: Step = 'month',
): Period {
  const to = asked.to ?? today;
  const from = asked.from ?? addDays(to, 1 - days);
  const wrong =
    from > to
      ? 'lies behind the last day; choose an earlier one'
      : diffDays(from, to) >= MOST_DAYS[step]
        ? `makes the period longer than ${MOST_DAYS[step]} days; choose a later one`
        : undefined;
  if (wrong !== undefined)
    throw new Problem('invalid', undefined, { errors: [{ path: 'query.from', message: wrong }] });
  return { from, to };
}

/** First day of the month, or the Monday of the week, that a day lies in. */
export const startOf = (day: string, step: Step): string =>
  step === 'month' ? `${day.slice(0, 7)}-01` : addDays(day, 1 - weekdayOf(day));

const nextStart = (key: string, step: Step): string => startOf(addDays(key, step === 'month' ? 31 : 7), step);

/** All months or weeks that the period touches, also those in which nothing happened. */
export function bucketsOf(period: Period, step: Step): Bucket[] {
  const buckets: Bucket[] = [];
  for (let key = startOf(period.from, step); key <= period.to; key = nextStart(key, step)) {
    const last = addDays(nextStart(key, step), -1);
    buckets.push({
      key,
      from: key < period.from ? period.from : key,
      to: last > period.to ? period.to : last,
    });
  }
  return buckets;
}
