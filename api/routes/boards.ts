/** The WC board in its urgency order, and the six denial views (E1, H24-H29). */
import { z } from 'zod';
import { localDateOf, type PracticeCalendar } from '../../domain/calendar';
import { PageQuery } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { caseFilterFields, type Asking, type CaseFilter } from '../read/case-filter';
import { ListedCase, listedCase } from '../read/cover-for';
import { viewNames, viewStages } from '../read/count-views';
import { countRanks, listCases } from '../read/list-cases';
import { openTasksOf, OpenTask, boardDetailOf, BoardDetail } from '../read/board-parts';
import { calendarsOf, leftUntil, TimeLeft } from '../read/time-left';
import { defineRoute } from '../route';

/** E1, and what else asks for a person. */
const groups = { 1: 'authorization', 2: 'silent', 3: 'unbilled', 4: 'other', 9: 'quiet' } as const;
const Group = z.enum(['authorization', 'silent', 'unbilled', 'other', 'quiet']);
type Group = z.infer<typeof Group>;
const groupOf = (rank: number): Group => groups[rank as keyof typeof groups] ?? 'other';

const { kind: _kind, stage: _stage, open: _open, carc: _carc, ...boardFilters } = caseFilterFields;

const board = defineRoute({
  method: 'get',
  path: '/board/wc',
  tag: 'Views',
  summary: 'The WC board: open cases in order of urgency, with counts for each group',
  description:
    'Expiring or lapsed authorizations first, then silent adjusters, then unbilled treatment, then the rest (E1).',
  permission: 'case.read',
  query: z.strictObject({ ...boardFilters, ...PageQuery }),
  answers: {
    200: z.strictObject({
      items: z.array(z.strictObject({ ...ListedCase.shape, group: Group, detail: BoardDetail })),
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
    const details = await boardDetailOf(
      deps.db.pool,
      page.items.map((item) => item.id),
    );
    const items = page.items.map((item) => ({
      ...listedCase(caller, item),
      group: groupOf(item.attention.rank),
      detail: details.get(item.id) ?? { authorizations: [], predictedExhaustion: null, silence: null },
    }));
    return { status: 200, body: { items, next: page.next, counts } };
  },
});

const DenialRow = z
  .strictObject({
    ...ListedCase.shape,
    description: phi('words', z.string().nullable()),
    resolvedCarcCodes: plain(z.array(z.string())),
    claimNumbers: phi('identity', z.array(z.string())).describe('The first three'),
    followUpLeft: TimeLeft.nullable().describe('How urgent the follow-up is; null: there is none'),
    tasks: z.array(OpenTask),
  })
  .meta({ id: 'DenialRow' });

const denials = defineRoute({
  method: 'get',
  path: '/views/denials/:view',
  tag: 'Views',
  summary: 'A denial view: all, open, my-open, in-progress, awaiting-payment or resolved; soonest follow-up first',
  permission: 'case.read',
  params: z.strictObject({ view: z.enum(viewNames) }),
  query: z.strictObject({
    ...boardFilters,
    carc: caseFilterFields.carc,
    ...PageQuery,
    sort: z
      .enum([
        ...(['followUpOn', '-followUpOn', '-openedAt', 'openedAt'] as const),
        ...(['outstandingCents', '-outstandingCents', '-priority'] as const),
      ])
      .default('followUpOn'),
  }),
  answers: {
    200: z.strictObject({
      items: z.array(DenialRow),
      next: plain(z.string().nullable()),
    }),
  },
  audit: 'board.read',
  shows: 'cases',
  async handle({ params, query, caller, deps }) {
    const { limit, cursor, sort, ...rest } = query;
    const stage = [...viewStages[params.view]];
    const owner = params.view === 'my-open' ? 'mine' : rest.owner;
    const filter: CaseFilter = { ...rest, owner, kind: 'denial', stage };
    const asking: Asking = { caller, may: ['case.read'], now: deps.now() };
    const page = await listCases(deps.db.pool, { filter, sort, limit, cursor }, asking);
    const extras = await openTasksOf(
      deps.db.pool,
      page.items.map((item) => item.id),
    );
    const calendarOf = await calendarsOf(deps.rules, page.items);
    const items = page.items.map((item) => ({
      ...listedCase(caller, item),
      followUpLeft: followUpLeft(calendarOf(item), item.followUpOn, asking.now),
      description: extras.get(item.id)?.description ?? null,
      resolvedCarcCodes: (item.facts['resolvedCarcCodes'] as string[] | undefined) ?? [],
      claimNumbers: extras.get(item.id)?.claimNumbers ?? [],
      tasks: extras.get(item.id)?.tasks ?? [],
    }));
    return { status: 200, body: { items, next: page.next } };
  },
});

/** Closed cases have no follow-up any more: the chart takes it away with everything else that waits. */
function followUpLeft(calendar: PracticeCalendar, on: string | null, now: number) {
  return on === null ? null : leftUntil(calendar, localDateOf(calendar, now), on);
}

export const boardRoutes = [board, denials];
