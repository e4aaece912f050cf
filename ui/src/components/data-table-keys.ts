/** Moves through a table by keys and by pointer: which row is meant, what is chosen, what is opened. */
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useHotkeys, type Bound } from '../app/hotkeys';
import type { DataTableProps } from './data-table-types';
import { chooseRange, EVERYTHING, toggle } from './selection';

/** What rows call; the same object for as long as the table lives, so that rows are not drawn again for it. */
export interface TableKeys<R> {
  activate(id: string): void;
  press(row: R): void;
  open(row: R): void;
  toggle(id: string): void;
  chooseTo(id: string): void;
}

export interface TableCursor<R> {
  readonly active: string | null;
  readonly keys: TableKeys<R>;
  onKeyDown(event: KeyboardEvent): void;
}

export function useTableKeys<R extends object>(
  props: DataTableProps<R>,
  scroller: RefObject<HTMLElement | null>,
  show: (id: string) => void,
): TableCursor<R> {
  const [own, setOwn] = useState<string | null>(null);
  const active = props.active === undefined ? own : props.active;
  const latest = useRef({ props, active, show });
  latest.current = { props, active, show };
  /** Where a range begins. */
  const anchor = useRef<string | null>(null);
  const wantsFocus = useRef(false);

  const activate = useCallback((id: string) => {
    if (latest.current.active === id) return;
    setOwn(id);
    latest.current.props.onActive?.(id);
  }, []);

  useEffect(() => {
    if (!wantsFocus.current || active === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(active)}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  const keys = useMemo<TableKeys<R>>(
    () => ({
      activate,
      press(row) {
        const { rowId, onPreview, onOpen } = latest.current.props;
        activate(rowId(row));
        if (onPreview) onPreview(row);
        else onOpen?.(row);
      },
      open: (row) => latest.current.props.onOpen?.(row),
      toggle(id) {
        const { selection, onSelect } = latest.current.props;
        anchor.current = id;
        activate(id);
        if (selection) onSelect?.(toggle(selection, id));
      },
      chooseTo(id) {
        const { selection, onSelect, rows, rowId } = latest.current.props;
        activate(id);
        if (selection) onSelect?.(chooseRange(selection, rows.map(rowId), anchor.current ?? id, id));
        anchor.current = id;
      },
    }),
    [activate],
  );

  const go = (index: number) => {
    const { rows, rowId } = latest.current.props;
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (row === undefined) return;
    const id = rowId(row);
    wantsFocus.current = true;
    if (id === latest.current.active) setOwn(id);
    activate(id);
    latest.current.show(id);
  };
  const place = () => {
    const { rows, rowId } = latest.current.props;
    return rows.findIndex((row) => rowId(row) === latest.current.active);
  };
  const step = (by: number) => go(place() + by);

  const withActive = (then: (id: string) => void) => () => active !== null && then(active);
  const bind = (at: string, label: string, run: () => void): Bound => ({ keys: at, label, group: 'Lists', run });
  useHotkeys([
    bind('j', 'Next row', () => step(1)),
    bind('k', 'Previous row', () => step(-1)),
    ...(props.selection === undefined
      ? []
      : [
          bind('x', 'Select row', withActive(keys.toggle)),
          bind('shift+x', 'Select from the last one to here', withActive(keys.chooseTo)),
          bind('mod+a', 'Select all that match', () => props.onSelect?.(EVERYTHING)),
        ]),
  ]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset['row'] === undefined) return;
    const row = props.rows[place()];
    const act: Readonly<Record<string, () => void>> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => step(15),
      PageUp: () => step(-15),
      Home: () => go(0),
      End: () => go(props.rows.length - 1),
      Enter: () => row && keys.open(row),
      ' ': () => row && props.onPreview?.(row),
    };
    const wanted = act[event.key];
    if (wanted === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    wanted();
  };
  return { active, keys, onKeyDown };
}
