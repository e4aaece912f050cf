/** Who works whose queue while somebody is away (E4). Nobody shares an account. */
import { z } from 'zod';
import { IdParams, Instant } from '../input/fields';
import { createCover, endCover, listCovers } from '../people/covers';
import { plain } from '../privacy/phi';
import { defineRoute, OWN_ROWS } from '../route';

const Person = plain(z.strictObject({ id: z.uuid(), name: z.string() }));
const Cover = z
  .strictObject({
    id: z.uuid(),
    absent: Person,
    cover: Person,
    startsAt: Instant,
    endsAt: Instant,
    state: z.enum(['current', 'planned', 'over']),
    createdBy: z.uuid(),
  })
  .meta({ id: 'Cover' });

const list = defineRoute({
  method: 'get',
  path: '/covers',
  tag: 'People',
  summary: 'Lists covers that run or are planned: your own, and as a manager those of your locations and teams',
  permission: 'cover.arrange',
  audit: false,
  unaudited: 'Staff and places: nothing of a patient.',
  answers: { 200: z.strictObject({ items: z.array(Cover) }) },
  handle: async ({ caller, deps }) => ({ status: 200, body: { items: await listCovers(deps.db.pool, caller) } }),
});

const create = defineRoute({
  method: 'post',
  path: '/covers',
  tag: 'People',
  summary: 'Arranges a cover: from when to when, and who',
  description:
    "The cover works the absent person's tasks and cases beside their own; what they do is recorded as theirs. One " +
    'level only: a queue that somebody covers does not go on to whoever covers them.',
  permission: 'cover.arrange',
  audit: OWN_ROWS,
  body: z.strictObject({
    absentUserId: z.uuid().optional().describe('You, when left out; another person: for managers'),
    coverUserId: z.uuid().describe('Must have a role that may do the work and sees what it needs'),
    startsAt: Instant.optional().describe('Now, when left out or past'),
    endsAt: Instant,
  }),
  answers: { 201: Cover },
  problems: ['conflict'],
  async handle({ body, caller, deps, req }) {
    const asked = { pool: deps.db.pool, caller, requestId: String(req.id) };
    const cover = await createCover(asked, {
      absentUserId: body.absentUserId ?? caller.userId,
      coverUserId: body.coverUserId,
      startsAt: body.startsAt ?? null,
      endsAt: body.endsAt,
    });
    return { status: 201, body: cover };
  },
});

const end = defineRoute({
  method: 'post',
  path: '/covers/:id/end',
  tag: 'People',
  summary: 'Ends a cover now, or takes back a planned one',
  permission: 'cover.arrange',
  audit: OWN_ROWS,
  params: IdParams,
  answers: { 200: Cover },
  problems: ['not_found', 'conflict'],
  async handle({ params, caller, deps, req }) {
    const asked = { pool: deps.db.pool, caller, requestId: String(req.id) };
    return { status: 200, body: await endCover(asked, params.id) };
  },
});

export const coverRoutes = [list, create, end];
