/** People and feeds' accounts, kept by administrators: invited, changed, shut out, their sessions and second factor. */
import { z } from 'zod';
import { Role } from '../../domain/effects';
import { IdParams, Instant, pageOf, PageQuery } from '../input/fields';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute } from '../route';
import { noteForAudit } from '../sign-in/current';
import { Email, PersonName, Roles } from '../sign-in/fields';
import { addPerson, addService, changePerson, sendLink } from '../sign-in/people';
import { removeSecondFactor } from '../sign-in/second-factor';
import { endSession, endSessions, listSessions } from '../sign-in/sessions';
import { tellUser } from '../sign-in/set-password';
import { SessionRow, toRow } from './account';

const tag = 'People';
const permission = 'people.manage';

const Person = z.strictObject({
  id: z.uuid(),
  kind: plain(z.string()).describe('person, or service: an account of a feed, which has only tokens'),
  email: plain(z.string()),
  name: plain(z.string()),
  roles: plain(z.array(z.string())),
  active: z.boolean(),
  signsInWith: z.array(z.enum(['password', 'provider'])).describe('Empty: invited, and not here yet'),
  hasSecondFactor: z.boolean(),
  createdAt: Instant,
});
const Delivery = z.strictObject({
  delivery: z.enum(['mailed', 'by-hand']),
  link: plain(z.url().nullable()).describe('To hand over where no mail went; shown this once'),
});

const COLUMNS = `u.id, u.kind, u.email, u.display_name as name, u.roles, u.active, u.created_at as "createdAt",
  array_remove(array[
    case when exists (select 1 from auth_password p where p.user_id = u.id) then 'password' end,
    case when exists (select 1 from auth_identity i where i.user_id = u.id) then 'provider' end], null) as "signsInWith",
  exists (select 1 from auth_totp f where f.user_id = u.id and f.confirmed_at is not null) as "hasSecondFactor"`;

type Row = Omit<z.infer<typeof Person>, 'createdAt'> & { createdAt: Date };
const shown = ({ createdAt, ...row }: Row) => ({ ...row, createdAt: createdAt.toISOString() });

const list = defineRoute({
  method: 'get',
  path: '/people',
  tag,
  summary: 'Lists people and feeds’ accounts by name',
  permission,
  query: z.strictObject({ ...PageQuery, kind: z.enum(['person', 'service']).optional() }),
  answers: { 200: pageOf(Person) },
  audit: 'people.list',
  async handle({ query, deps }) {
    const [name, id] =
      query.cursor === undefined ? [null, null] : decodeCursor('people', query.cursor, [z.string(), z.uuid()] as const);
    const { rows } = await deps.db.pool.query<Row>(
      `select ${COLUMNS} from app_user u where ($1::text is null or u.kind = $1)
         and ($2::text is null or (u.display_name, u.id) > ($2, $3::uuid)) order by u.display_name, u.id limit $4`,
      [query.kind ?? null, name, id, query.limit + 1],
    );
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    const next = rows.length > items.length && last ? encodeCursor('people', [last.name, last.id]) : null;
    return { status: 200, body: { items: items.map(shown), next } };
  },
});

const show = defineRoute({
  method: 'get',
  path: '/people/:id',
  tag,
  summary: 'Shows a person',
  permission,
  params: IdParams,
  answers: { 200: Person },
  problems: ['not_found'],
  audit: 'people.show',
  async handle({ params, deps, res }) {
    noteForAudit(res, { userId: params.id });
    const { rows } = await deps.db.pool.query<Row>(`select ${COLUMNS} from app_user u where u.id = $1`, [params.id]);
    if (!rows[0]) throw new Problem('not_found', 'There is no account with this id.');
    return { status: 200, body: shown(rows[0]) };
  },
});

const invite = defineRoute({
  method: 'post',
  path: '/people',
  tag,
  summary: 'Invites a person: by mail, or with a link to hand over where no mail server is set up',
  permission,
  body: z.strictObject({ email: Email, name: PersonName, roles: Roles }),
  answers: { 201: z.strictObject({ id: z.uuid(), ...Delivery.shape }) },
  problems: ['conflict'],
  audit: 'people.invite',
  async handle(context) {
    const id = await addPerson(context, context.body);
    noteForAudit(context.res, { userId: id, rolesGiven: context.body.roles });
    return {
      status: 201,
      body: { id, ...(await sendLink(context, id)) },
      headers: { Location: `/api/v1/people/${id}` },
    };
  },
});

