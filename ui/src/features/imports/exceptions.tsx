/** What of a remittance did not parse or does not balance: where in the file, by how much, and what to do about it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { codeWords } from '../../components/code-words';
import { DataTable, type DataColumn } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { amountText, countText, moneyText } from '../../components/numbers';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { allOf, exceptionsQuery, isUnderWay, isWaiting, type ImportException, type ImportView } from './queries';
import classes from './exceptions.module.css';

export function Exceptions({ one }: { one: ImportView }) {
  const found = useInfiniteQuery(exceptionsQuery(one));
  const items = allOf(found.data);
  if (isWaiting(found, items)) return <SkeletonRows height={60} />;
  if (found.isError && items.length === 0) {
    return <ErrorState error={found.error} what="The exceptions could not be shown." onRetry={found.refetch} />;
  }
  if (items.length === 0) {
    return (
      <EmptyState title="No exceptions">
        {isUnderWay(one)
          ? 'None so far. They appear here as the file is read.'
          : 'Every payment of this file parsed and balances: what was paid equals its claims less what was taken off.'}
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Exceptions, in the order of the file"
      columns={columns}
      rows={items}
      rowId={({ id }) => id}
      rowLabel={({ code }) => wordsOfCode(code)}
      rowHeight={60}
      hasMore={found.hasNextPage}
      fetchMore={() => void found.fetchNextPage()}
      phoneCard={(row) => (
        <div className={classes.card}>
          <strong>{wordsOfCode(row.code)}</strong>
          <Decision row={row} />
          <p className={classes.message}>{row.message ?? 'Withheld'}</p>
          <span className={classes.where}>
            {whereOf(row)}
            {row.amountCents === null ? '' : `, ${moneyText(row.amountCents)}`}
          </span>
        </div>
      )}
    />
  );
}

const columns: DataColumn<ImportException>[] = [
  { id: 'code', head: 'What', width: 210, names: true, always: true, cell: ({ code }) => wordsOfCode(code) },
  { id: 'state', head: 'To do', width: 150, cell: (row) => <Decision row={row} /> },
  {
    id: 'message',
    head: 'Why',
    minWidth: 320,
    cell: ({ message }) => (
      <span className={classes.clamp} title={message ?? ''}>
        {message ?? 'Withheld'}
      </span>
    ),
  },
  {
    id: 'amount',
    head: 'Difference, $',
    width: 120,
    align: 'end',
    from: 900,
    cell: ({ amountCents }) => (amountCents === null ? 'none' : amountText(amountCents)),
  },
  {
    id: 'where',
    head: 'Where',
    width: 220,
    from: 1_000,
    cell: (row) => <span className={classes.clamp}>{whereOf(row)}</span>,
  },
];

function Decision({ row: { state, severity } }: { row: ImportException }) {
  if (state === 'open') return <StatusBadge tone="red">{severity === 'refused' ? 'Not posted' : 'Decide'}</StatusBadge>;
  return <StatusBadge>Noted</StatusBadge>;
}

/** "Segment 12 (CLP), control number 0001" */
function whereOf({ segmentNumber, segmentId, controlNumber, scope }: ImportException): string {
  const parts = [
    segmentNumber === null
      ? (scope ?? '')
      : `Segment ${countText(segmentNumber)}${segmentId === null ? '' : ` (${segmentId})`}`,
    controlNumber === null || controlNumber === '' ? '' : `control number ${controlNumber}`,
  ];
  return parts.filter((part) => part !== '').join(', ') || 'The file as a whole';
}

const codes: Readonly<Record<string, string>> = {
  transaction_not_balanced: 'Payment does not balance',
  claim_not_balanced: 'Claim does not balance',
  line_not_balanced: 'Line does not balance',
  payment_contradicts: 'Contradicts an earlier payment',
};

const wordsOfCode = (code: string): string => codes[code] ?? codeWords(code);
