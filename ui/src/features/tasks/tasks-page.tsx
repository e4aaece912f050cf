/** Tasks: mine, those of my queues, those without anybody, what is put off, what is done (R16, R18). */
import { Tabs } from '@mantine/core';
import { IconCalendarPause, IconCheck, IconUserShare } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useHotkeys } from '../../app/hotkeys';
import { useMay } from '../../api/session';
import type { Choice } from '../../api/tasks';
import { BulkAction, BulkBar } from '../../components/bulk-bar';
import { DataTable } from '../../components/data-table';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import { countText, many } from '../../components/numbers';
import { Page } from '../../components/page';
import { SaveError } from '../../components/save-error';
import { chosenCount, isChosen, isEmpty, NOTHING, type Selection } from '../../components/selection';
import { useCaseTrail } from '../../components/case-trail';
import { SkeletonRows } from '../../components/skeleton-rows';
import { columnsOf, type RowActs } from './columns';
import { EmptyList } from './empty-list';
import { useTaskFilter } from './filters';
import { taskCountsQuery, tasksQuery, type Task } from './queries';
import { SaidBar } from './said-bar';
import { isTab, tabIds, tabs, type TabId } from './tabs';
import { TaskCard } from './task-card';
import { TaskSide, type Side } from './task-side';
import { titleOf } from './task-words';
import classes from './tasks.module.css';
import { useActs } from './use-acts';

const ROW_HEIGHT = 46;

