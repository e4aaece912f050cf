/** Shapes the cells of payer and subject for a chart: the payers with most cases, the subjects that stand out, the rest together. */
import type { Bar } from '../../components/stacked-bars';
import type { ChartSeries, ChartTint } from '../../components/chart-legend';
import { countText } from '../../components/numbers';
import { payerOf, subjectOf } from './labels';
import type { Denials } from './queries';

export type Cell = Denials['open']['rows'][number];

export interface PayerSum {
  readonly key: string;
  readonly name: string;
  readonly cases: number;
  readonly cents: number | null;
  /** Subject -> cases. */
  readonly subjects: ReadonlyMap<string, number>;
}

export const MOST_BARS = 10;
const TINTS: readonly ChartTint[] = ['1', '2', '3', '4'];
export const REST = 'rest';
/** A case without a payer. */
export const NO_PAYER = 'none';

export function payersOf(rows: readonly Cell[]): PayerSum[] {
  const sums = new Map<string, { name: string; cases: number; cents: number | null; subjects: Map<string, number> }>();
  for (const { payer, subject, cases, outstandingCents } of rows) {
    const key = payer.id ?? NO_PAYER;
    const sum = sums.get(key) ?? { name: payerOf(payer), cases: 0, cents: 0, subjects: new Map<string, number>() };
    sum.cases += cases;
    sum.cents = sum.cents === null || outstandingCents === null ? null : sum.cents + outstandingCents;
    sum.subjects.set(subject ?? '', (sum.subjects.get(subject ?? '') ?? 0) + cases);
    sums.set(key, sum);
  }
  return [...sums].map(([key, sum]) => ({ key, ...sum }));
}

export interface SubjectSeries {
  readonly series: readonly ChartSeries[];
  /** Subjects behind a series; the rest is several. */
  readonly subjectsIn: ReadonlyMap<string, readonly string[]>;
}

/** Four subjects have a tint of their own, over all payers; a fifth alone needs no collective name. */
export function subjectSeries(rows: readonly Cell[]): SubjectSeries {
  const sums = new Map<string, number>();
  for (const { subject, cases } of rows) sums.set(subject ?? '', (sums.get(subject ?? '') ?? 0) + cases);
  const ordered = [...sums].toSorted(([, a], [, b]) => b - a).map(([subject]) => subject);
  const own = ordered.slice(0, TINTS.length);
  const rest = ordered.slice(TINTS.length);
  const series = own.map((subject, n): ChartSeries => ({
    key: subject,
    label: subjectOf(subject),
    tint: TINTS[n] ?? '4',
  }));
  const [only] = rest;
  if (only !== undefined) {
    series.push({ key: REST, label: rest.length === 1 ? subjectOf(only) : 'Other subjects', tint: 'rest' });
  }
  const subjectsIn = new Map<string, readonly string[]>(own.map((one) => [one, [one]]));
  return { series, subjectsIn: subjectsIn.set(REST, rest) };
}

export const payerBars = (payers: readonly PayerSum[], { series, subjectsIn }: SubjectSeries): Bar[] =>
  payers.slice(0, MOST_BARS).map(({ key, name, cases, subjects }) => ({
    key,
    name,
    total: countText(cases),
    values: Object.fromEntries(
      series.map((one) => [
        one.key,
        (subjectsIn.get(one.key) ?? []).reduce((sum, subject) => sum + (subjects.get(subject) ?? 0), 0),
      ]),
    ),
  }));
