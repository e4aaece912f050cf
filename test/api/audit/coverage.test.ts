/** Every answer and every refusal of a known caller is on record, once, before it leaves (I8, A13). */
import { randomUUID } from 'node:crypto';
import { createToken } from '../../../api/auth/tokens';
import { routes } from '../../../api/routes';
import type { Role } from '../../../domain/effects';
import { verifyChain } from '../../../platform/audit/verify';
import pg from 'pg';
import { sideBySide } from '../../../activities/batches/side-by-side';
import { asRows, auditRecords, toCsv } from '../../support/audit-sheet';
import { eventually } from '../../support/eventually';
import { denialData, someClaims } from '../../support/stack';
import { startApiUnderTest, type ApiUnderTest, type Reply } from '../running-api';

let t: ApiUnderTest;
let allRoles: { userId: string; token: string };
beforeAll(async () => {
  t = await startApiUnderTest();
  allRoles = await t.user(['manager', 'coordinator', 'compliance', 'administrator']);
}, 240_000);
afterAll(() => t?.stop());

const rowsOf = (reply: Pick<Reply, 'headers'>) =>
  t.stack.db.prisma.auditEntry.findMany({ where: { requestId: reply.headers.get('x-request-id') ?? 'none' } });

/** The only row of a request. */
async function rowOf(reply: Pick<Reply, 'headers'>) {
  const rows = await rowsOf(reply);
  expect(rows).toHaveLength(1);
  return rows[0] as (typeof rows)[number];
}

const filled = (path: string) =>
  path.replace(':id', randomUUID()).replace(':version', '1').replace(':view', 'open').replace(':name', 'followUp');

describe.each(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    const method = route.method.toUpperCase();
    const action = route.audit === false ? 'request' : route.audit;
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
      expect(await rowOf(reply)).toMatchObject({ action, outcome: 'forbidden', actorId: userId, actorType: 'user' });
    });

    test('whatever it answers to one who may is on record once', async () => {
      if (route.produces !== undefined) return;
      const reply = await t.ask(method, filled(route.path), body, { token: allRoles.token });
      const refused = reply.status >= 400;
      if (route.audit === false && !refused) return expect(await rowsOf(reply)).toEqual([]);
      expect(await rowOf(reply)).toMatchObject({
        action,
        outcome: refused ? String(reply.body['code']) : String(reply.status),
        actorId: allRoles.userId,
        roles: ['manager', 'coordinator', 'compliance', 'administrator'],
      });
    });

    test('a request with a field that it does not know is on record, without the field', async () => {
      const reply = await t.ask(method, `${filled(route.path)}?janedoe=1980-01-01`, body, { token: allRoles.token });
      expect(reply.status).toBe(422);
      const row = await rowOf(reply);
      expect(row).toMatchObject({ action, outcome: 'invalid' });
      expect(JSON.stringify(row.data)).not.toMatch(/janedoe|1980/);
    });
  },
);

test('a route that is not there, a method that it does not have, and a wrong token are on record', async () => {
  const nowhere = await t.ask('GET', '/nowhere', undefined, { token: allRoles.token });
  expect(await rowOf(nowhere)).toMatchObject({
    action: 'request',
    outcome: 'route_not_found',
    actorId: allRoles.userId,
  });
  expect(await rowOf(await t.ask('PUT', '/cases', {}))).toMatchObject({
    action: 'request',
    outcome: 'method_not_allowed',
  });
  const wrong = await t.ask('GET', '/cases', undefined, { token: `ccl_${'A'.repeat(43)}` });
  expect(await rowOf(wrong)).toMatchObject({
    action: 'sign-in.token',
    outcome: 'unauthenticated',
    actorType: 'anonymous',
    actorId: '',
  });
  // Nobody tried to be somebody: a scan of the port leaves nothing.
  expect(await rowsOf(await t.ask('GET', '/cases', undefined, { token: null }))).toEqual([]);
});

test('a malformed body and a stale condition are on record under the route’s action and the case', async () => {
  const { caseId } = await t.openDenial();
  const path = `/cases/${caseId}/events`;
  const malformed = await t.ask('POST', path, undefined, {
    raw: '{"type":',
    headers: { 'Content-Type': 'application/json' },
  });
  expect(await rowOf(malformed)).toMatchObject({ action: 'case.event', outcome: 'malformed_json', caseId });
  const stale = await t.ask('POST', path, { type: 'work.started' }, { headers: { 'If-Match': '"9"' } });
  expect(await rowOf(stale)).toMatchObject({ action: 'case.event', outcome: 'version_conflict', caseId });
  const wrong = await t.ask('POST', path, { type: 'work.resumed' });
  const row = await rowOf(wrong);
  expect(row).toMatchObject({ action: 'case.event', outcome: 'event_not_allowed', caseId });
  // The refusal of the case itself is on record, too, and both name the command.
  const outcome = await t.stack.db.prisma.auditEntry.findMany({ where: { caseId, action: 'case.command' } });
  expect(outcome.map((o) => o.outcome)).toEqual(['applied', 'version_conflict', 'event_not_allowed']);
  expect(outcome[2]?.data).toMatchObject({ command: (row.data as { command: string }).command, type: 'work.resumed' });
});

