/** The payers of the cases and claims one sees, for pickers and filters. */
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';

export const payersQuery = queryOptions({
  queryKey: ['payers'],
  queryFn: () => unwrap(api.GET('/payers')),
  staleTime: 5 * 60_000,
});
