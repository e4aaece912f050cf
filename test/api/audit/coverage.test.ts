/** Every answer and every refusal of a known caller is on record, once, before it leaves (I8, A13). */
import { randomUUID } from 'node:crypto';
import { createToken } from '../../../api/auth/tokens';
import { OWN_ROWS } from '../../../api/route';
import { routes } from '../../../api/routes';
import type { Role } from '../../../domain/effects';
import pg from 'pg';
import { eventually } from '../../support/eventually';
import { denialData, someClaims } from '../../support/stack';
import { startApiUnderTest, type ApiUnderTest, type Reply } from '../running-api';
import { trailOf, type Trail } from './trail';

let t: ApiUnderTest;
let trail: Trail;
let allRoles: { userId: string; token: string };
beforeAll(async () => {
  t = await startApiUnderTest();
  trail = trailOf(t);
  allRoles = await t.user(['manager', 'coordinator', 'compliance', 'administrator']);
}, 240_000);
afterAll(() => t?.stop());

const filled = (path: string) =>
  path.replace(':id', randomUUID()).replace(':version', '1').replace(':view', 'open').replace(':name', 'followUp');

/** Takes whatever an identity provider adds, and leads back to the sign-in page where none is set up: no try, no row. */
const providersWay = (path: string) => path === '/session/oidc/callback';

describe.each(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    const method = route.method.toUpperCase();
    const ownRows = route.audit === OWN_ROWS;
    const action = route.audit === false || ownRows ? 'request' : route.audit;
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};

    test('a caller who may not is on record with the refusal', async () => {
      if (route.permission === 'anonymous' || route.permission === 'signed-in') return;
      const { userId } = await t.user(['manager']);
      const token = await createToken(t.stack.db, userId, 'limited');
      await t.stack.db.prisma.apiToken.updateMany({
        where: { userId, name: 'limited' },
        data: { scopes: ['nothing'] },
      });
      const reply = await t.ask(method, filled(route.path), body, { token });
      expect(reply.status).toBe(403);
      expect(await trail.rowOf(reply)).toMatchObject({
        action,
        outcome: 'forbidden',
        actorId: userId,
        actorType: 'user',
      });
    });

    test('whatever it answers to one who may is on record once', async () => {
      if (route.produces !== undefined) return;
      const reply = await t.ask(method, filled(route.path), body, { token: allRoles.token });
      const refused = reply.status >= 400;
      if (route.audit === false && !refused) return expect(await trail.rowsOf(reply)).toEqual([]);
      if (providersWay(route.path)) return expect(reply.headers.get('location')).toBe('/sign-in?problem=oidc');
      if (ownRows && !refused) {
        const row = await trail.rowOf(reply);
        expect(row).toMatchObject({ outcome: 'ok', actorId: allRoles.userId });
        return expect(row.action).not.toBe('request');
      }
      expect(await trail.rowOf(reply)).toMatchObject({
        action,
        outcome: refused ? String(reply.body['code']) : String(reply.status),
        actorId: allRoles.userId,
        roles: ['manager', 'coordinator', 'compliance', 'administrator'],
      });
    });

    test('a request with a field that it does not know is on record, without the field', async () => {
      if (providersWay(route.path)) return;
      const reply = await t.ask(method, `${filled(route.path)}?janedoe=1980-01-01`, body, { token: allRoles.token });
      expect(reply.status).toBe(422);
      const row = await trail.rowOf(reply);
      expect(row).toMatchObject({ action, outcome: 'invalid' });
      expect(JSON.stringify(row.data)).not.toMatch(/janedoe|1980/);
    });
  },
);

test('a route that is not there, a method that it does not have, and a wrong token are on record', async () => {
  const nowhere = await t.ask('GET', '/nowhere', undefined, { token: allRoles.token });
  expect(await trail.rowOf(nowhere)).toMatchObject({
    action: 'request',
    outcome: 'route_not_found',
    actorId: allRoles.userId,
  });
  expect(await trail.rowOf(await t.ask('PUT', '/cases', {}))).toMatchObject({
    action: 'request',
    outcome: 'method_not_allowed',
  });
  const wrong = await t.ask('GET', '/cases', undefined, { token: `ccl_${'A'.repeat(43)}` });
  expect(await trail.rowOf(wrong)).toMatchObject({
    action: 'sign-in.token',
    outcome: 'unauthenticated',
    actorType: 'anonymous',
    actorId: '',
  });
  // Nobody tried to be somebody: a scan of the port leaves nothing.
  expect(await trail.rowsOf(await t.ask('GET', '/cases', undefined, { token: null }))).toEqual([]);
});

test('who saw a patient is answerable for a case, a list and a claim alike; what was searched for is not on record', async () => {
  await t.openDenial();
  const patient = await t.stack.db.prisma.patient.create({ data: { name: 'Quentin Zebulon' } });
  const [claim = ''] = await someClaims(t.stack, 1);
  await t.stack.db.prisma.claim.update({ where: { id: claim }, data: { patientId: patient.id } });
  const opened = await t.ask<{ caseId: string }>('POST', '/cases', { kind: 'denial', data: denialData([claim]) });
  const { caseId } = opened.body;
  const seen = await Promise.all([
    t.ask('GET', `/cases/${caseId}`),
    t.ask('POST', '/cases/search', { filter: { q: 'zebulon', kind: 'denial', limit: 5 } }),
    t.ask('GET', '/views/denials/open'),
    t.ask('GET', `/claims/${claim}`),
    t.ask('GET', `/cases/${caseId}/timeline`),
  ]);
  for (const reply of seen) {
    const row = await trail.rowOf(reply);
    expect([row.action, row.patientIds.includes(patient.id)]).toEqual([row.action, true]);
    expect(JSON.stringify([row.data, row.action, row.outcome])).not.toMatch(/zebulon/i);
  }
  expect(await trail.rowOf(seen[0] as Reply)).toMatchObject({ caseId, patientId: patient.id, caseIds: [caseId] });
  expect(await trail.rowOf(seen[1] as Reply)).toMatchObject({
    data: { filter: ['q', 'kind'], count: 1 },
    caseIds: [caseId],
  });
  expect((await trail.rowOf(seen[2] as Reply)).caseIds.length).toBeGreaterThan(1);
});