test('I8 every operation of a mixed run has one row, every accepted command one outcome, and the chain is whole', async () => {
  const opened = await Promise.all(Array.from({ length: 4 }, () => t.openDenial()));
  const replies: { reply: Reply; action: string; ok: boolean }[] = [];
  const kinds = [
    (id: string) => t.ask('GET', `/cases/${id}`),
    () => t.ask('GET', '/cases?kind=denial&q=nothing'),
    (id: string) => t.ask('POST', `/cases/${id}/events`, { type: 'work.started' }),
    (id: string) => t.ask('PATCH', `/cases/${id}`, { tags: [randomUUID().slice(0, 8)] }),
    () => t.ask('GET', `/cases/${randomUUID()}`),
    () => t.ask('GET', '/tasks?state=open'),
    () => t.ask('POST', '/cases', { kind: 'denial', data: {} }),
    () => t.ask('GET', '/incidents'),
    (id: string) => t.ask('GET', `/cases/${id}/timeline`),
  ];
  const actions = [
    'case.read',
    'case.list',
    'case.event',
    'case.edit',
    'case.read',
    'task.list',
    'case.open',
    'incident.list',
    'case.timeline.read',
  ];
  const work = Array.from({ length: 90 }, (_, n) => n);
  await sideBySide(
    work,
    12,
    async (n) => {
      const which = n % kinds.length;
      const reply = await (kinds[which] as (id: string) => Promise<Reply>)(opened[n % 4]?.caseId ?? '');
      replies.push({ reply, action: actions[which] as string, ok: reply.status < 400 });
    },
    () => false,
  );
  expect(replies).toHaveLength(90);
  for (const { reply, action, ok } of replies) {
    // An edit that changed something has the row of the change besides.
    const rows = (await rowsOf(reply)).filter((row) => row.action !== 'case.edited');
    expect(rows).toEqual([
      expect.objectContaining({ action, outcome: ok ? String(reply.status) : String(reply.body['code']) }),
    ]);
  }
  const applied = replies.flatMap(({ reply }) => (reply.body['state'] === 'applied' ? [reply.body['commandId']] : []));
  expect(applied.length).toBeGreaterThan(0);
  for (const command of applied) {
    const { rows } = await t.stack.db.pool.query(
      `select outcome from audit_entry where action = 'case.command' and data->>'command' = $1`,
      [command],
    );
    expect(rows).toEqual([{ outcome: 'applied' }]);
  }
  const client = await t.stack.db.pool.connect();
  expect(await verifyChain(client)).toMatchObject({ ok: true, breaks: [] });
  client.release();
});

test('a command that is sent again under its key leaves a row per request and one outcome', async () => {
  const { caseId } = await t.openDenial();
  const headers = { 'Idempotency-Key': randomUUID() };
  const send = () => t.ask('POST', `/cases/${caseId}/events`, { type: 'work.started' }, { headers });
  const replies = [await send(), await send(), await send()];
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
  for (const reply of replies) expect(await rowOf(reply)).toMatchObject({ action: 'case.event', outcome: '200' });
  const { rows } = await t.stack.db.pool.query(
    `select actor_id as actor, roles, data->>'type' as type from audit_entry
     where action = 'case.command' and data->>'command' = $1`,
    [replies[0]?.body['commandId']],
  );
  expect(rows).toEqual([{ actor: t.userId, roles: ['coordinator'], type: 'work.started' }]);
});

test('who saw a patient is answerable for a case, a list and a claim alike; what was searched for is not on record', async () => {
  const patient = await t.stack.db.prisma.patient.create({ data: { name: 'Quentin Zebulon' } });
  const [claim = ''] = await someClaims(t.stack, 1);
  await t.stack.db.prisma.claim.update({ where: { id: claim }, data: { patientId: patient.id } });
  const opened = await t.ask<{ caseId: string }>('POST', '/cases', { kind: 'denial', data: denialData([claim]) });
  const { caseId } = opened.body;
  const seen = await Promise.all([
    t.ask('GET', `/cases/${caseId}`),
    t.ask('GET', '/cases?q=zebulon&kind=denial&limit=5'),
    t.ask('GET', '/views/denials/open'),
    t.ask('GET', `/claims/${claim}`),
    t.ask('GET', `/cases/${caseId}/timeline`),
  ]);
  for (const reply of seen) {
    const row = await rowOf(reply);
    expect([row.action, row.patientIds.includes(patient.id)]).toEqual([row.action, true]);
    expect(JSON.stringify([row.data, row.action, row.outcome])).not.toMatch(/zebulon/i);
  }
  expect(await rowOf(seen[0] as Reply)).toMatchObject({ caseId, patientId: patient.id, caseIds: [caseId] });
  expect(await rowOf(seen[1] as Reply)).toMatchObject({ data: { filter: ['kind', 'q'], count: 1 }, caseIds: [caseId] });
  expect((await rowOf(seen[2] as Reply)).caseIds.length).toBeGreaterThan(1);
});