export function TasksPage() {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('tab');
  const tab: TabId = isTab(asked) ? asked : 'mine';
  const { filter: more, filters } = useTaskFilter();
  const filter = useMemo(() => ({ ...tabs[tab].filter, ...more }), [tab, JSON.stringify(more)]); // the address makes a new object each time
  const list = useInfiniteQuery(tasksQuery(filter));
  const counts = useQuery(taskCountsQuery).data;
  const go = useNavigate();
  const mayWork = useMay('task.work');
  const acts = useActs();
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [active, setActive] = useState<string | null>(null);
  const [side, setSide] = useState<Side | null>(null);

  const rows = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  useCaseTrail(
    'with these tasks',
    rows.map(({ caseId }) => caseId),
  );
  const at = rows.findIndex(({ id }) => id === active);
  const current = rows[at];
  const chosenRows = rows.filter(({ id }) => isChosen(selection, id));
  const total = list.hasNextPage ? undefined : rows.length;
  const count = chosenCount(selection, total);
  const choice: Choice =
    selection.all && selection.except.size === 0 ? { filter } : { ids: chosenRows.map(({ id }) => id) };

  const form = (is: 'postpone' | 'assign', task: Task) =>
    setSide({ is, choice: { ids: [task.id] }, ids: [task.id], count: 1, title: titleOf(task) });
  const bulkForm = (is: 'postpone' | 'assign') =>
    setSide({
      is,
      choice,
      ids: chosenRows.map(({ id }) => id),
      count,
      title: count === undefined ? 'All that match' : many(count, 'task'),
    });
  const rowActs: RowActs = {
    ...acts,
    mayWork,
    postpone: (task) => form('postpone', task),
    assign: (task) => form('assign', task),
  };
  const columns = useMemo(() => columnsOf(tab, rowActs), [tab, acts.busy, mayWork]);

  const onCurrent = (run: (task: Task) => void) => () => {
    if (mayWork && current) run(current);
  };
  const group = 'Tasks';
  useHotkeys([
    {
      keys: 'e',
      label: 'Complete the task, or reopen it',
      group,
      run: onCurrent((task) => (task.state === 'closed' ? acts.reopen(task) : acts.complete(task))),
    },
    { keys: 'p', label: 'Postpone the task', group, run: onCurrent((task) => form('postpone', task)) },
    {
      keys: 'shift+p',
      label: 'Postpone again, for as long as before',
      group,
      run: onCurrent((task) => task.postponed && acts.again(task)),
    },
    { keys: 'o', label: 'Hand the task over', group, run: onCurrent((task) => form('assign', task)) },
    { keys: 'z', label: 'Undo the last completion', group, run: () => acts.said?.undo && acts.reopen(acts.said.undo) },
  ]);

  const show = (id: TabId) => {
    setAddress((now) => {
      const next = new URLSearchParams(now);
      next.set('tab', id);
      return next;
    });
    setSelection(NOTHING);
    setSide(null);
    acts.hush();
  };

  return (
    <Page
      title="Tasks"
      subtitle={subtitleOf(counts)}
      tabs={
        <Tabs value={tab} onChange={(id) => isTab(id) && show(id)} className={classes.tabs}>
          <Tabs.List aria-label="Lists of tasks">
            {tabIds.map((id) => {
              const { name, count: key } = tabs[id];
              return (
                <Tabs.Tab key={id} value={id}>
                  {name}
                  {counts && key ? <span className={classes.count}>{countText(counts[key])}</span> : null}
                </Tabs.Tab>
              );
            })}
          </Tabs.List>
        </Tabs>
      }
      bar={
        <>
          {isEmpty(selection) || !mayWork ? (
            <FilterBar filters={filters} />
          ) : (
            <BulkBar
              all={selection.all}
              count={count}
              loaded={rows.length}
              onOnlyLoaded={() => setSelection({ all: false, ids: new Set(rows.map(({ id }) => id)) })}
              onClear={() => setSelection(NOTHING)}
            >
              {tab === 'done' ? null : (
                <>
                  <BulkAction
                    label="Postpone"
                    icon={<IconCalendarPause size={15} />}
                    first
                    onClick={() => bulkForm('postpone')}
                  />
                  <BulkAction label="Hand over" icon={<IconUserShare size={15} />} onClick={() => bulkForm('assign')} />
                  <BulkAction
                    label="Complete"
                    icon={<IconCheck size={15} />}
                    onClick={() => void acts.completeAll(chosenRows).then(() => setSelection(NOTHING))}
                  />
                </>
              )}
            </BulkBar>
          )}
          <SaidBar said={acts.said} onUndo={acts.reopen} onClose={acts.hush} />
          {acts.error === null ? null : <SaveError error={acts.error.error} what={acts.error.what} />}
        </>
      }
      side={
        <TaskSide
          side={side}
          rows={rows}
          acts={rowActs}
          onPreview={(id) => {
            setSide({ is: 'preview', id });
            setActive(id);
          }}
          onClose={() => setSide(null)}
          onDone={(what, outcomes, ids) => {
            acts.told(what, outcomes, ids);
            setSelection(NOTHING);
            setSide(null);
          }}
        />
      }
    >
      {list.isPending ? (
        <SkeletonRows rows={12} height={ROW_HEIGHT} />
      ) : list.isError && rows.length === 0 ? (
        <ErrorState error={list.error} what="The tasks could not be shown." onRetry={list.refetch} />
      ) : rows.length === 0 ? (
        <EmptyList
          tab={tab}
          filtered={filters.some(({ value }) => value !== null)}
          onClear={() => filters.forEach(({ clear }) => clear())}
        />
      ) : (
        <DataTable
          label={`Tasks: ${tabs[tab].name}`}
          columns={columns}
          rows={rows}
          rowId={(task) => task.id}
          rowLabel={titleOf}
          rowHeight={ROW_HEIGHT}
          total={total}
          active={active}
          onActive={setActive}
          onOpen={(task) => void go(`/cases/${task.caseId}`)}
          onPreview={(task) => setSide({ is: 'preview', id: task.id })}
          isGone={(task) => acts.gone.has(task.id)}
          hasMore={list.hasNextPage}
          fetchMore={() => void list.fetchNextPage({ cancelRefetch: false })}
          phoneCard={(task) => <TaskCard task={task} tab={tab} acts={rowActs} />}
          {...(mayWork ? { selection, onSelect: setSelection } : {})}
        />
      )}
    </Page>
  );
}

function subtitleOf(counts: { due: number; overdue: number } | undefined): string {
  if (counts === undefined) return '';
  if (counts.due === 0) return 'None of yours is due today';
  const late = counts.overdue === 0 ? '' : `, ${countText(counts.overdue)} late`;
  return `${many(counts.due, 'task')} of yours due today or earlier${late}`;
}
