/** A table short enough to be whole in the document: people, sessions, findings. On a phone each row is a card. */
import type { ReactNode } from 'react';
import classes from './small-table.module.css';

export interface SmallColumn<R> {
  readonly id: string;
  readonly head: string;
  /** The head is for readers only: a column of buttons. */
  readonly quiet?: boolean;
  readonly align?: 'start' | 'end';
  /** The cell that names the row. One column has it. */
  readonly names?: boolean;
  /** Any CSS width. */
  readonly width?: string;
  cell(this: void, row: R): ReactNode;
}

interface Props<R> {
  /** Says what the rows are, to readers of the page that do not see it. */
  readonly label: string;
  readonly columns: readonly SmallColumn<R>[];
  readonly rows: readonly R[];
  rowId(this: void, row: R): string;
}

export function SmallTable<R>({ label, columns, rows, rowId }: Props<R>) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ id, head, align, quiet, width }) => (
            <th key={id} scope="col" data-align={align} style={width === undefined ? {} : { width }}>
              {quiet ? <span className="visually-hidden">{head}</span> : head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowId(row)}>
            {columns.map((column) => (
              <Cell key={column.id} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<R>({ column, row }: { column: SmallColumn<R>; row: R }) {
  const { names, align, head, quiet } = column;
  const shared = { 'data-align': align, ...(quiet || names ? {} : { 'data-head': head }) };
  if (names) {
    return (
      <th scope="row" {...shared}>
        {column.cell(row)}
      </th>
    );
  }
  return <td {...shared}>{column.cell(row)}</td>;
}
