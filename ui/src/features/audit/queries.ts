/** The audit trail by its filter; ids and codes only, so a filter may stand in an address. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components, paths } from '../../api/generated/schema';

export type AuditEntry = components['schemas']['AuditEntry'];
type Query = NonNullable<paths['/audit']['get']['parameters']['query']>;
export type Purpose = NonNullable<Query['purpose']>;
export type AuditFilter = Omit<Query, 'limit' | 'cursor'>;

const PAGE = 100;
const first = undefined as string | undefined;

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/audit', {
          params: { query: { ...filter, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** One piece of the chain. @param after `last` of the piece before. */
export const verifyPiece = (after: string | null) =>
  unwrap(api.GET('/audit/verify', { params: { query: after === null ? {} : { after } } }));
