/**
 * A1 The walk: every route x every role x own, other team, other location and not there, with ids in path, query and body.
 * What is not yours is answered like what is not there, and no word or id of it stands in any answer.
 */
import { sideBySide } from '../../../activities/batches/side-by-side';
import { rolesFor, type Permission } from '../../../api/auth/permissions';
import type { Route } from '../../../api/route';
import { routes } from '../../../api/routes';
import type { Role } from '../../../domain/effects';
import { given, plain, textOf, type Given } from './walk/answers';
import { entries } from './walk/entries';
import { places, type Asked, type Entry, type Place } from './walk/entry';
import { canariesFor, isWithheld, reaches } from './walk/reach';
import { buildWorld, type World } from './walk/world';

const nameOf = (route: Pick<Route, 'method' | 'path'>) => `${route.method.toUpperCase()} ${route.path}`;
const byName = new Map(routes.map((route) => [nameOf(route), route]));
const LANES = 6;

let world: World;
beforeAll(async () => {
  world = await buildWorld();
}, 300_000);
afterAll(() => world?.t.stop());

interface Walked {
  cells: number;
  requests: number;
  leaks: string[];
  /** Requests that a permitted caller made for own things and that were not answered as the entry says. */
  wrong: string[];
}
const walked: Walked = { cells: 0, requests: 0, leaks: [], wrong: [] };

test('the walk knows every route, and every entry is a route', () => {
  const known = new Set(entries.map((entry) => entry.route));
  expect([...byName.keys()].filter((name) => !known.has(name))).toEqual([]);
  expect([...known].filter((name) => !byName.has(name))).toEqual([]);
  expect(entries).toHaveLength(known.size);
});

test.each(entries.map((entry) => [entry.route, entry] as const))(
  '%s tells nobody of what is not theirs',
  async (name, entry) => {
    const route = byName.get(name);
    if (!route) throw new Error(`There is no route ${name}.`);
    const before = walked.leaks.length + walked.wrong.length;
    const roles = [...world.means.keys()];
    await sideBySide(
      roles,
      LANES,
      (role) => walk(route, entry, role),
      () => false,
    );
    expect([...walked.leaks, ...walked.wrong].slice(before)).toEqual([]);
  },
  180_000,
);

test('nothing of another location was changed, and nothing of another team by those who work for one', async () => {
  const { things, t, callerIds } = world;
  const sent = await t.stack.db.prisma.command.findMany({ where: { actorId: { in: [...callerIds] } } });
  const elsewhere = [things['other location'].caseId, things['other location'].wcCaseId];
  expect(sent.filter((command) => elsewhere.includes(command.caseId))).toEqual([]);
  const team = [things['other team'].caseId, things['other team'].wcCaseId];
  const narrow = await t.stack.db.prisma.user.findMany({
    where: { id: { in: [...callerIds] }, roles: { hasSome: ['coder', 'case-manager', 'clinical-staff'] } },
  });
  const ids = new Set(narrow.map((user) => user.id));
  expect(sent.filter((command) => team.includes(command.caseId) && ids.has(command.actorId))).toEqual([]);
  const it = things['other location'];
  const row = await t.stack.db.prisma.case.findUniqueOrThrow({ where: { id: it.caseId } });
  expect(row.revision).toBe(0);
  const { prisma } = t.stack.db;
  expect(await prisma.cover.count({ where: { id: it.coverId, endedAt: null } })).toBe(1);
  expect(await prisma.cover.count({ where: { OR: [{ absentUserId: it.userId }, { coverUserId: it.userId }] } })).toBe(
    1,
  );
  expect(await prisma.breakGlass.count({ where: { id: it.selfGlassId, endedAt: null, reviewedAt: null } })).toBe(1);
  expect(await prisma.apiToken.count({ where: { id: it.selfTokenId, revokedAt: null } })).toBe(1);
});

test('a case of another location was opened by no role but those that may break the glass, and each is on record', async () => {
  const { things, t, callerIds } = world;
  const { caseId } = things['other location'];
  const opened = await t.stack.db.prisma.breakGlass.findMany({ where: { caseId, userId: { in: [...callerIds] } } });
  const users = await t.stack.db.prisma.user.findMany({ where: { id: { in: opened.map((glass) => glass.userId) } } });
  expect(users.flatMap((user) => user.roles).sort()).toEqual([...rolesFor('break-glass.open')].sort());
  const rows = await t.stack.db.prisma.auditEntry.findMany({ where: { action: 'break-glass.opened', caseId } });
  expect(rows.map((row) => row.actorId).sort()).toEqual(opened.map((glass) => glass.userId).sort());
});

