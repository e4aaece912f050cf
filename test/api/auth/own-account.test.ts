/** One's own account over HTTP: what it says of how one signs in, and a new name. */
import { codeOf, startSignIn, type SignInUnderTest } from './browser';

let t: SignInUnderTest;
beforeAll(async () => {
  t = await startSignIn();
}, 240_000);
afterAll(() => t?.stop());

test('G17 the account says how its person signs in, and how many recovery codes are left', async () => {
  const person = await t.person(['manager']);
  const { browser, recoveryCodes } = await t.signedIn(person);
  expect((await browser.send('GET', '/account')).body).toEqual({
    userId: person.userId,
    name: 'Robin Test',
    email: person.email,
    signsInWith: ['password'],
    hasSecondFactor: true,
    needsSecondFactor: true,
    recoveryCodesLeft: 10,
  });
  const other = t.browser();
  await other.send('POST', '/session', { email: person.email, password: 'plum-otter-violin-9' });
  await other.send('POST', '/session/second-factor', { recoveryCode: recoveryCodes[0] });
  expect((await other.send('GET', '/account')).body).toMatchObject({ recoveryCodesLeft: 9 });
});

test('G17 a person without a second factor is told whether their roles ask for one', async () => {
  const { browser } = await t.signedIn(await t.person(['coder']));
  expect((await browser.send('GET', '/account')).body).toMatchObject({
    hasSecondFactor: false,
    needsSecondFactor: false,
    recoveryCodesLeft: 0,
  });
  const { body } = await browser.send<{ secret: string }>('POST', '/account/second-factor');
  const code = await codeOf(body.secret, t.clock.ms);
  await browser.send('POST', '/account/second-factor/confirm', { code });
  expect((await browser.send('GET', '/account')).body).toMatchObject({ hasSecondFactor: true, recoveryCodesLeft: 10 });
});

test('M5 a person changes their own name, on record and by a session only', async () => {
  const person = await t.person();
  const { browser } = await t.signedIn(person);
  expect((await browser.send('PATCH', '/account', { name: '  Robin Reed ' })).status).toBe(204);
  expect((await browser.send('GET', '/me')).body).toMatchObject({ name: 'Robin Reed' });
  expect((await t.actions('account.rename')).at(-1)).toMatchObject({
    actorId: person.userId,
    outcome: '204',
    data: { userId: person.userId },
  });
  for (const name of ['', ' ', 'Two\nlines', 'x'.repeat(121)]) {
    expect([name, (await browser.send('PATCH', '/account', { name })).status]).toEqual([name, 422]);
  }
  const { token } = (await browser.send<{ token: string }>('POST', '/tokens', { name: 'Mine', days: 1 })).body;
  const reply = await t.ask('PATCH', '/account', { name: 'Another' }, { token });
  expect(reply).toMatchObject({ status: 403, body: { code: 'session_needed' } });
});
