/** What failed in the background, and what sweeps over all cases found. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';

const first = undefined as string | undefined;
const nextOf = ({ next }: { readonly next: string | null }) => next ?? undefined;

export type IncidentState = 'open' | 'retried' | 'resolved';

const pageOfIncidents = (state: IncidentState, cursor: string | undefined) =>
  unwrap(
    api.GET('/incidents', { params: { query: { state, limit: 50, ...(cursor === undefined ? {} : { cursor }) } } }),
  );
export type Incident = Awaited<ReturnType<typeof pageOfIncidents>>['items'][number];

export const incidentsQuery = (state: IncidentState) =>
  infiniteQueryOptions({
    queryKey: ['incidents', state],
    queryFn: ({ pageParam }) => pageOfIncidents(state, pageParam),
    initialPageParam: first,
    getNextPageParam: nextOf,
    refetchInterval: 30_000,
  });

export const retryIncident = (id: string) => unwrap(api.POST('/incidents/{id}/retry', { params: { path: { id } } }));

export type Reconciliation = components['schemas']['Reconciliation'];
export type Finding = components['schemas']['Finding'];

export const noOrphanQuery = queryOptions({
  queryKey: ['reconciliations', 'no-orphan'],
  queryFn: () => unwrap(api.GET('/figures/no-orphan')),
});

export const reconciliationsQuery = queryOptions({
  queryKey: ['reconciliations', 'list'],
  queryFn: () => unwrap(api.GET('/reconciliations', { params: { query: { limit: 20 } } })),
  refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? 2_000 : 60_000),
});

export const findingsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['reconciliations', id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/reconciliations/{id}', {
          params: { path: { id }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: ({ findings }) => nextOf(findings),
  });

export const startReconciliation = (repair: boolean) => unwrap(api.POST('/reconciliations', { body: { repair } }));