test('the walk is as long as it says, and found no leak', () => {
  process.stdout.write(
    `walk: ${routes.length} routes, ${walked.cells} cells, ${walked.requests} requests, ${walked.leaks.length} leaks\n`,
  );
  expect(walked.cells).toBe(routes.length * world.means.size * places.length);
  expect(walked.requests).toBeGreaterThan(walked.cells);
  expect(walked.leaks).toEqual([]);
});

async function walk(route: Route, entry: Entry, role: Role): Promise<void> {
  const { t } = world;
  const means = world.means.get(role);
  if (!means) throw new Error(`Nobody walks as ${role}.`);
  const things = { ...world.things, own: { ...world.things.own, ...means.self } };
  const canaries = canariesFor(role, things, entry.ids);
  const permitted = permissionOf(route) === null || reaches(role, permissionOf(route) as Permission, 'own') !== null;
  const answers = new Map<Place, { asked: Asked; answer: Given }[]>();
  for (const place of places) {
    walked.cells += 1;
    const asked = entry.ask(things[place], things.own);
    const all: { asked: Asked; answer: Given }[] = [];
    for (const one of asked) {
      const until = entry.stream ? (permitted ? things.own.caseId : '') : undefined;
      const answer = await given(t, route.method.toUpperCase(), one, means, until);
      walked.requests += 1;
      all.push({ asked: one, answer });
      look(`${role}, ${place}: ${entry.route} ${one.path}`, one, answer, canaries);
    }
    answers.set(place, all);
  }
  const missing = answers.get('missing') ?? [];
  for (const place of places) {
    for (const [n, { asked, answer }] of (answers.get(place) ?? []).entries()) {
      const cell = `${role}, ${place}: ${entry.route} ${asked.path} (${n})`;
      const reach = asked.reach ?? permissionOf(route);
      if (permitted && place === 'own' && !entry.except?.includes(role)) {
        const good = isWithheld(role, asked) ? [403] : (asked.own ?? entry.own);
        const expected = reach === null || reaches(role, reach, 'own') !== null ? good : [...good, 422];
        if (!expected.includes(answer.status))
          walked.wrong.push(`${cell}: ${answer.status} ${answer.text.slice(0, 300)}`);
      }
      const foreign = !permitted || (reach !== null && place !== 'own' && reaches(role, reach, place) !== true);
      const other = missing[n];
      // A request that names nothing is the same request again; there only the canaries count.
      if (!foreign || !other || entry.stream || textOf(asked) === textOf(other.asked)) continue;
      let [a, b] = [plain(answer, asked, things[place]), plain(other.answer, other.asked, things.missing)];
      // A case of one's own may have moved between the two questions: asked again side by side, only a leak still differs.
      for (let again = 0; a !== b && again < 3; again += 1) {
        const ask = (one: Asked) => given(t, route.method.toUpperCase(), one, means);
        const [it, nothing] = await Promise.all([ask(asked), ask(other.asked)]);
        [a, b] = [plain(it, asked, things[place]), plain(nothing, other.asked, things.missing)];
      }
      if (a !== b) walked.leaks.push(`${cell}: answers\n${a}\nbut for what is not there\n${b}`);
    }
  }
}

const permissionOf = (route: Route): Permission | null =>
  route.permission === 'signed-in' || route.permission === 'anonymous' ? null : route.permission;

/** What the caller sent may come back; nothing else of others may. */
function look(cell: string, asked: Asked, answer: Given, canaries: ReturnType<typeof canariesFor>): void {
  if (answer.status >= 500) walked.wrong.push(`${cell}: ${answer.status} ${answer.text}`);
  const sent = textOf(asked);
  const got = `${answer.headers}\n${answer.text}`.toLowerCase();
  for (const { text, what } of canaries) {
    const canary = text.toLowerCase();
    if (got.includes(canary) && !sent.includes(canary)) walked.leaks.push(`${cell}: shows ${what}`);
  }
}
