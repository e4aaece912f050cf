/** Today: which open cases need attention now, most urgent first, and the next thing to do about each (A18, E1). */
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSun } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useMay, useMe, useZone } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import { dayIn, dayText, timeText } from '../../components/dates';
import type { ActKey } from '../../components/do-next';
import { countText } from '../../components/numbers';
import { Page } from '../../components/page';
import { choose, chooseRange, EVERYTHING, isEmpty, NOTHING, toggle, type Selection } from '../../components/selection';
import { SkeletonRows } from '../../components/skeleton-rows';
import { useBoardFilters } from './board-filters';
import { BoardCards } from './board-cards';
import { useBoardKeys } from './board-keys';
import type { BoardSummary } from './board-query';
import type { RowHands } from './board-row';
import { BoardTable } from './board-table';
import { BoardBulk } from './board-bulk';
import { CountsStrip } from './counts-strip';
import { CountTabs, type PhoneTab } from './phone-tabs';
import { RowPreview } from './row-preview';
import { rowName } from './row-facts';
import { alwaysShown } from './section-words';
import classes from './today-page.module.css';
import { useBoard, type ShownSection } from './use-board';
import { useHold } from './use-hold';
import { useUndo } from './use-undo';
import { useView, type ViewState } from './view';
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
  const [tab, setTab] = useState<PhoneTab>('authorization');
  const anchor = useRef<string | null>(null);
  const mayBatch = useMay('batch.run');
  const held = hold.held || acting !== null || previewed !== null || !isEmpty(selection);
  const { board, sections: all, waiting, left, show, settle, grow } = useBoard(view.filter, held);
  const { say, undo } = useUndo(settle);
  const filters = useBoardFilters(view);

  const sections = all.filter(
    ({ section, matching, rows }) =>
      rows.length > 0 || (matching === 0 && alwaysShown.includes(section) && isPlain(view)),
  );
  const rows = sections.flatMap((section) => section.rows.map(({ row }) => row));
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
          total={matching}
          loaded={rows.length}
          onAll={() => setSelection(EVERYTHING)}
          onOnlyLoaded={() => setSelection(choose(NOTHING, order(), true))}
          onClear={() => setSelection(NOTHING)}
          onDone={() => {
            setSelection(NOTHING);
            show();
            void board.refetch();
          }}
        />
      ) : (
        <FilterBar
          filters={filters}
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
      {waiting + left > 0 ? <Waiting waiting={waiting} left={left} onShow={show} /> : null}
    </>
  );

  return (
    <Page
      title="Today"
      subtitle={<Now at={board.dataUpdatedAt} />}
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
        ) : rows.length === 0 && !isPlain(view) ? (
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

const isPlain = ({ owner, within, flag, followUp, section }: ViewState): boolean =>
  owner === null && within === null && flag === null && followUp === null && section === null;

function focusRow(id: string): void {
  // After the row is drawn as the active one.
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(id)}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  });
}

/** A tab holds its section; what waits for an answer stands below each, so that no tab hides it. */
function onTab(sections: readonly ShownSection[], tab: PhoneTab): ShownSection[] {
  const wanted = tab === 'nobody' ? ['unowned'] : [tab, 'other'];
  if (tab !== 'nobody') return sections.filter(({ section }) => wanted.includes(section));
  return sections
    .map((section) => {
      const rows = section.rows.filter(({ row }) => row.owner === null);
      return {
        ...section,
        rows,
        matching: section.section === 'unowned' ? section.matching : rows.length,
        more: section.section === 'unowned' ? section.more : 0,
      };
    })
    .filter(({ rows }) => rows.length > 0);
}

function Now({ at }: { at: number }) {
  const zone = useZone();
  if (at === 0) return null;
  const day = dayIn(zone, at);
  return (
    <>
      {dayText(day, day)}{' '}
      <span className={classes.wide}>
        {day.slice(0, 4)}, {timeText(at, zone)}
      </span>
    </>
  );
}

function Counts({ summary, view }: { summary: BoardSummary; view: ViewState }) {
  const chosen = view.owner === 'none' ? 'nobody' : view.section;
  return (
    <CountsStrip
      summary={summary}
      chosen={chosen}
      onChoose={(next) =>
        next === 'nobody'
          ? view.change({ owner: 'none', section: null })
          : view.change({ section: next, owner: view.owner === 'none' ? null : view.owner })
      }
    />
  );
}

function Waiting({ waiting, left, onShow }: { waiting: number; left: number; onShow(this: void): void }) {
  const parts = [waiting > 0 ? `${countText(waiting)} new` : '', left > 0 ? `${countText(left)} gone` : ''].filter(
    Boolean,
  );
  return (
    <div className={classes.waiting} role="status">
      <button type="button" onClick={onShow}>
        {parts.join(', ')}, show
      </button>
    </div>
  );
}

function AllQuiet({ all, view }: { all: number; view: ViewState }) {
  const { name } = useMe();
  return (
    <EmptyState
      title={all === 0 ? 'No open cases yet' : 'Nothing is urgent'}
      icon={IconSun}
      action={
        all === 0 ? undefined : (
          <Button variant="default" onClick={() => view.change({ view: 'all' })}>
            Show all {countText(all)}
          </Button>
        )
      }
    >
      {all === 0
        ? `Cases that need somebody will stand here, most urgent first, ${name.split(' ')[0] ?? name}.`
        : 'No authorization ends soon, every adjuster was in contact, all treatment is billed, every case has an owner.'}
    </EmptyState>
  );
}

function Nothing({ view }: { view: ViewState }) {
  return (
    <EmptyState
      title="No case matches"
      action={
        <Button
          variant="default"
          onClick={() => view.change({ owner: null, within: null, flag: null, followUp: null, section: null })}
        >
          Clear filters
        </Button>
      }
    >
      Cases that match every filter would stand here.
    </EmptyState>
  );
}
