/** Filters, orders and columns that people keep for a page, on the server: what they look for may name a person. */
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import type { components } from './generated/schema';

export type SavedView = components['schemas']['SavedView'];
export type SavedPage = SavedView['page'];

/** Those of all pages: the navigation lists them together. */
export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: () => unwrap(api.GET('/saved-views')),
  staleTime: 60_000,
});

/** What of a page is kept. */
export interface ViewState {
  readonly tab?: string | null;
  /** Fields as the list takes them in a body. */
  readonly filter: Readonly<Record<string, string | number | boolean | string[]>>;
  readonly sort: string | null;
  /** Columns that are switched off. */
  readonly hidden: readonly string[];
}

/** Two states that show the same, whatever the order of their fields. */
export function isSameState(a: ViewState, b: ViewState): boolean {
  const text = ({ tab, filter, sort, hidden }: ViewState) =>
    JSON.stringify([
      tab ?? null,
      Object.entries(filter).toSorted(([x], [y]) => (x < y ? -1 : 1)),
      sort,
      hidden.toSorted(),
    ]);
  return text(a) === text(b);
}

export const stateOf = (view: SavedView): ViewState => ({
  tab: view.tab,
  filter: view.filter as ViewState['filter'],
  sort: view.sort,
  hidden: view.hidden,
});
