/** Administrators and people; tokens of people and of feeds: who may make them, and what they may never do. */
import { permissionNames } from '../../../api/auth/permissions';
import { eventually } from '../../support/eventually';
import { startSignIn, type Browser, type Person, type SignInUnderTest } from './browser';

const DAY_MS = 86_400_000;
let t: SignInUnderTest;
let me: Person;
let admin: Browser;
beforeAll(async () => {
  t = await startSignIn();
  me = await t.person(['administrator']);
  admin = (await t.signedIn(me)).browser;
}, 240_000);
afterAll(() => t?.stop());

const change = (browser: Browser, userId: string, body: unknown) => browser.send('PATCH', `/people/${userId}`, body);
const token = async (browser: Browser, body: unknown) => browser.send<{ token: string }>('POST', '/tokens', body);

test('M5 only administrators see and change people', async () => {
  const { email: _email, userId } = await t.person();
  for (const role of ['coordinator', 'manager', 'compliance', 'auditor'] as const) {
    const { browser } = await t.signedIn(await t.person([role]));
    expect([role, (await browser.send('GET', '/people')).status]).toEqual([role, 403]);
    expect([role, (await change(browser, userId, { roles: ['administrator'] })).status]).toEqual([role, 403]);
    expect([role, (await browser.send('POST', '/people', {})).status]).toEqual([role, 403]);
  }
});

test('nobody changes their own roles or shuts themselves out', async () => {
  for (const body of [{ roles: ['administrator', 'manager'] }, { active: false }, { roles: [] }]) {
    expect((await change(admin, me.userId, body)).status).toBe(403);
  }
  expect((await change(admin, me.userId, { name: 'Robin T.' })).status).toBe(204);
});

test('what a person may not have is refused: unknown fields, unknown roles, an address that is taken', async () => {
  const person = await t.person();
  for (const body of [
    { kind: 'service' },
    { email: 'x@example.test' },
    { roles: ['owner'] },
    { allLocations: true },
    {},
  ]) {
    expect([body, (await change(admin, person.userId, body)).status]).toEqual([body, 422]);
  }
  const again = await admin.send('POST', '/people', { email: person.email.toUpperCase(), name: 'Twin', roles: [] });
  expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await change(admin, '11111111-1111-4111-8111-111111111111', { name: 'Nobody' })).status).toBe(404);
});

test('the last active administrator stays, also when two remove each other at the same instant', async () => {
  const other = await startSignIn();
  try {
    const [a, b] = [await other.person(['administrator']), await other.person(['administrator'])];
    const [ofA, ofB] = [(await other.signedIn(a)).browser, (await other.signedIn(b)).browser];
    const both = await Promise.all([
      change(ofA, b.userId, { roles: ['biller'] }),
      change(ofB, a.userId, { active: false }),
    ]);
    expect(both.map((reply) => reply.status).sort()).toEqual([204, 409]);
    const left = await other.stack.db.prisma.user.count({ where: { active: true, roles: { has: 'administrator' } } });
    expect(left).toBe(1);
  } finally {
    await other.stop();
  }
}, 120_000);

test('a change of roles is on record with before and after', async () => {
  const person = await t.person(['biller']);
  await change(admin, person.userId, { roles: ['coder', 'coder', 'biller'] });
  expect((await t.actions('people.change')).at(-1)).toMatchObject({
    actorId: me.userId,
    outcome: '204',
    data: { userId: person.userId, rolesBefore: ['biller'], rolesAfter: ['coder', 'biller'] },
  });
});

test('a person makes a token, sees it once, uses it and revokes it', async () => {
  const { browser } = await t.signedIn(await t.person(['coordinator']));
  const made = await token(browser, { name: 'spreadsheet', days: 30 });
  expect(made.body.token).toMatch(/^ccl_/);
  const { items } = (await browser.send<{ items: { id: string }[] }>('GET', '/tokens')).body;
  expect(items).toHaveLength(1);
  expect(JSON.stringify(items)).not.toContain(made.body.token);
  const use = () => t.ask('GET', '/cases', undefined, { token: made.body.token });
  expect((await use()).status).toBe(200);
  expect((await browser.send('DELETE', `/tokens/${items[0]?.id ?? ''}`)).status).toBe(204);
  expect((await use()).status).toBe(401);
});

test('a token cannot make tokens or change how its person signs in', async () => {
  const { browser } = await t.signedIn(await t.person(['coordinator']));
  const { body } = await token(browser, { name: 'script', days: 1 });
  for (const [method, path, content] of [
    ['POST', '/tokens', { name: 'more', days: 1 }],
    ['PUT', '/account/password', { currentPassword: 'x', newPassword: 'amber-kettle-drum-4' }],
    ['POST', '/account/second-factor', undefined],
    ['DELETE', '/account/second-factor', undefined],
    ['POST', '/account/second-factor/recovery-codes', undefined],
    ['POST', '/session/reauthentication', { password: 'x' }],
  ] as const) {
    const reply = await t.ask(method, path, content, { token: body.token });
    expect([path, reply.status, (reply.body as { code?: string }).code]).toEqual([path, 403, 'session_needed']);
  }
});

test('a token is made in a session that was proven in the last ten minutes', async () => {
  const { browser } = await t.signedIn(await t.person());
  t.clock.ms += 11 * 60_000;
  expect((await token(browser, { name: 'late', days: 1 })).body).toMatchObject({ code: 'reauthentication_needed' });
  expect((await browser.send('GET', '/session')).status).toBe(200);
});

