/** A4, A14 what a browser may do with our answers: nothing, and with our page: show it. */
import { routes } from '../../../api/routes';
import { startApiUnderTest, type ApiUnderTest, type Reply } from '../running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

const everywhere: Record<string, RegExp> = {
  'content-security-policy': /default-src 'none'.*object-src 'none'.*base-uri 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'permissions-policy': /camera=\(\).*geolocation=\(\).*microphone=\(\)/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'cross-origin-embedder-policy': /^require-corp$/,
  'x-frame-options': /^DENY$/,
  'cache-control': /^no-store$/,
};

/** A page with forms: with no-referrer a browser hides the origin of our own forms too. */
const formPage = { ...everywhere, 'referrer-policy': /^same-origin$/ };

function check(what: string, reply: Reply, headers: Readonly<Record<string, RegExp>> = everywhere): void {
  for (const [name, value] of Object.entries(headers)) {
    expect([what, name, reply.headers.get(name)]).toEqual([what, name, expect.stringMatching(value)]);
  }
  const policy = reply.headers.get('content-security-policy') ?? '';
  expect([what, policy]).toEqual([what, expect.not.stringMatching(/unsafe-|\*|https?:|blob:/)]);
  expect([what, reply.headers.get('strict-transport-security')]).toEqual([what, null]);
  expect([what, reply.headers.get('server'), reply.headers.get('x-powered-by')]).toEqual([what, null, null]);
}

test('every answer, of every route and of none, carries the headers and promises no TLS that is not there', async () => {
  for (const route of routes.filter(({ path }) => path !== '/events/stream')) {
    const path = route.path.replace(/:view/, 'all').replace(/:[a-zA-Z]+/g, '11111111-1111-4111-8111-111111111111');
    for (const token of [t.token, null]) {
      check(`${route.method} ${route.path}`, await t.ask(route.method.toUpperCase(), path, undefined, { token }));
    }
  }
  for (const path of [
    '/nothing',
    '/docs',
    '/docs/',
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-bundle.js',
    '/docs/swagger-ui-init.js',
    '/docs/caseclock.css',
    '/docs/none.js',
    '/openapi.json',
  ]) {
    check(path, await t.ask('GET', path, undefined, { token: null }));
  }
  for (const path of [
    '/healthz',
    '/readyz',
    '/metrics',
    '/',
    '/robots.txt',
    '/favicon.ico',
    '/..%2f..%2fetc%2fpasswd',
  ]) {
    const response = await fetch(`${t.api.url}${path}`, { redirect: 'manual' });
    const reply = { status: response.status, headers: response.headers, text: await response.text(), body: {} };
    check(path, reply, path === '/' ? formPage : everywhere);
  }
  check('a bad token', await t.ask('GET', '/me', undefined, { token: 'nonsense' }));
  check('a body that is no JSON', await t.ask('POST', '/cases', undefined, { raw: '{' }));
}, 120_000);

test('the event stream is not kept, not guessed and not framed either', async () => {
  const abort = new AbortController();
  const response = await fetch(`${t.api.url}/api/v1/events/stream`, {
    headers: { Authorization: `Bearer ${t.token}` },
    signal: abort.signal,
  });
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  abort.abort();
});

test('the documentation page has no script, style or handler in itself, so its policy needs no exception', async () => {
  const page = await t.ask('GET', '/docs/', undefined, { token: null });
  expect(page.status).toBe(200);
  expect(page.text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:|<base|<form|<iframe/i);
  const scripts = [...page.text.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
  expect(scripts.length).toBe(3);
  for (const [, attributes, content] of scripts)
    expect([attributes?.includes(' src="./'), content]).toEqual([true, '']);
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';style-src 'self'/);
  const styles = await t.ask('GET', '/docs/caseclock.css', undefined, { token: null });
  expect([styles.status, styles.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/css')]);
});

test('an address without its slash leads to the page of this server, whatever host was asked', async () => {
  const reply = await t.ask('GET', '/docs', undefined, { token: null });
  expect([reply.status, reply.headers.get('location')]).toEqual([301, '/api/v1/docs/']);
});
