/** Asks for the board: each section's first rows with the counts of the day, and more of a section when somebody wants more. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import type { components, paths } from '../../api/generated/schema';

export type BoardRow = components['schemas']['BoardRow'];
export type BoardSummary = components['schemas']['BoardSummary'];
export type Section = BoardRow['section'];
export type BoardFilter = Omit<NonNullable<paths['/board/wc/sections']['get']['parameters']['query']>, 'perSection'>;

/** Rows of a section before somebody asks for more. */
const FIRST = 5;
const PAGE = 30;

export const boardQuery = (filter: BoardFilter) =>
  queryOptions({
    queryKey: ['board', 'sections', filter],
    queryFn: () => unwrap(api.GET('/board/wc/sections', { params: { query: { ...filter, perSection: FIRST } } })),
    placeholderData: keepPreviousData,
  });

/** A section from its top, so many pages of it; asked again as a whole when something changes. */
export const sectionQuery = (section: Section, pages: number, filter: BoardFilter) =>
  queryOptions({
    queryKey: ['board', 'section', section, pages, filter],
    queryFn: async () => {
      const items: BoardRow[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < pages; page += 1) {
        const query = { ...filter, section, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
        const { attention: _urgent, ...asked } = query;
        const answer: { items: BoardRow[]; next: string | null } = await unwrap(
          api.GET('/board/wc', { params: { query: asked } }),
        );
        items.push(...answer.items);
        cursor = answer.next;
        if (cursor === null) break;
      }
      return { items, more: cursor !== null };
    },
    placeholderData: keepPreviousData,
  });
