/** Teams and locations, as an administrator keeps them: who belongs where decides which cases they reach. */
import { z } from 'zod';
import { IdParams } from '../input/fields';
import { readLocations, setLocations } from '../people/locations';
import { addMember, createTeam, removeMember, removeTeam, renameTeam } from '../people/teams';
import { plain } from '../privacy/phi';
import { defineRoute, type RouteContext, OWN_ROWS } from '../route';

const Team = plain(z.strictObject({ id: z.uuid(), name: z.string(), memberIds: z.array(z.uuid()) }));
const TeamName = z.strictObject({ name: z.string().trim().min(1).max(80) });
const MemberParams = z.strictObject({ id: z.uuid(), userId: z.uuid() });

type Handling = Pick<RouteContext, 'caller' | 'deps' | 'req'>;
const askedBy = ({ caller, deps, req }: Handling) => ({ pool: deps.db.pool, caller, requestId: String(req.id) });

const create = defineRoute({
  method: 'post',
  path: '/teams',
  tag: 'People',
  summary: 'Creates a team',
  permission: 'people.manage',
  audit: OWN_ROWS,
  body: TeamName,
  answers: { 201: Team },
  problems: ['conflict'],
  handle: async (context) => ({ status: 201, body: await createTeam(askedBy(context), context.body.name) }),
});

const rename = defineRoute({
  method: 'patch',
  path: '/teams/:id',
  tag: 'People',
  summary: 'Renames a team',
  permission: 'people.manage',
  audit: OWN_ROWS,
  params: IdParams,
  body: TeamName,
  answers: { 200: Team },
  problems: ['not_found', 'conflict'],
  handle: async (context) => ({
    status: 200,
    body: await renameTeam(askedBy(context), context.params.id, context.body.name),
  }),
});

const remove = defineRoute({
  method: 'delete',
  path: '/teams/:id',
  tag: 'People',
  summary: 'Removes a team that has no work left',
  permission: 'people.manage',
  audit: OWN_ROWS,
  params: IdParams,
  answers: { 204: null },
  problems: ['not_found', 'conflict'],
  async handle(context) {
    await removeTeam(askedBy(context), context.params.id);
    return { status: 204, body: null };
  },
});

const join = defineRoute({
  method: 'put',
  path: '/teams/:id/members/:userId',
  tag: 'People',
  summary: 'Adds a member to a team; it counts from their next request on',
  permission: 'people.manage',
  audit: OWN_ROWS,
  params: MemberParams,
  answers: { 200: Team },
  problems: ['not_found'],
  handle: async (context) => ({
    status: 200,
    body: await addMember(askedBy(context), context.params.id, context.params.userId),
  }),
});

const leave = defineRoute({
  method: 'delete',
  path: '/teams/:id/members/:userId',
  tag: 'People',
  summary: 'Takes a member out of a team',
  permission: 'people.manage',
  audit: OWN_ROWS,
  params: MemberParams,
  answers: { 200: Team },
  problems: ['not_found'],
  handle: async (context) => ({
    status: 200,
    body: await removeMember(askedBy(context), context.params.id, context.params.userId),
  }),
});

const Location = plain(
  z.strictObject({
    id: z.uuid(),
    name: z.string(),
    zone: z.string(),
    jurisdiction: z.string(),
    userIds: z.array(z.uuid()).describe('Active users assigned to it'),
  }),
);

const locations = defineRoute({
  method: 'get',
  path: '/locations',
  tag: 'People',
  summary: 'Lists locations with who works where, and who works everywhere',
  permission: 'people.manage',
  audit: false,
  unaudited: 'Staff and places: nothing of a patient.',
  answers: { 200: z.strictObject({ items: z.array(Location), everywhere: z.array(z.uuid()) }) },
  handle: async ({ deps }) => ({ status: 200, body: await readLocations(deps.db.pool) }),
});

const Whereabouts = z.strictObject({ userId: z.uuid(), allLocations: z.boolean(), locationIds: z.array(z.uuid()) });

const assign = defineRoute({
  method: 'put',
  path: '/users/:id/locations',
  tag: 'People',
  summary: 'Sets where somebody works; it counts from their next request on',
  permission: 'people.manage',
  audit: OWN_ROWS,
  params: IdParams,
  body: z.strictObject({
    allLocations: z.boolean().describe('Also at a location that is added later'),
    locationIds: z.array(z.uuid()).max(200),
  }),
  answers: { 200: Whereabouts },
  problems: ['not_found'],
  async handle(context) {
    const where = await setLocations(askedBy(context), context.params.id, context.body);
    const { allLocations, locationIds } = where;
    return { status: 200, body: { userId: context.params.id, allLocations, locationIds: [...locationIds] } };
  },
});

export const placeRoutes = [create, rename, remove, join, leave, locations, assign];
