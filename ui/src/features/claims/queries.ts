/** What the claims page asks for. Numbers may name a person: they are sent in a body. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';

export type ClaimRow = components['schemas']['ClaimSummary'];
export type Claim = components['schemas']['Claim'];

export interface ClaimFilter {
  readonly number: string;
  readonly payerId: string | null;
  /** true: on an active case; false: on none. */
  readonly hasCase: 'true' | 'false' | null;
  readonly status: string | null;
}

const PAGE = 100;

export const claimsQuery = ({ number, payerId, hasCase, status }: ClaimFilter) =>
  infiniteQueryOptions({
    queryKey: ['claims', 'list', number, payerId, hasCase, status],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.POST('/claims/search', {
          body: {
            filter: {
              limit: PAGE,
              ...(number === '' ? {} : { number }),
              ...(payerId === null ? {} : { payerId }),
              ...(hasCase === null ? {} : { hasCase }),
              ...(status === null ? {} : { status }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

export const claimQuery = (id: string) =>
  queryOptions({
    queryKey: ['claims', id],
    queryFn: () => unwrap(api.GET('/claims/{id}', { params: { path: { id } } })),
  });

/** Open denial cases that these claims would fit on: of their patient, else of their payer. */
export const fittingCasesQuery = (patientId: string | null, payerId: string | null) =>
  queryOptions({
    queryKey: ['cases', 'list', 'fitting', patientId, payerId],
    queryFn: () =>
      unwrap(
        api.POST('/cases/search', {
          body: {
            filter: {
              kind: 'denial',
              open: 'true',
              sort: '-openedAt',
              limit: 50,
              ...(patientId === null ? {} : { patientId }),
              ...(payerId === null ? {} : { payerId }),
            },
          },
        }),
      ),
  });
