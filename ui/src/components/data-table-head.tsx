/** The head of a table: its columns, what they are sorted by, and the box that chooses all that match. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactTable } from '@tanstack/react-table';
import type { features } from './data-table';
import type { DataTableProps } from './data-table-types';
import { EVERYTHING, isEmpty, NOTHING } from './selection';
import classes from './data-table.module.css';

export type TableOf<R extends object> = ReactTable<typeof features, R>;

export function DataTableHead<R extends object>(props: DataTableProps<R> & { readonly table: TableOf<R> }) {
  const { table, columns, selection, onSelect, sort, onSort } = props;
  return (
    <thead className={classes.head}>
      <tr aria-rowindex={1}>
        {selection && (
          <th className={classes.check} scope="col">
            <input
              type="checkbox"
              aria-label="Select all that match"
              checked={selection.all && selection.except.size === 0}
              ref={(box) => {
                if (box) box.indeterminate = !isEmpty(selection) && !(selection.all && selection.except.size === 0);
              }}
              onChange={() => onSelect?.(isEmpty(selection) ? EVERYTHING : NOTHING)}
            />
          </th>
        )}
        {table.getHeaderGroups().flatMap((group) =>
          group.headers.map((header) => {
            const column = columns.find(({ id }) => id === header.column.id);
            const sorts = column?.sorts;
            const place = sort === undefined ? -1 : (sorts?.indexOf(sort) ?? -1);
            const text = header.isPlaceholder ? null : <table.FlexRender header={header} />;
            return (
              <th
                key={header.id}
                scope="col"
                data-align={column?.align}
                aria-sort={place < 0 ? undefined : sort?.startsWith('-') ? 'descending' : 'ascending'}
              >
                {sorts === undefined ? (
                  text
                ) : (
                  <button
                    type="button"
                    className={classes.sort}
                    onClick={() => onSort?.(sorts[(place + 1) % sorts.length] ?? sorts[0])}
                  >
                    {text}
                    {place >= 0 &&
                      (sort?.startsWith('-') ? (
                        <IconArrowDown size={13} aria-hidden />
                      ) : (
                        <IconArrowUp size={13} aria-hidden />
                      ))}
                  </button>
                )}
              </th>
            );
          }),
        )}
      </tr>
    </thead>
  );
}
