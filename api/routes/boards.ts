/** The six denial views (H24-H29). */
import { z } from 'zod';
import { localDateOf, type PracticeCalendar } from '../../domain/calendar';
import { PageQuery } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { caseFilterFields, type Asking, type CaseFilter } from '../read/case-filter';
import { ListedCase, listedCase } from '../read/cover-for';
import { viewNames, viewStages } from '../read/count-views';
import { listCases } from '../read/list-cases';
import { openTasksOf, OpenTask } from '../read/board-parts';
import { calendarsOf, leftUntil, TimeLeft } from '../read/time-left';
import { defineRoute } from '../route';

const { kind: _kind, stage: _stage, open: _open, carc: _carc, ...boardFilters } = caseFilterFields;

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

export const boardRoutes = [denials];
