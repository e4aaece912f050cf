/** What the list of all cases asks for. */
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';
import { bodyOf, type CaseFilter } from '../../components/case-list/case-filter';
import type { RowSource } from '../../components/case-list/use-case-rows';
import { tabs, type TabName } from './tabs';

export type CaseRow = components['schemas']['ListedCase'];

export const countsQuery = (kind: 'wc' | 'denial') =>
  queryOptions({
    queryKey: ['counts', 'views', kind],
    queryFn: () => unwrap(api.GET('/views/counts', { params: { query: { kind } } })),
  });

const PAGE = 100;

/** The filter may name a person: it is sent in a body, in the form of a query. */
export function caseRows(tab: TabName, filter: CaseFilter, sort: string): RowSource<CaseRow> {
  const { open, ...base } = tabs[tab].filter;
  return {
    key: ['cases', tab, filter, sort],
    read: ({ cursor, ids }) =>
      unwrap(
        api.POST('/cases/search', {
          body: {
            filter: {
              ...bodyOf(filter),
              ...base,
              open: open ? 'true' : 'false',
              sort: sort as 'attention',
              limit: PAGE,
              ...(cursor === null ? {} : { cursor }),
              ...(ids === undefined ? {} : { ids }),
            },
          },
        }),
      ),
  };
}
