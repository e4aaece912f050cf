/** The deadline ledger: every armed clock of every case, soonest first, and what each does if nobody acts (N01, R01). */
import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useHotkeys } from '../../app/hotkeys';
import { useMay } from '../../api/session';
import { DataTable, type DataColumn } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import { OwnerAvatar } from '../../components/owner-avatar';
import { MoveClock } from '../../components/move-clock';
import { many } from '../../components/numbers';
import { Page } from '../../components/page';
import { PreviewDrawer } from '../../components/preview-drawer';
import { useCaseTrail } from '../../components/case-trail';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { ArmedText, CaseText, clockId, DueText } from './clock-words';
import { ClockPreview } from './clock-preview';
import { spans, spanWords, useLedgerFilter, type Span } from './ledger-filters';
import { ledgerQuery, type LedgerClock } from './queries';
import classes from './clocks.module.css';

const ROW_HEIGHT = 46;

interface Side {
  readonly is: 'preview' | 'move';
  readonly id: string;
}

const columns: readonly DataColumn<LedgerClock>[] = [
  { id: 'due', head: 'Fires', width: 200, always: true, cell: (clock) => <DueText clock={clock} /> },
  {
    id: 'clock',
    head: 'Clock, and what happens if nobody acts',
    minWidth: 260,
    names: true,
    always: true,
    cell: (clock) => (
      <span className={classes.two}>
        <span className={classes.name}>
          {clock.title}
          {clock.moved ? <StatusBadge tone="accent">Moved</StatusBadge> : null}
        </span>
        <small>{clock.otherwise}</small>
      </span>
    ),
  },
  { id: 'case', head: 'Case', width: 210, cell: (clock) => <CaseText clock={clock} /> },
  { id: 'armed', head: 'Armed by, and rule', width: 250, from: 940, cell: (clock) => <ArmedText clock={clock} /> },
  { id: 'owner', head: 'Owner', width: 70, from: 780, cell: (clock) => <OwnerAvatar owner={clock.case.owner} /> },
];

export function LedgerPage() {
  const { span, setSpan, filter, filters } = useLedgerFilter();
  const list = useInfiniteQuery(ledgerQuery(filter));
  const go = useNavigate();
  const mayMove = useMay('clock.move');
  const [active, setActive] = useState<string | null>(null);
  const [side, setSide] = useState<Side | null>(null);
  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  useCaseTrail(
    'with these clocks',
    rows.map(({ caseId }) => caseId),
  );
  const shown = side === null ? undefined : rows.find((clock) => clockId(clock) === side.id);
  const step = (by: number) => {
    const next = rows[rows.findIndex((clock) => clockId(clock) === side?.id) + by];
    return next === undefined
      ? undefined
      : () => (setSide({ is: 'preview', id: clockId(next) }), setActive(clockId(next)));
  };
  const move = () => {
    if (mayMove && active !== null) setSide({ is: 'move', id: active });
  };
  useHotkeys([{ keys: 'd', label: 'Move the date', group: 'Clocks', run: move }]);
  const clear = () => {
    setSpan('all');
    for (const one of filters) one.clear();
  };
  const filtered = span !== 'all' || filters.some(({ value }) => value !== null);
  return (
    <Page
      title="Clocks"
      subtitle={subtitleOf(rows.length, list.hasNextPage, span)}
      bar={
        <>
          <FilterBar
            filters={filters}
            before={
              <SegmentedControl
                aria-label="Which clocks"
                size="xs"
                value={span}
                onChange={(value) => setSpan(spans.find((known) => known === value) ?? 'all')}
                data={spans.map((value) => ({ value, label: spanWords[value] }))}
              />
            }
          />
        </>
      }
      side={
        side === null || shown === undefined ? undefined : (
          <PreviewDrawer
            title={side.is === 'move' ? `Move ${shown.title}` : shown.title}
            onOpen={() => void go(`/cases/${shown.caseId}`)}
            onClose={() => setSide(null)}
            {...(side.is === 'move' ? {} : { onPrevious: step(-1), onNext: step(1) })}
          >
            {side.is === 'move' ? (
              <div className={classes.padded}>
                <MoveClock key={side.id} clock={shown} zone={shown.zone} onClose={() => setSide(null)} />
              </div>
            ) : (
              <ClockPreview clock={shown} onMove={mayMove ? () => setSide({ is: 'move', id: side.id }) : null} />
            )}
          </PreviewDrawer>
        )
      }
    >
      {list.isPending ? (
        <SkeletonRows rows={12} height={ROW_HEIGHT} />
      ) : list.isError && rows.length === 0 ? (
        <ErrorState error={list.error} what="The clocks could not be shown." onRetry={list.refetch} />
      ) : rows.length === 0 ? (
        filtered ? (
          <EmptyState
            title={span === 'overdue' ? 'No clock is late' : 'No clock fits these filters'}
            action={
              <Button variant="default" onClick={clear}>
                Show all clocks
              </Button>
            }
          >
            {span === 'overdue' ? 'Every clock has fired at its instant.' : 'Others may run without them.'}
          </EmptyState>
        ) : (
          <EmptyState title="No clock runs">
            Cases arm a clock for everything they wait for. None of yours waits now.
          </EmptyState>
        )
      ) : (
        <DataTable
          label="Clocks, soonest first"
          columns={columns}
          rows={rows}
          rowId={clockId}
          rowLabel={(clock) => clock.title}
          rowHeight={ROW_HEIGHT}
          total={list.hasNextPage ? undefined : rows.length}
          active={active}
          onActive={setActive}
          onOpen={(clock) => void go(`/cases/${clock.caseId}`)}
          onPreview={(clock) => setSide({ is: 'preview', id: clockId(clock) })}
          hasMore={list.hasNextPage}
          fetchMore={() => void list.fetchNextPage({ cancelRefetch: false })}
          phoneCard={(clock) => <Card clock={clock} onOpen={() => setSide({ is: 'preview', id: clockId(clock) })} />}
        />
      )}
    </Page>
  );
}

function subtitleOf(loaded: number, more: boolean, span: Span): string {
  if (loaded === 0) return '';
  const words: Partial<Record<Span, string>> = {
    overdue: ' late',
    day: ' in 24 hours',
    week: ' within 7 days',
    month: ' within 30 days',
  };
  return `${more ? 'More than ' : ''}${many(loaded, 'clock')}${words[span] ?? ' running'}, soonest first`;
}

function Card({ clock, onOpen }: { readonly clock: LedgerClock; onOpen(this: void): void }) {
  return (
    <article className={classes.card}>
      <div className={classes.cardTop}>
        <CaseText clock={clock} />
        <DueText clock={clock} />
      </div>
      <div className={classes.name}>{clock.title}</div>
      <small className={classes.quiet}>{clock.otherwise}</small>
      <Button variant="default" onClick={onOpen}>
        Day count and rule
      </Button>
    </article>
  );
}