const inviteAgain = defineRoute({
  method: 'post',
  path: '/people/:id/link',
  tag,
  summary: 'Sends a new invitation, or a link to choose a new password; earlier links are void',
  permission,
  params: IdParams,
  answers: { 200: Delivery },
  problems: ['not_found', 'conflict'],
  audit: 'people.send-link',
  async handle(context) {
    noteForAudit(context.res, { userId: context.params.id });
    return { status: 200, body: await sendLink(context, context.params.id) };
  },
});

const change = defineRoute({
  method: 'patch',
  path: '/people/:id',
  tag,
  summary: 'Changes name, roles or activity; roles count at the next request, who is not active is out at once',
  permission,
  params: IdParams,
  body: z
    .strictObject({ name: PersonName.optional(), roles: Roles.optional(), active: z.boolean().optional() })
    .refine((given) => Object.keys(given).length > 0, { error: 'must change something' }),
  answers: { 204: null },
  problems: ['not_found', 'conflict'],
  audit: 'people.change',
  async handle(context) {
    const { params, body, res, caller } = context;
    noteForAudit(res, { userId: params.id });
    const { before, after } = await changePerson(context, caller, params.id, body);
    const active = body.active === undefined ? {} : { active: body.active };
    noteForAudit(res, { userId: params.id, rolesBefore: before, rolesAfter: after, ...active });
    return { status: 204, body: null };
  },
});

const sessions = defineRoute({
  method: 'get',
  path: '/people/:id/sessions',
  tag,
  summary: 'Lists a person’s sessions',
  permission,
  audit: 'people.sessions.read',
  params: IdParams,
  answers: { 200: z.strictObject({ items: z.array(SessionRow) }) },
  async handle({ params, deps }) {
    return { status: 200, body: { items: (await listSessions(deps, params.id)).map(toRow) } };
  },
});

const endAll = defineRoute({
  method: 'delete',
  path: '/people/:id/sessions',
  tag,
  summary: 'Ends all sessions of a person',
  permission,
  params: IdParams,
  answers: { 200: z.strictObject({ ended: z.int() }) },
  audit: 'people.end-sessions',
  async handle({ params, deps, res }) {
    noteForAudit(res, { userId: params.id });
    return { status: 200, body: { ended: await endSessions(deps.db.pool, params.id, new Date(deps.now())) } };
  },
});

const endOne = defineRoute({
  method: 'delete',
  path: '/people/:id/sessions/:sessionId',
  tag,
  summary: 'Ends a session of a person',
  permission,
  params: IdParams.extend({ sessionId: z.uuid() }),
  answers: { 204: null },
  problems: ['not_found'],
  audit: 'people.end-session',
  async handle({ params, deps, res }) {
    noteForAudit(res, { userId: params.id });
    const ended = await endSession(deps.db.pool, params.id, params.sessionId, new Date(deps.now()));
    if (!ended) throw new Problem('not_found', 'This person has no such session.');
    return { status: 204, body: null };
  },
});

const resetFactor = defineRoute({
  method: 'delete',
  path: '/people/:id/second-factor',
  tag,
  summary: 'Removes the second factor of a person who has lost it, and ends their sessions',
  permission,
  params: IdParams,
  answers: { 204: null },
  problems: ['forbidden'],
  audit: 'people.reset-second-factor',
  async handle(context) {
    const { params, deps, caller, res } = context;
    noteForAudit(res, { userId: params.id });
    if (params.id === caller.userId) throw new Problem('forbidden', 'Ask another administrator to reset yours.');
    await removeSecondFactor(deps, params.id);
    await endSessions(deps.db.pool, params.id, new Date(deps.now()));
    tellUser(context, params.id, 'An administrator has reset the second factor of your account.');
    return { status: 204, body: null };
  },
});

/** A feed does not administer: whoever holds its token would make accounts of their own. */
const ServiceRoles = z
  .array(Role.exclude(['administrator']))
  .min(1)
  .max(20);

const addFeed = defineRoute({
  method: 'post',
  path: '/service-accounts',
  tag,
  summary: 'Adds an account for a feed: it has tokens only and never signs in',
  permission,
  body: z.strictObject({
    name: PersonName,
    roles: ServiceRoles,
    allLocations: z.boolean().default(false).describe('Works at every location'),
  }),
  answers: { 201: z.strictObject({ id: z.uuid() }) },
  audit: 'people.add-service',
  async handle(context) {
    const { name, roles, allLocations } = context.body;
    const id = await addService(context, name, roles, allLocations);
    noteForAudit(context.res, { userId: id, rolesGiven: roles });
    return { status: 201, body: { id }, headers: { Location: `/api/v1/people/${id}` } };
  },
});

export const peopleRoutes = [list, show, invite, inviteAgain, change, sessions, endAll, endOne, resetFactor, addFeed];
