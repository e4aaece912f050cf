/** Searches everything, and asks for what one is told. What is typed stands in the body and in memory, never in an address. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';

export type Hits = components['schemas']['SearchHits'];
export type Notice = components['schemas']['Notice'];

const KEPT_MS = 60_000;

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => unwrap(api.POST('/search', { body: { q }, signal })),
    enabled: q.length >= 2,
    gcTime: KEPT_MS,
    placeholderData: keepPreviousData,
  });

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: () => unwrap(api.GET('/notices', { params: { query: { limit: 100 } } })),
  refetchInterval: 60_000,
});

export const markRead = (ids: readonly string[]) => unwrap(api.POST('/notices/read', { body: { ids: [...ids] } }));
