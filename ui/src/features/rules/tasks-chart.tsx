/** New tasks a day by owner under the draft, beside what the live rules give; the same figures as a table. */
import { lazy, useMemo } from 'react';
import type { ChartSeries } from '../../components/chart-legend';
import { ChartTable, type ChartColumn } from '../../components/chart-table';
import { dayText, shortDay } from '../../components/dates';
import type { Summary } from './queries';

const PairedBars = lazy(() => import('./paired-bars'));

/** Owners with a tint of their own; the others are one part together. */
const TINTS = ['1', '2', '3', '4'] as const;
const LIVE = 'live';
const REST = 'rest';

export interface ChartDay {
  readonly on: string;
  readonly name: string;
  readonly closed: string | null;
  readonly live: number;
  readonly draft: number;
  readonly due: number;
  /** Series key -> new tasks with the draft. */
  readonly parts: Readonly<Record<string, number>>;
}

export function TasksChart({ summary, computed }: { readonly summary: Summary; readonly computed: string }) {
  const { days, series } = useMemo(() => arranged(summary), [summary]);
  const owners = series.filter(({ key }) => key !== LIVE);
  const columns: ChartColumn<ChartDay>[] = [
    {
      key: 'day',
      title: 'Day',
      cell: (day) => (day.closed === null ? day.name : `${day.name}, ${day.closed}`),
      csv: (day) => day.on,
    },
    { key: 'live', title: 'Live', cell: (day) => day.live, csv: (day) => day.live, numeric: true },
    { key: 'draft', title: 'Draft', cell: (day) => day.draft, csv: (day) => day.draft, numeric: true },
    ...owners.map(({ key, label }): ChartColumn<ChartDay> => ({
      ...{ key, title: label, numeric: true },
      cell: (day) => day.parts[key] ?? 0,
      csv: (day) => day.parts[key] ?? 0,
    })),
    { key: 'due', title: 'Open now, due that day', cell: (day) => day.due, csv: (day) => day.due, numeric: true },
  ];
  return (
    <ChartTable
      id="new-tasks-per-day"
      title="What if: new tasks per day, by owner"
      definition="Tasks that open by themselves when nobody acts, live beside draft, in the days of the practice. A task that is open already is not new."
      aside={computed}
      series={series}
      chart={<PairedBars days={days} series={series} />}
      chartHeight={240}
      columns={columns}
      rows={summary.tasks.live + summary.tasks.draft === 0 ? [] : days}
      rowKey={(day) => day.on}
      empty="No task would open in these days, with the draft or without."
    />
  );
}

function arranged({ days, owners }: Summary): { days: ChartDay[]; series: ChartSeries[] } {
  const today = days[0]?.on ?? '';
  const named = owners.slice(0, owners.length > TINTS.length ? TINTS.length - 1 : TINTS.length);
  const others = owners.slice(named.length);
  const keyOf = (n: number) => `owner${n}`;
  const series: ChartSeries[] = [
    { key: LIVE, label: 'Live, all owners', tint: 'hatch' },
    ...named.map((owner, n): ChartSeries => ({ key: keyOf(n), label: nameOf(owner), tint: TINTS[n] ?? '4' })),
    ...(others.length === 0 ? [] : [{ key: REST, label: `${others.length} others`, tint: 'rest' as const }]),
  ];
  const chartDays = days
    // A closed day is shown when it says something.
    .map((day, n): ChartDay => ({
      ...day,
      name: n === 0 ? 'Today' : dayText(day.on, today).replace(shortDay(day.on), day.on.slice(8).replace(/^0/, '')),
      parts: {
        ...Object.fromEntries(named.map((owner, m) => [keyOf(m), owner.draft[n] ?? 0])),
        [REST]: others.reduce((sum, owner) => sum + (owner.draft[n] ?? 0), 0),
      },
    }))
    .filter(({ closed, live, draft }) => closed !== 'weekend' || live + draft > 0);
  return { days: chartDays, series };
}

function nameOf({ type, id, name }: Summary['owners'][number]): string {
  if (type === 'none') return 'No owner';
  if (type === 'role') return `Role ${id ?? ''}`.replace('-', ' ');
  return name ?? 'Somebody';
}
