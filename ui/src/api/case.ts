/** What is asked about one case: itself, its chart, its timeline, where its facts come from, and the codes of denials. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import type { components } from './generated/schema';

export type Case = components['schemas']['Case'];
export type CaseClock = Case['clocks'][number];
export type CaseTask = Case['tasks'][number];
export type CaseChart = components['schemas']['CaseChart'];
export type FactSource = components['schemas']['FactSource'];
export type TimelineSort = 'contacts' | 'rules' | 'care';

const path = (id: string) => ({ path: { id } });

export const caseQuery = (id: string) =>
  queryOptions({ queryKey: ['cases', id], queryFn: () => unwrap(api.GET('/cases/{id}', { params: path(id) })) });

export const chartQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', id, 'chart'],
    queryFn: () => unwrap(api.GET('/cases/{id}/chart', { params: path(id) })),
  });

export const sourcesQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', id, 'sources'],
    queryFn: () => unwrap(api.GET('/cases/{id}/sources', { params: path(id) })),
  });

const PAGE = 40;

const timelinePage = (id: string, show: TimelineSort | null, cursor: string | null) =>
  unwrap(
    api.GET('/cases/{id}/timeline', {
      params: {
        ...path(id),
        query: {
          limit: PAGE,
          ...(show === null ? {} : { show }),
          ...(cursor === null ? { count: 'true' as const } : { cursor }),
        },
      },
    }),
  );

export type TimelineEntry = Awaited<ReturnType<typeof timelinePage>>['items'][number];

export const timelineQuery = (id: string, show: TimelineSort | null) =>
  infiniteQueryOptions({
    queryKey: ['cases', id, 'timeline', show],
    queryFn: ({ pageParam }) => timelinePage(id, show, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** The newest entries, to say what happened since a version. */
export const newestQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', id, 'timeline', 'newest'],
    queryFn: () => unwrap(api.GET('/cases/{id}/timeline', { params: { ...path(id), query: { limit: 20 } } })),
  });

export const codesQuery = queryOptions({
  queryKey: ['codes'],
  queryFn: () => unwrap(api.GET('/codes')),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The ETag of what was read: a change made with it is refused when somebody else was faster. */
export const etagOf = ({ version, revision }: Pick<Case, 'version' | 'revision'>): string => `"${version}.${revision}"`;
