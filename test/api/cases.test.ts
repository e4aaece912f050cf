/** Cases over HTTP: open, show, send an event, precondition, idempotency. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../support/days';
import { denialData, someClaims } from '../support/stack';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

interface CaseBody {
  id: string;
  version: number;
  revision: number;
  stage: string;
  allowed: { type: string; ok: boolean; why?: string }[];
  clocks: { name: string; title: string; dueAt: string; explanation: { text: string } }[];
  claims: { claimId: string; active: boolean }[];
}

test('H03 a denial case is opened over HTTP and shows its stage, clocks, claims and what it accepts', async () => {
  const { caseId, claims } = await t.openDenial();
  const { status, body, headers } = await t.ask<CaseBody>('GET', `/cases/${caseId}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: caseId, stage: 'New', version: 1, revision: 0 });
  expect(headers.get('etag')).toBe('"1.0"');
  expect(body.claims).toMatchObject([{ claimId: claims[0], active: true }]);
  expect(body.clocks.length).toBeGreaterThan(0);
  for (const clock of body.clocks) expect(clock.explanation.text).not.toBe('');
  const refused = body.allowed.find((a) => !a.ok);
  expect(refused?.why).toBeTruthy();
});

test('M2 an event sent over HTTP advances the case', async () => {
  const { caseId } = await t.openDenial();
  const sent = await t.ask('POST', `/cases/${caseId}/events`, { type: 'work.started' });
  expect(sent).toMatchObject({ status: 200, body: { state: 'applied', version: 2, caseId } });
  expect((await t.ask<CaseBody>('GET', `/cases/${caseId}`)).body.stage).toBe('In Progress');
});

test('an ill-timed event is 409 with the reason and what is allowed', async () => {
  const { caseId } = await t.openDenial();
  const reply = await t.ask<{ code: string; allowed: string[]; detail: string }>('POST', `/cases/${caseId}/events`, {
    type: 'work.resumed',
  });
  expect(reply.status).toBe(409);
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
  expect(reply.body).toMatchObject({
    code: 'event_not_allowed',
    type: 'urn:caseclock:problem:event_not_allowed',
    status: 409,
  });
  expect(reply.body.allowed).toContain('work.started');
  expect(reply.body.detail).not.toBe('');
});

test('an event that no kind of case knows is 409 with what is allowed', async () => {
  const { caseId } = await t.openDenial();
  for (const type of ['nonsense', 'constructor', '__proto__', 'toString']) {
    const reply = await t.ask('POST', `/cases/${caseId}/events`, { type });
    expect(reply).toMatchObject({ status: 409, body: { code: 'event_not_allowed' } });
  }
});

test('a stale If-Match is 412 with the current version, a fresh one is applied', async () => {
  const { caseId } = await t.openDenial();
  const send = (etag: string, on: string) =>
    t.ask('POST', `/cases/${caseId}/events`, { type: 'followUp.set', data: { on } }, { headers: { 'If-Match': etag } });
  expect(await send('"1.0"', inDays(98))).toMatchObject({ status: 200 });
  expect(await send('"1.0"', inDays(99))).toMatchObject({
    status: 412,
    body: { code: 'version_conflict', currentVersion: 2 },
  });
  expect(await send('"2"', inDays(99))).toMatchObject({ status: 200 });
  expect(await send('"3.7"', inDays(100))).toMatchObject({ status: 412, body: { code: 'version_conflict' } });
  expect(await send('three', inDays(100))).toMatchObject({ status: 400, body: { code: 'bad_header' } });
});

test('the same Idempotency-Key opens one case and answers the same; other content under it is 422', async () => {
  const claims = await someClaims(t.stack, 1);
  const headers = { 'Idempotency-Key': randomUUID() };
  const body = { kind: 'denial', data: denialData(claims) };
  const [a, b] = [await t.ask('POST', '/cases', body, { headers }), await t.ask('POST', '/cases', body, { headers })];
  expect([a.status, b.status]).toEqual([201, 201]);
  expect(b.body).toEqual(a.body);
  const other = await t.ask('POST', '/cases', { ...body, data: denialData(claims, { deniedCents: 5 }) }, { headers });
  expect(other).toMatchObject({ status: 422, body: { code: 'key_reused' } });
  expect(await t.stack.db.prisma.caseClaim.count({ where: { claimId: claims[0] as string } })).toBe(1);
});

test('the same event sent again with its key after the case moved on answers as the first time', async () => {
  const { caseId } = await t.openDenial();
  const headers = { 'Idempotency-Key': randomUUID(), 'If-Match': '"1.0"' };
  const first = await t.ask('POST', `/cases/${caseId}/events`, { type: 'work.started' }, { headers });
  await t.ask('POST', `/cases/${caseId}/events`, { type: 'followUp.set', data: { on: inDays(98) } });
  const again = await t.ask('POST', `/cases/${caseId}/events`, { type: 'work.started' }, { headers });
  expect(again).toMatchObject({ status: 200, body: first.body });
});

test('H23 a second active case on a claim is 409 with the id of the other case', async () => {
  const { caseId, claims } = await t.openDenial();
  const second = await t.ask('POST', '/cases', { kind: 'denial', data: denialData(claims) });
  expect(second).toMatchObject({
    status: 409,
    body: { code: 'claims_taken', conflicts: [{ claimId: claims[0], caseId }] },
  });
});

test('R25 reopening a closed case is for managers; others get 403', async () => {
  const { caseId } = await t.openDenial();
  await t.ask('POST', `/cases/${caseId}/events`, { type: 'case.resolved', data: { outcome: 'paid' } });
  const reopen = (token: string) => t.ask('POST', `/cases/${caseId}/events`, { type: 'case.reopened' }, { token });
  expect(await reopen(t.token)).toMatchObject({
    status: 403,
    body: { code: 'forbidden', roles: ['manager'] },
  });
  const manager = await t.user(['manager']);
  expect(await reopen(manager.token)).toMatchObject({ status: 200 });
});

test('events of the system are 403 for everybody', async () => {
  const { caseId } = await t.openDenial();
  const { token } = await t.user(['administrator']);
  for (const type of ['rules.published', 'effect.failed', 'denial.received']) {
    expect(await t.ask('POST', `/cases/${caseId}/events`, { type }, { token })).toMatchObject({ status: 403 });
  }
});

test('a command is followed by its address: applied, refused, unknown', async () => {
  const { caseId } = await t.openDenial();
  const applied = await t.ask<{ commandId: string }>('POST', `/cases/${caseId}/events`, { type: 'work.started' });
  expect(await t.ask('GET', `/commands/${applied.body.commandId}`)).toMatchObject({
    body: { state: 'applied', version: 2 },
  });
  const refused = await t.ask<{ commandId: string }>('POST', `/cases/${caseId}/events`, { type: 'work.resumed' });
  expect(await t.ask('GET', `/commands/${refused.body.commandId}`)).toMatchObject({
    body: { state: 'refused', refusal: { code: 'event_not_allowed' } },
  });
  expect(await t.ask('GET', `/commands/${randomUUID()}`)).toMatchObject({ status: 404 });
});
