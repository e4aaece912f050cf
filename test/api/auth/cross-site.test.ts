/** Requests that another site makes a signed-in browser send (A7): none of them changes anything. */
import { routes } from '../../../api/routes';
import { PASSWORD, startSignIn, type Browser, type Person, type SignInUnderTest } from './browser';

let t: SignInUnderTest;
let person: Person;
let browser: Browser;
beforeAll(async () => {
  t = await startSignIn();
  person = await t.person(['administrator']);
  ({ browser } = await t.signedIn(person));
}, 240_000);
afterAll(() => t?.stop());

const change = { name: 'Changed by another site' };
const nameNow = async () =>
  (await t.stack.db.prisma.user.findUniqueOrThrow({ where: { id: person.userId } })).displayName;
const attack = (headers: Record<string, string>, raw = JSON.stringify(change)) =>
  browser.send('PATCH', `/people/${person.userId}`, undefined, { bare: true, raw, headers });

const json = { 'Content-Type': 'application/json' };

test('A7 JSON from another origin, from none, or from a sandbox is refused', async () => {
  const own = t.api.url;
  for (const headers of [
    { ...json, Origin: 'https://evil.example' },
    { ...json, Origin: 'null' },
    { ...json, Origin: `${own}.evil.example` },
    { ...json, Origin: `https://evil.example/${own}` },
    { ...json, Origin: own, 'Sec-Fetch-Site': 'cross-site' },
    { ...json, Origin: own, 'Sec-Fetch-Site': 'same-site' },
    { ...json, 'Sec-Fetch-Site': 'none' },
    json,
  ]) {
    const reply = await attack(headers);
    expect([headers, reply.status, reply.body['code']]).toEqual([headers, 403, 'cross_site']);
  }
  expect(await nameNow()).toBe('Robin Test');
});

test('A7 what a form can send is refused, also with an origin that looks right', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const reply = await attack({ 'Content-Type': type, Origin: t.api.url });
    expect([type, reply.status, reply.body['code']]).toEqual([type, 403, 'cross_site']);
  }
  const text = await attack({ 'Content-Type': 'text/plain', Origin: t.api.url, 'X-Caseclock': '1' });
  expect([text.status, text.body['code']]).toEqual([415, 'unsupported_media_type']);
  expect(await nameNow()).toBe('Robin Test');
});

test('A7 our own pages may: by Origin, and by Sec-Fetch-Site alone', async () => {
  expect((await attack({ ...json, Origin: t.api.url })).status).toBe(204);
  expect(await nameNow()).toBe(change.name);
  expect((await attack({ ...json, 'Sec-Fetch-Site': 'same-origin' }, '{"name":"Robin Test"}')).status).toBe(204);
  expect(await nameNow()).toBe('Robin Test');
});

test('A7 a request without a body needs our header, or says that it is JSON', async () => {
  const { browser: other } = await t.signedIn(await t.person());
  const end = (headers: Record<string, string>) =>
    other.send('DELETE', '/account/sessions', undefined, { bare: true, headers: { Origin: t.api.url, ...headers } });
  expect((await end({})).status).toBe(403);
  expect((await end({ 'X-Caseclock': '1' })).status).toBe(200);
});

test('A7 a browser is not signed in to another’s account from elsewhere', async () => {
  const stranger = await t.person();
  const body = JSON.stringify({ email: stranger.email, password: PASSWORD });
  const send = (headers: Record<string, string>) =>
    t.browser().send('POST', '/session', undefined, { bare: true, raw: body, headers });
  expect((await send({ ...json, Origin: 'https://evil.example' })).status).toBe(403);
  expect((await send({ 'Content-Type': 'text/plain' })).status).toBe(415);
  const form = await t.browser().post(
    '/sign-in',
    { email: stranger.email, password: PASSWORD },
    {
      headers: { Origin: 'https://evil.example' },
    },
  );
  expect([form.status, form.setCookies]).toEqual([403, []]);
  const bare = await t.browser().send('POST', '//sign-in', undefined, {
    bare: true,
    raw: new URLSearchParams({ email: stranger.email, password: PASSWORD }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  expect([bare.status, bare.setCookies]).toEqual([403, []]);
});

test('A7 no answer lets a page of another origin read it, and a preflight allows nothing', async () => {
  const read = await browser.send('GET', '/session', undefined, { headers: { Origin: 'https://evil.example' } });
  expect(read.headers.get('access-control-allow-origin')).toBeNull();
  expect(read.headers.get('access-control-allow-credentials')).toBeNull();
  const preflight = await browser.send('OPTIONS', '/session', undefined, {
    bare: true,
    headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'DELETE' },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  expect(preflight.headers.get('access-control-allow-methods')).toBeNull();
});

test('A7 a token needs none of this: no browser sends it by itself', async () => {
  const { token } = await t.user(['administrator']);
  const headers = { Origin: 'https://elsewhere.example' };
  const reply = await t.ask('PATCH', `/people/${person.userId}`, { name: 'Robin Test' }, { token, headers });
  expect(reply.status).toBe(204);
});

test('A7 no GET changes anything, but the way back from the identity provider', async () => {
  const tables = async () => {
    const { rows } = await t.stack.db.pool.query<{ state: string }>(
      `select concat_ws(' ', (select md5(string_agg(u::text, '' order by u.id)) from app_user u),
         (select md5(string_agg(k::text, '' order by k.id)) from api_token k),
         (select md5(string_agg(l::text, '' order by l.id)) from auth_link l),
         (select md5(string_agg(s.id::text || coalesce(s.ended_at::text, ''), '' order by s.id)) from auth_session s),
         (select count(*) from command), (select count(*) from batch), (select count(*) from import)) as state`,
    );
    return rows[0]?.state;
  };
  const before = await tables();
  const gets = routes.filter((r) => r.method === 'get' && r.path !== '/session/oidc/callback' && r.path !== '/changes');
  expect(gets.length).toBeGreaterThan(20);
  for (const { path, produces } of gets) {
    if (produces === 'text/event-stream') continue;
    const id = path.includes('/people/') ? person.userId : '11111111-1111-4111-8111-111111111111';
    await browser.send('GET', path.replace(/:view/, 'all').replace(/:[a-zA-Z]+/g, id));
  }
  for (const page of ['', 'sign-in', 'sign-in/second-factor', 'sign-in/enrolment', 'forgotten', 'sign-out']) {
    await browser.send('GET', `//${page}`);
  }
  expect(await tables()).toBe(before);
});
