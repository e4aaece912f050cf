/** What the denial views ask for: counts of all six, pages of one. */
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';
import { bodyOf, type CaseFilter } from '../../components/case-list/case-filter';
import type { RowSource } from '../../components/case-list/use-case-rows';
import type { ViewName } from './views';

export type DenialRow = components['schemas']['DenialRow'];

export const countsQuery = queryOptions({
  queryKey: ['counts', 'views', 'denial'],
  queryFn: () => unwrap(api.GET('/views/counts', { params: { query: { kind: 'denial' } } })),
});

const PAGE = 100;

/** The filter may name a person: it is sent in a body. */
export function denialRows(view: ViewName, filter: CaseFilter, sort: string): RowSource<DenialRow> {
  return {
    key: ['denials', view, filter, sort],
    read: ({ cursor, ids }) =>
      unwrap(
        api.POST('/views/denials/{view}/search', {
          params: { path: { view } },
          body: {
            filter: {
              ...bodyOf(filter),
              sort: sort as 'followUpOn',
              limit: PAGE,
              ...(cursor === null ? {} : { cursor }),
              ...(ids === undefined ? {} : { ids }),
            },
          },
        }),
      ),
  };
}
