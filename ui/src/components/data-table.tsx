/** The list of every page: a real table, of which only the rows in view are in the document. On a phone, cards. */
import { useElementSize, useMediaQuery, useMergedRef } from '@mantine/hooks';
import { columnVisibilityFeature, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer, type Range, defaultRangeExtractor } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { DataCards } from './data-cards';
import { DataTableHead } from './data-table-head';
import { useTableKeys } from './data-table-keys';
import { DataTableBody, type Item } from './data-table-rows';
import type { DataColumn, DataTableProps } from './data-table-types';
import classes from './data-table.module.css';

export type { DataColumn, DataTableProps, RowGroups } from './data-table-types';

export const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });

const HEAD_HEIGHT = 31;
const GROUP_HEIGHT = 36;
const ROW_HEIGHT = 36;
/** Rows before the end of what is loaded at which the next page is asked for: two screens. */
const AHEAD = 60;

export function DataTable<R extends object>(props: DataTableProps<R>) {
  const phone = useMediaQuery('(width < 640px)', false, { getInitialValueInEffect: false });
  return phone && props.phoneCard ? <DataCards {...props} card={props.phoneCard} /> : <DeskTable {...props} />;
}

function DeskTable<R extends object>(props: DataTableProps<R>) {
  const { rows, rowId, rowHeight = ROW_HEIGHT, groups, hasMore = false, fetchMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const items = useMemo(() => itemsOf(rows, groups, hasMore), [rows, groups, hasMore]);
  const show = useRef<(id: string) => void>(() => undefined);
  const cursor = useTableKeys(props, scroller, (id) => show.current(id));
  const activeItem = useMemo(() => placeOf(items, rowId, cursor.active), [items, rowId, cursor.active]);

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.row === null && items[index].group !== null ? GROUP_HEIGHT : rowHeight),
    getItemKey: (index) => keyOf(items[index], rowId, index),
    overscan: 12,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    // The row with the focus stays in the document while it is out of view: focus is never lost.
    rangeExtractor: useCallback(
      (range: Range) => {
        const seen = defaultRangeExtractor(range);
        return activeItem < 0 || seen.includes(activeItem) ? seen : [...seen, activeItem].sort((a, b) => a - b);
      },
      [activeItem],
    ),
  });
  show.current = (id) => {
    const index = placeOf(items, rowId, id);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  };
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  const seen = virtualizer.getVirtualItems();
  const lastSeen = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasMore && lastSeen >= items.length - AHEAD) fetchMore?.();
  }, [hasMore, lastSeen, items.length, fetchMore]);
  useRange(props, virtualizer.range, items);

  const visibility = useVisibility(props.columns, props.hidden, width);
  const definitions = useDefinitions(props.columns);
  // Only what is in view goes through the table: its cost is the screen's, however many rows are loaded.
  const inView = useMemo(() => seen.flatMap((place) => items[place.index]?.row ?? []), [items, seen]);
  const table = useTable({
    features,
    columns: definitions,
    data: inView,
    getRowId: rowId,
    manualSorting: true,
    state: { columnVisibility: visibility, sorting: sortingOf(props.sort, props.columns) },
  });
  const shown = props.columns.filter((column) => visibility[column.id] !== false);
  const widths = shown.map((column) => column.width ?? column.minWidth ?? 96);
  const least = widths.reduce((sum, w) => sum + w, props.selection ? CHECK_WIDTH : 0);

  return (
    <div ref={useMergedRef(scroller, sized)} className={classes.scroller} onKeyDown={cursor.onKeyDown}>
      <table
        className={classes.table}
        style={{ minWidth: least }}
        aria-label={props.label}
        aria-rowcount={props.total === undefined && hasMore ? -1 : (props.total ?? rows.length) + 1}
      >
        <colgroup>
          {props.selection && <col style={{ width: CHECK_WIDTH }} />}
          {shown.map((column) => (
            <col key={column.id} style={column.width === undefined ? {} : { width: column.width }} />
          ))}
        </colgroup>
        <DataTableHead {...props} table={table} />
        <DataTableBody
          {...props}
          table={table}
          items={items}
          seen={seen}
          start={HEAD_HEIGHT}
          end={HEAD_HEIGHT + virtualizer.getTotalSize()}
          rowHeight={rowHeight}
          groupHeight={GROUP_HEIGHT}
          span={shown.length + (props.selection ? 1 : 0)}
          keys={cursor.keys}
          cursor={cursor.active}
          visibility={visibility}
        />
      </table>
    </div>
  );
}

const CHECK_WIDTH = 40;

function itemsOf<R>(rows: readonly R[], groups: DataTableProps<R & object>['groups'], hasMore: boolean): Item<R>[] {
  const items: Item<R>[] = [];
  let current: string | null = null;
  rows.forEach((row, index) => {
    const group = groups ? groups.of(row as R & object) : null;
    if (group !== null && group !== current) items.push({ row: null, group, index });
    current = group;
    items.push({ row, group, index });
  });
  if (hasMore) items.push({ row: null, group: null, index: rows.length });
  return items;
}

function keyOf<R>(item: Item<R> | undefined, rowId: (row: R) => string, index: number): string {
  if (item === undefined) return `nothing:${index}`;
  if (item.row !== null) return rowId(item.row);
  return item.group === null ? 'more' : `group:${item.group}`;
}

const placeOf = <R,>(items: readonly Item<R>[], rowId: (row: R) => string, id: string | null): number =>
  id === null ? -1 : items.findIndex((item) => item.row !== null && rowId(item.row) === id);

function useVisibility<R>(columns: readonly DataColumn<R>[], hidden: ReadonlySet<string> | undefined, width: number) {
  return useMemo(
    () =>
      Object.fromEntries(
        columns.map(({ id, from = 0, always }) => [
          id,
          always === true || (!hidden?.has(id) && (width === 0 || width >= from)),
        ]),
      ),
    [columns, hidden, width],
  );
}

function useDefinitions<R extends object>(columns: readonly DataColumn<R>[]) {
  return useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.head,
        enableSorting: column.sorts !== undefined,
        cell: ({ row }: { row: { original: R } }) => column.cell(row.original),
      })),
    [columns],
  );
}

function sortingOf<R>(sort: string | undefined, columns: readonly DataColumn<R>[]) {
  const column = columns.find(({ sorts }) => sort !== undefined && sorts?.includes(sort));
  return column && sort !== undefined ? [{ id: column.id, desc: sort.startsWith('-') }] : [];
}

function useRange<R extends object>(
  { onRange }: DataTableProps<R>,
  range: { startIndex: number; endIndex: number } | null,
  items: readonly Item<R>[],
): void {
  const first = (items[range?.startIndex ?? 0]?.index ?? 0) + 1;
  const last = items[range?.endIndex ?? 0];
  const lastRow = last === undefined ? 0 : last.row === null ? last.index : last.index + 1;
  useEffect(() => onRange?.(first, lastRow), [onRange, first, lastRow]);
}
