/** What stands above a list of cases: its filters, or what is done to the chosen ones, or how that goes. */
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Batch } from '../../api/batches';
import type { SavedPage } from '../../api/saved-views';
import { BulkBar } from '../bulk-bar';
import { ColumnChoice } from '../column-choice';
import type { DataColumn } from '../data-table';
import { FilterBar, type Filter } from '../filter-bar';
import barClasses from '../filter-bar.module.css';
import { many, moneyText } from '../numbers';
import { SavedViews } from '../saved-views';
import { choose, EVERYTHING, isChosen, isEmpty, NOTHING, type Selection } from '../selection';
import { BatchLine } from './batch-line';
import { BulkActions } from './bulk-actions';
import { bodyOf, isNarrowed } from './case-filter';
import { ExportButton } from './export-button';
import type { ListState } from './list-state';
import { matchingQuery, type BatchFilter } from './matching';
import { SortMenu } from './sort-menu';

interface Row {
  readonly id: string;
  readonly outstandingCents: number | null;
  readonly tags: readonly string[] | null;
}

export interface Sum {
  readonly cases: number;
  readonly outstandingCents: number | null;
}

export interface CaseListBarProps<R extends Row> {
  readonly page: SavedPage;
  /** Before the pills, such as a search field. */
  readonly before?: ReactNode;
  readonly state: ListState;
  readonly filters: readonly Filter[];
  readonly columns: readonly DataColumn<R>[];
  readonly rows: readonly R[];
  /** What the tab stands for, as a batch takes it: kind, stage, owner. */
  readonly base: BatchFilter;
  /** Cases change many at a time only within one kind. */
  readonly kind: 'denial' | 'wc' | null;
  /** The tab without filters, where that is known. */
  readonly unfiltered: Sum | undefined;
  readonly sorts: readonly (readonly [sort: string, words: string])[];
  readonly selection: Selection;
  onSelect(this: void, selection: Selection): void;
  /** Cases were changed: the list is read anew. */
  reload(this: void): Promise<void>;
}

export function CaseListBar<R extends Row>(props: CaseListBarProps<R>) {
  const { state, selection, rows, base, unfiltered } = props;
  const [batch, setBatch] = useState<Batch | null>(null);
  const narrowed = isNarrowed(state.filter);
  const all = { ...bodyOf(state.filter), ...base };
  const counted = useQuery({ ...matchingQuery(all), enabled: narrowed || (unfiltered === undefined && selection.all) });
  const total: Sum | undefined = narrowed || unfiltered === undefined ? counted.data : unfiltered;
  const chosen = useChosen(all, selection, rows, total);

  if (batch) {
    return (
      <BatchLine key={batch.id} batch={batch} onClose={() => setBatch(null)} onEnded={() => void props.reload()} />
    );
  }
  if (isEmpty(selection)) return <Filters {...props} all={all} total={narrowed ? total : undefined} />;
  const clear = () => props.onSelect(NOTHING);
  return (
    <BulkBar
      all={selection.all}
      count={chosen.sum?.cases}
      sumCents={chosen.sum?.outstandingCents ?? undefined}
      loaded={rows.length}
      onAll={() => props.onSelect(EVERYTHING)}
      onOnlyLoaded={() =>
        props.onSelect(
          choose(
            NOTHING,
            rows.map(({ id }) => id),
            true,
          ),
        )
      }
      onClear={clear}
      {...(chosen.tooMany
        ? { problem: 'So many can be ticked one by one. Select all that match, and filter the list instead.' }
        : {})}
    >
      {props.kind === null ? (
        <span>Show one kind of case to change many at once.</span>
      ) : (
        <BulkActions
          filter={chosen.filter}
          kind={props.kind}
          count={chosen.tooMany ? undefined : chosen.sum?.cases}
          tags={tagsOf(rows.filter(({ id }) => isChosen(selection, id)))}
          onStarted={(started) => {
            clear();
            setBatch(started);
          }}
        />
      )}
    </BulkBar>
  );
}

/** Cases that a batch takes by their ids. */
const MOST_NAMED = 1_000;

/** The chosen cases as a batch takes them, how many they are and what they add up to. */
function useChosen<R extends Row>(all: BatchFilter, selection: Selection, rows: readonly R[], total: Sum | undefined) {
  const ids = [...(selection.all ? selection.except : selection.ids)];
  const filter = ids.length === 0 ? all : { ...all, [selection.all ? 'exceptIds' : 'ids']: ids };
  const tooMany = ids.length > MOST_NAMED;
  const ticked = selection.all ? [] : rows.filter(({ id }) => selection.ids.has(id));
  const known = !selection.all && ticked.length === ids.length;
  const asked = useQuery({ ...matchingQuery(filter), enabled: ids.length > 0 && !known && !tooMany });
  const sum = known ? sumOf(ticked) : ids.length === 0 ? total : asked.data;
  return { filter, sum, tooMany };
}

function sumOf(rows: readonly Row[]): Sum {
  const hidden = rows.some(({ outstandingCents }) => outstandingCents === null);
  return {
    cases: rows.length,
    outstandingCents: hidden ? null : rows.reduce((sum, row) => sum + (row.outstandingCents ?? 0), 0),
  };
}

export const tagsOf = (rows: readonly Row[]): string[] =>
  [...new Set(rows.flatMap(({ tags }) => tags ?? []))].toSorted();

type FiltersProps<R extends Row> = CaseListBarProps<R> & { readonly all: BatchFilter; readonly total: Sum | undefined };

function Filters<R extends Row>({ page, before, state, filters, columns, sorts, rows, all, total }: FiltersProps<R>) {
  const shown = columns.filter(({ id }) => !state.hidden.has(id)).map(({ id }) => id);
  return (
    <FilterBar
      filters={filters}
      before={before}
      after={<SavedViews page={page} current={state.current} viewId={state.viewId} onPick={state.pick} />}
      actions={
        <>
          {total && (
            <span
              className={barClasses.total}
              role="status"
              title={total.outstandingCents === null ? '' : moneyText(total.outstandingCents)}
            >
              {many(total.cases, 'matches', 'match')}
            </span>
          )}
          <SortMenu sort={state.sort} sorts={sorts} onSort={state.setSort} />
          <ColumnChoice columns={columns} hidden={state.hidden} onChange={state.setHidden} />
          <ExportButton
            fileName={`${page}.csv`}
            disabled={rows.length === 0}
            body={{ filter: all, sort: state.sort, columns: exportedOf(shown) }}
          />
        </>
      }
    />
  );
}

/** Columns of a page that the file has too; the file always says which case and stage a line is about. */
const EXPORTED = new Set([
  'kind',
  'payer',
  'subject',
  'codes',
  'outstanding',
  'denied',
  'followUp',
  'next',
  'nextDue',
  'priority',
  'owner',
  'tags',
  'opened',
]);

const exportedOf = (shown: readonly string[]): string[] => [
  'case',
  'patient',
  'stage',
  ...shown.filter((id) => EXPORTED.has(id)),
];
