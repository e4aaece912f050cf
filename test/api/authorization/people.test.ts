/** Teams and locations, kept by an administrator; who belongs where counts at the next request. */
import { randomUUID } from 'node:crypto';
import { permissionNames, rolesFor } from '../../../api/auth/permissions';
import { fieldGroups } from '../../../domain/privacy';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';

let t: ApiUnderTest;
let administrator: { userId: string; token: string };
beforeAll(async () => {
  t = await startApiUnderTest();
  administrator = await t.user(['administrator']);
}, 240_000);
afterAll(() => t?.stop());

interface Team {
  id: string;
  name: string;
  memberIds: string[];
}
const ask = <T = Team>(method: string, path: string, body?: object, token = administrator.token) =>
  t.ask<T>(method, path, body, { token });
const me = async (token: string) => (await t.ask<Record<string, unknown>>('GET', '/me', undefined, { token })).body;

test('an administrator creates a team, renames it, adds and removes members; each change is on record', async () => {
  const { userId, token } = await t.user(['coordinator']);
  const name = `Appeals ${randomUUID()}`;
  const made = await ask('POST', '/teams', { name });
  expect(made).toMatchObject({ status: 201, body: { name, memberIds: [] } });
  const { id } = made.body;
  expect((await ask('POST', '/teams', { name })).status).toBe(409);
  expect(await ask('PATCH', `/teams/${id}`, { name: `${name} A` })).toMatchObject({ body: { name: `${name} A` } });
  for (let again = 0; again < 2; again += 1) {
    expect(await ask('PUT', `/teams/${id}/members/${userId}`)).toMatchObject({
      status: 200,
      body: { memberIds: [userId] },
    });
  }
  expect((await me(token))['teams']).toEqual([{ id, name: `${name} A` }]);
  expect((await ask('PUT', `/teams/${id}/members/${randomUUID()}`)).status).toBe(404);
  expect(await ask('DELETE', `/teams/${id}/members/${userId}`)).toMatchObject({ body: { memberIds: [] } });
  expect((await ask('DELETE', `/teams/${id}/members/${userId}`)).status).toBe(404);
  expect((await me(token))['teams']).toEqual([]);
  expect((await ask('DELETE', `/teams/${id}`)).status).toBe(204);
  expect((await ask('DELETE', `/teams/${id}`)).status).toBe(404);
  const rows = await t.stack.db.prisma.auditEntry.findMany({
    where: { action: { startsWith: 'team.' }, data: { path: ['teamId'], equals: id } },
    orderBy: { id: 'asc' },
  });
  expect(rows.map((row) => row.action)).toEqual([
    ...['team.created', 'team.renamed', 'team.member-added', 'team.member-added', 'team.member-removed'],
    'team.removed',
  ]);
  expect(JSON.stringify(rows.map((row) => row.data))).not.toContain('Appeals');
});

test('a team that still owns a case is not removed: its work would be lost from sight', async () => {
  const { body } = await ask('POST', '/teams', { name: `Denials ${randomUUID()}` });
  expect((await ask('PUT', `/teams/${body.id}/members/${t.userId}`)).status).toBe(200);
  const { caseId } = await t.openDenial({ owner: { teamId: body.id } });
  expect(await ask('DELETE', `/teams/${body.id}`)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const reassigned = { type: 'case.assigned', data: { owner: { userId: t.userId } } };
  expect((await t.ask('POST', `/cases/${caseId}/events`, reassigned)).status).toBe(200);
  expect((await ask('DELETE', `/teams/${body.id}`)).status).toBe(204);
});

test('an administrator says where somebody works; the list shows who works where and who works everywhere', async () => {
  const { prisma } = t.stack.db;
  const north = await prisma.practice.create({ data: { name: 'North site', zone: 'UTC', jurisdiction: 'US-CA' } });
  const { userId, token } = await t.user(['front-desk']);
  const set = (body: object) => ask<Record<string, unknown>>('PUT', `/users/${userId}/locations`, body);
  expect(await set({ allLocations: false, locationIds: [north.id, north.id] })).toMatchObject({
    status: 200,
    body: { userId, allLocations: false, locationIds: [north.id] },
  });
  expect(await me(token)).toMatchObject({ allLocations: false, locations: [{ id: north.id, name: 'North site' }] });
  const list = async () =>
    (await ask<{ items: { id: string; userIds: string[] }[]; everywhere: string[] }>('GET', '/locations')).body;
  expect((await list()).items.find((place) => place.id === north.id)?.userIds).toEqual([userId]);
  expect((await list()).everywhere).not.toContain(userId);
  const stranger = await set({ allLocations: true, locationIds: [randomUUID()] });
  expect(stranger).toMatchObject({ status: 422, body: { errors: [{ path: 'body.locationIds.0' }] } });
  expect(await me(token)).toMatchObject({ allLocations: false });
  expect((await set({ allLocations: true, locationIds: [] })).status).toBe(200);
  expect(await me(token)).toMatchObject({ allLocations: true, locations: [] });
  expect((await list()).everywhere).toContain(userId);
  expect((await ask('PUT', `/users/${randomUUID()}/locations`, { allLocations: true, locationIds: [] })).status).toBe(
    404,
  );
  const rows = await prisma.auditEntry.count({
    where: { action: 'user.locations-set', actorId: administrator.userId },
  });
  expect(rows).toBe(2);
});

test('only an administrator keeps teams and locations: a manager, too, is refused', async () => {
  const { token, userId } = await t.user(['manager', 'compliance', 'auditor']);
  for (const [method, path, body] of [
    ['POST', '/teams', { name: 'Mine' }],
    ['PUT', `/users/${userId}/locations`, { allLocations: true, locationIds: [] }],
    ['GET', '/locations', undefined],
  ] as const) {
    expect([path, (await ask(method, path, body, token)).status]).toEqual([path, 403]);
  }
});

test('who asks is told roles, teams, locations and the groups of fields that the roles show', async () => {
  const { token, userId } = await t.user(['front-desk']);
  expect(await me(token)).toEqual({
    userId,
    name: 'Test front-desk',
    roles: ['front-desk'],
    fieldGroups: ['identity', 'visits', 'contact'],
    // What menus are drawn from: what the table gives the role, and nothing else.
    permissions: permissionNames.filter((name) => rolesFor(name).includes('front-desk')),
    zone: 'America/Los_Angeles',
    teams: [],
    allLocations: false,
    locations: [{ id: t.stack.practiceId, name: 'Test practice' }],
    covers: [],
    coveredBy: [],
    openedCases: [],
  });
  expect((await me(t.token))['fieldGroups']).toEqual([...fieldGroups]);
  expect((await me(administrator.token))['fieldGroups']).toEqual([]);
});
