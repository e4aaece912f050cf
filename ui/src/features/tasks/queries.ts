/** Asks for tasks, counts them, and ends single ones. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';
import type { TaskFilter } from '../../api/tasks';

export type Task = components['schemas']['ListedTask'];
export type TaskCounts = components['schemas']['TaskCounts'];

const PAGE = 100;

export const tasksQuery = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: ['tasks', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/tasks', {
          params: { query: { ...filter, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const taskCountsQuery = queryOptions({
  queryKey: ['tasks', 'counts'],
  queryFn: () => unwrap(api.GET('/tasks/counts')),
});

/** @param key the same while the same task is tried again. */
export const complete = (id: string, key: string, note: string) =>
  unwrap(
    api.POST('/tasks/{id}/done', {
      params: { path: { id }, header: { 'Idempotency-Key': key } },
      body: note === '' ? {} : { note },
    }),
  );

export const reopen = (id: string, key: string) =>
  unwrap(api.POST('/tasks/{id}/reopen', { params: { path: { id }, header: { 'Idempotency-Key': key } } }));
