/** The payments of a remittance: what each paid, on claims and taken off the whole (PLB), and whether it balances. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { DataTable, type DataColumn } from '../../components/data-table';
import { DayText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { amountText, countText, many, moneyText } from '../../components/numbers';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { partState } from './import-words';
import { allOf, isUnderWay, isWaiting, partsQuery, type ImportPart, type ImportView } from './queries';
import { numberIn, textIn } from './summary';
import classes from './exceptions.module.css';

export function Payments({ one }: { one: ImportView }) {
  const found = useInfiniteQuery(partsQuery(one));
  const items = allOf(found.data);
  if (isWaiting(found, items)) return <SkeletonRows />;
  if (found.isError && items.length === 0) {
    return <ErrorState error={found.error} what="The payments could not be shown." onRetry={found.refetch} />;
  }
  if (items.length === 0) {
    return (
      <EmptyState title="No payment yet">
        {isUnderWay(one) ? 'They appear here as the file is read.' : 'No payment of this file could be read.'}
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Payments, in the order of the file"
      columns={columnsOf(one.dryRun)}
      rows={items}
      rowId={({ n }) => String(n)}
      rowLabel={(row) => payerOf(row)}
      hasMore={found.hasNextPage}
      fetchMore={() => void found.fetchNextPage()}
      phoneCard={(row) => (
        <div className={classes.card}>
          <strong>{payerOf(row)}</strong>
          <State row={row} dryRun={one.dryRun} />
          <span className={classes.message}>
            Paid {moneyText(numberIn(row.counts, 'bprCents') ?? 0)} on{' '}
            {many(numberIn(row.counts, 'claims') ?? 0, 'claim')}
          </span>
          <span className={classes.where}>Trace number {textIn(row.counts, 'traceNumber') ?? 'none'}</span>
        </div>
      )}
    />
  );
}

const payerOf = ({ counts, n }: ImportPart): string => textIn(counts, 'payer') ?? `Payment ${n}`;

function State({ row, dryRun }: { row: ImportPart; dryRun: boolean }) {
  const [words, tone] = partState(row.outcome, dryRun);
  return <StatusBadge tone={tone}>{words}</StatusBadge>;
}

const money = (id: string, head: string, key: string, from: number): DataColumn<ImportPart> => ({
  id,
  head,
  width: 116,
  align: 'end',
  from,
  cell: ({ counts }) => {
    const cents = numberIn(counts, key);
    return cents === null ? 'none' : amountText(cents);
  },
});

const columnsOf = (dryRun: boolean): DataColumn<ImportPart>[] => [
  { id: 'payer', head: 'Payer', minWidth: 180, names: true, always: true, cell: payerOf },
  { id: 'state', head: 'State', width: 150, cell: (row) => <State row={row} dryRun={dryRun} /> },
  {
    id: 'trace',
    head: 'Trace number',
    width: 160,
    from: 800,
    cell: ({ counts }) => textIn(counts, 'traceNumber') ?? 'none',
  },
  {
    id: 'on',
    head: 'Paid on',
    width: 130,
    from: 900,
    cell: ({ counts }) => <DayText day={textIn(counts, 'paymentOn')} />,
  },
  {
    id: 'claims',
    head: 'Claims',
    width: 80,
    align: 'end',
    cell: ({ counts }) => countText(numberIn(counts, 'claims') ?? 0),
  },
  {
    id: 'denied',
    head: 'Denied',
    width: 80,
    align: 'end',
    from: 1_000,
    cell: ({ counts }) => countText(numberIn(counts, 'denied') ?? 0),
  },
  {
    id: 'reversals',
    head: 'Reversals',
    width: 90,
    align: 'end',
    from: 1_100,
    cell: ({ counts }) => countText(numberIn(counts, 'reversals') ?? 0),
  },
  money('clp', 'On claims, $', 'clpCents', 900),
  money('plb', 'PLB, $', 'plbCents', 900),
  money('bpr', 'Paid, $', 'bprCents', 0),
  money('difference', 'Difference, $', 'differenceCents', 1_000),
];
