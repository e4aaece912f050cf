/** Single sign-on against a real OpenID Connect provider: who is let in, and every answer that is not quite right. */
import { CLIENT, startIdentityProvider, type IdentityProvider } from './identity-provider';
import { codeOf, startSignIn, type Browser, type SignInUnderTest } from './browser';

let t: SignInUnderTest;
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider(() => `${t.api.url}/api/v1/session/oidc/callback`);
  t = await startSignIn({ oidc: { issuer: provider.issuer, ...CLIENT, name: 'Clinic login' } });
}, 240_000);
afterAll(async () => {
  await t?.stop();
  await provider?.close();
});

let subjects = 0;
/** An account at the provider. */
function atProvider(email: string, more: { verified?: boolean; amr?: string[] } = {}): string {
  const subject = `subject-${(subjects += 1)}`;
  provider.accounts.set(subject, { email, verified: more.verified ?? true, ...(more.amr ? { amr: more.amr } : {}) });
  return subject;
}

const begin = async (browser: Browser) =>
  (await browser.send<{ location: string }>('POST', '/session/oidc', {})).body.location;
/** Comes back with what the provider answered. */
const comeBack = async (browser: Browser, location: string) =>
  (await browser.send('GET', `//${location.slice(t.api.url.length + 1)}`)).location;
async function enter(subject: string, browser: Browser = t.browser()) {
  const page = await comeBack(browser, await provider.visit(await begin(browser), subject));
  return { browser, page };
}
const meOf = async (browser: Browser) => (await browser.send('GET', '/session')).body['userId'] ?? null;

test('an invited person comes in by their verified address, and from then on by their subject', async () => {
  const person = await t.person(['coordinator'], null);
  const subject = atProvider(person.email.toUpperCase());
  const { browser, page } = await enter(subject);
  expect([page, await meOf(browser)]).toEqual(['/today', person.userId]);
  // The address at the provider changes; the person stays who they are.
  provider.accounts.set(subject, { email: 'elsewhere@example.test', verified: true });
  expect(await meOf((await enter(subject)).browser)).toBe(person.userId);
  expect((await t.actions('session.open')).at(-1)).toMatchObject({ actorId: person.userId, outcome: 'ok' });
});

test('nobody registers by signing in: an unknown person, an unverified address, an inactive person stay outside', async () => {
  const [unverified, inactive] = [await t.person(), await t.person()];
  await t.stack.db.prisma.user.update({ where: { id: inactive.userId }, data: { active: false } });
  const before = await t.stack.db.prisma.user.count();
  for (const subject of [
    atProvider('stranger@example.test'),
    atProvider(unverified.email, { verified: false }),
    atProvider(inactive.email),
  ]) {
    const { browser, page } = await enter(subject);
    expect([page, await meOf(browser)]).toEqual(['/sign-in?problem=oidc', null]);
  }
  expect(await t.stack.db.prisma.user.count()).toBe(before);
  expect(await t.stack.db.prisma.authIdentity.count({ where: { userId: unverified.userId } })).toBe(0);
});

test('a second account at the provider with the same address does not take the person over', async () => {
  const person = await t.person();
  await enter(atProvider(person.email));
  const { browser, page } = await enter(atProvider(person.email));
  expect([page, await meOf(browser)]).toEqual(['/sign-in?problem=oidc', null]);
});

test('roles that need a second factor need it here too, unless the provider has asked for one', async () => {
  const person = await t.person(['manager'], null);
  expect((await enter(atProvider(person.email))).page).toBe('/sign-in/enrolment');
  const strong = await t.person(['manager'], null);
  const { page, browser } = await enter(atProvider(strong.email, { amr: ['pwd', 'mfa'] }));
  expect([page, await meOf(browser)]).toEqual(['/today', strong.userId]);
  const own = await t.person(['manager']);
  const { secret } = await t.signedIn(own);
  t.clock.ms += 30_000;
  const half = await enter(atProvider(own.email));
  expect([half.page, await meOf(half.browser)]).toEqual(['/sign-in/second-factor', null]);
  const code = await codeOf(secret ?? '', t.clock.ms);
  expect((await half.browser.send('POST', '/session/second-factor', { code })).status).toBe(200);
  expect(await meOf(half.browser)).toBe(own.userId);
});