test('a purpose is what the request says, else the usual one of the action, and emergency after the glass was broken', async () => {
  const { caseId } = await t.openDenial();
  const read = (headers: Record<string, string> = {}) => t.ask('GET', `/cases/${caseId}`, undefined, { headers });
  expect((await trail.rowOf(await read())).purpose).toBe('payment');
  expect((await trail.rowOf(await read({ 'X-Purpose': 'treatment' }))).purpose).toBe('treatment');
  const unknown = await read({ 'X-Purpose': 'curiosity' });
  expect([unknown.status, unknown.body['code']]).toEqual([400, 'bad_header']);
  expect((await trail.rowOf(unknown)).purpose).toBe('payment');
  const { userId, token } = await t.user(['coordinator'] satisfies Role[]);
  await t.stack.db.prisma.breakGlass.create({
    data: { userId, caseId, reason: 'The patient is in the emergency room.', endsAt: new Date(Date.now() + 600_000) },
  });
  const broken = await t.ask('GET', `/cases/${caseId}`, undefined, { token });
  const rows = await trail.rowsOf(broken);
  expect(rows.map((row) => [row.action, row.purpose]).sort()).toEqual([
    ['break-glass.read', 'emergency'],
    ['case.read', 'emergency'],
  ]);
});

test('a stream of changes is on record at its opening, before the first byte, and at its end', async () => {
  const abort = new AbortController();
  const response = await fetch(`${t.api.url}/api/v1/events/stream`, {
    headers: { Authorization: `Bearer ${t.token}` },
    signal: abort.signal,
  });
  expect((await trail.rowsOf(response)).map((row) => [row.action, row.outcome])).toEqual([['case.stream', 'opened']]);
  const { caseId } = await t.openDenial();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (text.includes(caseId)) break;
  }
  abort.abort();
  const rows = await eventually(
    () => trail.rowsOf(response),
    (found) => found.length === 2,
  );
  expect(rows.find((row) => row.outcome === 'closed')?.data).toEqual({ changes: expect.any(Number) as number });
});

test('F6 committed but the answer was lost: the caller is told to try again, and the row is there once', async () => {
  const { caseId } = await t.openDenial();
  const { pool } = t.stack.db;
  const real = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const spy = jest
    .spyOn(pool, 'query')
    .mockImplementation(((...args: unknown[]) =>
      (args[0] as { name?: string }).name === 'audit-append' ? real(...args).then(lost) : real(...args)) as never);
  const lost = () => {
    throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
  };
  const reply = await t.ask('GET', `/cases/${caseId}`);
  spy.mockRestore();
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '2']);
  expect(reply.text).not.toContain(caseId);
  expect(await trail.rowOf(reply)).toMatchObject({ action: 'case.read', outcome: '200', caseId });
  expect((await t.ask('GET', `/cases/${caseId}`)).status).toBe(200);
});

test('what cannot be put on record is not answered, and a refusal neither', async () => {
  const { caseId } = await t.openDenial();
  const owner = new pg.Client({ connectionString: t.stack.ownerUrl });
  await owner.connect();
  await owner.query('revoke execute on function audit_append(jsonb) from caseclock_app');
  const replies = await Promise.all([
    t.ask('GET', `/cases/${caseId}`),
    t.ask('GET', '/cases'),
    t.ask('GET', `/cases/${randomUUID()}`),
  ]).finally(() => owner.query('grant execute on function audit_append(jsonb) to caseclock_app'));
  await owner.end();
  expect(replies.map((reply) => reply.status)).toEqual([500, 500, 500]);
  for (const reply of replies) expect(reply.text).not.toContain(caseId);
});

test('nothing a caller sends gets into a row as text: header, query, path, body', async () => {
  const evil = 'Doe%0d%0alevel=error%20msg=forged';
  const replies = await Promise.all([
    t.ask('GET', `/cases?q=${evil}`),
    t.ask('POST', '/cases/search', { filter: { q: 'Doe\r\nforged', 'Doe forged': 1 } }),
    t.ask('POST', '/cases/search', { filter: { q: 'Doe\r\nforged', kind: 'wc' } }),
    t.ask('GET', `/cases?stage=${evil}`),
    t.ask('GET', `/cases/${evil}`),
    t.ask('GET', `/tasks/${evil}/done`),
    t.ask('POST', '/cases', { kind: 'Doe\r\nforged', data: { 'Doe\r\n': 'forged' } }),
    t.ask('POST', '/visit-check', { caseId: 'Doe\r\nforged' }),
    t.ask('GET', '/cases', undefined, { headers: { 'X-Purpose': 'Doe=forged' } }),
    t.ask('GET', '/cases', undefined, { headers: { 'X-Request-Id': 'Doe-forged' } }),
  ]);
  for (const reply of replies)
    expect(JSON.stringify(await trail.rowOf(reply), (_k, v: unknown) => (typeof v === 'bigint' ? 0 : v))).not.toMatch(
      /Doe|forged/,
    );
});
