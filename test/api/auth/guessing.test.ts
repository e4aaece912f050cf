/** Guessing (A9): many tries on one account, few on many, from many addresses; and what answers and their time tell. */
import { randomBytes } from 'node:crypto';
import { createLink } from '../../../api/sign-in/links';
import { hashPassword } from '../../../api/sign-in/passwords';
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, takeTurn } from '../../../api/sign-in/throttle';
import { usualSignIn } from '../../../api/sign-in/settings';
import { browserOf, DEVICE, PASSWORD, startSignIn, type SignInUnderTest } from './browser';

const MINUTE_MS = 60_000;
let t: SignInUnderTest;
/** The same application behind a proxy that it trusts: an address can be anything. */
let proxied: SignInUnderTest;
beforeAll(async () => {
  t = await startSignIn();
  proxied = await startSignIn({ trustedProxies: ['127.0.0.1/8', '::1/128'] });
}, 240_000);
afterAll(async () => {
  await t?.stop();
  await proxied?.stop();
});
beforeEach(async () => {
  for (const one of [t, proxied]) await one.stack.db.pool.query('delete from auth_throttle');
});

const address = (n: number) => ({ 'X-Forwarded-For': `198.51.${Math.floor(n / 200)}.${(n % 200) + 1}` });
const enter = (on: SignInUnderTest, email: string, password: string, headers: Record<string, string> = {}) =>
  browserOf(on.api.url).send('POST', '/session', { email, password }, { headers });

test('A9 after ten wrong passwords the right one is refused too, from any address, and waiting helps', async () => {
  const { email } = await proxied.person();
  for (let i = 0; i < ACCOUNT_LIMIT.free; i += 1) {
    expect((await enter(proxied, email, 'wrong', address(i))).status).toBe(401);
  }
  const refused = await enter(proxied, email, PASSWORD, address(1000));
  expect(refused).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } });
  proxied.clock.ms += 1_000;
  expect((await enter(proxied, email, PASSWORD, address(1001))).status).toBe(200);
});

test('A9 ten thousand tries in an hour on one account are some twenty that count, and about a hundred a day', async () => {
  const { pool } = t.stack.db;
  const start = t.clock.ms;
  let counted = 0;
  for (let i = 0; i < 10_000; i += 1) {
    const turn = await takeTurn(pool, 'hammered', ACCOUNT_LIMIT, start + i * 360);
    if (turn.admitted) counted += 1;
  }
  console.info(`A9 one account, 10,000 tries in an hour: ${counted} counted`);
  // Ten at once, then after 1, 2, 4 ... 512 s: 21 within 1,023 s; then every 15 minutes.
  expect(counted).toBeGreaterThan(ACCOUNT_LIMIT.free);
  expect(counted).toBeLessThanOrEqual(24);
  let day = counted;
  for (let ms = 3_600_000; ms < 86_400_000; ms += 60_000) {
    if ((await takeTurn(pool, 'hammered', ACCOUNT_LIMIT, start + ms)).admitted) day += 1;
  }
  console.info(`A9 one account, a try a minute for the rest of the day: ${day} counted`);
  expect(day).toBeLessThanOrEqual(120);
}, 120_000);

test('A9 a hundred tries at the same instant count as a hundred', async () => {
  const turns = await Promise.all(
    Array.from({ length: 100 }, () => takeTurn(t.stack.db.pool, 'together', ACCOUNT_LIMIT, t.clock.ms)),
  );
  expect(turns.filter((turn) => turn.admitted).length).toBe(ACCOUNT_LIMIT.free);
});

test('A9 spraying a thousand accounts from one address ends after fifty, whatever X-Forwarded-For says', async () => {
  const { email } = await t.person();
  const statuses: number[] = [];
  for (let i = 0; i < 70; i += 1) {
    statuses.push((await enter(t, i % 7 === 0 ? email : `nobody-${i}@example.test`, 'wrong', address(i))).status);
  }
  expect(statuses.slice(0, ADDRESS_LIMIT.free)).toEqual(Array.from({ length: ADDRESS_LIMIT.free }, () => 401));
  expect(new Set(statuses.slice(ADDRESS_LIMIT.free))).toEqual(new Set([429]));
  const last = await enter(t, email, 'wrong');
  expect(last.body).toMatchObject({ code: 'rate_limited' });
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  t.clock.ms += MINUTE_MS;
  expect((await enter(t, email, PASSWORD)).status).toBe(200);
});

test('A9 behind a trusted proxy each address is counted by itself, and only the hop that the proxy saw', async () => {
  for (let i = 0; i < ADDRESS_LIMIT.free; i += 1) await enter(proxied, `a-${i}@example.test`, 'wrong', address(7));
  expect((await enter(proxied, 'b@example.test', 'wrong', address(7))).status).toBe(429);
  // What a caller writes in front of its own address is not believed.
  const forged = { 'X-Forwarded-For': `203.0.113.9, ${address(7)['X-Forwarded-For']}` };
  expect((await enter(proxied, 'b@example.test', 'wrong', forged)).status).toBe(429);
  expect((await enter(proxied, 'b@example.test', 'wrong', address(8))).status).toBe(401);
}, 120_000);

