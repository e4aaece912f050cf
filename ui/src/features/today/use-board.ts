/**
 * The board as it is shown. While somebody works in it, rows stay where they are: their contents are fresh, new rows wait
 * behind a button, and rows that have left stay, marked, until the hand is off.
 */
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { boardQuery, sectionQuery, type BoardFilter, type BoardRow, type Section } from './board-query';

export interface ShownRow {
  readonly row: BoardRow;
  /** It is not in this section any more. */
  readonly left: boolean;
}

export interface ShownSection {
  readonly section: Section;
  readonly matching: number;
  readonly rows: readonly ShownRow[];
  /** Rows that are not loaded. */
  readonly more: number;
  readonly loading: boolean;
}

interface Layout {
  readonly key: string;
  readonly ids: ReadonlyMap<Section, readonly string[]>;
}

export function useBoard(filter: BoardFilter, held: boolean) {
  const queryClient = useQueryClient();
  const board = useQuery(boardQuery(filter));
  const [pages, setPages] = useState<Readonly<Partial<Record<Section, number>>>>({});
  const wanted = Object.entries(pages) as [Section, number][];
  const grown = useQueries({ queries: wanted.map(([section, n]) => sectionQuery(section, n, filter)) });
  const grownRows = grown.map((query) => query.data?.items);
  const kept = useRef<Layout | null>(null);
  const known = useRef(new Map<string, BoardRow>());
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const [round, again] = useReducer((n: number) => n + 1, 0);

  const latest = useMemo(() => {
    const rows = new Map<Section, readonly BoardRow[]>();
    for (const { section } of board.data?.sections ?? []) {
      const more = grownRows[wanted.findIndex(([name]) => name === section)];
      rows.set(section, more ?? (board.data?.items ?? []).filter((row) => row.section === section));
    }
    return rows;
    // The rows decide, not the arrays around them, which are new with every call.
  }, [board.data, ...grownRows, JSON.stringify(pages)]);

  const key = JSON.stringify([filter, pages]);
  const layout: Layout = useMemo(() => {
    const ids = new Map([...latest].map(([section, rows]) => [section, rows.map(({ id }) => id)] as const));
    const before = kept.current;
    if (!held || before?.key !== key) return { key, ids };
    // What one has done oneself goes at once.
    const stays = (section: Section) => (id: string) => !settled.has(id) || (ids.get(section)?.includes(id) ?? false);
    return { key, ids: new Map([...before.ids].map(([section, old]) => [section, old.filter(stays(section))])) };
  }, [latest, held, key, settled, round]);
  useEffect(() => {
    kept.current = layout;
    for (const rows of latest.values()) for (const row of rows) known.current.set(row.id, row);
  });

  const sections: ShownSection[] = (board.data?.sections ?? []).map(({ section, matching }) => {
    const fresh = new Map((latest.get(section) ?? []).map((row) => [row.id, row]));
    const rows = (layout.ids.get(section) ?? []).flatMap((id): ShownRow[] => {
      const row = fresh.get(id) ?? known.current.get(id);
      return row === undefined ? [] : [{ row, left: !fresh.has(id) }];
    });
    const place = wanted.findIndex(([name]) => name === section);
    const loaded = latest.get(section)?.length ?? 0;
    return {
      section,
      matching,
      rows,
      more: Math.max(0, matching - loaded),
      loading: grown[place]?.isFetching ?? false,
    };
  });

  const waiting = [...latest].reduce((sum, [section, rows]) => {
    const shown = layout.ids.get(section) ?? [];
    return sum + rows.filter(({ id }) => !shown.includes(id)).length;
  }, 0);
  const left = sections.reduce((sum, { rows }) => sum + rows.filter((row) => row.left).length, 0);

  return {
    board,
    sections,
    waiting,
    left,
    /** Puts the rows as they are now. */
    show: useCallback(() => {
      kept.current = null;
      again();
    }, []),
    /** A command of one's own about this case was applied. */
    settle: useCallback(
      (id: string) => {
        setSettled((before) => new Set([...before, id]));
        void queryClient.invalidateQueries({ queryKey: ['board'] });
        void queryClient.invalidateQueries({ queryKey: ['counts'] });
      },
      [queryClient],
    ),
    grow: useCallback(
      (section: Section) => setPages((before) => ({ ...before, [section]: (before[section] ?? 0) + 1 })),
      [],
    ),
  };
}
