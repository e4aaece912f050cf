/** The second factor: for whom it is asked, codes that work once, recovery codes, and how it is lost and found. */
import { readEnv } from '../../../platform/env';
import { CODE_LIMIT } from '../../../api/sign-in/throttle';
import {
  browserOf,
  codeOf,
  PASSWORD,
  SESSION,
  startSignIn,
  type Browser,
  type Person,
  type SignInUnderTest,
} from './browser';

const STEP_MS = 30_000;
let t: SignInUnderTest;
beforeAll(async () => {
  t = await startSignIn();
}, 240_000);
afterAll(() => t?.stop());

async function half(person: Person, browser: Browser = t.browser()): Promise<Browser> {
  const { body } = await browser.send('POST', '/session', { email: person.email, password: PASSWORD });
  expect(body).toEqual({ stage: 'second-factor' });
  return browser;
}
const prove = (browser: Browser, body: Record<string, string>) => browser.send('POST', '/session/second-factor', body);
const statusOf = async (browser: Browser) => (await browser.send('GET', '/session')).status;

test('G17 administrators, managers, compliance and auditors need a second factor, others may have one', async () => {
  const stages: Record<string, unknown> = {};
  for (const role of ['administrator', 'manager', 'compliance', 'auditor', 'coordinator', 'biller'] as const) {
    const { email } = await t.person([role]);
    stages[role] = (await t.browser().send('POST', '/session', { email, password: PASSWORD })).body['stage'];
  }
  expect(stages).toEqual({
    administrator: 'enrolment',
    manager: 'enrolment',
    compliance: 'enrolment',
    auditor: 'enrolment',
    coordinator: 'complete',
    biller: 'complete',
  });
});

test('who is asked to set one up is nobody until it is confirmed', async () => {
  const { email } = await t.person(['manager']);
  const browser = t.browser();
  await browser.send('POST', '/session', { email, password: PASSWORD });
  expect(await statusOf(browser)).toBe(401);
  const { body } = await browser.send<{ secret: string; uri: string }>('POST', '/session/enrolment');
  expect(body.uri).toMatch(/^otpauth:\/\/totp\/Caseclock/);
  const right = await codeOf(body.secret, t.clock.ms);
  const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
  expect((await browser.send('POST', '/session/enrolment/confirm', { code: wrong })).status).toBe(401);
  expect(await statusOf(browser)).toBe(401);
  const before = browser.cookies.get(SESSION);
  const done = await browser.send<{ recoveryCodes: string[] }>('POST', '/session/enrolment/confirm', { code: right });
  expect(done.body.recoveryCodes).toHaveLength(10);
  expect(browser.cookies.get(SESSION)).not.toBe(before);
  expect(await statusOf(browser)).toBe(200);
});

test('a code works once: not again in the same session, not in another, not at the same instant', async () => {
  const person = await t.person(['manager']);
  const { secret } = await t.signedIn(person);
  const replayed = await half(person);
  // The code that confirmed the set-up is used up as well.
  expect((await prove(replayed, { code: await codeOf(secret ?? '', t.clock.ms) })).status).toBe(401);
  t.clock.ms += STEP_MS;
  const code = await codeOf(secret ?? '', t.clock.ms);
  const [a, b] = [await half(person), await half(person)];
  const both = await Promise.all([prove(a, { code }), prove(b, { code })]);
  expect(both.map((reply) => reply.status).sort()).toEqual([200, 401]);
  expect((await prove(await half(person), { code })).status).toBe(401);
});

test('a code lives thirty seconds: one of the step before or of the next is not taken', async () => {
  const person = await t.person(['manager']);
  const { secret } = await t.signedIn(person);
  t.clock.ms += 10 * STEP_MS;
  for (const ms of [t.clock.ms - STEP_MS, t.clock.ms + STEP_MS]) {
    expect((await prove(await half(person), { code: await codeOf(secret ?? '', ms) })).status).toBe(401);
  }
  expect((await prove(await half(person), { code: await codeOf(secret ?? '', t.clock.ms) })).status).toBe(200);
});

test('RFC 6238 its published codes are taken', async () => {
  // The RFC prints eight digits; six-digit codes are their last six.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect(await codeOf(secret, 59_000)).toBe('287082');
  expect(await codeOf(secret, 1_111_111_109_000)).toBe('081804');
  expect(await codeOf(secret, 20_000_000_000_000)).toBe('353130');
});

test('a recovery code lets in once, as typed by hand; only hashes are kept', async () => {
  const person = await t.person(['manager']);
  const { recoveryCodes } = await t.signedIn(person);
  const [first = '', second = ''] = recoveryCodes;
  // 28 of 32 letters: 140 bits, so that a plain hash keeps them.
  expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$/);
  const typed = first.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  expect((await prove(await half(person), { recoveryCode: typed })).status).toBe(200);
  expect((await prove(await half(person), { recoveryCode: first })).status).toBe(401);
  expect((await prove(await half(person), { recoveryCode: second })).status).toBe(200);
  const kept = JSON.stringify([
    await t.stack.db.prisma.authRecoveryCode.findMany(),
    (await t.stack.db.prisma.authTotp.findMany()).map((row) => row.secret),
  ]);
  for (const code of recoveryCodes) expect(kept).not.toContain(code.replaceAll('-', ''));
});

