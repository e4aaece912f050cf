/** What the server knows of imports: the list, one with its report, and what can be done to it. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components, paths } from '../../api/generated/schema';

export type ImportView = components['schemas']['Import'];
export type ImportKind = ImportView['kind'];
export type ImportRow = components['schemas']['ImportRow'];
export type RowOutcome = ImportRow['outcome'];
export type ImportException = components['schemas']['ImportException'];
export type ImportPart = components['schemas']['ImportPart'];
type Page<T> = { readonly items: T[]; readonly next: string | null };

const PAGE = 100;
const BESIDE_RUN_MS = 1_000;
const UNDER_WAY: readonly ImportView['state'][] = ['uploading', 'queued', 'running'];

export const isUnderWay = ({ state }: Pick<ImportView, 'state'>): boolean => UNDER_WAY.includes(state);

const nextOf = ({ next }: { readonly next: string | null }) => next ?? undefined;
const first = undefined as string | undefined;

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam }) =>
    unwrap(api.GET('/imports', { params: { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } } })),
  initialPageParam: first,
  getNextPageParam: nextOf,
  // Runs of colleagues move too.
  refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? 3_000 : false),
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: () => unwrap(api.GET('/imports/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? BESIDE_RUN_MS : false),
  });

/**
 * What its parts have in common: a list that was read while the file was is read once more when it ended, or what came
 * last would never be shown. The old rows stay until then.
 */
const partOf = (one: ImportView, everyMs: number) => ({
  initialPageParam: first,
  getNextPageParam: nextOf,
  placeholderData: keepPreviousData,
  refetchInterval: isUnderWay(one) ? everyMs : (false as const),
});

/** True until it is known what there is: nothing of a file that is still read is not "nothing". */
export const isWaiting = (found: { isPending: boolean; isPlaceholderData: boolean }, items: readonly unknown[]) =>
  found.isPending || (found.isPlaceholderData && items.length === 0);

/** Rows that came out otherwise never stand in for these. */
const keptOf =
  (outcome: RowOutcome | null) =>
  <T>(last: T | undefined, query: { readonly queryKey: readonly unknown[] } | undefined): T | undefined =>
    query?.queryKey[3] === outcome ? last : undefined;

export const rowsQuery = (one: ImportView, outcome: RowOutcome | null) =>
  infiniteQueryOptions({
    ...partOf(one, 2_000),
    placeholderData: keptOf(outcome),
    queryKey: ['imports', one.id, 'rows', outcome, one.state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/imports/{id}/rows', {
          params: {
            path: { id: one.id },
            query: { limit: PAGE, ...(outcome ? { outcome } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
  });

export const exceptionsQuery = (one: ImportView) =>
  infiniteQueryOptions({
    ...partOf(one, 3_000),
    queryKey: ['imports', one.id, 'exceptions', one.state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/imports/{id}/exceptions', {
          params: { path: { id: one.id }, query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
  });

export const partsQuery = (one: ImportView) =>
  infiniteQueryOptions({
    ...partOf(one, 3_000),
    queryKey: ['imports', one.id, 'parts', one.state],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/imports/{id}/parts', {
          params: { path: { id: one.id }, query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
  });

export const allOf = <T>(data: { readonly pages: readonly Page<T>[] } | undefined): T[] =>
  data?.pages.flatMap(({ items }) => items) ?? [];

type Options = paths['/imports/{id}/check-again']['post']['requestBody']['content']['application/json']['options'];

const named = (id: string) => ({ params: { path: { id } } });
export const stopImport = (id: string) => unwrap(api.POST('/imports/{id}/stop', named(id)));
export const resumeImport = (id: string) => unwrap(api.POST('/imports/{id}/resume', named(id)));
export const applyImport = (id: string) => unwrap(api.POST('/imports/{id}/apply', named(id)));
export const checkAgain = (id: string, options: Options) =>
  unwrap(api.POST('/imports/{id}/check-again', { ...named(id), body: { options } }));
