/** Which past moment of a case is looked at, kept in the address, and how the case stood then. Null: the present. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { api, unwrap } from '../api/client';
import type { components } from '../api/generated/schema';

export type Moments = components['schemas']['Moments'];
const askMoment = (id: string, version: number) =>
  unwrap(api.GET('/cases/{id}/moments/{version}', { params: { path: { id, version } } }));
export type Moment = Awaited<ReturnType<typeof askMoment>>;

/** The number of an event: it tells nothing about anybody. */
const PARAM = 'event';

export const momentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', id, 'moments'],
    queryFn: () => unwrap(api.GET('/cases/{id}/moments', { params: { path: { id } } })),
  });

/** The past does not change: what was read once is kept. */
export const momentQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['moments', id, version],
    queryFn: () => askMoment(id, version),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

export interface PastMoment {
  /** The event after which the case is looked at; null: now. */
  readonly version: number | null;
  /** How the case stood then; while the next moment is on its way, the one before. */
  readonly moment: Moment | null;
  readonly isPending: boolean;
  readonly error: unknown;
  retry(): unknown;
  /** Null, or the newest event: back to now. */
  goTo(version: number | null): void;
}

/** Pages show `moment ?? present` by it, and offer nothing to do while `version` is not null. */
export function usePastMoment(caseId: string): PastMoment {
  const [params, setParams] = useSearchParams();
  const moments = useQuery(momentsQuery(caseId)).data;
  const asked = Number(params.get(PARAM));
  const newest = moments?.version ?? Infinity;
  const version = Number.isInteger(asked) && asked >= 1 && asked < newest ? asked : null;
  const query = useQuery({ ...momentQuery(caseId, version ?? 1), enabled: version !== null });
  const goTo = useCallback(
    (next: number | null) =>
      setParams(
        (old) => {
          const fresh = new URLSearchParams(old);
          if (next === null || next >= newest) fresh.delete(PARAM);
          else fresh.set(PARAM, String(Math.max(1, next)));
          return fresh;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams, newest],
  );
  return {
    version,
    moment: version === null ? null : (query.data ?? null),
    isPending: version !== null && (query.isPending || query.isPlaceholderData),
    error: version === null ? null : query.error,
    retry: query.refetch,
    goTo,
  };
}
