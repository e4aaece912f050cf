/** The rows of a list of cases, a page at a time, kept true while cases change: rows that are there change in place, none moves. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
  type QueryKey,
} from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { hearChanges } from '../../api/live';

export interface Rows<R> {
  readonly items: R[];
  readonly next: string | null;
}

export interface RowSource<R> {
  /** What the rows depend on. */
  readonly key: QueryKey;
  /** A page, or those of some cases that match. */
  read(this: void, page: { cursor: string | null; ids?: string[] }): Promise<Rows<R>>;
}

const GATHER_MS = 1_000;
/** Ids that a list takes in one request. */
const MOST_IDS = 50;
/** Beyond so many changed rows the list is read anew. */
const MOST_PATCHED = 200;
/** Pages that stay when one leaves: coming back reads them again. */
const KEPT_PAGES = 2;

export function useCaseRows<R extends { readonly id: string }>({ key, read }: RowSource<R>) {
  const queries = useQueryClient();
  const queryKey = useMemo(() => ['case-rows', ...key], [key]);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read({ cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());

  const trim = useCallback(
    (pages: number) =>
      queries.setQueryData<InfiniteData<Rows<R>, string | null>>(
        queryKey,
        (data) => data && { pages: data.pages.slice(0, pages), pageParams: data.pageParams.slice(0, pages) },
      ),
    [queries, queryKey],
  );
  const { refetch } = query;
  const reload = useCallback(async () => {
    trim(1);
    await refetch();
    setGone(new Set());
  }, [trim, refetch]);
  useEffect(() => {
    setGone(new Set());
    return () => void trim(KEPT_PAGES);
  }, [trim]);

  const loaded = useRef(new Set<string>());
  useEffect(() => {
    loaded.current = new Set(rows.map(({ id }) => id));
  }, [rows]);
  const patch = useCallback(
    async (ids: string[]) => {
      if (ids.length > MOST_PATCHED) return reload();
      for (let n = 0; n < ids.length; n += MOST_IDS) {
        const asked = ids.slice(n, n + MOST_IDS);
        const { items } = await read({ cursor: null, ids: asked });
        const fresh = new Map(items.map((row) => [row.id, row]));
        queries.setQueryData<InfiniteData<Rows<R>, string | null>>(queryKey, (data) => data && patched(data, fresh));
        setGone((before) => {
          const now = new Set(before);
          for (const id of asked) {
            if (fresh.has(id)) now.delete(id);
            else now.add(id);
          }
          return now;
        });
      }
    },
    [queries, queryKey, read, reload],
  );
  useEffect(() => {
    const changed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      const ids = [...changed];
      changed.clear();
      // A list that cannot be asked now is asked again with the next change; the page says that it is not live.
      patch(ids).catch(() => undefined);
    };
    const stop = hearChanges(({ caseId }) => {
      if (!loaded.current.has(caseId)) return;
      changed.add(caseId);
      timer ??= setTimeout(tell, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [patch]);

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const fetchMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return { query, rows, gone, reload, fetchMore };
}

/** Rows and pages that did not change stay the same objects: only what differs is drawn again. */
function patched<R extends { readonly id: string }>(
  data: InfiniteData<Rows<R>, string | null>,
  fresh: ReadonlyMap<string, R>,
): InfiniteData<Rows<R>, string | null> {
  const pages = data.pages.map((page) =>
    page.items.some(({ id }) => fresh.has(id))
      ? { ...page, items: page.items.map((row) => fresh.get(row.id) ?? row) }
      : page,
  );
  return { ...data, pages };
}
