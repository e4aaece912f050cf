/** Asks for tasks, counts them, and changes many at once. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components, paths } from '../../api/generated/schema';

export type Task = components['schemas']['ListedTask'];
export type TaskOutcomes = components['schemas']['TaskOutcomes'];
export type TaskCounts = components['schemas']['TaskCounts'];
export type TaskFilter = Omit<NonNullable<paths['/tasks']['get']['parameters']['query']>, 'limit' | 'cursor'>;
type Chosen = paths['/tasks/return']['post']['requestBody']['content']['application/json'];

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

/** Which tasks are meant: some, or all that match the list's filter. */
export type Choice = { readonly ids: readonly string[] } | { readonly filter: TaskFilter };

function chosen(choice: Choice): Chosen {
  if ('ids' in choice) return { tasks: [...choice.ids] };
  const { postponed, ...rest } = choice.filter;
  return {
    filter: { ...rest, ...(postponed === undefined ? {} : { postponed: postponed === 'true' }) } as Chosen['filter'],
  };
}

export interface Wait {
  readonly until: string;
  readonly why: string;
}

export const postpone = (choice: Choice, wait: Wait | 'again'): Promise<TaskOutcomes> =>
  unwrap(
    api.POST('/tasks/postpone', {
      body: { ...chosen(choice), ...(wait === 'again' ? { again: true } : { ...wait, again: false }) },
    }),
  );

export const takeBack = (choice: Choice): Promise<TaskOutcomes> =>
  unwrap(api.POST('/tasks/return', { body: chosen(choice) }));

/** @param userId null: back to where its case put it. */
export const assign = (choice: Choice, userId: string | null): Promise<TaskOutcomes> =>
  unwrap(api.POST('/tasks/assign', { body: { ...chosen(choice), userId } }));

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
