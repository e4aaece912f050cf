/** Open denial cases by who owns them, or by why they were denied (H33). */
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { ChartTable } from '../../components/chart-table';
import type { ChartSeries } from '../../components/chart-legend';
import { amountText, countText, many } from '../../components/numbers';
import { MOST_BARS } from './by-payer';
import { FiguresState } from './figures-state';
import { ownerName } from './labels';
import { breakdownQuery, type Behind, type Breakdown, type BreakdownQuery } from './queries';

const StackedBars = lazy(() => import('../../components/stacked-bars'));

interface Props {
  readonly by: 'owner' | 'carc';
  readonly narrowed: Partial<Behind>;
  open(title: string, behind: Behind): void;
}

const words = {
  owner: {
    id: 'open-denials-by-owner',
    title: 'Open cases by owner',
    column: 'Owner',
    definition: 'Open denial cases by the user or team accountable for them now.',
    many: 'more owner',
  },
  carc: {
    id: 'open-denials-by-code',
    title: 'Open cases by CARC code',
    column: 'CARC code',
    definition:
      'Open denial cases by reason code with its group. A case with several codes counts under each, and once in all.',
    many: 'more code',
  },
} as const;

const series: readonly ChartSeries[] = [{ key: 'cases', label: 'Open cases', tint: '2' }];

export function DenialParts({ by, narrowed, open }: Props) {
  const query = useQuery(breakdownQuery({ ...(narrowed as Omit<BreakdownQuery, 'by'>), open: 'true', by }));
  return (
    <FiguresState query={query} tiles={1}>
      {(figures) => <PartsTile by={by} figures={figures} narrowed={narrowed} open={open} />}
    </FiguresState>
  );
}

type Row = Breakdown['rows'][number];

function PartsTile({ by, figures, narrowed, open }: Props & { readonly figures: Breakdown }) {
  const { id, title, column, definition, many: moreWords } = words[by];
  const keyOf = (row: Row) => (by === 'owner' ? (row.owner?.id ?? 'none') : (row.carc ?? ''));
  const nameOf = (row: Row) => (by === 'owner' ? ownerName(row.owner) : (row.carc ?? ''));
  const show = (key: string, name: string) =>
    open(by === 'owner' ? `Open cases, ${name}` : `Open cases with ${name}`, {
      ...narrowed,
      of: 'denials',
      open: 'true',
      ...(by === 'owner' ? { owner: key } : { carc: [key] }),
    });
  const hidden = figures.rows.length - MOST_BARS;
  return (
    <ChartTable
      id={id}
      title={title}
      definition={definition}
      totals={[{ label: 'Open cases', value: countText(figures.cases) }]}
      series={series}
      chart={
        <StackedBars
          label={title}
          direction="across"
          bars={figures.rows.slice(0, MOST_BARS).map((row) => ({
            key: keyOf(row),
            name: nameOf(row),
            total: countText(row.cases),
            values: { cases: row.cases },
          }))}
          series={series}
          format={countText}
          describe={({ name, values }) => `${name}: ${many(values['cases'] ?? 0, 'case')}`}
          onOpen={({ key, name }) => show(key, name)}
        />
      }
      columns={[
        { key: 'name', title: column, cell: nameOf, csv: nameOf },
        { key: 'cases', title: 'Cases', numeric: true, cell: (r) => countText(r.cases), csv: (r) => r.cases },
        {
          key: 'outstanding',
          title: 'Outstanding, $',
          numeric: true,
          cell: (r) => (r.outstandingCents === null ? 'withheld' : amountText(r.outstandingCents)),
          csv: (r) => (r.outstandingCents === null ? null : r.outstandingCents / 100),
        },
      ]}
      rows={figures.rows}
      rowKey={keyOf}
      onOpen={(row) => show(keyOf(row), nameOf(row))}
      openLabel={(row) => `Show ${many(row.cases, 'case')}, ${nameOf(row)}`}
      empty="No open denial cases here."
      {...(hidden > 0 ? { note: `${many(hidden, moreWords)} in the table.` } : {})}
    />
  );
}
