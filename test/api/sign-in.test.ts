/** Tokens: who is let in, and when no longer. */
import { createToken, hashOfToken } from '../../api/auth/tokens';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest({}, { requestsPerMinute: 30 });
}, 240_000);
afterAll(() => t?.stop());

const statusWith = async (token: string | null, headers: Record<string, string> = {}) =>
  (await t.ask('GET', '/me', undefined, { token, headers })).status;

test('a token names its user and is kept as a hash only', async () => {
  expect(t.token).toMatch(/^ccl_[A-Za-z0-9_-]{43}$/);
  expect((await t.ask('GET', '/me')).body).toMatchObject({ userId: t.userId, roles: ['coordinator'] });
  const rows = await t.stack.db.prisma.apiToken.findMany();
  expect(rows.map((r) => r.tokenHash)).toContain(hashOfToken(t.token));
  expect(JSON.stringify(rows)).not.toContain(t.token);
});

test('a missing, unknown or malformed token is 401', async () => {
  expect(await statusWith(null)).toBe(401);
  expect(await statusWith(`ccl_${'A'.repeat(43)}`)).toBe(401);
  for (const header of [
    'Bearer',
    'Bearer ',
    `Basic ${t.token}`,
    t.token,
    `Bearer ${t.token} x`,
    `Bearer ${t.token}x`,
  ]) {
    expect([header.length, await statusWith(null, { Authorization: header })]).toEqual([header.length, 401]);
  }
});

test('A12 a revoked or expired token, an inactive user and a removed role count at the next request', async () => {
  const { userId, token } = await t.user(['manager']);
  expect(await statusWith(token)).toBe(200);
  const expired = await createToken(t.stack.db, userId, 'old', new Date(Date.now() - 1_000));
  expect(await statusWith(expired)).toBe(401);
  const list = () => t.ask('GET', '/incidents', undefined, { token });
  expect((await list()).status).toBe(200);
  await t.stack.db.prisma.user.update({ where: { id: userId }, data: { roles: ['front-desk'] } });
  expect((await list()).status).toBe(403);
  await t.stack.db.prisma.user.update({ where: { id: userId }, data: { active: false } });
  expect(await statusWith(token)).toBe(401);
  await t.stack.db.prisma.user.update({ where: { id: userId }, data: { active: true } });
  await t.stack.db.prisma.apiToken.updateMany({ where: { userId }, data: { revokedAt: new Date() } });
  expect(await statusWith(token)).toBe(401);
});

test('one token that sends without end is 429 with Retry-After, others are not', async () => {
  const { token } = await t.user(['biller']);
  const statuses = await Promise.all(Array.from({ length: 35 }, () => t.ask('GET', '/me', undefined, { token })));
  const limited = statuses.filter((s) => s.status === 429);
  expect(limited.length).toBe(5);
  expect(limited[0]?.body).toMatchObject({ code: 'rate_limited' });
  expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await statusWith((await t.user(['coder'])).token)).toBe(200);
});
