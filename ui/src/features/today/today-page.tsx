/** Today: which open cases need attention now, most urgent first, and the next thing to do about each (A18, E1). */
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Batch } from '../../api/batches';
import { stateOf } from '../../api/saved-views';
import { BatchLine } from '../../components/case-list/batch-line';
import { useMay } from '../../api/session';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import type { ActKey } from '../../components/do-next';
import { Page } from '../../components/page';
import { choose, chooseRange, EVERYTHING, isEmpty, NOTHING, toggle, type Selection } from '../../components/selection';
import { SavedViews } from '../../components/saved-views';
import { useCaseTrail } from '../../components/case-trail';
import { SkeletonRows } from '../../components/skeleton-rows';
import { useBoardFilters } from './board-filters';
import { BoardCards } from './board-cards';
import { useBoardKeys } from './board-keys';
import type { RowHands } from './board-row';
import { BoardTable } from './board-table';
import { BoardBulk } from './board-bulk';
import { CountTabs, onTab, type PhoneTab } from './phone-tabs';
import { RowPreview } from './row-preview';
import { rowName } from './row-facts';
import { alwaysShown } from './section-words';
import classes from './today-page.module.css';
import { AllQuiet, Counts, NewCase, Nothing, Now, Waiting } from './today-parts';
import { useBoard } from './use-board';
import { useHold } from './use-hold';
import { useUndo } from './use-undo';
import { isNarrowed, keptOf, pickedOf, useView } from './view';
import { ViewSwitch } from './view-switch';

interface Acting {
  readonly id: string;
  readonly key: ActKey;
}

