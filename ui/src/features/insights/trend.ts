/** Shapes a measure for its tile: bars on either side of go-live, what changed, and what stands behind a bar. */
import type { ChartSeries } from '../../components/chart-legend';
import type { Bar } from '../../components/stacked-bars';
import { dayText, shortDay } from '../../components/dates';
import { countText } from '../../components/numbers';
import { figureText } from './labels';
import type { Behind, Measure } from './queries';

export type Bucket = Measure['buckets'][number];

export const trendSeries: readonly ChartSeries[] = [
  { key: 'before', label: 'Before go-live', tint: 'rest' },
  { key: 'since', label: 'Since go-live', tint: '2' },
];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "Mar 2026", or the days of a week or of a month that the period cuts. */
export function nameOf({ from, to }: Bucket, step: 'month' | 'week', today: string): string {
  if (step === 'week') return `${shortDay(from)} to ${dayText(to, today)}`;
  return `${MONTHS[Number(from.slice(5, 7)) - 1] ?? ''} ${from.slice(0, 4)}`;
}

/** Below a bar there is room for little. */
function shortName({ from }: Bucket, step: 'month' | 'week'): string {
  if (step === 'week') return shortDay(from);
  return `${MONTHS[Number(from.slice(5, 7)) - 1] ?? ''} ${from.slice(2, 4)}`;
}

/** A bar belongs to the new side when go-live lies before its end: its figures are those of a running system. */
export const isSince = ({ to }: Bucket, goLiveOn: string | null): boolean => goLiveOn !== null && to >= goLiveOn;

export function barsOf(buckets: readonly Bucket[], step: 'month' | 'week', goLiveOn: string | null): Bar[] {
  return buckets.map((bucket) => ({
    key: bucket.from,
    name: shortName(bucket, step),
    total: bucket.value === null ? '' : figureText(bucket.value),
    values: bucket.value === null ? {} : { [isSince(bucket, goLiveOn) ? 'since' : 'before']: bucket.value },
  }));
}

/** The name of the first bar of the new side, where there is an older one. */
export function markOf(buckets: readonly Bucket[], step: 'month' | 'week', goLiveOn: string | null) {
  const first = buckets.findIndex((bucket) => isSince(bucket, goLiveOn));
  const bucket = buckets[first];
  return first <= 0 || bucket === undefined ? undefined : { at: shortName(bucket, step), label: 'Go-live' };
}

/** "12.5 days", "3 cases". */
export function withUnit(value: number | null, unit: string): string {
  if (value === null) return 'none';
  const word = { days: 'day', cases: 'case', incidents: 'incident' }[unit] ?? unit;
  return `${figureText(value)} ${value === 1 ? word : `${word}s`}`;
}

export interface Change {
  readonly words: string;
  readonly good: boolean | null;
}

/** From before to since, in the direction that is better. */
export function changeOf({ before, since, better, unit }: Measure): Change | null {
  if (before.value === null || since.value === null) return null;
  const difference = since.value - before.value;
  if (Math.abs(difference) < 0.05) return { words: 'as before', good: null };
  const words = `${figureText(Math.abs(difference))} ${difference > 0 ? 'more' : 'fewer'}${unit === 'days' ? ' days' : ''}`;
  return { words, good: difference > 0 === (better === 'up') };
}

/** The cases that a bar counts. */
export function behindBar(measure: Measure, { from, to }: Pick<Bucket, 'from' | 'to'>, today: string): Behind {
  const on = to > today ? today : to;
  switch (measure.id) {
    case 'lapses':
      return { of: 'lapses', visitFrom: from, visitTo: to };
    case 'billing-lag':
      return { of: 'billing-lag', billedFrom: from, billedTo: to };
    case 'lead-time':
      return { of: 'lead-time', warnedFrom: from, warnedTo: to };
    case 'receivables':
      return { of: 'receivables', owedOn: on };
    case 'silence':
      return { of: 'silence', silentOn: on };
  }
}

export const basisOf = ({ id }: Measure, { cases }: Pick<Bucket, 'cases'>): string =>
  id === 'receivables' || id === 'silence' ? '' : `${countText(cases)} ${cases === 1 ? 'case' : 'cases'}`;
