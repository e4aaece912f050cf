/** Sessions (A6): what opens one, what ends it, and what a cookie is worth afterwards. */
import { browserName } from '../../../api/sign-in/browser-name';
import { browserOf, codeOf, type Browser, PASSWORD, SESSION, startSignIn, type SignInUnderTest } from './browser';

const MINUTE_MS = 60_000;
let t: SignInUnderTest;
beforeAll(async () => {
  t = await startSignIn();
}, 240_000);
afterAll(() => t?.stop());

const statusOf = async (browser: Browser) => (await browser.send('GET', '/session')).status;

test('G17 a person signs in with a password, is who they are, and signs out', async () => {
  const person = await t.person(['coordinator']);
  const browser = t.browser();
  const entered = await browser.send('POST', '/session', { email: person.email.toUpperCase(), password: PASSWORD });
  expect(entered).toMatchObject({ status: 200, body: { stage: 'complete' } });
  const shown = await browser.send('GET', '/session');
  expect(shown.body).toMatchObject({ userId: person.userId, roles: ['coordinator'], via: 'password' });
  expect((await browser.send('GET', '/me')).body).toMatchObject({ userId: person.userId, roles: ['coordinator'] });
  expect((await browser.send('DELETE', '/session')).status).toBe(204);
  expect(browser.cookies.has(SESSION)).toBe(false);
  expect(await statusOf(browser)).toBe(401);
});

test('A6 the cookie is HttpOnly, SameSite=Lax, for the whole host, and only its hash is kept', async () => {
  const browser = t.browser();
  const { setCookies } = await browser.send('POST', '/session', {
    email: (await t.person()).email,
    password: PASSWORD,
  });
  const cookie = setCookies.find((line) => line.startsWith(`${SESSION}=`)) ?? '';
  expect(cookie).toMatch(/^caseclock-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  const rows = await t.stack.db.prisma.authSession.findMany();
  expect(JSON.stringify(rows)).not.toContain(browser.cookies.get(SESSION));
});

test('A6 a cookie from before the sign-in is worth nothing after it', async () => {
  const attacker = await t.signedIn(await t.person());
  const planted = attacker.browser.cookies.get(SESSION) ?? '';
  const victim = t.browser();
  victim.cookies.set(SESSION, planted);
  const person = await t.person();
  await victim.send('POST', '/session', { email: person.email, password: PASSWORD });
  expect(victim.cookies.get(SESSION)).not.toBe(planted);
  expect((await victim.send('GET', '/me')).body).toMatchObject({ userId: person.userId });
  expect(await statusOf(attacker.browser)).toBe(401);
});

test('A6 the half-open session of a password is not a session, and its cookie changes with the second factor', async () => {
  const person = await t.person(['manager']);
  const first = await t.signedIn(person);
  t.clock.ms += MINUTE_MS;
  const browser = t.browser();
  const half = await browser.send('POST', '/session', { email: person.email, password: PASSWORD });
  expect(half.body).toEqual({ stage: 'second-factor' });
  const before = browser.cookies.get(SESSION) ?? '';
  expect(await statusOf(browser)).toBe(401);
  expect((await browser.send('GET', '/cases')).status).toBe(401);
  const code = await codeOf(first.secret ?? '', t.clock.ms);
  expect((await browser.send('POST', '/session/second-factor', { code })).status).toBe(200);
  expect(await statusOf(browser)).toBe(200);
  const old = t.browser();
  old.cookies.set(SESSION, before);
  expect(await statusOf(old)).toBe(401);
});

test('A6 proving again who one is changes the cookie as well', async () => {
  const { browser } = await t.signedIn(await t.person());
  const before = browser.cookies.get(SESSION) ?? '';
  expect((await browser.send('POST', '/session/reauthentication', { password: 'wrong' })).status).toBe(401);
  expect((await browser.send('POST', '/session/reauthentication', { password: PASSWORD })).status).toBe(204);
  const old = t.browser();
  old.cookies.set(SESSION, before);
  expect([await statusOf(old), await statusOf(browser)]).toEqual([401, 200]);
});

test('A6 a signed-out cookie that somebody kept does not come back', async () => {
  const { browser } = await t.signedIn(await t.person());
  const thief = t.browser();
  thief.cookies.set(SESSION, browser.cookies.get(SESSION) ?? '');
  expect(await statusOf(thief)).toBe(200);
  await browser.send('DELETE', '/session');
  expect(await statusOf(thief)).toBe(401);
});

test('A6 half an hour without a request ends a session; requests keep it open', async () => {
  const { browser } = await t.signedIn(await t.person());
  for (let i = 0; i < 3; i += 1) {
    t.clock.ms += 29 * MINUTE_MS;
    expect(await statusOf(browser)).toBe(200);
  }
  t.clock.ms += 31 * MINUTE_MS;
  expect(await statusOf(browser)).toBe(401);
});

test('A6 twelve hours end a session that was never idle', async () => {
  const { browser } = await t.signedIn(await t.person());
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    t.clock.ms += 20 * MINUTE_MS;
    expect(await statusOf(browser)).toBe(200);
  }
  t.clock.ms += 20 * MINUTE_MS;
  expect(await statusOf(browser)).toBe(401);
});

