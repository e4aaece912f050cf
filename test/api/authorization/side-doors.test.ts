/** What is withheld cannot be found out by asking, and cannot be overwritten unseen (G17). */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { askedFields, groupsOf, lacking, searchGroups } from '../../../api/auth/field-groups';
import { rolesFor } from '../../../api/auth/permissions';
import { routes } from '../../../api/routes';
import { Role } from '../../../domain/effects';
import { startApiUnderTest, type ApiUnderTest, type Reply } from '../running-api';

let t: ApiUnderTest;
let wc: string;
const tokens = new Map<Role, string>();
const as = (role: Role) => ({ token: tokens.get(role) as string });

beforeAll(async () => {
  t = await startApiUnderTest();
  for (const role of Role.options) tokens.set(role, (await t.user([role])).token);
  const opened = await t.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'wc',
    details: {
      patient: { name: 'Ida Quillon', phone: '555-0100' },
      bodyPart: 'metacarpal',
      adjuster: { name: 'Otto Reisling' },
      authorizationNumbers: [{ authorizationId: randomUUID(), number: 'AUTH-771' }],
      description: 'sensitive remark',
    },
    data: { injuredOn: '2025-01-11' },
  });
  wc = opened.body.caseId;
}, 240_000);
afterAll(() => t?.stop());

interface ProblemBody {
  code: string;
  detail: string;
  errors?: { path: string; message: string }[];
}
const pathsOf = (reply: Reply<ProblemBody>) => (reply.body.errors ?? []).map((e) => e.path);

/** A value that the field's own schema takes. */
const samples: Readonly<Record<string, string>> = {
  q: 'zzsecret',
  number: 'zzsecret',
  tag: 'zzsecret',
  subject: 'zzsecret',
  patientId: randomUUID(),
  outstandingOver: '424242',
  ...Object.fromEntries(
    ['visitFrom', 'visitTo', 'billedFrom', 'billedTo', 'warnedFrom', 'warnedTo', 'owedOn', 'silentOn'].map((name) => [
      name,
      '2026-03-04',
    ]),
  ),
};

/** Fields of lists, where they are asked for: the address, or the filter of a search. */
const askable = routes.flatMap((route) => {
  const inQuery = { route, where: 'query', names: Object.keys(route.query?.shape ?? {}) } as const;
  const filter = route.path.endsWith('/search') ? (route.body as z.ZodObject).shape['filter'] : undefined;
  const names = filter === undefined ? [] : Object.keys((filter as z.ZodObject).shape);
  return [...(route.method === 'get' ? [inQuery] : []), { route, where: 'body.filter', names } as const];
});

const askBy = (where: string, path: string, filter: Record<string, string>, asking: { token: string }) =>
  where === 'query'
    ? t.ask<ProblemBody>('GET', `${path}?${new URLSearchParams(filter).toString()}`, undefined, asking)
    : t.ask<ProblemBody>('POST', path, { filter }, asking);

test('nobody searches, filters or sorts by what the role does not show: refused with the reason, on every list', async () => {
  let refused = 0;
  for (const { route, where, names } of askable) {
    for (const name of names.filter((one) => (askedFields[one] ?? 'plain') !== 'plain')) {
      for (const role of rolesFor(route.permission as never)) {
        const given = groupsOf({ roles: [role] });
        const needed = askedFields[name];
        const sees =
          needed === 'search' ? searchGroups.some((group) => given.has(group)) : lacking(given, needed).length === 0;
        const path = route.path.replace(':view', 'all').replace(/:\w+/, randomUUID());
        const reply = await askBy(where, path, { [name]: samples[name] as string }, as(role));
        expect([path, name, role, reply.status === 403]).toEqual([path, name, role, !sees]);
        if (sees) continue;
        refused += 1;
        expect(pathsOf(reply)).toEqual([`${where}.${name}`]);
        expect(reply.body.detail).toContain(name);
        expect(reply.text).not.toContain(samples[name]);
      }
    }
  }
  expect(refused).toBeGreaterThan(10);
  // What may name a person is asked in bodies; such a search is among those that were tried.
  expect(askable.flatMap(({ where, names }) => (where === 'query' ? [] : names))).toEqual(
    expect.arrayContaining(['q', 'number', 'tag']),
  );
});

test('a search looks only through what the searcher sees: a hidden word finds nothing, a shown one finds the case', async () => {
  const finds = async (role: Role, q: string) => {
    const { body } = await t.ask<{ items: { id: string }[] }>('POST', '/cases/search', { filter: { q } }, as(role));
    return body.items.some((item) => item.id === wc);
  };
  for (const word of ['quillon', 'metacarpal', 'reisling', 'auth-771', 'remark']) {
    expect([word, await finds('manager', word)]).toEqual([word, true]);
  }
  expect(await finds('front-desk', 'quillon')).toBe(true);
  expect(await finds('front-desk', 'reisling')).toBe(true);
  expect(await finds('front-desk', 'auth-771')).toBe(true);
  expect(await finds('front-desk', 'metacarpal')).toBe(false);
  expect(await finds('front-desk', 'remark')).toBe(false);
  expect(await finds('front-desk', 'quillon metacarpal')).toBe(false);
});

