/** What became of each row or claim, and why; what was refused can be looked at alone. */
import { Modal, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { DataTable, type DataColumn } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { countText } from '../../components/numbers';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { outcomes, outcomeTones, outcomeWords } from './import-words';
import { allOf, isUnderWay, isWaiting, rowsQuery, type ImportRow, type ImportView } from './queries';
import { rowCounts, shownRow } from './summary';
import classes from './row-report.module.css';

export function RowReport({ one }: { one: ImportView }) {
  const [search, setSearch] = useSearchParams();
  const outcome = outcomes.find((known) => known === search.get('outcome')) ?? null;
  const rows = useInfiniteQuery(rowsQuery(one, outcome));
  const counts = rowCounts(one);
  const choose = (value: string) =>
    setSearch({ tab: 'rows', ...(value === 'all' ? {} : { outcome: value }) }, { replace: true });
  const [opened, setOpened] = useState<ImportRow | null>(null);
  const items = allOf(rows.data);
  const waiting = isWaiting(rows, items) && !rows.isError;
  const thing = one.kind === '835' ? 'claim' : 'row';
  return (
    <div className={classes.report}>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label="Which to show"
          value={outcome ?? 'all'}
          onChange={choose}
          data={[
            { value: 'all', label: 'All' },
            ...outcomes.map((value) => ({
              value,
              label:
                `${outcomeWords(one.kind, value)} ${counts[value] === undefined ? '' : countText(counts[value])}`.trim(),
            })),
          ]}
        />
      </div>
      <div className={classes.list}>
        {waiting ? <SkeletonRows /> : null}
        {rows.isError && items.length === 0 ? (
          <ErrorState error={rows.error} what={`The ${thing}s could not be shown.`} onRetry={rows.refetch} />
        ) : null}
        {rows.isSuccess && !waiting && items.length === 0 ? (
          <EmptyState
            title={outcome === null ? `No ${thing} yet` : `None: ${outcomeWords(one.kind, outcome).toLowerCase()}`}
          >
            {isUnderWay(one) ? 'They appear here as the file is read.' : `No ${thing} of this file came out so.`}
          </EmptyState>
        ) : null}
        {items.length > 0 ? (
          <DataTable
            label={`What became of each ${thing}`}
            columns={columnsOf(one)}
            rows={items}
            rowId={({ row }) => String(row)}
            rowLabel={({ row }) => `${thing} ${shownRow(one, row)}`}
            rowHeight={44}
            onOpen={setOpened}
            hasMore={rows.hasNextPage}
            fetchMore={() => void rows.fetchNextPage()}
            phoneCard={(row) => <RowCard one={one} row={row} />}
          />
        ) : null}
      </div>
      <Modal
        opened={opened !== null}
        onClose={() => setOpened(null)}
        title={opened === null ? '' : `What became of ${thing} ${shownRow(one, opened.row)}`}
      >
        {opened === null ? null : <WholeRow one={one} row={opened} />}
      </Modal>
    </div>
  );
}

function WholeRow({ one, row }: { one: ImportView; row: ImportRow }) {
  return (
    <>
      <StatusBadge tone={outcomeTones[row.outcome]}>{outcomeWords(one.kind, row.outcome)}</StatusBadge>
      <ul className={classes.all}>
        {row.reasons.map(({ code, message }) => (
          <li key={`${code} ${message}`}>{message ?? code.replaceAll('_', ' ')}</li>
        ))}
      </ul>
      {row.caseId === null ? null : <CaseLink row={row} />}
    </>
  );
}

function columnsOf(one: ImportView): DataColumn<ImportRow>[] {
  return [
    {
      id: 'row',
      head: one.kind === '835' ? 'Claim' : 'Row',
      width: 76,
      names: true,
      always: true,
      cell: ({ row }) => countText(shownRow(one, row)),
    },
    {
      id: 'outcome',
      head: one.dryRun ? 'Would be' : 'Came out',
      width: 130,
      cell: ({ outcome }) => <StatusBadge tone={outcomeTones[outcome]}>{outcomeWords(one.kind, outcome)}</StatusBadge>,
    },
    { id: 'why', head: 'Why', minWidth: 320, cell: (row) => <Reasons row={row} /> },
    { id: 'case', head: 'Case', width: 110, cell: (row) => <CaseLink row={row} /> },
  ];
}

const CaseLink = ({ row: { caseId } }: { row: ImportRow }) =>
  caseId === null ? <>none</> : <Link to={`/cases/${caseId}`}>Open case</Link>;

function Reasons({ row }: { row: ImportRow }) {
  const words = row.reasons.map(({ message, code }) => message ?? code.replaceAll('_', ' '));
  if (words.length === 0) return <span className={classes.none}>none</span>;
  return (
    <span className={classes.reasons} title={words.join(' ')}>
      {words.join(' ')}
    </span>
  );
}

function RowCard({ one, row }: { one: ImportView; row: ImportRow }) {
  return (
    <div className={classes.card}>
      <strong>
        {one.kind === '835' ? 'Claim' : 'Row'} {countText(shownRow(one, row.row))}
      </strong>
      <StatusBadge tone={outcomeTones[row.outcome]}>{outcomeWords(one.kind, row.outcome)}</StatusBadge>
      <p className={classes.text}>{row.reasons.map(({ message, code }) => message ?? code).join(' ')}</p>
      {row.caseId === null ? null : <CaseLink row={row} />}
    </div>
  );
}