test('the request carries PKCE, state and nonce, each new', async () => {
  const [one, two] = [new URL(await begin(t.browser())), new URL(await begin(t.browser()))];
  expect(one.searchParams.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(one.searchParams.get(name)?.length).toBeGreaterThan(30);
    expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name));
  }
});

test('A7 an answer is good in the browser that asked for it, once, unaltered, and not for long', async () => {
  const person = await t.person();
  const subject = atProvider(person.email);
  const answer = async (browser: Browser) => provider.visit(await begin(browser), subject);
  const refused = '/sign-in?problem=oidc';
  // Sent to another browser, as in a forged sign-in: it has no flow, or one of its own.
  const victim = t.browser();
  expect(await comeBack(victim, await answer(t.browser()))).toBe(refused);
  await begin(victim);
  expect(await comeBack(victim, await answer(t.browser()))).toBe(refused);
  expect(await meOf(victim)).toBeNull();
  const browser = t.browser();
  const good = await answer(browser);
  const altered = new URL(good);
  altered.searchParams.set('state', 'another');
  const flow = new Map(browser.cookies);
  expect(await comeBack(browser, altered.href)).toBe(refused);
  for (const [name, value] of flow) browser.cookies.set(name, value);
  const wrongCode = new URL(good);
  wrongCode.searchParams.set('code', 'guessed');
  expect(await comeBack(browser, wrongCode.href)).toBe(refused);
  for (const [name, value] of flow) browser.cookies.set(name, value);
  expect(await comeBack(browser, good)).toBe('/today');
  const again = t.browser();
  for (const [name, value] of flow) again.cookies.set(name, value);
  expect(await comeBack(again, good)).toBe(refused);
  const slow = t.browser();
  const late = await answer(slow);
  t.clock.ms += 11 * 60_000;
  expect(await comeBack(slow, late)).toBe(refused);
});

test('a provider that is down is said to be, and nobody waits for ever', async () => {
  const other = await startSignIn({ oidc: { issuer: 'http://127.0.0.1:1', ...CLIENT, name: 'Gone' } });
  try {
    const reply = await other.browser().send('POST', '/session/oidc', {});
    expect(reply).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  } finally {
    await other.stop();
  }
  const without = await startSignIn();
  try {
    expect((await without.browser().send('POST', '/session/oidc', {})).status).toBe(404);
  } finally {
    await without.stop();
  }
}, 120_000);

test('A8 an ID token whose signature is not the provider’s lets nobody in', async () => {
  const person = await t.person();
  const subject = atProvider(person.email);
  const browser = t.browser();
  const answer = await provider.visit(await begin(browser), subject);
  provider.forging = true;
  expect(await comeBack(browser, answer)).toBe('/sign-in?problem=oidc');
  provider.forging = false;
  expect(await meOf(browser)).toBeNull();
  expect((await enter(subject)).page).toBe('/today');
});

test('who was asked to prove again who they are must have done so now, not when they last came', async () => {
  const person = await t.person();
  const subject = atProvider(person.email);
  const begun = async (browser: Browser) =>
    new URL((await browser.send<{ location: string }>('POST', '/session/oidc', { fresh: true })).body.location);
  const asked = t.browser();
  const location = await begun(asked);
  expect([location.searchParams.get('prompt'), location.searchParams.get('max_age')]).toEqual(['login', '0']);
  expect(await comeBack(asked, await provider.visit(location.href, subject))).toBe('/today');
  // A provider, or whoever stands between, that takes no notice of it and says nothing of when.
  const skipped = t.browser();
  const quiet = await begun(skipped);
  quiet.searchParams.delete('prompt');
  quiet.searchParams.delete('max_age');
  expect(await comeBack(skipped, await provider.visit(quiet.href, subject))).toBe('/sign-in?problem=oidc');
  expect(await meOf(skipped)).toBeNull();
});
