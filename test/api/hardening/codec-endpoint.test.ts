/** M4 decoded histories: for a manager in Temporal's own screens, for nobody else, and each look is on record. */
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { workflowIdOf } from '../../../platform/names';
import { fixedRing } from '../../../platform/keys/key-ring';
import { EncryptionCodec } from '../../../platform/temporal/payload-codec';
import { keyOfId } from '../../support/keys';
import { payloadsIn, rawEvents } from '../../temporal-payloads/raw-history';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';

const UI = 'http://127.0.0.1:8233';
let t: ApiUnderTest;
let manager: { userId: string; token: string };
let wire: WirePayload[];

interface WirePayload {
  metadata: Record<string, string>;
  data: string;
}
const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
const toWire = (payload: Payload): WirePayload => ({
  metadata: Object.fromEntries(Object.entries(payload.metadata ?? {}).map(([k, v]) => [k, base64(v)])),
  data: base64(payload.data),
});

beforeAll(async () => {
  t = await startApiUnderTest({}, { temporalUiOrigins: [UI, 'http://localhost:8233'] });
  manager = await t.user(['manager']);
  const { caseId } = await t.openDenial();
  wire = payloadsIn(await rawEvents(t.stack, 'denial', caseId)).map(({ payload }) => toWire(payload));
  expect(workflowIdOf('denial', caseId)).toContain(caseId);
}, 240_000);
afterAll(() => t?.stop());

/** As the UI asks: JSON, its namespace, its page's origin. */
const decode = (payloads: unknown, token: string | null, headers: Record<string, string> = {}) =>
  t.ask<{ payloads: WirePayload[]; code: string; detail: string }>(
    'POST',
    '/codec/decode',
    { payloads },
    {
      token,
      headers: { Origin: UI, 'X-Namespace': 'default', ...headers },
    },
  );
const rows = (userId: string) =>
  t.stack.db.prisma.auditEntry.findMany({
    where: { actorId: userId, action: 'history.decode' },
    orderBy: { id: 'asc' },
  });

test('a manager reads the payloads of a history, in their order, and the record says how many', async () => {
  const reply = await decode(wire, manager.token);
  expect(reply.status).toBe(200);
  expect(reply.body.payloads).toHaveLength(wire.length);
  const texts = reply.body.payloads.map(({ data }) => Buffer.from(data, 'base64').toString('utf8'));
  expect(texts.join()).toContain('"from":"open"');
  expect(texts.join()).toContain('"carcCodes":["CO-16"]');
  expect(Buffer.from(reply.body.payloads[0]?.metadata['encoding'] ?? '', 'base64').toString()).toBe('json/plain');
  expect(reply.headers.get('access-control-allow-origin')).toBe(UI);
  expect(reply.headers.get('access-control-allow-credentials')).toBe('true');
  expect(reply.headers.get('vary')).toContain('Origin');
  const [row] = await rows(manager.userId);
  expect(row).toMatchObject({ outcome: '200', data: expect.objectContaining({ payloads: wire.length }) });
  expect(JSON.stringify(row?.data)).not.toContain('CO-16');
});

test.each(['coordinator', 'administrator', 'auditor', 'compliance', 'biller', 'clinical-staff'] as const)(
  'a %s is refused, reads nothing, and the refusal is on record',
  async (role) => {
    const { userId, token } = await t.user([role]);
    const reply = await decode(wire, token);
    expect([reply.status, reply.body.code]).toEqual([403, 'forbidden']);
    expect(reply.text).not.toContain('CO-16');
    expect((await rows(userId)).map(({ outcome }) => outcome)).toEqual(['forbidden']);
  },
);

test('without a sign-in, or with one that has ended, nothing is decoded', async () => {
  expect((await decode(wire, null)).status).toBe(401);
  const gone = await t.user(['manager']);
  await t.stack.db.prisma.user.update({ where: { id: gone.userId }, data: { active: false } });
  expect((await decode(wire, gone.token)).status).toBe(401);
});

test('a browser may send its session along from the pages of the Temporal UI only', async () => {
  const preflight = (origin: string) =>
    t.ask('OPTIONS', '/codec/decode', undefined, {
      token: null,
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,x-namespace',
      },
    });
  const allowed = await preflight('http://localhost:8233');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:8233');
  expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
  expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type, x-namespace');
  expect(allowed.headers.get('access-control-allow-methods')).toBe('POST');
  for (const origin of [
    'http://evil.example',
    'http://127.0.0.1:8234',
    'https://127.0.0.1:8233',
    'null',
    `${UI}.evil.example`,
    'http://127.0.0.1:8233/',
  ]) {
    const refused = await preflight(origin);
    expect([origin, refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([origin, 403, null]);
    const posted = await decode(wire, manager.token, { Origin: origin });
    expect([origin, posted.status, posted.headers.get('access-control-allow-origin')]).toEqual([origin, 403, null]);
  }
});

test('no other route lets another origin in', async () => {
  const reply = await t.ask('GET', '/me', undefined, { headers: { Origin: UI } });
  expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([200, null]);
});

test('payloads of another namespace are not decoded, and encoding is not offered', async () => {
  expect((await decode(wire, manager.token, { 'X-Namespace': 'other' })).status).toBe(404);
  const encode = await t.ask(
    'POST',
    '/codec/encode',
    { payloads: wire },
    { token: manager.token, headers: { Origin: UI } },
  );
  expect(encode.status).toBe(404);
});

test('what is not encrypted comes back as it is; a missing key and a changed payload are told in words', async () => {
  const plain = toWire(defaultPayloadConverter.toPayload({ n: 1 }) as Payload);
  expect((await decode([plain], manager.token)).body.payloads).toEqual([plain]);
  const [foreign] = await new EncryptionCodec(fixedRing(keyOfId('other'))).encode([
    defaultPayloadConverter.toPayload(1) as Payload,
  ]);
  const missing = await decode([toWire(foreign as Payload)], manager.token);
  expect([missing.status, missing.body.detail]).toEqual([409, expect.stringContaining('the key "other"')]);
  const [first] = wire as [WirePayload];
  const bytes = Buffer.from(first.data, 'base64');
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  const changed = await decode([{ ...first, data: bytes.toString('base64') }], manager.token);
  expect([changed.status, changed.body.detail]).toEqual([409, expect.stringContaining('it was changed')]);
});

test('too many, too large and ill-formed payloads are refused by name', async () => {
  const one = wire[0] as WirePayload;
  expect(
    (
      await decode(
        Array.from({ length: 1_001 }, () => one),
        manager.token,
      )
    ).status,
  ).toBe(422);
  expect((await decode([{ ...one, data: '%%%' }], manager.token)).status).toBe(422);
  expect((await decode([{ ...one, metadata: { encoding: 'A'.repeat(5_000) } }], manager.token)).status).toBe(422);
  expect((await decode('x', manager.token)).status).toBe(422);
  const large = await decode([{ ...one, data: 'A'.repeat(9_000_000) }], manager.token);
  expect(large.status).toBe(413);
  // Larger than other routes take: a page of a history.
  const many = Array.from({ length: 40 }, () => ({ metadata: {}, data: 'A'.repeat(40_000) }));
  expect((await decode(many, manager.token)).status).toBe(200);
});
