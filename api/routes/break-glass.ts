/** Emergency reading of one case beyond one's scope: a reason, a time limit, a banner, and somebody who reviews it. */
import { z } from 'zod';
import { IdParams, Instant, pageOf, PageQuery } from '../input/fields';
import { breakGlass, endGlass, listGlass, reviewGlass } from '../people/break-glass';
import { phi, plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute, type RouteContext, OWN_ROWS } from '../route';

const LONGEST_MINUTES = 240;
const USUAL_MINUTES = 60;

const Glass = z
  .strictObject({
    id: z.uuid(),
    caseId: z.uuid(),
    openedAt: Instant,
    endsAt: Instant,
    endedAt: Instant.nullable().describe('Ended before its time'),
  })
  .meta({ id: 'BreakGlass' });

const Person = plain(z.strictObject({ id: z.uuid(), name: z.string() }));
const GlassToReview = z
  .strictObject({
    ...Glass.shape,
    user: Person,
    reason: phi('words', z.string()).describe('What the person typed'),
    review: z
      .strictObject({
        by: Person,
        at: Instant,
        finding: z.enum(['justified', 'not-justified']),
        note: phi('words', z.string().nullable()),
      })
      .nullable(),
  })
  .meta({ id: 'BreakGlassReview' });

type Handling = Pick<RouteContext, 'caller' | 'deps' | 'req'>;
const askedBy = ({ caller, deps, req }: Handling) => ({ pool: deps.db.pool, caller, requestId: String(req.id) });

const open = defineRoute({
  method: 'post',
  path: '/cases/:id/break-glass',
  tag: 'Emergency',
  summary: 'Opens a case that your roles do not reach, for reading, for a limited time',
  description:
    'For an emergency: the case can be read until the time is over, every read is recorded as an emergency, and ' +
    'compliance reviews the reason. While it is open every answer has the header `Break-Glass: until=...; cases=n`.',
  permission: 'break-glass.open',
  audit: OWN_ROWS,
  params: IdParams,
  body: z.strictObject({
    reason: z.string().trim().min(10).max(500).describe('Why now, in words; reviewers read it'),
    minutes: z.int().min(1).max(LONGEST_MINUTES).default(USUAL_MINUTES),
  }),
  answers: { 201: Glass },
  problems: ['not_found', 'conflict'],
  handle: async (context) => ({
    status: 201,
    body: await breakGlass(askedBy(context), context.params.id, context.body),
  }),
});

const end = defineRoute({
  method: 'post',
  path: '/break-glass/:id/end',
  tag: 'Emergency',
  summary: 'Ends your emergency reading before its time',
  permission: 'break-glass.open',
  audit: OWN_ROWS,
  params: IdParams,
  answers: { 200: Glass },
  problems: ['not_found'],
  handle: async (context) => ({ status: 200, body: await endGlass(askedBy(context), context.params.id) }),
});

const list = defineRoute({
  method: 'get',
  path: '/break-glass',
  tag: 'Emergency',
  summary: 'Lists emergency reading to review, oldest first; or what is reviewed, newest first',
  permission: 'break-glass.review',
  audit: 'break-glass.list',
  query: z.strictObject({ ...PageQuery, reviewed: z.enum(['true', 'false']).default('false') }),
  answers: { 200: pageOf(GlassToReview) },
  async handle({ query, caller, deps }) {
    const { reviewed, ...page } = query;
    const body = await listGlass(deps.db.pool, caller, { ...page, reviewed: reviewed === 'true' });
    return { status: 200, body };
  },
});

const review = defineRoute({
  method: 'post',
  path: '/break-glass/:id/review',
  tag: 'Emergency',
  summary: 'Judges an emergency reading of somebody else; one that is still open ends with it',
  permission: 'break-glass.review',
  audit: OWN_ROWS,
  params: IdParams,
  body: z.strictObject({
    finding: z.enum(['justified', 'not-justified']),
    note: z.string().trim().min(1).max(1_000).optional(),
  }),
  answers: { 200: GlassToReview },
  problems: ['not_found', 'conflict'],
  async handle(context) {
    const { params, body, caller, deps } = context;
    await reviewGlass(askedBy(context), params.id, { finding: body.finding, note: body.note ?? null });
    const { items } = await listGlass(deps.db.pool, caller, { reviewed: true, limit: 1 }, params.id);
    if (!items[0]) throw new Problem('not_found', 'There is no broken glass with this id to review.');
    return { status: 200, body: items[0] };
  },
});

export const breakGlassRoutes = [open, end, list, review];
