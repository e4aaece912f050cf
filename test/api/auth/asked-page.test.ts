/** After signing in a person comes to the page they asked for, and to nothing that is not a page of ours. */
import { askedPage } from '../../../api/pages/way-on';
import { createLink } from '../../../api/sign-in/links';
import { codeOf, PASSWORD, startSignIn, type Browser, type SignInUnderTest } from './browser';
import { CLIENT, startIdentityProvider, type IdentityProvider } from './identity-provider';

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

const next = (page: string) => `?next=${encodeURIComponent(page)}`;
const enter = (browser: Browser, email: string, query: string) =>
  browser.post(`/sign-in${query}`, { email, password: PASSWORD });

test.each([
  ['/cases/6f1c0f7e-54a2-4a7e-8f0e-0a4a5a1b2c3d', true],
  ['/denials?view=new#codes', true],
  ['/people/covers', true],
  ['//evil.example', false],
  ['/\\evil.example', false],
  ['\\\\evil.example', false],
  ['/.//evil.example', false],
  ['/a/..//evil.example', false],
  ['https://evil.example/today', false],
  ['javascript:alert(1)', false],
  ['/\tevil', false],
  ['/\n/evil.example', false],
  ['today', false],
  ['', false],
  ['/', false],
  ['/sign-in', false],
  ['/sign-out', false],
  ['/x/../sign-out', false],
  ['/link/abc', false],
  ['/api/v1/cases', false],
  [`/${'x'.repeat(600)}`, false],
])('A14 the page %j is asked for: %s', (page, taken) => {
  expect(askedPage(page)).toBe(taken ? page : null);
});

test('A14 several pages at once, or none, are no page', () => {
  expect([askedPage(['/today', '/cases']), askedPage(undefined), askedPage({})]).toEqual([null, null, null]);
});

test('G17 who asked for a case gets to it through password and second factor', async () => {
  const person = await t.person(['manager']);
  const { secret } = await t.signedIn(person);
  t.clock.ms += 60_000;
  const browser = t.browser();
  const query = next('/cases/6f1c0f7e-54a2-4a7e-8f0e-0a4a5a1b2c3d');
  const form = await browser.send('GET', `//sign-in${query}`);
  expect(form.text).toContain(`action="/sign-in${query}"`);
  const half = await enter(browser, person.email, query);
  expect(half.location).toBe(`/sign-in/second-factor${query}`);
  const wrong = await browser.post(half.location ?? '', { code: '000000' });
  expect(wrong.text).toContain(`action="/sign-in/second-factor${query}"`);
  const done = await browser.post(half.location ?? '', { code: await codeOf(secret ?? '', t.clock.ms) });
  expect([done.status, done.location]).toEqual([303, '/cases/6f1c0f7e-54a2-4a7e-8f0e-0a4a5a1b2c3d']);
});

test('G17 who sets up a second factor on the way gets to the page all the same', async () => {
  const person = await t.person(['auditor']);
  const browser = t.browser();
  const half = await enter(browser, person.email, next('/audit'));
  expect(half.location).toBe(`/sign-in/enrolment${next('/audit')}`);
  const begun = await browser.post(half.location ?? '', {});
  const secret = (/<code>([A-Z2-7 ]+)<\/code>/.exec(begun.text)?.[1] ?? '').replaceAll(' ', '');
  const code = await codeOf(secret, t.clock.ms);
  const codes = await browser.post(`/sign-in/enrolment/confirm${next('/audit')}`, { code });
  expect(codes.text).toContain('<a class="button" href="/audit">');
});

test('G17 single sign-on keeps the page in its seal', async () => {
  const person = await t.person(['coordinator'], null);
  provider.accounts.set('asked-page', { email: person.email, verified: true });
  const browser = t.browser();
  const begun = await browser.send('GET', `//sign-in/oidc${next('/tasks?due=today')}`);
  const back = await provider.visit(begun.location ?? '', 'asked-page');
  const done = await browser.send('GET', `//${back.slice(t.api.url.length + 1)}`);
  expect([done.status, done.location]).toEqual([303, '/tasks?due=today']);
});

test('A14 a page elsewhere is forgotten, not followed', async () => {
  const person = await t.person();
  const entered = await enter(t.browser(), person.email, next('//evil.example/today'));
  expect(entered.location).toBe('/today');
  const page = await t.browser().send('GET', `//sign-in${next('https://evil.example')}`);
  expect(page.text).not.toContain('evil');
});

test('G17 an invitation ends on the sign-in page, and the sign-in on Today', async () => {
  const person = await t.person(['biller'], null);
  const address = `/link/${await createLink(t.stack.db.pool, person.userId, 'invitation', t.clock.ms)}`;
  const browser = t.browser();
  const set = await browser.post(address, { name: 'Sam Fern', password: PASSWORD });
  expect(set.location).toBe('/sign-in?notice=password-set');
  expect((await enter(browser, person.email, '')).location).toBe('/today');
});
