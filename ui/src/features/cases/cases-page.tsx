/** Every case one may see, of both kinds: tabs, search, filters, one table, changes to many of one kind. */
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useMe } from '../../api/session';
import { CaseListBar, tagsOf } from '../../components/case-list/case-list-bar';
import { useCaseFilters } from '../../components/case-list/case-filters';
import { isNarrowed } from '../../components/case-list/case-filter';
import { caseName } from '../../components/case-list/cells';
import { useListState, type ListState } from '../../components/case-list/list-state';
import { ListTabs } from '../../components/case-list/list-tabs';
import { useCaseRows } from '../../components/case-list/use-case-rows';
import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { many } from '../../components/numbers';
import { Page } from '../../components/page';
import { NOTHING, type Selection } from '../../components/selection';
import { useCaseTrail } from '../../components/case-trail';
import { SkeletonRows } from '../../components/skeleton-rows';
import { CaseCard } from './case-card';
import { columnsFor, usuallyHidden } from './columns';
import { caseRows, countsQuery, type CaseRow } from './queries';
import { tabOf, tabs, type TabName } from './tabs';

const sorts = [
  ['attention', 'Most urgent'],
  ['nextDueAt', 'Next clock, soonest'],
  ['followUpOn', 'Follow up, soonest'],
  ['-priority', 'Priority, highest'],
  ['-outstandingCents', 'Outstanding, most'],
  ['-openedAt', 'Opened, newest'],
  ['openedAt', 'Opened, oldest'],
  ['-changedAt', 'Changed, newest'],
] as const;

const idOf = (row: CaseRow): string => row.id;

export function CasesPage() {
  const navigate = useNavigate();
  const me = useMe();
  const [search] = useSearchParams();
  const tab = tabOf(search.get('tab'));
  const goTo = useCallback(
    (to: string, next: URLSearchParams) => {
      next.set('tab', to);
      void navigate({ pathname: '/cases', search: next.toString() });
    },
    [navigate],
  );
  const usualSort = tab === 'closed' ? '-changedAt' : 'attention';
  const state = useListState({ page: 'cases', tab, usualSort, usuallyHidden, goTo });
  // What is closed asks for nobody: the order by urgency has none of it.
  const sort = tab === 'closed' && state.sort === 'attention' ? usualSort : state.sort;
  const source = useMemo(() => caseRows(tab, state.filter, sort), [tab, state.filter, sort]);
  const { query, rows, gone, reload, fetchMore } = useCaseRows<CaseRow>(source);
  useCaseTrail('in Cases', rows.map(idOf));
  const [selection, setSelection] = useState<Selection>(NOTHING);
  useEffect(() => setSelection(NOTHING), [source]);
  const columns = useMemo(() => columnsFor(me), [me]);
  const counts = useTabCounts();
  const filters = useCaseFilters({
    ...state,
    tags: tagsOf(rows),
    codes: [],
    withoutOwner: tab === 'mine',
    pinned: ['owner'],
  });
  return (
    <Page
      title="Cases"
      subtitle={counts.open === undefined ? undefined : many(counts.open, 'open', 'open')}
      tabs={
        <ListTabs
          label="Lists of cases"
          current={tab}
          tabs={Object.entries(tabs).map(([id, { name }]) => ({
            id,
            name,
            to: '/cases',
            tab: id,
            count: counts[id as TabName],
          }))}
        />
      }
      bar={
        <CaseListBar
          {...{ state: { ...state, sort }, columns, rows, selection, filters, reload }}
          page="cases"
          kind={tabs[tab].kind}
          base={tabs[tab].filter}
          unfiltered={undefined}
          before={<SearchField key={state.round} state={state} />}
          sorts={sorts.filter(
            ([name]) =>
              (tab !== 'closed' || name !== 'attention') &&
              (me.fieldGroups.includes('money') || !name.includes('outstanding')),
          )}
          onSelect={setSelection}
        />
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={20} />
      ) : query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} what="The cases could not be shown." onRetry={query.refetch} />
      ) : rows.length === 0 ? (
        <EmptyState title={isNarrowed(state.filter) ? 'No case matches' : 'No case here'}>
          {isNarrowed(state.filter)
            ? 'No case of this list meets all of the filters above.'
            : 'Cases come from imports and feeds, and from people who open them.'}
        </EmptyState>
      ) : (
        <DataTable
          label={`Cases, ${tabs[tab].name}`}
          columns={columns}
          hidden={state.hidden}
          rows={rows}
          rowId={idOf}
          rowLabel={caseName}
          sort={sort}
          onSort={state.setSort}
          selection={selection}
          onSelect={setSelection}
          onOpen={(row) => void navigate(`/cases/${row.id}`)}
          hasMore={query.hasNextPage}
          fetchMore={fetchMore}
          isGone={({ id }) => gone.has(id)}
          phoneCard={CaseCard}
        />
      )}
    </Page>
  );
}

function useTabCounts(): Partial<Record<TabName, number>> {
  const every = useQuery(countsQuery()).data?.items;
  const wc = useQuery(countsQuery('wc')).data?.items;
  const denial = useQuery(countsQuery('denial')).data?.items;
  const of = (items: typeof every, view: string) => items?.find((count) => count.view === view)?.cases;
  const [all, open] = [of(every, 'all'), of(every, 'open')];
  const counts = {
    open,
    mine: of(every, 'my-open'),
    wc: of(wc, 'open'),
    denial: of(denial, 'open'),
    closed: all === undefined || open === undefined ? undefined : all - open,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== undefined));
}

const TYPING_MS = 300;

/** Searches while one types; what is typed never stands in an address. */
function SearchField({ state }: { readonly state: ListState }) {
  const [text, setText] = useState(state.filter.q ?? '');
  const search = useDebouncedCallback((q: string) => {
    const words = q.trim();
    // One letter is no word to look for.
    state.setFilter({ q: words.length >= 2 ? words : '' });
  }, TYPING_MS);
  return (
    <TextInput
      aria-label="Search in this list"
      placeholder="Name, number, words"
      w={190}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}
