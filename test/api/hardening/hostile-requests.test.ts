/** A11, A14 requests made by hand to split a header, a log line or the server: refused or harmless, and never on record as text. */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createLog } from '../../../platform/log';
import { eventually } from '../../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { rawRequest } from './raw-request';

let t: ApiUnderTest;
let caseId: string;
let logged = '';

beforeAll(async () => {
  const destination = { write: (line: string) => void (logged += line) };
  t = await startApiUnderTest({}, { log: createLog({ level: 'trace', name: 'api', destination }) });
  ({ caseId } = await t.openDenial());
}, 240_000);
afterAll(() => t?.stop());
beforeEach(() => {
  logged = '';
});

const send = (lines: readonly string[], body = '') =>
  rawRequest(t.api.url, [`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`]);
const token = () => `Authorization: Bearer ${t.token}`;

test('a target with a host of its own is 400: the server is no proxy and believes no host', async () => {
  for (const target of ['http://evil.example/api/v1/me', `http://evil.example:1/healthz`, 'evil.example:443', '*']) {
    const reply = await send([`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', token()]);
    expect([target, reply.status]).toEqual([target, 400]);
    expect(reply.head + reply.body).not.toContain('evil');
  }
});

test('a missing, doubled or malformed Host is 400, and a foreign one appears in no answer', async () => {
  for (const hosts of [
    [],
    ['Host: a', 'Host: b'],
    ['Host: a b'],
    ['Host: a,b'],
    ['Host: a/b@c'],
    ['Host: <x>'],
    ['Host:'],
  ]) {
    const reply = await send(['GET /api/v1/me HTTP/1.1', ...hosts, token()]);
    expect([hosts, reply.status]).toEqual([hosts, 400]);
  }
  for (const path of ['/api/v1/docs', '/api/v1/me', '/api/v1/cases', '/nothing']) {
    const reply = await send([`GET ${path} HTTP/1.1`, 'Host: evil.example', 'X-Forwarded-Host: evil.example', token()]);
    expect(reply.head + reply.body).not.toContain('evil');
  }
});

test('a request that says its length in two ways, or not at all well, is 400 and nothing of it is done', async () => {
  const before = await t.stack.db.prisma.case.count();
  const smuggled = `POST /api/v1/cases HTTP/1.1\r\nHost: x\r\n${token()}\r\n\r\n`;
  for (const lengths of [
    ['Content-Length: 5', 'Transfer-Encoding: chunked'],
    ['Content-Length: 5', 'Content-Length: 50'],
    ['Content-Length: +5'],
    ['Content-Length: 5x'],
    ['Transfer-Encoding: xchunked'],
    ['Transfer-Encoding : chunked'],
  ]) {
    const reply = await send(
      ['POST /api/v1/cases HTTP/1.1', 'Host: x', token(), 'Content-Type: application/json', ...lengths],
      `0\r\n\r\n${smuggled}`,
    );
    expect([lengths, reply.status]).toEqual([lengths, 400]);
    expect(reply.body).not.toContain('HTTP/1.1');
  }
  expect(await t.stack.db.prisma.case.count()).toBe(before);
});

test('a method named in a header or a field is not the method', async () => {
  const ask = { 'X-HTTP-Method-Override': 'DELETE', 'X-Method-Override': 'PATCH', 'X-HTTP-Method': 'PUT' };
  expect(await t.ask('GET', `/cases/${caseId}`, undefined, { headers: ask })).toMatchObject({ status: 200 });
  const posted = await t.ask('POST', `/cases/${caseId}`, {}, { headers: ask });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, PATCH, HEAD']);
  expect((await t.ask('GET', `/cases/${caseId}?_method=DELETE`)).status).toBe(422);
  for (const method of ['TRACE', 'CONNECT', 'TRACK', 'PROPFIND', 'get']) {
    const reply = await send([`${method} /api/v1/me HTTP/1.1`, 'Host: x', token(), 'X-Canary: zqxv-echo']).catch(
      () => ({ status: 0, head: '', body: '' }),
    );
    expect([method, reply.status === 0 || reply.status >= 400]).toEqual([method, true]);
    expect(reply.head + reply.body).not.toContain('zqxv-echo');
  }
});

test('B5 a compressed body is 415 before a byte of it is unpacked, on every kind of route', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, 32), { level: 9 });
  const before = process.memoryUsage.rss();
  for (const [path, type] of [
    ['/cases', 'application/json'],
    ['/imports?kind=835', 'application/octet-stream'],
    ['/codec/decode', 'application/json'],
  ] as const) {
    for (const encoding of ['gzip', 'deflate', 'br', 'gzip, gzip', 'x-unknown']) {
      const reply = await t
        .ask('POST', path, undefined, { raw: bomb, headers: { 'Content-Type': type, 'Content-Encoding': encoding } })
        .catch(() => null);
      // A server that has answered may close before all is sent; then the client sees no answer.
      if (reply) expect([path, encoding, reply.status]).toEqual([path, encoding, 415]);
    }
  }
  // Unpacked they would be 750 MB. The runner's own memory is in the figure, so only the growth is looked at.
  expect(process.memoryUsage.rss() - before).toBeLessThan(400_000_000);
});

test('a query, a path or headers that are too long are refused, too many fields do no harm', async () => {
  const long = await send([`GET /api/v1/cases?q=${'a'.repeat(20_000)} HTTP/1.1`, 'Host: x', token()]);
  expect([414, 431]).toContain(long.status);
  const many = await t.ask('GET', `/cases?${Array.from({ length: 1_500 }, (_, n) => `a${n}=`).join('&')}`);
  expect(many.status).toBe(422);
  const headers = await send([
    'GET /api/v1/me HTTP/1.1',
    'Host: x',
    token(),
    ...Array.from({ length: 500 }, (_, n) => `X-H${n}: 1`),
  ]);
  expect(headers.status).toBe(400);
});

const breaks = [
  'zqxv%0d%0aSet-Cookie:%20a=b',
  'zqxv%0a%7b%22level%22:%22fatal%22%7d',
  'zqxv%1b[31m',
  'zqxv%22%7d',
  'zqxv%E2%80%A8',
  'zqxv%00',
];

test('line ends, escape sequences and JSON in a path, a query or a header reach neither an answer nor a log line', async () => {
  const routes = [
    '/cases',
    '/tasks',
    '/clocks',
    '/claims',
    '/imports',
    '/incidents',
    '/nothing',
    `/cases/${caseId}/timeline`,
  ];
  for (const value of breaks) {
    for (const path of routes) {
      for (const target of [`${path}?q=${value}`, `${path}?${value}=1`, `${path}/${value}`]) {
        const reply = await send([`GET /api/v1${target} HTTP/1.1`, 'Host: x', token()]);
        expect([target, reply.status >= 400 || reply.status === 200]).toEqual([target, true]);
        expect(reply.head.toLowerCase()).not.toMatch(/set-cookie|zqxv/);
      }
    }
  }
  for (const name of [
    'User-Agent',
    'Referer',
    'X-Request-Id',
    'X-Forwarded-For',
    'Idempotency-Key',
    'If-Match',
    'Last-Event-ID',
    'Cookie',
    'Origin',
    'Accept-Language',
    'Traceparent',
  ]) {
    for (const value of ['zqxv-canary', 'zqxv"}\u001b[31m', 'zqxv\tx']) {
      await send(['GET /api/v1/me HTTP/1.1', 'Host: x', token(), `${name}: ${value}`]);
      await send(
        [
          'POST /api/v1/cases HTTP/1.1',
          'Host: x',
          token(),
          `${name}: ${value}`,
          'Content-Type: application/json',
          'Content-Length: 2',
        ],
        '{}',
      );
    }
  }
  await t.ask('POST', '/cases', { kind: 'zqxv-kind', data: { zqxv: 'zqxv' } });
  await t.ask('POST', `/cases/${caseId}/events`, { type: 'zqxv.type', data: {}, note: 'zqxv note' });
  await t.ask('POST', '/imports?kind=835&fileName=zqxv.835', undefined, {
    raw: 'zqxv',
    headers: { 'Content-Type': 'text/plain', 'Content-Disposition': 'attachment; filename="zqxv.835"' },
  });
  const lines = await eventually(
    () => logged.trim().split('\n'),
    (seen) => seen.length > 150,
  );
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  expect(logged).not.toMatch(/zqxv/i);
  expect(logged).not.toContain(t.token);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(logged.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f]/);
});

test('an id that the caller chose for a request is not taken for ours', async () => {
  const reply = await t.ask('GET', '/me', undefined, { headers: { 'X-Request-Id': 'mine' } });
  expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('an error says what to do and its request id, and shows neither a stack, a file nor a statement', async () => {
  const replies = [
    await t.ask('GET', '/cases/%ff'),
    await t.ask('GET', '/cases/%'),
    await t.ask('POST', '/cases', undefined, { raw: '{"a":' }),
    await t.ask('GET', `/cases/${randomUUID()}`),
    await t.ask('GET', '/nothing'),
  ];
  for (const reply of replies) {
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(reply.text).not.toMatch(/\bat .*\(|node_modules|\.ts\b|select |prisma/i);
    expect(reply.headers.get('server')).toBeNull();
    expect(reply.headers.get('x-powered-by')).toBeNull();
  }
});