test('a purpose is what the request says, else the usual one of the action, and emergency after the glass was broken', async () => {
  const { caseId } = await t.openDenial();
  const read = (headers: Record<string, string> = {}) => t.ask('GET', `/cases/${caseId}`, undefined, { headers });
  expect((await rowOf(await read())).purpose).toBe('payment');
  expect((await rowOf(await read({ 'X-Purpose': 'treatment' }))).purpose).toBe('treatment');
  const unknown = await read({ 'X-Purpose': 'curiosity' });
  expect([unknown.status, unknown.body['code']]).toEqual([400, 'bad_header']);
  expect((await rowOf(unknown)).purpose).toBe('payment');
  const { userId, token } = await t.user(['coordinator'] satisfies Role[]);
  await t.stack.db.prisma.breakGlass.create({
    data: { userId, caseId, reason: 'The patient is in the emergency room.', endsAt: new Date(Date.now() + 600_000) },
  });
  const broken = await t.ask('GET', `/cases/${caseId}`, undefined, { token });
  expect((await rowOf(broken)).purpose).toBe('emergency');
});

test('what a batch sends is on record as the command of who started it', async () => {
  const opened = await Promise.all([t.openDenial(), t.openDenial()]);
  const payer = await t.stack.db.prisma.payer.create({ data: { name: 'Batch payer', identity: randomUUID() } });
  await t.stack.db.pool.query('update cases set payer_id = $1 where id = any($2::uuid[])', [
    payer.id,
    opened.map((o) => o.caseId),
  ]);
  const started = await t.ask<{ id: string }>('POST', '/batches', {
    filter: { payerId: payer.id },
    command: { type: 'work.started' },
  });
  await eventually(
    async () => (await t.ask('GET', `/batches/${started.body.id}`)).body['state'],
    (state) => state === 'finished',
  );
  const { rows } = await t.stack.db.pool.query(
    `select case_id as "caseId", actor_type as type, actor_id as actor, outcome from audit_entry
     where action = 'case.command' and data->>'type' = 'work.started' and case_id = any($1::uuid[]) order by case_id`,
    [opened.map((o) => o.caseId)],
  );
  const expected = opened.map((o) => o.caseId).sort();
  expect(rows).toEqual(expected.map((caseId) => ({ caseId, type: 'user', actor: t.userId, outcome: 'applied' })));
});

test('what an import sends is on record as its uploader’s, with the import', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const raw = toCsv(asRows(auditRecords(2, today, 77)));
  const sent = await t.ask<{ id: string }>('POST', '/imports?kind=wc-audit&fileName=a.csv', undefined, {
    raw,
    headers: { 'Content-Type': 'text/csv' },
  });
  expect(sent.status).toBe(202);
  await eventually(
    async () => (await t.ask('GET', `/imports/${sent.body.id}`)).body['state'],
    (state) => state === 'finished',
    60_000,
  );
  const { rows } = await t.stack.db.pool.query(
    `select actor_type as type, actor_id as actor, outcome, data->>'import' as import from audit_entry
     where action = 'case.command' and data->>'import' = $1 and data->>'type' = 'case.opened'`,
    [sent.body.id],
  );
  const one = { type: 'user', actor: t.userId, outcome: 'applied', import: sent.body.id };
  expect(rows).toEqual([one, one]);
});

test('a stream of changes is on record at its opening, before the first byte, and at its end', async () => {
  const abort = new AbortController();
  const response = await fetch(`${t.api.url}/api/v1/events/stream`, {
    headers: { Authorization: `Bearer ${t.token}` },
    signal: abort.signal,
  });
  expect((await rowsOf(response)).map((row) => [row.action, row.outcome])).toEqual([['case.stream', 'opened']]);
  const { caseId } = await t.openDenial();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (text.includes(caseId)) break;
  }
  abort.abort();
  const rows = await eventually(
    () => rowsOf(response),
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
  expect(await rowOf(reply)).toMatchObject({ action: 'case.read', outcome: '200', caseId });
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
    t.ask('GET', `/cases?stage=${evil}`),
    t.ask('GET', `/cases/${evil}`),
    t.ask('GET', `/tasks/${evil}/done`),
    t.ask('POST', '/cases', { kind: 'Doe\r\nforged', data: { 'Doe\r\n': 'forged' } }),
    t.ask('POST', '/visit-check', { caseId: 'Doe\r\nforged' }),
    t.ask('GET', '/cases', undefined, { headers: { 'X-Purpose': 'Doe=forged' } }),
    t.ask('GET', '/cases', undefined, { headers: { 'X-Request-Id': 'Doe-forged' } }),
  ]);
  for (const reply of replies)
    expect(JSON.stringify(await rowOf(reply), (_k, v: unknown) => (typeof v === 'bigint' ? 0 : v))).not.toMatch(
      /Doe|forged/,
    );
});
