/** How much there is of each thing, for the navigation. */
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: () => unwrap(api.GET('/counts')),
  staleTime: 30_000,
  refetchInterval: 60_000,
});
