/** The rows of a table on a phone: cards, of which only those in view are in the document. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import type { DataTableProps } from './data-table-types';
import classes from './data-table.module.css';

const CARD_HEIGHT = 112;
const AHEAD = 20;

export function DataCards<R extends object>(props: DataTableProps<R> & { card(this: void, row: R): ReactNode }) {
  const { rows, rowId, card, groups, hasMore = false, fetchMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => (rows[index] ? rowId(rows[index]) : index),
    overscan: 6,
  });
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - AHEAD) fetchMore?.();
  }, [hasMore, last, rows.length, fetchMore]);
  return (
    <div ref={scroller} className={classes.scroller}>
      <ul className={classes.cards} style={{ height: virtualizer.getTotalSize() }} aria-label={props.label}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const before = rows[index - 1];
          const group = groups?.of(row);
          const first = group !== undefined && (before === undefined || groups?.of(before) !== group);
          return (
            <li
              key={key}
              data-index={index}
              ref={virtualizer.measureElement}
              style={{ transform: `translateY(${start}px)` }}
              data-gone={props.isGone?.(row) || undefined}
            >
              {first && <div className={classes.cardGroup}>{groups?.head(group)}</div>}
              {card(row)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
