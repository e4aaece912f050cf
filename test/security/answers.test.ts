/** What every answer of every route has in common, read from the routes themselves: types, caching, silence about the inside. */
import pg from 'pg';
import { routes } from '../../api/routes';
import type { Route } from '../../api/route';
import { createLog } from '../../platform/log';
import { startApi } from '../../api/server';
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';
import { askAsIs, askOnSocket, statusesIn, type RawReply } from './ask-raw';

let t: ApiUnderTest;
let manager: string;
beforeAll(async () => {
  // Each request comes from an address of its own, or all would be refused as one sender's guesses.
  t = await startApiUnderTest({}, { signIn: { trustedProxies: ['127.0.0.1/8', '::1/128'] } });
  ({ token: manager } = await t.user(['manager']));
  await t.openDenial();
}, 240_000);
afterAll(() => t?.stop());

const NOWHERE = '11111111-1111-4111-8111-111111111111';
const pathOf = (route: Route) => `/api/v1${route.path.replace(/:view/, 'all').replace(/:[a-zA-Z]+/g, NOWHERE)}`;
/** What only a stack, a driver or a database says. */
const INSIDE = /node_modules|\.ts:\d|\\n {4}at |PrismaClient|ECONN|SQLSTATE|syntax error at/;
const plain = routes.filter((route) => route.produces !== 'text/event-stream');
let sent = 0;
const as = (token: string | null) => {
  sent += 1;
  const from = { 'x-forwarded-for': `10.1.${sent >> 8}.${sent & 255}` };
  return token === null ? from : { ...from, authorization: `Bearer ${token}` };
};
const everywhere = [
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/v1/docs/',
  '/api/v1/openapi.json',
  '/',
  '/nothing',
  '/api/v1',
];

/** Every route, as nobody, as somebody and with a wrong token, and what is not a route. */
async function everyAnswer(): Promise<{ what: string; reply: RawReply }[]> {
  const answers: { what: string; reply: RawReply }[] = [];
  const ask = async (method: string, path: string, token: string | null) => {
    const reply = await askAsIs(t.api.url, method, path, as(token));
    answers.push({ what: `${method} ${path} ${token === null ? 'as nobody' : ''}`, reply });
  };
  for (const route of plain) {
    for (const token of [null, manager, 'ccl_wrong']) await ask(route.method.toUpperCase(), pathOf(route), token);
  }
  for (const path of everywhere) await ask('GET', path, null);
  expect(answers.filter(({ reply }) => reply.status === 429)).toEqual([]);
  return answers;
}

test('every answer with content says its type and UTF-8, is kept by nobody, and cannot be taken for a page', async () => {
  const answers = await everyAnswer();
  expect(answers.length).toBeGreaterThan(3 * 40);
  for (const { what, reply } of answers) {
    const { headers } = reply;
    if (reply.text !== '')
      expect([what, headers['content-type']]).toEqual([what, expect.stringMatching(/charset=utf-8/i)]);
    if (/^[{[]/.test(reply.text))
      expect([what, headers['content-type']]).toEqual([what, expect.stringMatching(/json/)]);
    expect([what, headers['cache-control']]).toEqual([what, expect.stringContaining('no-store')]);
    expect([what, headers['x-content-type-options']]).toEqual([what, 'nosniff']);
    expect([what, headers['content-security-policy']]).toEqual([
      what,
      expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    ]);
  }
});

test('no answer names the software, its version, a file, a line or a statement', async () => {
  for (const { what, reply } of await everyAnswer()) {
    expect([what, reply.headers['x-powered-by'], reply.headers['server']]).toEqual([what, undefined, undefined]);
    if (what.includes('/metrics')) continue;
    expect([what, INSIDE.exec(reply.text)?.[0]]).toEqual([what, undefined]);
  }
});

test('what fails inside says "internal" and a request id, no more; the next request is answered', async () => {
  const lines: string[] = [];
  const api = await startApi({
    databaseUrl: t.stack.url,
    temporal: t.stack.target,
    taskQueue: t.stack.taskQueue,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'info', name: 'api', destination: { write: (line) => void lines.push(line) } }),
    db: t.stack.db,
    now: () => {
      throw new Error('canary-inside: select name from patient');
    },
  });
  const failed = await askAsIs(api.url, 'GET', '/api/v1/cases', as(manager));
  const next = await askAsIs(api.url, 'GET', '/healthz');
  await api.stop();
  expect(failed.status).toBe(500);
  const { requestId, ...rest } = JSON.parse(failed.text) as Record<string, unknown>;
  expect(rest).toMatchObject({ code: 'internal', status: 500 });
  expect(requestId).toBe(failed.headers['x-request-id']);
  expect(next.status).toBe(200);
  expect(failed.text).not.toContain('canary');
  const logged = lines.find((line) => line.includes('a request failed'));
  expect(JSON.parse(logged ?? '{}')).toMatchObject({ level: 'error', requestId, errorType: 'Error' });
  expect(lines.join('')).not.toContain('canary');
});