test('A6 a new password ends all other sessions, and needs the current one', async () => {
  const person = await t.person();
  const [here, there] = [await t.signedIn(person), await t.signedIn(person)];
  const change = (currentPassword: string, newPassword: string) =>
    here.browser.send('PUT', '/account/password', { currentPassword, newPassword });
  expect((await change('not the one it is', 'amber-kettle-drum-4')).status).toBe(401);
  expect((await change(PASSWORD, 'amber-kettle-drum-4')).status).toBe(204);
  expect([await statusOf(here.browser), await statusOf(there.browser)]).toEqual([200, 401]);
  const enter = (password: string) => t.browser().send('POST', '/session', { email: person.email, password });
  expect([(await enter(PASSWORD)).status, (await enter('amber-kettle-drum-4')).status]).toEqual([401, 200]);
});

test('A6 A12 a deactivated person is out at the next request, with session and tokens', async () => {
  const admin = await t.signedIn(await t.person(['administrator']));
  const person = await t.person();
  const { browser } = await t.signedIn(person);
  const made = await browser.send<{ token: string }>('POST', '/tokens', { name: 'script', days: 30 });
  const byToken = () => t.ask('GET', '/me', undefined, { token: made.body.token });
  expect((await byToken()).status).toBe(200);
  expect((await admin.browser.send('PATCH', `/people/${person.userId}`, { active: false })).status).toBe(204);
  expect([await statusOf(browser), (await byToken()).status]).toEqual([401, 401]);
  expect((await t.browser().send('POST', '/session', { email: person.email, password: PASSWORD })).status).toBe(401);
  await admin.browser.send('PATCH', `/people/${person.userId}`, { active: true });
  expect([await statusOf(browser), (await byToken()).status]).toEqual([401, 401]);
});

test('A12 roles count at the next request of the same session; a role that needs a second factor ends one without', async () => {
  const admin = await t.signedIn(await t.person(['administrator']));
  const person = await t.person(['coordinator']);
  const { browser } = await t.signedIn(person);
  const mayRun = async () => (await browser.send('GET', '/imports')).status;
  expect(await mayRun()).toBe(200);
  await admin.browser.send('PATCH', `/people/${person.userId}`, { roles: ['front-desk'] });
  expect(await mayRun()).toBe(403);
  await admin.browser.send('PATCH', `/people/${person.userId}`, { roles: ['manager'] });
  expect(await statusOf(browser)).toBe(401);
});

test('a person sees where they are signed in, ends one session, and signs out everywhere', async () => {
  const person = await t.person();
  const [a, b, c] = [await t.signedIn(person), await t.signedIn(person), await t.signedIn(person)];
  const list = async () =>
    (await a.browser.send<{ items: { id: string; current: boolean }[] }>('GET', '/account/sessions')).body.items;
  const items = await list();
  expect(items.map((one) => one.current).sort()).toEqual([false, false, true]);
  const { body: ofB } = await b.browser.send<{ id: string }>('GET', '/session');
  expect((await a.browser.send('DELETE', `/account/sessions/${ofB.id}`)).status).toBe(204);
  expect([await statusOf(a.browser), await statusOf(b.browser), await statusOf(c.browser)]).toEqual([200, 401, 200]);
  const stranger = await t.signedIn(await t.person());
  const { body: ofStranger } = await stranger.browser.send<{ id: string }>('GET', '/session');
  expect((await a.browser.send('DELETE', `/account/sessions/${ofStranger.id}`)).status).toBe(404);
  expect((await a.browser.send('DELETE', '/account/sessions')).body).toEqual({ ended: 2 });
  expect([await statusOf(a.browser), await statusOf(c.browser), await statusOf(stranger.browser)]).toEqual([
    401, 401, 200,
  ]);
});

