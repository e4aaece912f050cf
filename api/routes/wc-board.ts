/** The WC board in its urgency order (E1): as one list, and as the day begins, the first rows of each section with counts. */
import { z } from 'zod';
import { PageQuery } from '../input/fields';
import { plain } from '../privacy/phi';
import { BoardRow, boardRowsOf, Group, groupOf } from '../read/board-row';
import { readSections } from '../read/board-sections';
import { BoardSummary, countSections, readBoardSummary } from '../read/board-summary';
import { caseFilterFields, sections, type Asking, type CaseFilter, type Section } from '../read/case-filter';
import { countRanks, listCases } from '../read/list-cases';
import { defineRoute } from '../route';

const { kind: _kind, stage: _stage, open: _open, carc: _carc, ...boardFilters } = caseFilterFields;

const board = defineRoute({
  method: 'get',
  path: '/board/wc',
  tag: 'Views',
  summary: 'The WC board: open cases in order of urgency, with counts for each group',
  description:
    'Expiring or lapsed authorizations first, then silent adjusters, then unbilled treatment, then the rest (E1). With ' +
    '`section` and a `next` of GET /board/wc/sections it goes on where a section ended.',
  permission: 'case.read',
  query: z.strictObject({ ...boardFilters, ...PageQuery }),
  answers: {
    200: z.strictObject({
      items: z.array(BoardRow),
      next: plain(z.string().nullable()),
      counts: z.record(Group, z.int()).describe('All open WC cases that you may see, whatever the filter'),
    }),
  },
  audit: 'board.read',
  shows: 'cases',
  async handle({ query, caller, deps }) {
    const { limit, cursor, ...rest } = query;
    const filter: CaseFilter = { ...rest, kind: 'wc', open: true };
    const asking: Asking = { caller, may: ['case.read'], now: deps.now() };
    const [page, counted] = await Promise.all([
      listCases(deps.db.pool, { filter, sort: 'attention', limit, cursor }, asking),
      countRanks(deps.db.pool, asking),
    ]);
    const counts: Record<Group, number> = { authorization: 0, silent: 0, unbilled: 0, other: 0, quiet: 0 };
    for (const { rank, n } of counted) counts[groupOf(rank)] += n;
    const rows = { pool: deps.db.pool, rules: deps.rules, now: asking.now };
    return { status: 200, body: { items: await boardRowsOf(rows, caller, page.items), next: page.next, counts } };
  },
});

const USUAL_ROWS = 5;
const MOST_ROWS = 30;

const dayBoard = defineRoute({
  method: 'get',
  path: '/board/wc/sections',
  tag: 'Views',
  summary: 'The WC board as the day begins: the first rows of each section, how many there are, and the counts',
  description:
    'Sections in order: authorization, silent, unbilled, other, unowned, quiet. `attention=true` leaves out quiet. ' +
    'Where a section has more, give its `next` as `cursor` to GET /board/wc with the same filter and that `section`.',
  permission: 'case.read',
  query: z.strictObject({
    ...boardFilters,
    perSection: z.coerce.number().int().min(1).max(MOST_ROWS).default(USUAL_ROWS).describe('Rows a section'),
  }),
  answers: {
    200: z.strictObject({
      items: z.array(BoardRow).describe('Rows of all sections, in order'),
      sections: z.array(
        z.strictObject({
          section: z.enum(sections),
          matching: z.int().describe('Rows that match the filter'),
          next: plain(z.string().nullable()),
        }),
      ),
      summary: BoardSummary,
    }),
  },
  audit: 'board.read',
  shows: 'cases',
  async handle({ query, caller, deps }) {
    const { perSection, section, attention, ...filter } = query;
    const { pool } = deps.db;
    const asking: Asking = { caller, may: ['case.read'], now: deps.now() };
    const wanted = sections.filter(
      (name) => (section ?? sections).includes(name) && (attention === undefined || attention === (name !== 'quiet')),
    );
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const [pages, summary, matching] = await Promise.all([
      readSections(pool, wanted, filter, perSection, asking),
      readBoardSummary({ pool, rules: deps.rules }, asking),
      isFiltered ? countSections(pool, filter, asking) : null,
    ]);
    const pageOf = (name: Section) => pages.get(name) ?? { items: [], next: null };
    const rows = { pool, rules: deps.rules, now: asking.now };
    return {
      status: 200,
      body: {
        items: await boardRowsOf(
          rows,
          caller,
          wanted.flatMap((name) => pageOf(name).items),
        ),
        sections: wanted.map((name) => ({
          section: name,
          matching: (matching ?? summary.sections)[name],
          next: pageOf(name).next,
        })),
        summary,
      },
    };
  },
});

export const wcBoardRoutes = [board, dayBoard];
