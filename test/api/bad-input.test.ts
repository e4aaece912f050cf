/** Bad input and what it gets: a typed problem with a path per fault, never a stack, never a half-done change. */
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { denialData, someClaims } from '../support/stack';
import { startApiUnderTest, type ApiUnderTest, type Reply } from './running-api';

let t: ApiUnderTest;
let caseId: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  ({ caseId } = await t.openDenial());
}, 240_000);
afterAll(() => t?.stop());

interface ProblemBody {
  code: string;
  detail: string;
  errors?: { path: string; message: string }[];
}
const send = (type: string, data: unknown) => t.ask<ProblemBody>('POST', `/cases/${caseId}/events`, { type, data });
const pathsOf = (reply: Reply<ProblemBody>) => reply.body.errors?.map((e) => e.path);

test('a body that is not JSON is 400, not an object 422, of another type 415', async () => {
  const raw = (text: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
    t.ask<ProblemBody>('POST', '/cases', undefined, { raw: text, headers: { 'Content-Type': type } });
  expect(await raw('{"kind":')).toMatchObject({ status: 400, body: { code: 'malformed_json' } });
  expect(await raw('"text"')).toMatchObject({ status: 400, body: { code: 'malformed_json' } });
  expect(await raw(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))).toMatchObject({
    status: 400,
    body: { code: 'malformed_json' },
  });
  expect(await raw('[]')).toMatchObject({ status: 422, body: { code: 'invalid' } });
  expect(await raw('kind=denial', 'application/x-www-form-urlencoded')).toMatchObject({ status: 415 });
  expect(await raw('{}', 'text/plain')).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
  expect(await raw('{}', 'application/json; charset=klingon')).toMatchObject({ status: 415 });
});

test('B5 a body over 1 MB is 413 with the limit, and 100,000 levels of nesting are 400', async () => {
  const large = await t.ask('POST', '/cases', { kind: 'denial', details: { description: 'x'.repeat(1_100_000) } });
  expect(large).toMatchObject({ status: 413, body: { code: 'too_large', limitBytes: 1_048_576 } });
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const reply = await t.ask('POST', '/cases', undefined, { raw: `{"kind":"denial","data":${deep}}` });
  expect(reply).toMatchObject({ status: 400, body: { code: 'json_too_deep' } });
});

test('a body that is not the schema is 422 with a path for each fault', async () => {
  const [claim] = await someClaims(t.stack, 1);
  const reply = await t.ask<ProblemBody>('POST', '/cases', {
    kind: 'denial',
    data: { ...denialData([claim as string]), deniedCents: -5, deniedOn: '2026-02-30', carcCodes: ['CO16'], extra: 1 },
    details: { patient: { name: '' }, nickname: 'x' },
  });
  expect(reply.status).toBe(422);
  expect(pathsOf(reply)?.sort()).toEqual([
    'body.data.carcCodes.0',
    'body.data.deniedCents',
    'body.data.deniedOn',
    'body.data.extra',
    'body.details.nickname',
    'body.details.patient.name',
  ]);
});

test('an unknown kind, an unknown practice and ids that name nothing are 422 by name', async () => {
  expect(pathsOf(await t.ask<ProblemBody>('POST', '/cases', { kind: 'intake' }))).toEqual(['body.kind']);
  const [claim] = await someClaims(t.stack, 1);
  const data = denialData([claim as string]);
  const other = { kind: 'denial', data, practiceId: randomUUID() };
  expect(pathsOf(await t.ask<ProblemBody>('POST', '/cases', other))).toEqual(['body.practiceId']);
  const nobody = { kind: 'denial', data: { ...data, owner: { userId: randomUUID() }, payerId: randomUUID() } };
  expect(pathsOf(await t.ask<ProblemBody>('POST', '/cases', nobody))).toEqual([
    'body.data.owner.userId',
    'body.data.payerId',
  ]);
  const unknownClaim = { kind: 'denial', data: denialData([randomUUID()]) };
  expect(pathsOf(await t.ask<ProblemBody>('POST', '/cases', unknownClaim))).toEqual(['body.data.claims.0.claimId']);
});

test('a submission of another claim is 422', async () => {
  const [mine, other] = await someClaims(t.stack, 2);
  const submission = await t.stack.db.prisma.submission.create({ data: { claimId: other as string, version: 1 } });
  const data = { ...denialData([mine as string]), claims: [{ claimId: mine, submissionId: submission.id }] };
  const reply = await t.ask<ProblemBody>('POST', '/cases', { kind: 'denial', data });
  expect([reply.status, pathsOf(reply)]).toEqual([422, ['body.data.claims.0.submissionId']]);
});

