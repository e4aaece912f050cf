/** The pages that let people in: set-up, sign-in, second factor, invitation, reset; what they load, say and escape. */
import { createLink } from '../../../api/sign-in/links';
import { codeOf, PASSWORD, SESSION, startSignIn, type Answer, type Browser, type SignInUnderTest } from './browser';
import { readQrCode } from './read-qr-code';

let t: SignInUnderTest;
beforeAll(async () => {
  t = await startSignIn({
    oidc: { issuer: 'https://login.example.test', clientId: 'x', clientSecret: null, name: 'Clinic <login>' },
  });
}, 240_000);
afterAll(() => t?.stop());

const get = (browser: Browser, path: string) => browser.send('GET', `/${path}`);
const alertIn = ({ text }: Answer) => /role="alert">([^<]*)</.exec(text)?.[1] ?? null;
const titleOf = ({ text }: Answer) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1];
const link = async (userId: string, purpose: Parameters<typeof createLink>[2]) =>
  `/link/${await createLink(t.stack.db.pool, userId, purpose, t.clock.ms)}`;

test('G17 the first administrator sets up the account by a link and comes in with a second factor', async () => {
  const email = `${Date.now()}@caseclock.invalid`;
  const { id } = await t.stack.db.prisma.user.create({
    data: { email, displayName: 'Administrator', roles: ['administrator', 'manager'] },
  });
  const address = await link(id, 'first-administrator');
  const browser = t.browser();
  expect(titleOf(await get(browser, address))).toBe('Set up Caseclock');
  // Mail programs and people look at a link more than once.
  expect((await get(browser, address)).status).toBe(200);
  const fields = { name: 'Alex First', email: 'Alex.First@example.test', password: 'cobalt-ladder-moss-7' };
  const weak = await browser.post(address, { ...fields, password: 'password1234' });
  expect([weak.status, alertIn(weak)]).toEqual([422, expect.stringContaining('The password is one of those')]);
  expect(weak.text).toContain('value="Alex First"');
  expect(weak.text).not.toContain('password1234');
  const done = await browser.post(address, fields);
  expect([done.status, done.location]).toEqual([303, '/sign-in?notice=password-set']);
  expect((await get(browser, done.location ?? '')).text).toContain('Your password is set');
  const entered = await browser.post('/sign-in', { email: 'alex.first@example.test', password: fields.password });
  expect([entered.status, entered.location]).toEqual([303, '/sign-in/enrolment']);
  const begun = await browser.post('/sign-in/enrolment', {});
  const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(begun.text)?.[1] ?? '').replaceAll(' ', '');
  expect(secret).toHaveLength(32);
  // The drawing says the same as the key beside it.
  expect(new URL(readQrCode(begun.text)).searchParams.get('secret')).toBe(secret);
  const code = await codeOf(secret, t.clock.ms);
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  // The application has the key by now: a mistyped code is no reason for another one.
  expect(titleOf(await browser.post('/sign-in/enrolment/confirm', { code: wrong }))).toBe('Set up your second factor');
  const codes = await browser.post('/sign-in/enrolment/confirm', { code: `${code.slice(0, 3)} ${code.slice(3)}` });
  expect(codes.text.match(/<li>[0-9A-Z]{4}(-[0-9A-Z]{4}){6}<\/li>/g)).toHaveLength(10);
  expect((await get(browser, '/')).location).toBe('/today');
  expect((await browser.send('GET', '/session')).body).toMatchObject({ name: 'Alex First' });
  const used = await get(t.browser(), address);
  expect([used.status, alertIn(used)]).toEqual([410, expect.stringContaining('does not work any more')]);
});

test('an invited person accepts, signs in, and is nobody after signing out everywhere', async () => {
  const person = await t.person(['biller'], null);
  const browser = t.browser();
  const address = await link(person.userId, 'invitation');
  const page = await get(browser, address);
  expect(page.text).toContain(person.email);
  expect((await browser.post(address, { name: 'Sam Fern', password: 'cobalt-ladder-moss-7' })).status).toBe(303);
  const entered = await browser.post('/sign-in', { email: person.email, password: 'cobalt-ladder-moss-7' });
  expect(entered.location).toBe('/today');
  const before = browser.cookies.get(SESSION);
  expect((await browser.send('GET', '/session')).body).toMatchObject({ name: 'Sam Fern' });
  expect((await browser.send('DELETE', '/account/sessions')).body).toEqual({ ended: 1 });
  expect((await get(browser, '/sign-in?notice=signed-out')).text).toContain('You are signed out');
  const kept = t.browser();
  kept.cookies.set(SESSION, before ?? '');
  expect((await get(kept, '/')).location).toBe('/sign-in');
});

test('a wrong password says so on the page, keeps the address and never the password', async () => {
  const { email } = await t.person();
  const reply = await t.browser().post('/sign-in', { email, password: 'secret-typed-here' });
  expect([reply.status, alertIn(reply)]).toEqual([401, expect.stringContaining('not accepted')]);
  expect(reply.text).toContain(email);
  expect(reply.text).not.toContain('secret-typed-here');
});

