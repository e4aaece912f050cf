/** The change stream, health, metrics, and what callers get while the database is away. */
import pg from 'pg';
import { openDb } from '../../platform/db';
import { startApi } from '../../api/server';
import { createLog } from '../../platform/log';
import { eventually } from '../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

/** Reads a stream until closed; `seen` grows as it comes. */
async function listen(lastEventId?: string) {
  const abort = new AbortController();
  const response = await fetch(`${t.api.url}/api/v1/events/stream`, {
    headers: { Authorization: `Bearer ${t.token}`, ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}) },
    signal: abort.signal,
  });
  const seen = { text: '', ended: false };
  const reading = (async () => {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      seen.text += Buffer.from(chunk).toString();
  })()
    .catch(() => undefined)
    .finally(() => {
      seen.ended = true;
    });
  await eventually(
    () => seen.text,
    (text) => text.includes(': connected'),
  );
  return {
    response,
    seen,
    changes: () =>
      [...seen.text.matchAll(/(?:id: (\d+)\n)?event: change\ndata: (.*)\n/g)].map((m) => ({
        position: m[1],
        ...(JSON.parse(m[2] as string) as { caseId: string; version: number; kind: string }),
      })),
    close: async () => {
      abort.abort();
      await reading;
    },
  };
}

test('a change of a case is streamed with its id, kind and version and nothing else', async () => {
  const stream = await listen();
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
  const { caseId } = await t.openDenial();
  await t.ask('POST', `/cases/${caseId}/events`, { type: 'work.started' });
  const changes = await eventually(
    () => stream.changes().filter((c) => c.caseId === caseId),
    (found) => found.length >= 2,
  );
  expect(changes.map(({ position: _position, ...rest }) => rest)).toEqual([
    { caseId, kind: 'denial', version: 1 },
    { caseId, kind: 'denial', version: 2 },
  ]);
  await t.ask('PATCH', `/cases/${caseId}`, { tags: ['edited'] });
  await eventually(
    () => stream.changes().filter((c) => c.caseId === caseId),
    (found) => found.length >= 3,
  );
  await stream.close();
});

test('a listener that comes back with Last-Event-ID gets what it missed', async () => {
  const first = await listen();
  const a = await t.openDenial();
  const seen = await eventually(
    () => first.changes(),
    (changes) => changes.some((c) => c.caseId === a.caseId),
  );
  await first.close();
  const missed = await t.openDenial();
  const second = await listen(seen.at(-1)?.position);
  await eventually(
    () => second.changes(),
    (changes) => changes.some((c) => c.caseId === missed.caseId),
  );
  await second.close();
  expect(await t.ask('GET', '/events/stream', undefined, { headers: { 'Last-Event-ID': 'x' } })).toMatchObject({
    status: 400,
  });
});

test('a listener whose database connection was cut gets the changes made meanwhile', async () => {
  const stream = await listen();
  const admin = new pg.Client({ connectionString: t.stack.url });
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'caseclock-changes' and datname = current_database()`,
  );
  await admin.end();
  const { caseId } = await t.openDenial();
  await eventually(
    () => stream.changes(),
    (changes) => changes.some((c) => c.caseId === caseId),
  );
  await stream.close();
});

test('health, readiness and metrics need no token and carry no id', async () => {
  const { caseId } = await t.openDenial();
  const get = async (path: string) => {
    const response = await fetch(`${t.api.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  expect(await get('/healthz')).toMatchObject({ status: 200 });
  expect(JSON.parse((await get('/readyz')).text)).toEqual({ status: 'ready', database: 'up', temporal: 'up' });
  const metrics = await get('/metrics');
  expect(metrics.text).toContain('route="/cases"');
  expect(metrics.text).toContain('caseclock_commands_total{kind="denial",outcome="applied"}');
  expect(metrics.text).toContain('caseclock_inbox_pending 0');
  expect(metrics.text).not.toContain(caseId);
});

test('F4 while Postgres is away requests are 503 with Retry-After and readiness names it; nothing is half done', async () => {
  const away = 'postgresql://nobody@127.0.0.1:1/none';
  const db = openDb({ url: away });
  const api = await startApi({
    databaseUrl: away,
    temporal: t.stack.target,
    taskQueue: t.stack.taskQueue,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'silent', name: 'api' }),
    db,
  });
  const response = await fetch(`${api.url}/api/v1/cases`, { headers: { Authorization: `Bearer ${t.token}` } });
  const [status, body] = [response.status, (await response.json()) as unknown];
  const ready = await fetch(`${api.url}/readyz`);
  const alive = await fetch(`${api.url}/healthz`);
  await api.stop();
  await db.close();
  expect(status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(body).toMatchObject({ code: 'unavailable', part: 'database' });
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', database: 'down', temporal: 'up' }]);
  expect(alive.status).toBe(200);
});

test('with Temporal away a command is 202 with its address, is kept, and is done once it is back', async () => {
  const { caseId } = await t.openDenial();
  const api = await startApi({
    databaseUrl: t.stack.url,
    temporal: { ...t.stack.target, address: '127.0.0.1:1' },
    taskQueue: t.stack.taskQueue,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'silent', name: 'api' }),
  });
  const headers = {
    Authorization: `Bearer ${t.token}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': 'away-1',
  };
  const sent = await fetch(`${api.url}/api/v1/cases/${caseId}/events`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ type: 'work.started' }),
  });
  expect(sent.status).toBe(202);
  const address = sent.headers.get('location') as string;
  expect(await (await fetch(`${api.url}${address}`, { headers })).json()).toMatchObject({ state: 'pending' });
  await api.stop();
  // The same key through an API that reaches Temporal is the same command.
  const again = await t.ask(
    'POST',
    `/cases/${caseId}/events`,
    { type: 'work.started' },
    { headers: { 'Idempotency-Key': 'away-1' } },
  );
  expect(again).toMatchObject({ status: 200, body: { state: 'applied', version: 2 } });
  expect(await t.ask('GET', address)).toMatchObject({ body: { state: 'applied', version: 2 } });
});

test('F18 a stopping API finishes what is under way and ends its streams', async () => {
  const api = await startApi({
    databaseUrl: t.stack.url,
    temporal: t.stack.target,
    taskQueue: t.stack.taskQueue,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'silent', name: 'api' }),
  });
  const headers = { Authorization: `Bearer ${t.token}`, 'Content-Type': 'application/json' };
  const stream = await fetch(`${api.url}/api/v1/events/stream`, { headers });
  const { caseId } = await t.openDenial();
  const under = fetch(`${api.url}/api/v1/cases/${caseId}/events`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ type: 'work.started' }),
  });
  await eventually(
    () => t.stack.db.prisma.command.count({ where: { caseId } }),
    (count) => count === 2,
  );
  const [reply] = await Promise.all([under, api.stop()]);
  expect(reply.status).toBe(200);
  expect(await stream.text()).toContain(': connected');
  await expect(fetch(`${api.url}/healthz`)).rejects.toThrow('fetch failed');
});
