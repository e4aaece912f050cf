/** The body of a table: a row group for each group, a row for each item in view, and room for those that are not. */
import type { Row } from '@tanstack/react-table';
import type { VirtualItem } from '@tanstack/react-virtual';
import { memo, type MouseEvent } from 'react';
import type { features } from './data-table';
import type { TableOf } from './data-table-head';
import type { TableKeys } from './data-table-keys';
import type { DataTableProps } from './data-table-types';
import { isChosen } from './selection';
import classes from './data-table.module.css';

/** A row, the head of a group (`row` null), or the place where the next page will be (both null). */
export interface Item<R> {
  readonly row: R | null;
  readonly group: string | null;
  /** Index among the rows. */
  readonly index: number;
}

interface BodyProps<R extends object> extends DataTableProps<R> {
  readonly table: TableOf<R>;
  readonly items: readonly Item<R>[];
  readonly seen: readonly VirtualItem[];
  /** Where the first item would start, and where the last one would end. */
  readonly start: number;
  readonly end: number;
  readonly groupHeight: number;
  readonly rowHeight: number;
  readonly span: number;
  readonly keys: TableKeys<R>;
  readonly cursor: string | null;
  readonly visibility: unknown;
}

interface Part<R> {
  readonly key: string;
  /** Pixels of rows that are out of view, before these items. */
  readonly room: number;
  readonly items: Item<R>[];
}

export function DataTableBody<R extends object>(props: BodyProps<R>) {
  const { seen, items, start, end, span } = props;
  const parts = partsOf(seen, items, start);
  const below = end - (seen.at(-1)?.end ?? start);
  return (
    <>
      {parts.map((part) => [
        part.room > 0 && <Room key={`room:${part.key}`} height={part.room} span={span} />,
        <tbody key={part.key}>
          {part.items.map((item) => (
            <ItemRow key={keyOf(item, props.rowId)} {...props} item={item} />
          ))}
        </tbody>,
      ])}
      {below > 0 && <Room height={below} span={span} />}
    </>
  );
}

/** Items side by side and of one group; the row that is kept for its focus may stand apart. */
function partsOf<R>(seen: readonly VirtualItem[], items: readonly Item<R>[], start: number): Part<R>[] {
  const parts: Part<R>[] = [];
  let end = start;
  let group: string | null = null;
  for (const place of seen) {
    const item = items[place.index];
    if (item === undefined) continue;
    const room = place.start - end;
    const last = parts.at(-1);
    if (last === undefined || room > 0 || item.group !== group) {
      parts.push({
        key: item.group === null ? `rows:${parts.length}` : `${item.group}:${parts.length}`,
        room,
        items: [item],
      });
    } else {
      last.items.push(item);
    }
    group = item.group;
    end = place.end;
  }
  return parts;
}

function Room({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    <tbody aria-hidden className={classes.room}>
      <tr style={{ height }}>
        <td colSpan={span} />
      </tr>
    </tbody>
  );
}

function ItemRow<R extends object>(props: BodyProps<R> & { readonly item: Item<R> }) {
  const { item, table, rowId, selection, keys, span } = props;
  if (item.row === null) {
    if (item.group === null) {
      return (
        <tr style={{ height: props.rowHeight }} aria-hidden>
          <td colSpan={span}>
            <span className={classes.coming} />
          </td>
        </tr>
      );
    }
    return (
      <tr className={classes.group} style={{ height: props.groupHeight }}>
        <th scope="rowgroup" colSpan={span}>
          {props.groups?.head(item.group)}
        </th>
      </tr>
    );
  }
  const id = rowId(item.row);
  const row = table.getRowModel().rowsById[id];
  if (row === undefined) return null;
  return (
    <DataRow
      row={row}
      id={id}
      data={item.row}
      label={props.rowLabel?.(item.row) ?? ''}
      index={item.index}
      height={props.rowHeight}
      columns={props.columns}
      visibility={props.visibility}
      table={table}
      chosen={selection ? isChosen(selection, id) : null}
      active={props.cursor === id}
      reachable={props.cursor === id || (props.cursor === null && item.index === 0)}
      gone={props.isGone?.(item.row) ?? false}
      keys={keys}
    />
  );
}

interface RowProps<R extends object> {
  readonly row: Row<typeof features, R>;
  readonly table: TableOf<R>;
  readonly id: string;
  readonly data: R;
  readonly label: string;
  readonly index: number;
  readonly height: number;
  readonly columns: DataTableProps<R>['columns'];
  readonly visibility: unknown;
  /** Null: rows of this table are not chosen. */
  readonly chosen: boolean | null;
  readonly active: boolean;
  readonly reachable: boolean;
  readonly gone: boolean;
  readonly keys: TableKeys<R>;
}

function PlainRow<R extends object>(props: RowProps<R>) {
  const { row, table, id, data, label, columns, chosen, active, keys } = props;
  const press = (event: MouseEvent) => {
    if (onControl(event.target)) return;
    if (event.shiftKey && chosen !== null) keys.chooseTo(id);
    else if ((event.ctrlKey || event.metaKey) && chosen !== null) keys.toggle(id);
    else keys.press(data);
  };
  return (
    <tr
      data-row={id}
      className={classes.row}
      style={{ height: props.height }}
      aria-rowindex={props.index + 2}
      tabIndex={props.reachable ? 0 : -1}
      data-active={active || undefined}
      data-chosen={chosen === true || undefined}
      data-gone={props.gone || undefined}
      onClick={press}
      onDoubleClick={(event) => !onControl(event.target) && keys.open(data)}
      onFocus={() => keys.activate(id)}
    >
      {chosen !== null && (
        <td className={classes.check}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${label}`}
            checked={chosen}
            onChange={() => undefined}
            onClick={(event) => (event.shiftKey ? keys.chooseTo(id) : keys.toggle(id))}
          />
        </td>
      )}
      {row.getVisibleCells().map((cell) => {
        const column = columns.find((c) => c.id === cell.column.id);
        const content = <table.FlexRender cell={cell} />;
        return column?.names ? (
          <th key={cell.id} scope="row" data-align={column.align}>
            {content}
          </th>
        ) : (
          <td key={cell.id} data-align={column?.align}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

/** The table makes new row objects with every step of the scroll; a row is drawn again only when what it shows differs. */
const DataRow = memo(PlainRow, (a, b) => {
  const same: (keyof RowProps<object>)[] = [
    'id',
    'data',
    'label',
    'index',
    'height',
    'columns',
    'visibility',
    'chosen',
    'active',
    'reachable',
    'gone',
    'keys',
  ];
  return same.every((name) => a[name] === b[name]);
}) as typeof PlainRow;

const onControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, select, textarea, label, [role="menuitem"]') !== null;

function keyOf<R>(item: Item<R>, rowId: (row: R) => string): string {
  if (item.row !== null) return rowId(item.row);
  return item.group === null ? 'more' : `group:${item.group}`;
}