test('the secret is sealed: what stands in the table makes no code, and not for another person', async () => {
  const person = await t.person(['manager']);
  const { secret } = await t.signedIn(person);
  const rows = await t.stack.db.prisma.authTotp.findMany();
  expect(JSON.stringify(rows.map((row) => row.secret))).not.toContain(secret);
  const other = await t.person(['manager']);
  await t.signedIn(other);
  const mine = rows.find((row) => row.userId === person.userId);
  await t.stack.db.prisma.authTotp.update({ where: { userId: other.userId }, data: { secret: mine?.secret ?? '' } });
  t.clock.ms += STEP_MS;
  expect((await prove(await half(other), { code: await codeOf(secret ?? '', t.clock.ms) })).status).toBe(401);
});

test('A9 codes cannot be guessed: after five the right one is refused too, elsewhere; the owner’s browser goes on', async () => {
  const person = await t.person(['manager']);
  const { browser, secret } = await t.signedIn(person);
  t.clock.ms += STEP_MS;
  const right = await codeOf(secret ?? '', t.clock.ms);
  const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
  const thief = await half(person);
  for (let i = 0; i < CODE_LIMIT.free; i += 1) expect((await prove(thief, { code: wrong })).status).toBe(401);
  expect((await prove(thief, { code: right })).status).toBe(401);
  const again = await half(person, browserOf(t.api.url));
  expect((await prove(again, { code: right })).status).toBe(401);
  expect((await prove(await half(person, browser), { code: right })).status).toBe(200);
});

test('A6 ten minutes after the password the code comes too late', async () => {
  const person = await t.person(['manager']);
  const { secret } = await t.signedIn(person);
  const browser = await half(person);
  t.clock.ms += 10 * 60_000 + 1;
  expect((await prove(browser, { code: await codeOf(secret ?? '', t.clock.ms) })).status).toBe(401);
  expect(await statusOf(browser)).toBe(401);
});

test('a person adds a second factor, and removing it needs a proof of the last ten minutes', async () => {
  const person = await t.person(['biller']);
  const { browser } = await t.signedIn(person);
  const { body } = await browser.send<{ secret: string }>('POST', '/account/second-factor');
  const code = await codeOf(body.secret, t.clock.ms);
  expect((await browser.send('POST', '/account/second-factor/confirm', { code })).status).toBe(200);
  expect((await browser.send('POST', '/account/second-factor')).status).toBe(409);
  t.clock.ms += 11 * 60_000;
  const late = await browser.send('DELETE', '/account/second-factor');
  expect(late).toMatchObject({ status: 403, body: { code: 'reauthentication_needed' } });
  const again = (more: Record<string, string>) =>
    browser.send('POST', '/session/reauthentication', { password: PASSWORD, ...more });
  expect((await again({})).status).toBe(401);
  expect((await again({ code: await codeOf(body.secret, t.clock.ms) })).status).toBe(204);
  const renewed = await browser.send<{ recoveryCodes: string[] }>('POST', '/account/second-factor/recovery-codes');
  expect(renewed.body.recoveryCodes).toHaveLength(10);
  expect((await browser.send('DELETE', '/account/second-factor')).status).toBe(204);
  expect((await t.browser().send('POST', '/session', { email: person.email, password: PASSWORD })).body).toEqual({
    stage: 'complete',
  });
  expect((await t.actions('second-factor.remove')).map((row) => row.outcome)).toEqual([
    'reauthentication_needed',
    '204',
  ]);
});

test('whose roles ask for a second factor keeps it; an administrator resets a lost one', async () => {
  const person = await t.person(['manager']);
  const { browser } = await t.signedIn(person);
  expect((await browser.send('DELETE', '/account/second-factor')).status).toBe(409);
  const admin = await t.signedIn(await t.person(['administrator']));
  expect((await admin.browser.send('DELETE', `/people/${person.userId}/second-factor`)).status).toBe(204);
  expect(await statusOf(browser)).toBe(401);
  const entered = await t.browser().send('POST', '/session', { email: person.email, password: PASSWORD });
  expect(entered.body).toEqual({ stage: 'enrolment' });
});

test('everybody is asked for a second factor unless an operator decides otherwise', () => {
  expect(readEnv({}).SIGN_IN_SECOND_FACTOR).toBe('required');
});

test('SIGN_IN_SECOND_FACTOR=required asks everybody, optional nobody', async () => {
  for (const [secondFactor, role, stage] of [
    ['required', 'biller', 'enrolment'],
    ['optional', 'administrator', 'complete'],
  ] as const) {
    const other = await startSignIn({ secondFactor });
    try {
      const { email } = await other.person([role]);
      const { body } = await other.browser().send('POST', '/session', { email, password: PASSWORD });
      expect([secondFactor, body]).toEqual([secondFactor, { stage }]);
    } finally {
      await other.stop();
    }
  }
}, 120_000);
