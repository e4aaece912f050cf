/** Who and where: practices, users and teams, as pickers need them. */
import { z } from 'zod';
import { plain } from '../privacy/phi';
import { defineRoute } from '../route';

const Practice = plain(z.strictObject({ id: z.uuid(), name: z.string(), zone: z.string(), jurisdiction: z.string() }));
const User = plain(z.strictObject({ id: z.uuid(), name: z.string(), roles: z.array(z.string()), active: z.boolean() }));
const Team = plain(z.strictObject({ id: z.uuid(), name: z.string(), memberIds: z.array(z.uuid()) }));

const practices = defineRoute({
  method: 'get',
  path: '/practices',
  tag: 'Directory',
  summary: 'Lists practices',
  permission: 'directory.read',
  answers: { 200: z.strictObject({ items: z.array(Practice) }) },
  async handle({ deps }) {
    const rows = await deps.db.prisma.practice.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 500 });
    const items = rows.map(({ id, name, zone, jurisdiction }) => ({ id, name, zone, jurisdiction }));
    return { status: 200, body: { items } };
  },
});

const users = defineRoute({
  method: 'get',
  path: '/users',
  tag: 'Directory',
  summary: 'Lists users',
  permission: 'directory.read',
  answers: { 200: z.strictObject({ items: z.array(User) }) },
  async handle({ deps }) {
    const rows = await deps.db.prisma.user.findMany({ orderBy: [{ displayName: 'asc' }, { id: 'asc' }], take: 1_000 });
    const items = rows.map(({ id, displayName, roles, active }) => ({ id, name: displayName, roles, active }));
    return { status: 200, body: { items } };
  },
});

const teams = defineRoute({
  method: 'get',
  path: '/teams',
  tag: 'Directory',
  summary: 'Lists teams with their members',
  permission: 'directory.read',
  answers: { 200: z.strictObject({ items: z.array(Team) }) },
  async handle({ deps }) {
    const rows = await deps.db.prisma.team.findMany({
      orderBy: { name: 'asc' },
      include: { members: true },
      take: 500,
    });
    const items = rows.map(({ id, name, members }) => ({ id, name, memberIds: members.map((m) => m.userId) }));
    return { status: 200, body: { items } };
  },
});

export const directoryRoutes = [practices, users, teams];