test('an expiry before the start and visits used above the limit are refused by name', async () => {
  const authorization = {
    authorizationId: randomUUID(),
    startsOn: '2026-11-01',
    endsOn: '2026-10-01',
    visitsLimit: 5,
    visitsUsed: 6,
    source: 'portal',
    determinedOn: '2026-10-30',
  };
  const reply = await t.ask<ProblemBody>('POST', '/cases', { kind: 'wc', data: { authorizations: [authorization] } });
  expect(reply.status).toBe(422);
  expect(pathsOf(reply)).toEqual(
    expect.arrayContaining(['body.data.authorizations.0.endsOn', 'body.data.authorizations.0.visitsUsed']),
  );
});

test('an impossible date, a negative amount and a field of another event are refused by name', async () => {
  expect(pathsOf(await send('followUp.set', { on: '2026-02-30' }))).toEqual(['body.data.on']);
  expect(pathsOf(await send('payment.posted', { amountCents: -1, on: '2026-01-01' }))).toEqual([
    'body.data.amountCents',
  ]);
  expect(pathsOf(await send('work.started', { on: '2026-01-01' }))).toEqual(['body.data.on']);
});

test('R02 a deadline moved into the past is 422, a clock that is not running 409', async () => {
  const move = (name: string, dueAt: string) =>
    t.ask<ProblemBody>('POST', `/cases/${caseId}/clocks/${name}/move`, { dueAt, reason: 'Payer asked for time' });
  expect(pathsOf(await move('unworkedDenial', '2020-01-01T00:00:00Z'))).toEqual(['body.dueAt']);
  expect(await move('noSuchClock', '2030-01-01T00:00:00Z')).toMatchObject({
    status: 409,
    body: { code: 'event_not_allowed' },
  });
  expect(pathsOf(await move('unworkedDenial', 'tomorrow'))).toEqual(['body.dueAt']);
});

test('NUL and half characters are refused by name, in bodies and in queries', async () => {
  const [claim] = await someClaims(t.stack, 1);
  const body = { kind: 'denial', data: denialData([claim as string]), details: { description: 'a\u0000b' } };
  const nul = await t.ask<ProblemBody>('POST', '/cases', body);
  expect([nul.status, pathsOf(nul)]).toEqual([422, ['body.details.description']]);
  expect(nul.body.errors?.[0]?.message).toContain('NUL');
  const half = await t.ask<ProblemBody>('POST', '/cases', undefined, {
    raw: JSON.stringify(body).replace('\\u0000', '\\ud800'),
  });
  expect(half.body.errors?.[0]?.message).toContain('surrogate');
  const query = await t.ask<ProblemBody>('POST', '/cases/search', { filter: { q: 'ab\0c' } });
  expect([query.status, pathsOf(query)]).toEqual([422, ['body.filter.q']]);
});

test('A2 version, stage, owner and other columns cannot be assigned through an edit or an opening', async () => {
  const before = await t.ask('GET', `/cases/${caseId}`);
  for (const field of [
    'version',
    'stage',
    'ownerUserId',
    'owner',
    'flags',
    'facts',
    'state',
    'practiceId',
    'closedAt',
    'id',
  ]) {
    const reply = await t.ask<ProblemBody>('PATCH', `/cases/${caseId}`, { tags: ['x'], [field]: 'Resolved' });
    expect([field, reply.status, pathsOf(reply)]).toEqual([field, 422, [`body.${field}`]]);
    const opening = await t.ask<ProblemBody>('POST', '/cases', {
      kind: 'wc',
      [field]: 'x',
      ...(field === 'practiceId' ? {} : {}),
    });
    expect([field, opening.status]).toEqual([field, 422]);
  }
  const proto = await t.ask<ProblemBody>('PATCH', `/cases/${caseId}`, undefined, {
    raw: '{"__proto__":{"version":9},"details":{"__proto__":{"a":1}}}',
  });
  expect(proto.status).toBe(422);
  const after = await t.ask('GET', `/cases/${caseId}`);
  expect({ ...after.body, readAt: 0, clocks: 0 }).toEqual({ ...before.body, readAt: 0, clocks: 0 });
});

const hostile = [
  "'; drop table cases; --",
  "' or '1'='1",
  '1; select pg_sleep(5)',
  '{"not":""}',
  '{"gt":""}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '%27%20or%201%3D1',
  'opened_at desc; --',
  '__proto__',
  '\\',
  '%',
  '_',
];

