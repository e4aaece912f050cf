/** Many cases of the board at once: a follow-up date, an owner, a tag for all that are chosen (R13, R24). */
import { BulkBar } from '../../components/bulk-bar';
import { BulkActions } from '../../components/case-list/bulk-actions';
import { chosenCount, isChosen, type Selection } from '../../components/selection';
import type { Batch } from '../../api/batches';
import type { BoardFilter, BoardRow, Section } from './board-query';

interface Props {
  readonly selection: Selection;
  readonly filter: BoardFilter;
  readonly sections: readonly Section[];
  /** Rows that are loaded. */
  readonly rows: readonly BoardRow[];
  readonly total: number;
  onAll(this: void): void;
  onOnlyLoaded(this: void): void;
  onClear(this: void): void;
  onStarted(this: void, batch: Batch): void;
}

export function BoardBulk(props: Props) {
  const { selection, rows, total, onAll, onOnlyLoaded, onClear, onStarted } = props;
  const count = chosenCount(selection, total);
  const chosen = rows.filter(({ id }) => isChosen(selection, id));
  const tags = [...new Set(chosen.flatMap((row) => row.tags ?? []))].toSorted();
  return (
    <BulkBar
      all={selection.all}
      count={count}
      loaded={rows.length}
      onAll={onAll}
      onOnlyLoaded={onOnlyLoaded}
      onClear={onClear}
    >
      <BulkActions filter={batchFilter(props)} kind="wc" count={count} tags={tags} onStarted={onStarted} />
    </BulkBar>
  );
}

/** Yes and no are words in an address and values in a body. */
function batchFilter({ selection, filter, sections }: Props): Readonly<Record<string, unknown>> {
  const { attention: _urgent, section: _section, ...asked } = filter;
  if (!selection.all) return { kind: 'wc', open: true, ids: [...selection.ids] };
  const all = { ...asked, kind: 'wc', open: true, section: sections };
  return selection.except.size === 0 ? all : { ...all, exceptIds: [...selection.except] };
}
