/** Asks for the ledger of clocks, for receipts and their verification, and moves a clock. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components, paths } from '../../api/generated/schema';

export type LedgerFilter = Omit<NonNullable<paths['/clocks']['get']['parameters']['query']>, 'limit' | 'cursor'>;
export type LedgerClock = paths['/clocks']['get']['responses'][200]['content']['application/json']['items'][number];
export type Receipt = components['schemas']['WholeReceipt'];
export type Verification = components['schemas']['ReceiptVerification'];

const PAGE = 100;

export const ledgerQuery = (filter: LedgerFilter) =>
  infiniteQueryOptions({
    queryKey: ['clocks', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/clocks', {
          params: { query: { ...filter, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

/** A receipt never changes: it is asked for once. */
export const receiptQuery = (id: string) =>
  queryOptions({
    queryKey: ['receipts', id],
    queryFn: () => unwrap(api.GET('/clocks/{id}/receipt', { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const verify = (id: string) => unwrap(api.POST('/clocks/{id}/verify', { params: { path: { id } } }));

/** The rules by their titles, to filter by. */
export const rulesQuery = queryOptions({
  queryKey: ['rules', 'list'],
  queryFn: () => unwrap(api.GET('/rules')),
  staleTime: 5 * 60_000,
});