test('a token’s scopes are some of its person’s permissions, and shrink with the roles', async () => {
  const person = await t.person(['manager']);
  const { browser } = await t.signedIn(person);
  const beyond = await token(browser, { name: 'too much', days: 1, scopes: ['case.read', 'people.manage'] });
  expect(beyond).toMatchObject({ status: 422, body: { errors: [{ path: 'body.scopes' }] } });
  expect((await token(browser, { name: 'unknown', days: 1, scopes: ['everything'] })).status).toBe(422);
  const { body } = await token(browser, { name: 'reader', days: 1, scopes: ['case.read', 'incident.read'] });
  const get = async (path: string) => (await t.ask('GET', path, undefined, { token: body.token })).status;
  expect([await get('/cases'), await get('/incidents'), await get('/tasks')]).toEqual([200, 200, 403]);
  await change(admin, person.userId, { roles: ['coordinator'] });
  expect([await get('/cases'), await get('/incidents')]).toEqual([200, 403]);
});

test('a token without scopes is no more than its person', async () => {
  const { browser } = await t.signedIn(await t.person(['front-desk']));
  const { body } = await token(browser, { name: 'all of it', days: 1 });
  expect((await t.ask('GET', '/people', undefined, { token: body.token })).status).toBe(403);
  expect((await t.ask('GET', '/incidents', undefined, { token: body.token })).status).toBe(403);
});

test('a person’s token lives a year at most', async () => {
  const { browser } = await t.signedIn(await t.person());
  expect((await token(browser, { name: 'for ever', days: 366 })).status).toBe(422);
  expect((await token(browser, { name: 'for ever' })).status).toBe(422);
  expect((await token(browser, { name: 'a year', days: 365 })).status).toBe(201);
});

/** Tests before this one have moved the clock past what counts as a fresh proof. */
const freshAdmin = async () => (await t.signedIn(await t.person(['administrator']))).browser;

test('a feed has an account of its own: tokens with scopes, no way to sign in, never an administrator', async () => {
  const admin = await freshAdmin();
  const refused = await admin.send('POST', '/service-accounts', { name: 'Feed', roles: ['administrator'] });
  expect(refused.status).toBe(422);
  const made = await admin.send<{ id: string }>('POST', '/service-accounts', { name: '835 feed', roles: ['biller'] });
  expect(made.status).toBe(201);
  const { id } = made.body;
  const issued = await admin.send<{ token: string }>('POST', `/people/${id}/tokens`, {
    name: 'nightly',
    days: null,
    scopes: ['import.run', 'import.read'],
  });
  expect(issued.status).toBe(201);
  const get = async (path: string) => (await t.ask('GET', path, undefined, { token: issued.body.token })).status;
  expect([await get('/imports'), await get('/cases')]).toEqual([200, 403]);
  expect((await change(admin, id, { roles: ['administrator'] })).status).toBe(422);
  expect((await admin.send('POST', `/people/${id}/link`)).status).toBe(404);
  const user = await t.stack.db.prisma.user.findUniqueOrThrow({ where: { id } });
  expect((await t.browser().send('POST', '/session', { email: user.email, password: 'x' })).status).toBe(401);
  const { items } = (await admin.send<{ items: { id: string }[] }>('GET', `/people/${id}/tokens`)).body;
  expect((await admin.send('DELETE', `/people/${id}/tokens/${items[0]?.id ?? ''}`)).status).toBe(204);
  expect(await get('/imports')).toBe(401);
});

test('an administrator makes no token in another person’s name', async () => {
  const { userId } = await t.person();
  const ask = async (browser: Browser) =>
    (await browser.send('POST', `/people/${userId}/tokens`, { name: 'mine', days: 1 })).status;
  expect(await ask(await freshAdmin())).toBe(409);
  expect(await ask(admin)).toBe(403);
});

test('tokens made and revoked are on record, the tokens themselves nowhere', async () => {
  const { browser } = await t.signedIn(await t.person());
  const { body } = await token(browser, { name: 'kept', days: 1 });
  expect((await t.actions('token.create')).at(-1)).toMatchObject({ outcome: '201' });
  const everything = JSON.stringify(
    await t.stack.db.prisma.auditEntry.findMany({ select: { data: true, actorId: true } }),
  );
  expect(everything).not.toContain(body.token);
});

test('the list of people goes on page by page and shows who has come in', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await admin.send<{ items: { id: string }[]; next: string | null }>(
      'GET',
      `/people?limit=5${query}`,
    );
    seen.push(...body.items.map((one) => one.id));
    cursor = body.next;
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe(await t.stack.db.prisma.user.count());
  const invited = await admin.send<{ id: string; delivery: string; link: string }>('POST', '/people', {
    email: 'invited@example.test',
    name: 'Not here yet',
    roles: [],
  });
  expect(invited.body).toMatchObject({ delivery: 'by-hand', link: expect.stringContaining('/link/') });
  expect((await admin.send('GET', `/people/${invited.body.id}`)).body).toMatchObject({ signsInWith: [], active: true });
});

test('what has ended is swept away in the end, and nothing else', async () => {
  const { sweepSignIn } = await import('../../../api/sign-in/sweep');
  const { browser } = await t.signedIn(await t.person());
  const before = await t.stack.db.prisma.authSession.count();
  await sweepSignIn(t.stack.db.pool, t.clock.ms + 20 * DAY_MS);
  expect(await t.stack.db.prisma.authSession.count()).toBe(before);
  expect((await browser.send('GET', '/session')).status).toBe(200);
  await sweepSignIn(t.stack.db.pool, t.clock.ms + 32 * DAY_MS);
  await eventually(
    () => t.stack.db.prisma.authSession.count(),
    (count) => count === 0,
  );
  expect(permissionNames).toContain('people.manage');
});
