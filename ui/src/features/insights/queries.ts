/** What the figures are read with. Sums over many cases cost more than a list: they are kept a while, and asked again each minute. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { operations } from '../../api/generated/schema';

type QueryOf<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>;
export type DenialsQuery = QueryOf<'getInsightsDenials'>;
export type BreakdownQuery = QueryOf<'getInsightsDenialsBreakdown'>;
export type TierOneQuery = QueryOf<'getInsightsTier1'>;
export type WcQuery = QueryOf<'getInsightsWc'>;
export type ClocksQuery = QueryOf<'getInsightsClocksMet'>;
/** What one bar counts. */
export type Behind = QueryOf<'getInsightsCases'>;

type AnswerOf<O extends keyof operations> = operations[O]['responses'] extends {
  200: { content: { 'application/json': infer B } };
}
  ? B
  : never;
export type Denials = AnswerOf<'getInsightsDenials'>;
export type Breakdown = AnswerOf<'getInsightsDenialsBreakdown'>;
export type TierOne = AnswerOf<'getInsightsTier1'>;
export type WcMeasures = AnswerOf<'getInsightsWc'>;
export type Measure = WcMeasures['measures'][number];
export type ClocksMet = AnswerOf<'getInsightsClocksMet'>;
export type CasesBehind = AnswerOf<'getInsightsCases'>;

const MINUTE_MS = 60_000;
/** N10 is a live figure. */
const LIVE_MS = 20_000;
const kept = { staleTime: MINUTE_MS / 2, refetchInterval: MINUTE_MS, placeholderData: keepPreviousData } as const;

export const denialsQuery = (query: DenialsQuery) =>
  queryOptions({
    queryKey: ['insights', 'denials', query],
    queryFn: () => unwrap(api.GET('/insights/denials', { params: { query } })),
    ...kept,
  });

export const breakdownQuery = (query: BreakdownQuery) =>
  queryOptions({
    queryKey: ['insights', 'breakdown', query],
    queryFn: () => unwrap(api.GET('/insights/denials/breakdown', { params: { query } })),
    ...kept,
  });

export const tierOneQuery = (query: TierOneQuery) =>
  queryOptions({
    queryKey: ['insights', 'tier-1', query],
    queryFn: () => unwrap(api.GET('/insights/tier-1', { params: { query } })),
    ...kept,
  });

export const wcQuery = (query: WcQuery) =>
  queryOptions({
    queryKey: ['insights', 'wc', query],
    queryFn: () => unwrap(api.GET('/insights/wc', { params: { query } })),
    ...kept,
  });

export const clocksQuery = (query: ClocksQuery) =>
  queryOptions({
    queryKey: ['insights', 'clocks', query],
    queryFn: () => unwrap(api.GET('/insights/clocks-met', { params: { query } })),
    ...kept,
  });

export const noOrphanQuery = (practiceId: string | undefined) =>
  queryOptions({
    queryKey: ['insights', 'no-orphan', practiceId ?? null],
    queryFn: () =>
      unwrap(api.GET('/insights/no-orphan', { params: { query: practiceId === undefined ? {} : { practiceId } } })),
    staleTime: LIVE_MS / 2,
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });

const ROWS = 50;

export const behindQuery = (behind: Behind) =>
  infiniteQueryOptions({
    queryKey: ['insights', 'cases', behind],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/insights/cases', {
          params: { query: { ...behind, limit: ROWS, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