test('the filter of a batch is asked in the same way as that of a list', async () => {
  const { refuseWithheldFilters } = await import('../../../api/privacy/asked');
  const caller = { roles: ['account-executive'] } as never;
  expect(() => refuseWithheldFilters(caller, {}, { filter: { q: 'quillon' } })).toThrow(/body\.filter\.q/);
  expect(() => refuseWithheldFilters(caller, { sort: '-outstandingCents' }, null)).toThrow(/query\.sort/);
  expect(() => refuseWithheldFilters(caller, { sort: '-openedAt' }, { filter: { kind: 'wc' } })).not.toThrow();
});

/** What nobody may set by adding it to a body. */
const planted = {
  ...{ id: randomUUID(), role: 'administrator', roles: ['administrator'], permissions: ['people.manage'] },
  ...{ status: 'Resolved', stage: 'Resolved', version: 99, revision: 99, attention: { rank: 1 }, attentionRank: 1 },
  ...{ owner: { userId: randomUUID() }, ownerUserId: randomUUID(), ownerScope: 'all', scope: 'all', scopes: ['all'] },
  ...{ practice_id: randomUUID(), practiceId: randomUUID(), createdBy: randomUUID(), actorId: randomUUID() },
  ...{ userId: randomUUID(), allLocations: true, closedAt: '2026-01-01T00:00:00Z', finding: 'justified' },
};

test('no route takes a role, stage, version, owner, place or author that its body does not name', async () => {
  const { token } = await t.user([...Role.options]);
  // Decoding keeps nothing: its protocol is Temporal's, and what we do not know of it is dropped unread.
  const withBody = routes.filter(
    (route) => route.body !== undefined && route.consumes === undefined && route.path !== '/codec/decode',
  );
  expect(withBody.length).toBeGreaterThan(12);
  for (const route of withBody) {
    const path = route.path
      .replace(':version', '1')
      .replace(':view', 'all')
      .replace(/:[a-zA-Z]+/g, '11111111-1111-4111-8111-111111111111');
    const named = namesIn(route.body);
    const foreign = Object.entries(planted).filter(([name]) => !named.includes(name));
    const reply = await t.ask<ProblemBody>(route.method.toUpperCase(), path, Object.fromEntries(foreign), { token });
    expect([route.path, reply.status, reply.body.code]).toEqual([route.path, 422, 'invalid']);
    const refused = (reply.body.errors ?? []).filter((e) => e.message === 'is not a known field').map((e) => e.path);
    expect([route.path, ...refused.sort()]).toEqual([route.path, ...foreign.map(([name]) => `body.${name}`).sort()]);
  }
});

/** Members that the body itself names, whatever wraps it. */
function namesIn(schema: unknown): string[] {
  const def = (schema as { _zod: { def: { shape?: object; innerType?: unknown; in?: unknown } } })._zod.def;
  if (def.shape) return Object.keys(def.shape);
  return def.innerType === undefined && def.in === undefined ? [] : namesIn(def.innerType ?? def.in);
}

test('what an edit does not name stays, and what it may not name is refused at any depth', async () => {
  const reply = await t.ask<ProblemBody>('PATCH', `/cases/${wc}`, {
    details: { patient: { name: 'Ida Quillon', role: 'x' }, stage: 'Resolved' },
  });
  expect(reply.status).toBe(422);
  expect(pathsOf(reply).sort()).toEqual(['body.details.patient.role', 'body.details.stage']);
});

test('nobody edits what they may not read: the fields are named, nothing is changed', async () => {
  const edit = (role: Role, body: object) => t.ask<ProblemBody>('PATCH', `/cases/${wc}`, body, as(role));
  expect(await edit('front-desk', { details: { patient: { phone: '555-0101' } } })).toMatchObject({ status: 200 });
  const refused = await edit('front-desk', {
    details: { description: 'x', bodyPart: null, patient: { phone: '555-0102' } },
    tags: ['x'],
  });
  expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(pathsOf(refused).sort()).toEqual(['body.details.bodyPart', 'body.details.description', 'body.tags']);
  const { body } = await t.ask<{ details: { patient: { phone: string }; bodyPart: string } }>('GET', `/cases/${wc}`);
  expect(body.details).toMatchObject({ patient: { phone: '555-0101' }, bodyPart: 'metacarpal' });
  // Removing a whole object removes the parts that are not shown, too.
  const whole = await edit('intake', { details: { patient: null } });
  expect(whole).toMatchObject({ status: 200 });
});

test('nobody sends amounts or findings of a group that their role does not show', async () => {
  const { caseId } = await t.openDenial();
  const send = (role: Role, id: string, type: string, data: object) =>
    t.ask<ProblemBody>('POST', `/cases/${id}/events`, { type, data }, as(role));
  const amounts = await send('intake', caseId, 'amounts.updated', { deniedCents: 1, outstandingCents: 1 });
  expect(amounts).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(pathsOf(amounts)).toEqual(['body.data.deniedCents', 'body.data.outstandingCents']);
  expect((await send('intake', caseId, 'work.started', {})).status).toBe(200);
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  expect((await send('front-desk', wc, 'treatment.completed', { on: day })).status).toBe(403);
  expect((await send('front-desk', wc, 'returnToWork.recorded', { on: day, kind: 'full' })).status).toBe(403);
  const visit = { visitId: randomUUID(), on: day, override: true };
  expect((await send('front-desk', wc, 'visit.booked', visit)).status).toBe(200);
});
