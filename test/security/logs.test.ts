/** The log of the API: one JSON object a line whatever is sent, with when, what and who, and nothing that was sent. */
import { createLog } from '../../platform/log';
import { startApi, type RunningApi } from '../../api/server';
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';
import { askAsIs, askOnSocket } from './ask-raw';

let t: ApiUnderTest;
let api: RunningApi;
let written = '';
beforeAll(async () => {
  t = await startApiUnderTest();
  api = await startApi({
    databaseUrl: t.stack.url,
    temporal: t.stack.target,
    taskQueue: t.stack.taskQueue,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'trace', name: 'api', destination: { write: (text) => void (written += text) } }),
    db: t.stack.db,
  });
}, 240_000);
afterAll(async () => {
  await api?.stop();
  await t?.stop();
});

const CANARY = 'zqxv-log-canary';
const bearer = () => ({ authorization: `Bearer ${t.token}` });
const linesOf = () =>
  written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('whatever a request carries, the log has one JSON line for it and none of its text', async () => {
  const nasty = `${CANARY}","level":"fatal`;
  const before = linesOf().length;
  await askAsIs(api.url, 'GET', `/api/v1/cases?limit=${CANARY}`, bearer());
  await askAsIs(api.url, 'GET', `/api/v1/${CANARY}%0a%7b%22level%22:%22fatal%22%7d`, bearer());
  await askAsIs(api.url, 'GET', `/${CANARY}%0d%0a`);
  await askAsIs(api.url, 'GET', '/api/v1/cases', { authorization: `Bearer ${CANARY}` });
  await askAsIs(api.url, 'GET', '/api/v1/cases', {
    ...bearer(),
    'user-agent': nasty,
    referer: nasty,
    cookie: `a=${CANARY}`,
    'x-forwarded-for': CANARY,
    'x-request-id': nasty,
    'x-canary': CANARY,
  });
  await fetch(`${api.url}/api/v1/cases`, {
    method: 'POST',
    headers: { ...bearer(), 'content-type': 'application/json' },
    body: JSON.stringify({ kind: CANARY, details: { description: `${CANARY}\n{"level":"fatal"}` } }),
  });
  await askOnSocket(api.url, `GET /${CANARY} HTTP/1.1\r\nHost: x\r\n${CANARY} : y\r\n\r\n`);
  const lines = linesOf().slice(before);
  expect(lines.length).toBeGreaterThanOrEqual(6);
  expect(written).not.toContain(CANARY);
  expect(lines.filter((line) => line['level'] === 'fatal')).toEqual([]);
});

test('a line says when in UTC, which process, which request, which route, with what outcome and as whom', async () => {
  const reply = await askAsIs(api.url, 'GET', '/api/v1/cases', bearer());
  const line = linesOf().find(
    (one) => (one['req'] as { id?: unknown } | undefined)?.id === reply.headers['x-request-id'],
  );
  expect(line).toMatchObject({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
    process: 'api',
    pid: process.pid,
    route: '/cases',
    userId: t.userId,
    req: { method: 'GET' },
    res: { statusCode: 200 },
  });
});

test('refusals are in the log with their status: nobody, a wrong token, a role that may not, what is not valid', async () => {
  const { token } = await t.user(['credentialing']);
  const asks: [number, Record<string, string>, string][] = [
    [401, {}, '/api/v1/cases'],
    [401, { authorization: 'Bearer ccl_wrong' }, '/api/v1/cases'],
    [403, { authorization: `Bearer ${token}` }, '/api/v1/cases'],
    [422, bearer(), '/api/v1/cases?limit=x'],
    [404, bearer(), '/api/v1/no-such-route'],
  ];
  for (const [status, headers, path] of asks) {
    const reply = await askAsIs(api.url, 'GET', path, headers);
    const line = linesOf().find(
      (one) => (one['req'] as { id?: unknown } | undefined)?.id === reply.headers['x-request-id'],
    );
    expect([status, reply.status, line?.['res']]).toEqual([status, status, { statusCode: status }]);
  }
});
