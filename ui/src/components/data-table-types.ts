/** What a page tells the table about its rows and columns. */
import type { ReactNode } from 'react';
import type { Selection } from './selection';

export interface DataColumn<R> {
  readonly id: string;
  readonly head: string;
  /** Pixels; columns without a width share what is left, by `share`. */
  readonly width?: number;
  /** The least a column without a width gets; the table scrolls sideways below that. */
  readonly minWidth?: number;
  readonly align?: 'start' | 'end';
  /** Orders that the server knows for it, the first one first: `['followUpOn', '-followUpOn']`. */
  readonly sorts?: readonly [string, ...string[]];
  /** Not shown where the table is narrower than this, in pixels. */
  readonly from?: number;
  /** The cell that names the row. One column has it. */
  readonly names?: boolean;
  /** Cannot be switched off. */
  readonly always?: boolean;
  cell(this: void, row: R): ReactNode;
}

export interface RowGroups<R> {
  /** Rows of a group must follow each other. */
  of(this: void, row: R): string;
  head(this: void, group: string): ReactNode;
}

export interface DataTableProps<R extends object> {
  /** Says what the rows are, to readers of the page that do not see it. */
  readonly label: string;
  readonly columns: readonly DataColumn<R>[];
  /** Columns the person has switched off. */
  readonly hidden?: ReadonlySet<string> | undefined;
  readonly rows: readonly R[];
  rowId(this: void, row: R): string;
  /** Names the row where its cells are not at hand: "DN-20416". */
  rowLabel?: ((row: R) => string) | undefined;
  /** How many rows there are in all, where that is known. */
  readonly total?: number | undefined;
  readonly sort?: string | undefined;
  readonly onSort?: ((sort: string) => void) | undefined;
  readonly selection?: Selection | undefined;
  readonly onSelect?: ((selection: Selection) => void) | undefined;
  /** The row that keys act on; left out, the table keeps it itself. */
  readonly active?: string | null | undefined;
  readonly onActive?: ((id: string | null) => void) | undefined;
  readonly onOpen?: ((row: R) => void) | undefined;
  readonly onPreview?: ((row: R) => void) | undefined;
  readonly hasMore?: boolean | undefined;
  readonly fetchMore?: (() => void) | undefined;
  /** Pixels; 36 where nothing else is said. */
  readonly rowHeight?: number | undefined;
  readonly groups?: RowGroups<R> | undefined;
  /** A row on a phone. Without it the table stays a table. */
  phoneCard?: ((row: R) => ReactNode) | undefined;
  /** Rows that are no longer what the list asks for, and stay until it is read again. */
  isGone?: ((row: R) => boolean) | undefined;
  /** The first and last row in view, counted from 1. */
  readonly onRange?: ((first: number, last: number) => void) | undefined;
}
