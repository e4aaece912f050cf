/** Who and where: practices, users and teams, as pickers need them. */
import { z } from 'zod';
import { teamScope, userScope } from '../auth/linked-scope';
import { locationScope } from '../auth/row-scope';
import { plain } from '../privacy/phi';
import { Statement } from '../read/statement';
import { defineRoute } from '../route';

const Practice = plain(z.strictObject({ id: z.uuid(), name: z.string(), zone: z.string(), jurisdiction: z.string() }));
const User = plain(z.strictObject({ id: z.uuid(), name: z.string(), roles: z.array(z.string()), active: z.boolean() }));
const Team = plain(z.strictObject({ id: z.uuid(), name: z.string(), memberIds: z.array(z.uuid()) }));

const practices = defineRoute({
  method: 'get',
  path: '/practices',
  tag: 'Directory',
  summary: 'Lists the practices where you work',
  permission: 'directory.read',
  answers: { 200: z.strictObject({ items: z.array(Practice) }) },
  audit: false,
  unaudited: 'Staff and places: nothing of a patient.',
  async handle({ caller, deps }) {
    const s = new Statement();
    const { rows } = await deps.db.pool.query<z.infer<typeof Practice>>(
      `select p.id, p.name, p.zone, p.jurisdiction from practice p
       where ${locationScope(caller, 'directory.read', s, 'p.id')} order by p.name, p.id limit 500`,
      s.values,
    );
    return { status: 200, body: { items: rows } };
  },
});

const users = defineRoute({
  method: 'get',
  path: '/users',
  tag: 'Directory',
  summary: 'Lists the people you work with: at your locations and in your teams',
  permission: 'directory.read',
  answers: { 200: z.strictObject({ items: z.array(User) }) },
  audit: false,
  unaudited: 'Staff and places: nothing of a patient.',
  async handle({ caller, deps }) {
    const s = new Statement();
    const { rows } = await deps.db.pool.query<z.infer<typeof User>>(
      `select u.id, u.display_name as name, u.roles, u.active from app_user u
       where ${userScope(caller, s)} order by u.display_name, u.id limit 1000`,
      s.values,
    );
    return { status: 200, body: { items: rows } };
  },
});

const teams = defineRoute({
  method: 'get',
  path: '/teams',
  tag: 'Directory',
  summary: 'Lists teams with their members',
  permission: 'directory.read',
  answers: { 200: z.strictObject({ items: z.array(Team) }) },
  audit: false,
  unaudited: 'Staff and places: nothing of a patient.',
  async handle({ caller, deps }) {
    const s = new Statement();
    const { rows } = await deps.db.pool.query<z.infer<typeof Team>>(
      `select g.id, g.name, array(
         select u.id from team_member of_team join app_user u on u.id = of_team.user_id
         where of_team.team_id = g.id and ${userScope(caller, s)} order by u.id) as "memberIds"
       from team g where ${teamScope(caller, s)} order by g.name limit 500`,
      s.values,
    );
    return { status: 200, body: { items: rows } };
  },
});

export const directoryRoutes = [practices, users, teams];