test('A3 hostile strings in every filter and sort are refused or find nothing, and never reach the SQL as text', async () => {
  const lists: Record<string, string[]> = {
    '/cases': [
      'kind',
      'stage',
      'owner',
      'flag',
      'tag',
      'carc',
      'priority',
      'subject',
      'payerId',
      'patientId',
      'claimId',
      'practiceId',
      'jurisdiction',
      'followUp',
      'followUpFrom',
      'followUpTo',
      'outstandingOver',
      'ids',
      'dueBefore',
      'changedSince',
      'open',
      'attention',
      'waiting',
      'q',
      'sort',
      'limit',
      'cursor',
      'count',
    ],
    '/tasks': [
      'state',
      'assignee',
      'role',
      'due',
      'dueFrom',
      'dueTo',
      'caseId',
      'kind',
      'priority',
      'payerId',
      'cursor',
    ],
    '/clocks': ['kind', 'ruleId', 'name', 'owner', 'dueFrom', 'dueTo', 'withinDays', 'cursor'],
    '/claims': ['status', 'number', 'payerId', 'patientId', 'hasCase', 'cursor'],
    '/board/wc': ['owner', 'tag', 'q', 'cursor'],
    '/views/denials/open': ['owner', 'carc', 'sort', 'cursor'],
    [`/cases/${caseId}/timeline`]: ['cursor', 'limit'],
    [`/cases/${caseId}/receipts`]: ['cursor'],
  };
  const count = await t.stack.db.prisma.case.count();
  for (const [path, fields] of Object.entries(lists)) {
    for (const field of fields) {
      for (const value of hostile) {
        const reply = await t.ask<{ items?: unknown[] }>('GET', `${path}?${field}=${encodeURIComponent(value)}`);
        if (reply.status === 200) expect([field, value, reply.body.items]).toEqual([field, value, []]);
        else expect([field, value, reply.status]).toEqual([field, value, 422]);
      }
      const nested = await t.ask('GET', `${path}?${field}[not]=x`);
      expect([field, nested.status]).toEqual([field, 422]);
    }
  }
  expect(await t.stack.db.prisma.case.count()).toBe(count);
}, 120_000);

test('a cursor of another list, or one that was tampered with, is 422', async () => {
  const forged = Buffer.from(JSON.stringify(['cases:-openedAt', "2026'; --", randomUUID()])).toString('base64url');
  expect(pathsOf(await t.ask<ProblemBody>('GET', `/cases?cursor=${forged}`))).toEqual(['query.cursor']);
  const other = Buffer.from(JSON.stringify(['tasks', '2026-01-01', randomUUID()])).toString('base64url');
  expect(pathsOf(await t.ask<ProblemBody>('GET', `/cases?cursor=${other}`))).toEqual(['query.cursor']);
});

test('an unknown query field is 422 instead of silently listing everything', async () => {
  expect(pathsOf(await t.ask<ProblemBody>('GET', '/cases?stgae=New'))).toEqual(['query.stgae']);
  expect(pathsOf(await t.ask<ProblemBody>('GET', '/practices?x=1'))).toEqual(['query.x']);
});

test('an unknown route is a 404 problem, a known route with another method 405 with Allow', async () => {
  expect(await t.ask('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
  expect(await t.ask('GET', '//evil', undefined, { token: null })).toMatchObject({ status: 404 });
  const reply = await t.ask('DELETE', `/cases/${caseId}`);
  expect(reply).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  expect(reply.headers.get('allow')).toBe('GET, PATCH, HEAD');
});

test('an id that is no UUID is 422, one that names nothing 404', async () => {
  expect(pathsOf(await t.ask<ProblemBody>('GET', '/cases/17'))).toEqual(['params.id']);
  for (const path of [`/cases/${randomUUID()}`, `/cases/${randomUUID()}/timeline`, `/claims/${randomUUID()}`]) {
    expect(await t.ask('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
  expect(await t.ask('POST', `/cases/${randomUUID()}/events`, { type: 'work.started' })).toMatchObject({ status: 404 });
});

test('A14 no answer names the server, carries a stack or lets a browser guess', async () => {
  const reply = await t.ask('GET', '/cases/17');
  expect(reply.headers.get('x-powered-by')).toBeNull();
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(reply.text).not.toMatch(/\bat .*\.ts|node_modules/);
  expect(reply.body).toMatchObject({ requestId: reply.headers.get('x-request-id') });
});

test('a body that stops half-way ends only its own request', async () => {
  await new Promise<void>((resolve) => {
    const url = new URL(`${t.api.url}/api/v1/cases`);
    const sent = request(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${t.token}`, 'Content-Type': 'application/json', 'Content-Length': '500' },
    });
    sent.on('error', () => resolve());
    sent.write('{"kind":"denial"', () => sent.destroy());
    sent.on('close', () => resolve());
  });
  expect((await t.ask('GET', '/me')).status).toBe(200);
});
