/** The denial views: tabs with counts, filters, one long table, a preview beside it, and changes to all that match. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMay, useMe } from '../../api/session';
import { caseName } from '../../components/case-list/cells';
import { useListState } from '../../components/case-list/list-state';
import { ListTabs } from '../../components/case-list/list-tabs';
import { useCaseRows } from '../../components/case-list/use-case-rows';
import { DataTable } from '../../components/data-table';
import { ErrorState } from '../../components/error-state';
import { many, moneyText } from '../../components/numbers';
import { Page } from '../../components/page';
import { NOTHING, type Selection } from '../../components/selection';
import { useCaseTrail } from '../../components/case-trail';
import { SkeletonRows } from '../../components/skeleton-rows';
import { DenialCard } from './denial-card';
import { DenialPreview } from './denial-preview';
import { DenialsBar } from './denials-bar';
import { columnsFor, usuallyHidden } from './columns';
import { NothingHere } from './nothing-here';
import { countsQuery, denialRows, type DenialRow } from './queries';
import { isView, views, type ViewName } from './views';

export function DenialsPage() {
  const { view } = useParams();
  return isView(view) ? <Denials key="denials" view={view} /> : <Navigate to="/denials/open" replace />;
}

const idOf = (row: DenialRow): string => row.id;

function Denials({ view }: { readonly view: ViewName }) {
  const navigate = useNavigate();
  const me = useMe();
  const mayOpen = useMay('case.open');
  const counts = useQuery(countsQuery).data?.items;
  const goTo = useCallback(
    (tab: string, search: URLSearchParams) => void navigate({ pathname: `/denials/${tab}`, search: search.toString() }),
    [navigate],
  );
  const state = useListState({ page: 'denials', tab: view, usualSort: 'followUpOn', usuallyHidden, goTo });
  const source = useMemo(() => denialRows(view, state.filter, state.sort), [view, state.filter, state.sort]);
  const { query, rows, gone, reload, fetchMore } = useCaseRows<DenialRow>(source);
  useCaseTrail('in Denials', rows.map(idOf));
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [active, setActive] = useState<string | null>(null);
  const [preview, setPreview] = useState(false);
  useEffect(() => setSelection(NOTHING), [source]);

  const oneStage = 'stage' in views[view].filter;
  const columns = useMemo(() => columnsFor(me, oneStage), [me, oneStage]);
  const open = useCallback((row: DenialRow) => void navigate(`/cases/${row.id}`), [navigate]);
  const show = useCallback(() => setPreview(true), []);
  const place = rows.findIndex(({ id }) => id === active);
  const shown = preview ? rows[place] : undefined;
  const step = (by: number) => {
    const row = rows[place + by];
    return row === undefined ? undefined : () => setActive(row.id);
  };
  const openCount = counts?.find((c) => c.view === 'open');
  return (
    <Page
      title="Denials"
      subtitle={openCount && <Outstanding {...openCount} />}
      actions={
        mayOpen && (
          <Button
            component={Link}
            to="/cases/new?kind=denial"
            variant="default"
            visibleFrom="sm"
            leftSection={<IconPlus size={16} />}
          >
            New case
          </Button>
        )
      }
      tabs={
        <ListTabs
          label="Denial views"
          tabs={Object.entries(views).map(([id, { name }]) => ({
            id,
            name,
            to: `/denials/${id}`,
            count: counts?.find((c) => c.view === id)?.cases,
          }))}
          current={view}
        />
      }
      bar={
        <DenialsBar
          {...{ view, state, columns, rows, selection, reload }}
          unfiltered={counts?.find((c) => c.view === view)}
          onSelect={setSelection}
        />
      }
      side={
        shown && (
          <DenialPreview
            row={shown}
            onOpen={() => open(shown)}
            onPrevious={step(-1)}
            onNext={step(1)}
            onClose={() => setPreview(false)}
          />
        )
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={20} />
      ) : query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} what="The denials could not be shown." onRetry={query.refetch} />
      ) : rows.length === 0 ? (
        <NothingHere view={view} filter={state.filter} onClear={() => state.pick(null)} />
      ) : (
        <DataTable
          label={`Denial cases, ${views[view].name}`}
          columns={columns}
          hidden={state.hidden}
          rows={rows}
          rowId={idOf}
          rowLabel={caseName}
          sort={state.sort}
          onSort={state.setSort}
          selection={selection}
          onSelect={setSelection}
          active={active}
          onActive={setActive}
          onOpen={open}
          onPreview={show}
          hasMore={query.hasNextPage}
          fetchMore={fetchMore}
          isGone={({ id }) => gone.has(id)}
          phoneCard={DenialCard}
        />
      )}
    </Page>
  );
}

function Outstanding({ cases, outstandingCents }: { cases: number; outstandingCents: number | null }) {
  return (
    <>
      {many(cases, 'open', 'open')}
      {outstandingCents !== null && `, ${moneyText(outstandingCents)} outstanding`}
    </>
  );
}
