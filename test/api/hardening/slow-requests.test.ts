/** A sender that takes its time ends its own request and holds nobody else's. */
import { eventually } from '../../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { rawRequest } from './raw-request';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest({}, { limits: { headersMs: 600, jsonBodyMs: 700, requestMs: 1_500 } });
}, 240_000);
afterAll(() => t?.stop());

const drip = (text: string) => [...text];

test('headers that drip in are cut at their limit', async () => {
  const reply = await rawRequest(
    t.api.url,
    drip(`GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: ${'a'.repeat(500)}\r\n\r\n`),
    40,
    6_000,
  );
  expect(reply.status).toBe(408);
  expect(reply.tookMs).toBeLessThan(3_000);
});

test('a JSON body that drips in is 408 in words, and its connection is closed', async () => {
  const head = [
    'POST /api/v1/cases HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${t.token}`,
    'Content-Type: application/json',
    'Content-Length: 5000',
  ];
  const reply = await rawRequest(
    t.api.url,
    [`${head.join('\r\n')}\r\n\r\n`, ...drip(`{"kind":"${'a'.repeat(400)}`)],
    30,
    6_000,
  );
  expect(reply.status).toBe(408);
  expect(JSON.parse(reply.body)).toMatchObject({ code: 'request_timeout' });
  expect(reply.head.toLowerCase()).toContain('connection: close');
  expect(reply.tookMs).toBeLessThan(3_000);
});

test('an upload that drips in is cut at the limit of a request, and nothing of it is kept', async () => {
  const before = await t.stack.db.prisma.import.count();
  const head = [
    'POST /api/v1/imports?kind=835 HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${(await t.user(['manager'])).token}`,
    'Content-Type: text/plain',
    'Content-Length: 100000',
  ];
  const reply = await rawRequest(t.api.url, [`${head.join('\r\n')}\r\n\r\n`, ...drip('I'.repeat(300))], 30, 9_000);
  expect([408, 0]).toContain(reply.status);
  expect(reply.tookMs).toBeLessThan(6_000);
  // What had begun is taken back after the answer.
  await eventually(
    () => t.stack.db.prisma.import.count(),
    (count) => count === before,
    2_000,
  );
});

test('two hundred slow senders do not slow a request down', async () => {
  const slow = Array.from({ length: 200 }, () =>
    rawRequest(t.api.url, drip(`GET / HTTP/1.1\r\nX: ${'a'.repeat(60)}`), 50, 9_000).catch(() => null),
  );
  const from = performance.now();
  for (let n = 0; n < 10; n += 1) expect((await t.ask('GET', '/me')).status).toBe(200);
  expect(performance.now() - from).toBeLessThan(5_000);
  const replies = await Promise.all(slow);
  expect(replies.filter((reply) => reply?.status === 408).length).toBeGreaterThan(150);
});
