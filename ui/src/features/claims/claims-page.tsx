/** Claims: searched by number, chosen together, put on a new denial case or on one that is open (H02-H05). */
import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFolderPlus, IconFolderShare, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { payersQuery } from '../../api/payers';
import { useMay, useMe } from '../../api/session';
import { BulkAction, BulkBar } from '../../components/bulk-bar';
import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import { NoAccess } from '../../components/no-access';
import { Page } from '../../components/page';
import { choose, NOTHING, type Selection } from '../../components/selection';
import { SkeletonRows } from '../../components/skeleton-rows';
import { AddToCase } from './add-to-case';
import { ClaimCard } from './claim-card';
import { ClaimPreview } from './claim-preview';
import { columnsFor } from './columns';
import { CreateCase } from './create-case';
import { claimsQuery, type ClaimRow } from './queries';
import { whyNotTogether } from './together';

const idOf = (row: ClaimRow): string => row.id;
const labelOf = (row: ClaimRow): string => row.number ?? 'Claim';
const TYPING_MS = 300;

type Side = 'create' | 'add' | 'preview' | null;

export function ClaimsPage() {
  const may = useMay('claim.read');
  if (may) return <Claims />;
  return (
    <NoAccess title="Claims" who="people who bill and coordinate">
      Coordinators, billers, coders, intake, front desk, case managers and managers see claims.
    </NoAccess>
  );
}

function Claims() {
  const me = useMe();
  const mayOpen = useMay('case.open');
  const maySend = useMay('case.send-event');
  const [number, setNumber] = useState('');
  const [asked] = useDebouncedValue(number.trim(), TYPING_MS);
  const [payerId, setPayerId] = useState<string | null>(null);
  const [hasCase, setHasCase] = useState<'true' | 'false' | null>('false');
  const [status, setStatus] = useState<string | null>(null);
  const payers = useQuery(payersQuery).data?.items ?? [];
  const query = useInfiniteQuery(claimsQuery({ number: asked, payerId, hasCase, status }));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [known, setKnown] = useState<ReadonlyMap<string, ClaimRow>>(new Map());
  const [active, setActive] = useState<string | null>(null);
  const [side, setSide] = useState<Side>(null);
  const columns = useMemo(() => columnsFor(me), [me]);
  const chosen = selection.all ? [] : [...selection.ids].flatMap((id) => known.get(id) ?? []);
  const shown = rows.find(({ id }) => id === active);

  // What is chosen stays chosen while one searches on: claims of one case are seldom beside each other.
  const select = useCallback(
    (next: Selection) => {
      const ids = next.all
        ? choose(
            NOTHING,
            rows.map(idOf).filter((id) => !next.except.has(id)),
            true,
          )
        : next;
      setKnown((before) => new Map([...before, ...rows.map((row) => [row.id, row] as const)]));
      setSelection(ids);
    },
    [rows],
  );
  const done = () => {
    setSelection(NOTHING);
    setSide(null);
    void query.refetch();
  };
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const fetchMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const refusal = whyNotTogether(chosen);

  return (
    <Page
      title="Claims"
      subtitle="Choose claims of one patient and payer, then put them on a case"
      bar={
        <>
          <FilterBar
            before={
              <>
                <TextInput
                  aria-label="Claim number"
                  placeholder="Claim number"
                  w={190}
                  leftSection={<IconSearch size={14} aria-hidden />}
                  value={number}
                  onChange={(event) => setNumber(event.currentTarget.value)}
                />
                <Select
                  aria-label="Payer"
                  placeholder="Any payer"
                  w={190}
                  clearable
                  searchable
                  data={payers.map(({ id, name }) => ({ value: id, label: name }))}
                  value={payerId}
                  onChange={setPayerId}
                />
                <Select
                  aria-label="Case"
                  w={170}
                  allowDeselect={false}
                  data={[
                    { value: 'any', label: 'With or without case' },
                    { value: 'false', label: 'On no open case' },
                    { value: 'true', label: 'On an open case' },
                  ]}
                  value={hasCase ?? 'any'}
                  onChange={(value) => setHasCase(value === 'any' ? null : (value as 'true' | 'false'))}
                />
                <Select
                  aria-label="Status"
                  placeholder="Any status"
                  w={140}
                  clearable
                  data={['denied', 'under-paid', 'paid', 'reversal', 'correction', 'forwarded']}
                  value={status}
                  onChange={setStatus}
                />
              </>
            }
            filters={[]}
          />
          {chosen.length > 0 && (
            <BulkBar
              all={false}
              count={chosen.length}
              sumCents={sumOf(chosen)}
              loaded={rows.length}
              onClear={() => setSelection(NOTHING)}
              {...(refusal === null ? {} : { problem: refusal })}
            >
              {mayOpen && (
                <BulkAction
                  first
                  label="Create case"
                  icon={<IconFolderPlus size={14} />}
                  disabled={refusal !== null}
                  onClick={() => setSide('create')}
                />
              )}
              {maySend && (
                <BulkAction
                  label="Add to a case"
                  icon={<IconFolderShare size={14} />}
                  disabled={refusal !== null}
                  onClick={() => setSide('add')}
                />
              )}
            </BulkBar>
          )}
        </>
      }
      side={
        side === 'create' && chosen.length > 0 ? (
          <CreateCase
            claims={chosen}
            onDone={done}
            onClose={() => setSide(null)}
            onClaims={(ids) => select(choose(NOTHING, ids, true))}
          />
        ) : side === 'add' && chosen.length > 0 ? (
          <AddToCase claims={chosen} onDone={done} onClose={() => setSide(null)} />
        ) : side === 'preview' && shown ? (
          <ClaimPreview
            row={shown}
            onAdd={
              maySend && shown.activeCaseId === null
                ? () => {
                    select(choose(NOTHING, [shown.id], true));
                    setSide('add');
                  }
                : undefined
            }
            onClose={() => setSide(null)}
          />
        ) : null
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={20} />
      ) : query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} what="The claims could not be shown." onRetry={query.refetch} />
      ) : rows.length === 0 ? (
        <EmptyState title="No claim matches">
          {asked === ''
            ? 'Claims come with remittances and from people who enter them.'
            : 'Search by the number as billing shows it, or its beginning.'}
        </EmptyState>
      ) : (
        <DataTable
          label="Claims"
          columns={columns}
          rows={rows}
          rowId={idOf}
          rowLabel={labelOf}
          selection={selection}
          onSelect={select}
          active={active}
          onActive={setActive}
          onPreview={() => setSide('preview')}
          hasMore={query.hasNextPage}
          fetchMore={fetchMore}
          phoneCard={ClaimCard}
        />
      )}
    </Page>
  );
}

const sumOf = (claims: readonly ClaimRow[]): number | undefined =>
  claims.some(({ outstandingCents }) => outstandingCents === null)
    ? undefined
    : claims.reduce((sum, { outstandingCents }) => sum + (outstandingCents ?? 0), 0);
