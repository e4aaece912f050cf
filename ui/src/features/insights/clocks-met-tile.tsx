/** The share of clocks met, by person, team or clock, with the cases behind each part of a bar (R29). */
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, useState } from 'react';
import { ChartTable } from '../../components/chart-table';
import type { ChartSeries } from '../../components/chart-legend';
import { countText, many } from '../../components/numbers';
import { MOST_BARS } from './by-payer';
import { FiguresState } from './figures-state';
import { kindOf, ownerName, percentText } from './labels';
import { clocksQuery, type Behind, type ClocksMet } from './queries';

const StackedBars = lazy(() => import('../../components/stacked-bars'));

interface Props {
  readonly days: { readonly from?: string; readonly to?: string };
  readonly place: Partial<Behind>;
  open(title: string, behind: Behind): void;
}

const groups = { people: 'Person', teams: 'Team', clocks: 'Clock' } as const;
type Group = keyof typeof groups;

interface Row {
  readonly key: string;
  readonly name: string;
  readonly met: number;
  readonly missed: number;
  readonly share: number | null;
  readonly behind: Behind;
}

const series: readonly ChartSeries[] = [
  { key: 'met', label: 'Met', tint: '2' },
  { key: 'missed', label: 'Missed', tint: 'rest' },
];

export function ClocksMetTile({ days, place, open }: Props) {
  const query = useQuery(clocksQuery({ ...days, ...(place.practiceId ? { practiceId: place.practiceId } : {}) }));
  return (
    <FiguresState query={query} tiles={1}>
      {(figures) => <Shares figures={figures} place={place} open={open} />}
    </FiguresState>
  );
}

function rowsOf(figures: ClocksMet, group: Group): Row[] {
  if (group === 'clocks') {
    return figures.clocks.map(({ kind, clock, title, met, missed, share }) => ({
      ...{ key: `${kind}.${clock}`, name: title, met, missed, share },
      behind: { kind, name: clock },
    }));
  }
  return figures[group].map(({ owner, met, missed, share }) => ({
    ...{ key: owner?.id ?? 'none', name: ownerName(owner), met, missed, share },
    behind: { owner: owner?.id ?? 'none', by: group === 'teams' ? ('team' as const) : ('person' as const) },
  }));
}

function Shares({ figures, place, open }: Omit<Props, 'days'> & { readonly figures: ClocksMet }) {
  const [group, setGroup] = useState<Group>('people');
  const rows = rowsOf(figures, group);
  const { met, missed, share, from, to } = figures;
  const show = (row: Row, outcomeOf?: 'met' | 'missed') =>
    open(`Clocks ${outcomeOf ?? 'met and missed'}, ${row.name}`, {
      ...place,
      ...row.behind,
      ...(outcomeOf ? { outcomeOf } : {}),
      of: 'clocks',
      clockFrom: from,
      clockTo: to,
    });
  const hidden = rows.length - MOST_BARS;
  return (
    <ChartTable
      id="clocks-met"
      title="Clocks met"
      definition={figures.sentence}
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Clocks met by"
          value={group}
          data={Object.entries(groups).map(([value, label]) => ({ value, label }))}
          onChange={(value) => setGroup(value as Group)}
        />
      }
      totals={[
        {
          label: 'Met',
          value: share === null ? 'none' : percentText(share),
          note: `${countText(met)} of ${many(met + missed, 'clock')}`,
        },
      ]}
      series={series}
      chart={
        <StackedBars
          label={`Clocks met by ${groups[group].toLowerCase()}`}
          direction="across"
          bars={rows.slice(0, MOST_BARS).map((row) => ({
            key: row.key,
            name: row.name,
            total: row.share === null ? '' : percentText(row.share),
            values: { met: row.met, missed: row.missed },
          }))}
          series={series}
          format={countText}
          describe={(bar, { key, label }) =>
            `${bar.name}: ${many(bar.values[key] ?? 0, 'clock')} ${label.toLowerCase()}`
          }
          onOpen={({ key }, { key: outcome }) => {
            const row = rows.find((one) => one.key === key);
            if (row) show(row, outcome === 'met' ? 'met' : 'missed');
          }}
        />
      }
      columns={[
        { key: 'name', title: groups[group], cell: (r) => r.name, csv: (r) => r.name },
        ...(group === 'clocks'
          ? [
              {
                key: 'kind',
                title: 'Kind',
                cell: (r: Row) => kindOf(r.behind.kind ?? ''),
                csv: (r: Row) => kindOf(r.behind.kind ?? ''),
              },
            ]
          : []),
        { key: 'met', title: 'Met', numeric: true, cell: (r) => countText(r.met), csv: (r) => r.met },
        { key: 'missed', title: 'Missed', numeric: true, cell: (r) => countText(r.missed), csv: (r) => r.missed },
        {
          key: 'share',
          title: 'Share met',
          numeric: true,
          cell: (r) => (r.share === null ? 'none' : percentText(r.share)),
          csv: (r) => r.share,
        },
      ]}
      rows={rows}
      rowKey={(r) => r.key}
      onOpen={(r) => show(r)}
      openLabel={(r) => `Show the cases behind the clocks of ${r.name}`}
      empty="No clock that somebody had to meet ended in this period."
      {...(hidden > 0 ? { note: `${countText(hidden)} more in the table.` } : {})}
    />
  );
}