test('a session is named so that its person knows it again', () => {
  const agents = {
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0': 'Firefox on Windows',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1':
      'Safari on iPhone',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36 Edg/150.0': 'Edge on Linux',
    'curl/8.5.0': 'curl/8.5.0',
    '': 'Unknown browser',
  };
  for (const [agent, name] of Object.entries(agents)) expect(browserName(agent)).toBe(name);
});

test('an administrator ends somebody’s sessions, nobody else does', async () => {
  const person = await t.person();
  const { browser } = await t.signedIn(person);
  const manager = await t.signedIn(await t.person(['manager']));
  expect((await manager.browser.send('DELETE', `/people/${person.userId}/sessions`)).status).toBe(403);
  const admin = await t.signedIn(await t.person(['administrator']));
  expect((await admin.browser.send('DELETE', `/people/${person.userId}/sessions`)).body).toEqual({ ended: 1 });
  expect(await statusOf(browser)).toBe(401);
});

test('a request with a token and a session at once is refused', async () => {
  const { browser } = await t.signedIn(await t.person());
  const both = await browser.send('GET', '/me', undefined, { headers: { Authorization: `Bearer ${t.token}` } });
  expect(both).toMatchObject({ status: 400, body: { code: 'bad_header' } });
});

test('two session cookies that contradict each other are none', async () => {
  const { browser } = await t.signedIn(await t.person());
  const own = browser.cookies.get(SESSION) ?? '';
  const raw = browserOf(t.api.url);
  const ask = (cookie: string) => raw.send('GET', '/session', undefined, { headers: { Cookie: cookie } });
  expect((await ask(`${SESSION}=${own}`)).status).toBe(200);
  expect((await ask(`${SESSION}=planted; ${SESSION}=${own}`)).status).toBe(401);
});

test('behind TLS the cookie is Secure and bound to the host by its name', async () => {
  const secure = await startSignIn({ publicUrl: 'https://caseclock.example.test' });
  try {
    const person = await secure.person();
    const browser = secure.browser();
    const entered = await browser.send(
      'POST',
      '/session',
      { email: person.email, password: PASSWORD },
      { headers: { Origin: 'https://caseclock.example.test' } },
    );
    const cookie = entered.setCookies.find((line) => line.includes('session')) ?? '';
    expect(cookie).toMatch(/^__Host-caseclock-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect((await browser.send('GET', '/session')).status).toBe(200);
    const unsafe = await browser.send('DELETE', '/session', undefined, {
      headers: { Origin: 'http://caseclock.example.test', Host: 'caseclock.example.test' },
    });
    expect(unsafe.status).toBe(403);
  } finally {
    await secure.stop();
  }
}, 120_000);

test('each sign-in, failure and sign-out is on record, with the way, the factor and the sender, without e-mail addresses or passwords', async () => {
  const person = await t.person();
  const { browser } = await t.signedIn(person);
  await browser.send('DELETE', '/session');
  await t.browser().send('POST', '/session', { email: person.email, password: 'wrong' });
  const rows = (await t.actions('session.open')).filter((row) => row.data['userId'] === person.userId);
  expect(rows.map((row) => [row.actorId, row.outcome])).toEqual([
    [person.userId, 'ok'],
    ['', 'sign_in_failed'],
  ]);
  for (const { data } of rows)
    expect(data).toMatchObject({ via: 'password', address: expect.stringMatching(/^ip\/.+/) as string });
  expect((await t.actions('session.close')).at(-1)).toMatchObject({ actorId: person.userId, outcome: 'ok' });
  const all = JSON.stringify(await t.stack.db.prisma.auditEntry.findMany({ select: { data: true, actorId: true } }));
  expect(all).not.toContain('@example.test');
  expect(all).not.toContain(PASSWORD);
});

test('signing out tells the browser to forget what it kept', async () => {
  const { browser } = await t.signedIn(await t.person());
  const reply = await browser.send('DELETE', '/session');
  expect(reply.headers.get('clear-site-data')).toBe('"cache", "storage"');
});