export function TodayPage() {
  const phone = useMediaQuery('(max-width: 639px)', false, { getInitialValueInEffect: false });
  const view = useView();
  const hold = useHold();
  const [acting, setActing] = useState<Acting | null>(null);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [chosenRow, setActive] = useState<string | null>(null);
  const [previewed, setPreviewed] = useState<string | null>(null);
  const [batch, setBatch] = useState<Batch | null>(null);
  const [tab, setTab] = useState<PhoneTab>('authorization');
  const anchor = useRef<string | null>(null);
  const mayBatch = useMay('batch.run');
  const mayOpen = useMay('case.open');
  const held = hold.held || acting !== null || previewed !== null || !isEmpty(selection);
  const { board, sections: all, waiting, left, show, settle, grow } = useBoard(view.filter, held);
  const { say, undo } = useUndo(settle);
  const filters = useBoardFilters(view);

  const sections = all.filter(
    ({ section, matching, rows }) =>
      rows.length > 0 || (matching === 0 && alwaysShown.includes(section) && !isNarrowed(view)),
  );
  const rows = sections.flatMap((section) => section.rows.map(({ row }) => row));
  useCaseTrail(
    'on Today',
    rows.map(({ id }) => id),
  );
  const active = rows.some(({ id }) => id === chosenRow) ? chosenRow : (rows[0]?.id ?? null);
  const known = useRef(rows);
  known.current = rows;
  const order = () => known.current.map(({ id }) => id);

  const hands: RowHands = useMemo(
    () => ({
      activate: setActive,
      preview: (id) => {
        setActive(id);
        setPreviewed((before) => (before === id ? null : id));
      },
      toggle: (id) => {
        anchor.current = id;
        setSelection((before) => toggle(before, id));
      },
      open: (id, key) => {
        setActive(id);
        setActing(key === null ? null : { id, key });
      },
      done: (id, done) => {
        const list = known.current;
        const at = list.findIndex((row) => row.id === id);
        const row = list[at];
        say(id, row ? rowName(row) : '', done);
        settle(id);
        // The row may go: the next one takes its place under the hands.
        const following = list[at + 1] ?? list[at - 1];
        if (following) focusRow(following.id);
      },
    }),
    [say, settle],
  );
  const move = useCallback((id: string) => {
    setActive(id);
    setPreviewed((before) => (before === null ? null : id));
    focusRow(id);
  }, []);

  useBoardKeys({
    rows,
    active,
    busy: acting !== null,
    go: move,
    preview: hands.preview,
    toggle: (id) => mayBatch && hands.toggle(id),
    range: (id) => {
      if (!mayBatch) return;
      setSelection((before) => chooseRange(before, order(), anchor.current ?? id, id));
      anchor.current = id;
    },
    all: () => mayBatch && setSelection(EVERYTHING),
    open: hands.open,
    undo,
  });

  const summary = board.data?.summary;
  const preview = rows.find(({ id }) => id === previewed);
  const place = rows.findIndex(({ id }) => id === previewed);
  const stepTo = (index: number) => {
    const row = rows[index];
    return row === undefined ? undefined : () => move(row.id);
  };
  const matching = sections.reduce((sum, section) => sum + section.matching, 0);
  const bar = (
    <>
      {!isEmpty(selection) ? (
        <BoardBulk
          selection={selection}
          filter={view.filter}
          sections={sections.map(({ section }) => section)}
          rows={rows}
          total={matching}
          onAll={() => setSelection(EVERYTHING)}
          onOnlyLoaded={() => setSelection(choose(NOTHING, order(), true))}
          onClear={() => setSelection(NOTHING)}
          onStarted={(started) => {
            setSelection(NOTHING);
            setBatch(started);
          }}
        />
      ) : (
        <FilterBar
          filters={filters}
          after={
            <SavedViews
              page="today"
              current={keptOf(view)}
              viewId={view.saved}
              onPick={(picked) => view.change(picked === null ? { saved: null } : pickedOf(picked.id, stateOf(picked)))}
            />
          }
          before={
            summary ? (
              <ViewSwitch
                view={view.view}
                counts={summary.views}
                onView={(next) => view.change({ view: next, owner: null })}
              />
            ) : null
          }
        />
      )}
      {batch === null ? null : (
        <BatchLine
          key={batch.id}
          batch={batch}
          onClose={() => setBatch(null)}
          onEnded={() => {
            show();
            void board.refetch();
          }}
        />
      )}
      {waiting + left > 0 ? <Waiting waiting={waiting} left={left} onShow={show} /> : null}
    </>
  );

  return (
    <Page
      title="Today"
      subtitle={<Now at={board.dataUpdatedAt} />}
      actions={mayOpen ? <NewCase /> : undefined}
      tabs={
        summary ? (
          phone ? (
            <CountTabs summary={summary} chosen={tab} onChoose={setTab} />
          ) : (
            <Counts summary={summary} view={view} />
          )
        ) : undefined
      }
      bar={bar}
      side={
        preview ? (
          <RowPreview
            key={preview.id}
            row={preview}
            hands={hands}
            onPrevious={stepTo(place - 1)}
            onNext={stepTo(place + 1)}
            onClose={() => setPreviewed(null)}
          />
        ) : undefined
      }
    >
      <div className={classes.board} data-stale={board.isPlaceholderData || undefined} {...hold.props}>
        {board.isPending ? (
          <SkeletonRows rows={10} height={60} />
        ) : board.isError && board.data === undefined ? (
          <ErrorState error={board.error} what="The board could not be shown." onRetry={board.refetch} />
        ) : rows.length === 0 && isNarrowed(view) ? (
          <Nothing view={view} />
        ) : rows.length === 0 && view.view === 'urgent' ? (
          <AllQuiet all={summary?.views.all ?? 0} view={view} />
        ) : phone ? (
          <BoardCards sections={onTab(sections, tab)} acting={acting} hands={hands} grow={grow} />
        ) : (
          <BoardTable
            sections={sections}
            active={active}
            acting={acting}
            selection={mayBatch ? selection : null}
            hands={hands}
            onAll={(chosen) => setSelection(chosen ? EVERYTHING : NOTHING)}
            grow={grow}
          />
        )}
      </div>
    </Page>
  );
}

function focusRow(id: string): void {
  // After the row is drawn as the active one.
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(id)}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  });
}