test('a wrong code can be tried again; a recovery code lets in', async () => {
  const person = await t.person(['manager']);
  const { recoveryCodes } = await t.signedIn(person);
  const browser = t.browser();
  const half = await browser.post('/sign-in', { email: person.email, password: PASSWORD });
  expect(half.location).toBe('/sign-in/second-factor');
  const wrong = await browser.post('/sign-in/second-factor', { code: '000000' });
  expect([wrong.status, titleOf(wrong)]).toEqual([401, 'Second factor']);
  const right = await browser.post('/sign-in/second-factor', { recoveryCode: recoveryCodes[0] ?? '' });
  expect(right.location).toBe('/today');
});

test('A4 what people type and are called comes back as text, never as markup', async () => {
  const evil = '"><script>alert(1)</script>';
  const typed = await t.browser().post('/sign-in', { email: evil, password: 'x' });
  expect(typed.status).toBe(422);
  expect(typed.text).not.toContain('<script');
  expect(typed.text).toContain('&quot;&gt;&lt;script&gt;');
  const person = await t.person(['biller'], null);
  await t.stack.db.prisma.user.update({ where: { id: person.userId }, data: { displayName: evil } });
  const invited = await get(t.browser(), await link(person.userId, 'invitation'));
  expect(invited.text).not.toContain('<script');
  expect(invited.text).toContain('&lt;script&gt;');
  expect((await get(t.browser(), '/sign-in')).text).toContain('Clinic &lt;login&gt;');
  expect((await get(t.browser(), '/sign-in?notice=%3Cb%3E&problem=%3Cb%3E')).text).not.toContain('<b>');
});

test('A14 pages load their own style and nothing else, run no script, are not framed and not kept', async () => {
  const browser = t.browser();
  for (const path of ['/sign-in', '/sign-in/second-factor', '/sign-in/enrolment', '/forgotten', '/link/unknown']) {
    const page = await get(browser, path);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect([path, policy]).toEqual([
      path,
      "default-src 'none';object-src 'none';base-uri 'none';form-action 'self' https://login.example.test;frame-ancestors 'none';style-src 'self';img-src data:",
    ]);
    expect(page.headers.get('cache-control')).toBe('no-store');
    // no-referrer would hide the origin of our own forms, and a link's token must not reach another site.
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.text).not.toMatch(/<script|<style|\sstyle=|\son\w+=|https?:\/\//);
    const loaded = [...page.text.matchAll(/(?:href|src)="([^"]+)"/g)].map((match) => match[1]);
    expect(loaded.every((one) => one?.startsWith('/') || one === 'data:,')).toBe(true);
  }
  const style = await get(browser, '/pages.css');
  expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
});

test('a form that is too large, or is none, is refused on a page', async () => {
  const large = await t.browser().post('/sign-in', { email: 'a@example.test', password: 'x'.repeat(20_000) });
  expect(large.status).toBe(413);
  const json = await t.browser().send('POST', '//sign-in', { email: 'a@example.test', password: 'x' });
  expect(json.status).toBe(422);
  const unknown = await t.browser().post('/sign-in', { email: 'a@example.test', password: 'x', role: 'administrator' });
  expect(unknown.status).toBe(422);
});

test('the sign-in page says who can help where no mail is sent', async () => {
  expect((await get(t.browser(), '/sign-in')).text).toContain('Ask your administrator for a link');
  expect((await get(t.browser(), '/forgotten')).text).toContain('No mail server is set up');
});

test('a browser that is nobody is sent to sign in', async () => {
  const reply = await get(t.browser(), '/');
  expect([reply.status, reply.location]).toEqual([303, '/sign-in']);
});

test('the log says what was asked and how it ended, and nothing that lets anybody in or says who they are', async () => {
  const person = await t.person(['manager']);
  const address = await link(person.userId, 'reset');
  const browser = t.browser();
  await get(browser, address);
  await browser.post(address, { password: 'cobalt-ladder-moss-7' });
  await browser.post('/sign-in', { email: person.email, password: 'wrong-and-secret' });
  await browser.post('/sign-in', { email: person.email, password: 'cobalt-ladder-moss-7' });
  await browser.post('/sign-in', { email: 'x'.repeat(20_000) });
  const session = browser.cookies.get(SESSION) ?? '';
  const { secret, recoveryCodes } = await t.signedIn(await t.person(['manager']));
  const said = t.logged();
  expect(said).toContain('"route":"/link/:token"');
  expect(said).toContain('"route":"/sign-in"');
  for (const hidden of [
    ...[address.slice('/link/'.length), 'cobalt-ladder-moss-7', 'wrong-and-secret', PASSWORD, session],
    ...[person.email, '@example.test', secret ?? '', recoveryCodes[0] ?? '', '127.0.0.1'],
  ]) {
    expect([hidden, said.includes(hidden)]).toEqual([hidden, false]);
  }
});
