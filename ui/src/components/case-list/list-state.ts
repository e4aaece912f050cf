/** The state of a page with a list of cases: filter, order, columns, saved view. What may be told stands in the address. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { savedViewsQuery, type SavedPage, type SavedView, type ViewState } from '../../api/saved-views';
import { useColumnChoice } from '../column-choice';
import {
  bodyOf,
  filterFromAddress,
  filterOfView,
  privatePart,
  trimmed,
  withFilter,
  type CaseFilter,
} from './case-filter';

/** What was typed into the filters of a page, for as long as the tab lives: going to a case and back loses nothing. */
const typed = new Map<SavedPage, CaseFilter>();

export interface ListState {
  readonly filter: CaseFilter;
  setFilter(this: void, change: Partial<CaseFilter>): void;
  readonly sort: string;
  setSort(this: void, sort: string): void;
  readonly hidden: ReadonlySet<string>;
  setHidden(this: void, hidden: ReadonlySet<string>): void;
  readonly viewId: string | null;
  pick(this: void, view: SavedView | null): void;
  readonly current: ViewState;
  /** Differs after a view was picked or left: fields that keep what is typed begin anew. */
  readonly round: number;
}

export interface ListPage {
  readonly page: SavedPage;
  readonly tab: string;
  readonly usualSort: string;
  readonly usuallyHidden: readonly string[];
  /** Goes to a tab of the page with this query string. */
  goTo(this: void, tab: string, search: URLSearchParams): void;
}

export function useListState({ page, tab, usualSort, usuallyHidden, goTo }: ListPage): ListState {
  const [search, setSearch] = useSearchParams();
  const [secret, setSecret] = useState<CaseFilter>(() => typed.get(page) ?? {});
  const [hidden, setHidden] = useColumnChoice(page, usuallyHidden);
  const address = search.toString();
  const [round, setRound] = useState(0);
  const filter = useMemo(
    () => trimmed({ ...filterFromAddress(new URLSearchParams(address)), ...secret }),
    [address, secret],
  );
  const sort = search.get('sort') ?? usualSort;
  const viewId = search.get('view');

  const keep = useCallback(
    (next: CaseFilter) => {
      typed.set(page, privatePart(next));
      setSecret(privatePart(next));
    },
    [page],
  );
  const setFilter = (change: Partial<CaseFilter>) => {
    const next = trimmed({ ...filter, ...change });
    keep(next);
    setSearch(withFilter(search, next), { replace: true });
  };
  const setSort = (next: string) =>
    setSearch(
      (now) => {
        now.set('sort', next);
        return now;
      },
      { replace: true },
    );
  const show = (view: SavedView) => {
    const next = filterOfView(view);
    keep(next);
    setRound((n) => n + 1);
    setHidden(new Set(view.hidden));
    const to = withFilter(new URLSearchParams(), next);
    to.set('view', view.id);
    if (view.sort !== null) to.set('sort', view.sort);
    goTo(view.tab ?? tab, to);
  };
  const pick = (view: SavedView | null) => {
    if (view !== null) return show(view);
    keep({});
    setRound((n) => n + 1);
    goTo(tab, new URLSearchParams());
  };
  useAddressedView(page, viewId, address, show);
  const current = { tab, filter: bodyOf(filter), sort, hidden: [...hidden] };
  return { filter, setFilter, sort, setSort, hidden, setHidden, viewId, pick, current, round };
}

/** A link that names a view and nothing else shows that view, with what its filter keeps on the server. */
function useAddressedView(
  page: SavedPage,
  viewId: string | null,
  address: string,
  show: (view: SavedView) => void,
): void {
  const { data } = useQuery(savedViewsQuery);
  const bare = address === `view=${viewId}`;
  const view = data?.items.find(({ id, usable }) => bare && id === viewId && usable);
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    if (view === undefined || view.page !== page || shown === view.id) return;
    setShown(view.id);
    show(view);
  });
}