test('A9 the victim still gets in: from a browser they know, and by a reset', async () => {
  const person = await proxied.person();
  const known = browserOf(proxied.api.url);
  await known.send('POST', '/session', { email: person.email, password: PASSWORD });
  expect(known.cookies.has(DEVICE)).toBe(true);
  for (let i = 0; i < 40; i += 1) await enter(proxied, person.email, 'wrong', address(i));
  expect((await enter(proxied, person.email, PASSWORD, address(500))).status).toBe(401);
  const again = await known.send('POST', '/session', { email: person.email, password: PASSWORD });
  expect(again.status).toBe(200);
  const token = await createLink(proxied.stack.db.pool, person.userId, 'reset', proxied.clock.ms);
  const elsewhere = browserOf(proxied.api.url);
  expect((await elsewhere.send('POST', '/account/link', { token, password: 'amber-kettle-drum-4' })).status).toBe(204);
  for (let i = 0; i < 40; i += 1) await enter(proxied, person.email, 'wrong', address(i + 50));
  const renewed = await elsewhere.send('POST', '/session', { email: person.email, password: 'amber-kettle-drum-4' });
  expect(renewed.status).toBe(200);
});

test('A9 a known browser is counted as well, and is known for its person only', async () => {
  const person = await proxied.person();
  const browser = browserOf(proxied.api.url);
  await browser.send('POST', '/session', { email: person.email, password: PASSWORD });
  for (let i = 0; i < ACCOUNT_LIMIT.free; i += 1) {
    await browser.send('POST', '/session', { email: person.email, password: 'wrong' });
  }
  expect((await browser.send('POST', '/session', { email: person.email, password: PASSWORD })).status).toBe(401);
  const other = await proxied.person();
  for (let i = 0; i < ACCOUNT_LIMIT.free; i += 1) await enter(proxied, other.email, 'wrong', address(i));
  expect((await browser.send('POST', '/session', { email: other.email, password: PASSWORD })).status).toBe(401);
});

test('A9 a link cannot be guessed: wrong ones are refused, then the address is', async () => {
  const person = await t.person();
  await createLink(t.stack.db.pool, person.userId, 'reset', t.clock.ms);
  const statuses: number[] = [];
  for (let i = 0; i < ADDRESS_LIMIT.free + 5; i += 1) {
    const token = randomBytes(32).toString('base64url');
    statuses.push((await t.browser().send('POST', '/account/link', { token, password: PASSWORD })).status);
  }
  expect(statuses.filter((status) => status === 410).length).toBe(ADDRESS_LIMIT.free);
  expect(statuses.at(-1)).toBe(429);
});

test('A9 unknown, wrong, inactive, without a password and locked: one answer, word for word', async () => {
  const [wrong, inactive, invited, locked] = [
    await t.person(),
    await t.person(),
    await t.person([], null),
    await t.person(),
  ];
  await t.stack.db.prisma.user.update({ where: { id: inactive.userId }, data: { active: false } });
  for (let i = 0; i < ACCOUNT_LIMIT.free; i += 1) await enter(t, locked.email, 'wrong');
  const answers = await Promise.all([
    enter(t, 'nobody@example.test', PASSWORD),
    enter(t, wrong.email, 'wrong'),
    enter(t, inactive.email, PASSWORD),
    enter(t, invited.email, PASSWORD),
    enter(t, locked.email, PASSWORD),
  ]);
  const told = answers.map(({ status, body, setCookies, headers }) => {
    const { requestId: _id, ...rest } = body;
    return JSON.stringify([status, rest, setCookies, [...headers.keys()].sort()]);
  });
  expect(new Set(told).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } });
});

test('A9 the time of an answer does not tell whether an account exists', async () => {
  const cost = usualSignIn().passwordCost;
  const real = await startSignIn({ passwordCost: cost });
  try {
    const [wrong, inactive] = [await real.person(), await real.person()];
    const hash = await hashPassword(PASSWORD, cost);
    await real.stack.db.prisma.authPassword.updateMany({ data: { hash } });
    await real.stack.db.prisma.user.update({ where: { id: inactive.userId }, data: { active: false } });
    const emails = { unknown: 'nobody@example.test', wrong: wrong.email, inactive: inactive.email };
    const fastest: Record<string, number> = {};
    // Side by side, so that a busy machine disturbs all alike; the fastest of each is what the work costs.
    for (let round = 0; round < 8; round += 1) {
      for (const [name, email] of Object.entries(emails)) {
        const before = performance.now();
        await enter(real, email, 'not the password');
        fastest[name] = Math.min(fastest[name] ?? Infinity, performance.now() - before);
      }
    }
    const times = Object.values(fastest);
    const gap = Math.max(...times) - Math.min(...times);
    console.info(`A9 sign-in refused after ${JSON.stringify(fastest)} ms; largest gap ${gap.toFixed(1)} ms`);
    // Without the hash for an unknown account the gap would be nearly the whole time.
    expect(gap).toBeLessThan(Math.min(...times) * 0.5);
  } finally {
    await real.stop();
  }
}, 120_000);