test('TRACE, CONNECT-like and unknown methods are refused on every path and echo nothing', async () => {
  const paths = [...new Set(routes.map(pathOf)), '/', '/healthz', '/api/v1/docs/'];
  for (const path of paths) {
    for (const method of ['TRACE', 'PROPFIND', 'MKCOL']) {
      const reply = await askAsIs(t.api.url, method, path, { 'x-canary': 'echoed-canary', ...as(manager) });
      expect([method, path, [404, 405].includes(reply.status)]).toEqual([method, path, true]);
      expect(reply.text).not.toContain('echoed-canary');
    }
  }
});

test('no file of the installation is served: no repository, no settings, no source, no listing, however the path is written', async () => {
  const files = [
    '.git/HEAD',
    '.git/config',
    '.env',
    '.data/',
    'package.json',
    'prisma/schema.prisma',
    'api/app.ts',
    'etc/passwd',
  ];
  const ways = [
    '/',
    '/api/v1/docs/',
    '/api/v1/docs/../../../',
    '/api/v1/docs/%2e%2e/%2e%2e/%2e%2e/',
    '/api/v1/docs/..%2f..%2f..%2f',
  ];
  for (const path of [
    ...ways.flatMap((way) => files.map((file) => way + file)),
    '/api/v1/docs/%00',
    '/api/',
    '/api/v1/docs/..',
  ]) {
    const reply = await askAsIs(t.api.url, 'GET', path, as(null));
    expect([path, reply.status, reply.status >= 300 && reply.status < 405]).toEqual([path, reply.status, true]);
    expect([
      path,
      /ref: refs|"dependencies"|generator client|root:x:|Index of|import .* from/.exec(reply.text)?.[0],
    ]).toEqual([path, undefined]);
  }
});

test('reading changes nothing: after every GET as a manager the tables have the rows they had', async () => {
  // The application reads not every table; the owner does.
  const owner = new pg.Client({ connectionString: t.stack.ownerUrl });
  await owner.connect();
  const counts = async () => {
    const { rows } = await owner.query<{ name: string; rows: string }>(
      `select c.relname as name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n, ' ||
         'coalesce(sum(hashtext(t::text)::bigint), 0) as h from %I t', c.relname), true, true, '')))[1]::text || '/' ||
         (xpath('/row/h/text()', query_to_xml(format('select coalesce(sum(hashtext(t::text)::bigint), 0) as h from %I t',
         c.relname), true, true, '')))[1]::text as rows
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname !~ '^audit_'`,
    );
    return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
  };
  const before = await counts();
  expect(Object.keys(before).length).toBeGreaterThan(30);
  // The way back from an identity provider is a GET by its standard, and opens a session only for a sealed cookie.
  for (const route of plain.filter((r) => r.method === 'get')) {
    await askAsIs(t.api.url, 'GET', pathOf(route), as(manager));
    await askAsIs(t.api.url, 'HEAD', pathOf(route), as(manager));
  }
  const after = await counts();
  await owner.end();
  // Failed guesses are counted also where the guess is a GET.
  delete before['auth_throttle'];
  delete after['auth_throttle'];
  expect(after).toEqual(before);
});

describe('request smuggling: where a request ends is decided once', () => {
  const head = (lines: string[]) => ['POST /api/v1/cases HTTP/1.1', 'Host: localhost', ...lines, '', ''].join('\r\n');
  const hidden = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';

  test.each([
    ['two lengths', head([`Content-Length: 0`, `Content-Length: ${hidden.length}`]) + hidden],
    [
      'a length and chunks',
      head([`Content-Length: ${hidden.length}`, 'Transfer-Encoding: chunked']) + `0\r\n\r\n${hidden}`,
    ],
    ['chunks under a space', head(['Transfer-Encoding : chunked']) + `0\r\n\r\n${hidden}`],
    ['chunks that are not last', head(['Transfer-Encoding: chunked, identity']) + `0\r\n\r\n${hidden}`],
    ['an unknown coding', head(['Transfer-Encoding: xchunked']) + `0\r\n\r\n${hidden}`],
    ['a length that is no number', head(['Content-Length: +5']) + hidden],
    ['a folded header', head(['X-Folded: a', ' Transfer-Encoding: chunked', 'Content-Length: 0']) + hidden],
    ['a bare line feed in a header', head(['X-A: b\nTransfer-Encoding: chunked']) + `0\r\n\r\n${hidden}`],
    ['a chunk size that is no number', head(['Transfer-Encoding: chunked']) + `0x5\r\nhello\r\n0\r\n\r\n${hidden}`],
    ['no host', `GET /healthz HTTP/1.1\r\n\r\n${hidden}`],
  ])('%s: one refusal, and nothing behind it is answered', async (_what, bytes) => {
    const received = await askOnSocket(t.api.url, bytes);
    expect(statusesIn(received)).toEqual([400]);
  });

  test('an upgrade to another protocol is not taken up', async () => {
    const upgrade = `GET /api/v1/cases HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    expect(statusesIn(await askOnSocket(t.api.url, upgrade))).not.toContain(101);
  });
});
