/** How many cases a filter meets and what is outstanding there: asked of the server, because not all of them are loaded. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';

export type BatchFilter = Readonly<Record<string, unknown>>;

const FRESH_MS = 10_000;

/** @param filter as a batch takes it. It may name a person: it is sent in a body. */
export const matchingQuery = (filter: BatchFilter) =>
  queryOptions({
    queryKey: ['matching', filter],
    queryFn: () => unwrap(api.POST('/cases/count', { body: { filter } })),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
  });
