/** What the rules' pages ask the server for. Keys start with `rules`; a what-if is asked for once a draft and version. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';

export type Rule = components['schemas']['Rule'];
export type RuleParameter = Rule['parameters'][number];
export type Setting = Rule['layers'][number]['effective'];
export type ParamValue = RuleParameter['default'];
export type Draft = components['schemas']['RuleDraft'];
export type Change = Draft['changes'][number];
export type WhatIf = components['schemas']['WhatIf'];
export type Summary = NonNullable<WhatIf['summary']>;
export type WhatIfCase = components['schemas']['WhatIfCase'];
export type HistoryEntry = components['schemas']['RuleHistoryEntry'];
export type Holiday = components['schemas']['Holiday'];
export type WhatIfPart = 'all' | 'flagged' | 'cleared' | 'moved';

const FOLLOW_MS = 700;

export const rulesQuery = queryOptions({ queryKey: ['rules', 'live'], queryFn: () => unwrap(api.GET('/rules')) });

export const draftsQuery = queryOptions({
  queryKey: ['rules', 'drafts'],
  queryFn: () => unwrap(api.GET('/rules/drafts')),
});

export const historyQuery = (ruleId: string) =>
  queryOptions({
    queryKey: ['rules', 'history', ruleId],
    queryFn: () => unwrap(api.GET('/rules/{ruleId}/history', { params: { path: { ruleId }, query: { limit: 20 } } })),
  });

/** Starts a what-if for a draft as it is kept; the same draft over the same rules is computed once. */
export const startedQuery = (draft: Draft, version: number) =>
  queryOptions({
    queryKey: ['rules', 'what-if-start', draft.scope, draft.revision, draft.updatedAt, version],
    queryFn: () => {
      const { scope, changes } = draft;
      return unwrap(api.POST('/rules/what-ifs', { body: { scope, changes } }));
    },
    staleTime: 60_000,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });

export const whatIfQuery = (id: string) =>
  queryOptions({
    queryKey: ['rules', 'what-if', id],
    queryFn: () => unwrap(api.GET('/rules/what-ifs/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? FOLLOW_MS : false),
  });

export const whatIfCasesQuery = (id: string, which: WhatIfPart, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'what-if', id, 'cases', which, limit],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/rules/what-ifs/{id}/cases', {
          params: { path: { id }, query: { which, limit, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const versionQuery = (version: number) =>
  queryOptions({
    queryKey: ['rules', 'version', version],
    queryFn: () => unwrap(api.GET('/rules/versions/{version}', { params: { path: { version } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What a version did; asked again until it has reached every live case. */
export const effectsQuery = (version: number, limit: number) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'effects', version, limit],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/rules/versions/{version}/effects', {
          params: { path: { version }, query: { limit, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.totals.finished === false ? FOLLOW_MS : false),
  });

export const holidaysQuery = (jurisdiction: string, year: number) =>
  queryOptions({
    queryKey: ['holidays', jurisdiction, year],
    queryFn: () => unwrap(api.GET('/holidays', { params: { query: { jurisdiction, year } } })),
  });
