/** What the history page asks: the story page by page, and the run that keeps the case. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { paths } from '../../api/generated/schema';

type HistoryGet = paths['/cases/{id}/history']['get'];
export type Story = HistoryGet['responses'][200]['content']['application/json'];
export type StoryEntry = Story['items'][number];
export type StoryPart = StoryEntry['part'];
export type Run = Story['runs'][number];

const A_PAGE = 100;

export const storyQuery = (id: string, part: StoryPart | undefined) =>
  infiniteQueryOptions({
    queryKey: ['cases', id, 'history', part ?? 'all'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/cases/{id}/history', {
          params: {
            path: { id },
            query: { limit: A_PAGE, ...(part ? { part } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const workflowQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', id, 'workflow'],
    queryFn: () => unwrap(api.GET('/cases/{id}/workflow', { params: { path: { id } } })),
  });

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', id],
    queryFn: () => unwrap(api.GET('/cases/{id}', { params: { path: { id } } })),
  });
