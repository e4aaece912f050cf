/** Invitations and resets: by mail or by hand, links that work once and not for long, and nothing that tells who exists. */
import { Client } from 'pg';
import { linkAddress } from '../../../api/sign-in/links';
import { eventually } from '../../support/eventually';
import { openPostOffice, type Letter, type PostOffice } from './post-office';
import { PASSWORD, startSignIn, type SignInUnderTest } from './browser';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
let office: PostOffice;
let t: SignInUnderTest;
beforeAll(async () => {
  office = await openPostOffice();
  t = await startSignIn({ mail: { url: office.url, from: 'Caseclock <caseclock@example.test>' } });
}, 240_000);
afterAll(async () => {
  await t?.stop();
  await office?.close();
});
beforeEach(() => {
  office.letters.length = 0;
  office.refuse = false;
});

/** The newest letter to that address that has a link; letters about a change may come in between. */
const letterTo = async (email: string): Promise<Letter> => {
  const found = await eventually(
    () => office.letters.findLast((one) => one.to.includes(email) && one.text.includes('/link/')),
    (letter) => letter !== undefined,
  );
  return found as Letter;
};
/** Signed in anew: tests move the clock by days. */
const asAdmin = async (method: string, path: string, body?: unknown) => {
  const { browser } = await t.signedIn(await t.person(['administrator']));
  return browser.send<{ id: string; link: string; items: Record<string, unknown>[] }>(method, path, body);
};
const tokenIn = (text: string): string => /\/link\/([\w-]{43})/.exec(text)?.[1] ?? '';
const useLink = (token: string, more: Record<string, unknown> = {}) =>
  t.browser().send('POST', '/account/link', { token, password: 'amber-kettle-drum-4', ...more });
const enter = (email: string, password: string) => t.browser().send('POST', '/session', { email, password });
const askReset = (email: string) => t.browser().send('POST', '/account/password-reset', { email });

test('an invited person gets a link by mail, chooses a password and signs in; the subject says nothing', async () => {
  const email = 'new.biller@example.test';
  const invited = await asAdmin('POST', '/people', {
    email: 'New.Biller@Example.test',
    name: 'Sam Fern',
    roles: ['biller'],
  });
  expect(invited).toMatchObject({ status: 201, body: { delivery: 'mailed', link: null } });
  const letter = await letterTo(email);
  expect(letter).toMatchObject({ to: [email], from: 'caseclock@example.test', subject: 'Your Caseclock account' });
  expect(letter.text).toContain(`${t.api.url}/link/`);
  expect(letter.text).not.toMatch(/Sam|Fern|biller\b(?!@)/);
  const token = tokenIn(letter.text);
  expect((await useLink(token, { name: 'Sam Fern-Hill' })).status).toBe(204);
  expect((await enter(email, 'amber-kettle-drum-4')).body).toEqual({ stage: 'complete' });
  const { items } = (await asAdmin('GET', '/people?limit=200')).body;
  expect(items.find((one) => one['email'] === email)).toMatchObject({
    name: 'Sam Fern-Hill',
    roles: ['biller'],
    signsInWith: ['password'],
  });
});

test('a link works once, and not after its time: seven days for an invitation, half an hour for a reset', async () => {
  const invited = await t.person(['biller'], null);
  const send = async () => {
    office.letters.length = 0;
    await asAdmin('POST', `/people/${invited.userId}/link`);
    return tokenIn((await letterTo(invited.email)).text);
  };
  const first = await send();
  const second = await send();
  expect((await useLink(first)).body).toMatchObject({ code: 'link_refused' });
  expect((await useLink(second)).status).toBe(204);
  expect((await useLink(second)).status).toBe(410);
  const late = await t.person(['biller'], null);
  office.letters.length = 0;
  await asAdmin('POST', `/people/${late.userId}/link`);
  const inTime = tokenIn((await letterTo(late.email)).text);
  t.clock.ms += 7 * DAY_MS + 1;
  expect((await useLink(inTime)).status).toBe(410);

  const person = await t.person();
  office.letters.length = 0;
  await askReset(person.email);
  const reset = tokenIn((await letterTo(person.email)).text);
  t.clock.ms += 30 * MINUTE_MS + 1;
  expect((await useLink(reset)).status).toBe(410);
  expect((await enter(person.email, PASSWORD)).status).toBe(200);
});

test('two who use a link at the same instant: one password', async () => {
  const person = await t.person();
  await askReset(person.email);
  const token = tokenIn((await letterTo(person.email)).text);
  const [a, b] = await Promise.all([
    useLink(token, { password: 'amber-kettle-drum-4' }),
    useLink(token, { password: 'cobalt-ladder-moss-7' }),
  ]);
  expect([a.status, b.status].sort()).toEqual([204, 410]);
});

test('A6 a reset ends every session, keeps the second factor, and tells the owner', async () => {
  const person = await t.person(['manager']);
  const { browser } = await t.signedIn(person);
  await askReset(person.email);
  const token = tokenIn((await letterTo(person.email)).text);
  expect((await useLink(token)).status).toBe(204);
  expect((await browser.send('GET', '/session')).status).toBe(401);
  expect((await enter(person.email, PASSWORD)).status).toBe(401);
  expect((await enter(person.email, 'amber-kettle-drum-4')).body).toEqual({ stage: 'second-factor' });
  await eventually(
    () => office.letters.filter((one) => one.to.includes(person.email)).map((one) => one.text),
    (texts) => texts.some((text) => text.includes('Your password was set.')),
  );
});

test('a bad password does not use the link up', async () => {
  const person = await t.person();
  await askReset(person.email);
  const token = tokenIn((await letterTo(person.email)).text);
  const refused = await useLink(token, { password: 'password1234' });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'body.password' }] } });
  expect((await useLink(token)).status).toBe(204);
});

test('A9 asking for a reset tells nobody whether there is an account: neither words nor time', async () => {
  const fastest = { known: Infinity, unknown: Infinity };
  const told = new Set<string>();
  for (let round = 0; round < 10; round += 1) {
    const { email } = await t.person();
    for (const [kind, address] of [
      ['known', email],
      ['unknown', `nobody-${round}@example.test`],
    ] as const) {
      const before = performance.now();
      const reply = await askReset(address);
      fastest[kind] = Math.min(fastest[kind], performance.now() - before);
      told.add(JSON.stringify([reply.status, reply.text, [...reply.headers.keys()].sort()]));
    }
  }
  expect([...told]).toEqual([expect.stringMatching(/^\[202,"",/)]);
  const gap = Math.abs(fastest.known - fastest.unknown);
  console.info(`A9 a reset is asked in ${JSON.stringify(fastest)} ms; gap ${gap.toFixed(2)} ms`);
  await eventually(
    () => office.letters.filter((one) => one.text.includes('/link/')).length,
    (count) => count === 10,
  );
  expect(office.letters.some((letter) => letter.to[0]?.startsWith('nobody'))).toBe(false);
});

test('A9 the answer to a reset comes before anybody has looked whether there is an account', async () => {
  const { email } = await t.person();
  const client = new Client({ connectionString: t.stack.ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    // Whoever reads or writes these waits; an answer that came has not.
    await client.query('lock table app_user, auth_password, auth_link, audit_entry in access exclusive mode');
    expect((await askReset(email)).status).toBe(202);
    expect((await askReset('nobody@example.test')).status).toBe(202);
    expect(office.letters).toEqual([]);
  } finally {
    await client.query('rollback');
    await client.end();
  }
  await letterTo(email);
});

test('A9 nobody’s mailbox is filled: three letters, then pauses', async () => {
  const { email } = await t.person();
  for (let i = 0; i < 12; i += 1) expect((await askReset(email)).status).toBe(202);
  await eventually(
    async () => (await t.actions('password.reset-asked')).filter((row) => row.outcome === 'not-sent').length,
    (count) => count >= 9,
  );
  const sent = await eventually(
    () => office.letters.filter((one) => one.to.includes(email)).length,
    (count) => count >= 3,
  );
  expect(sent).toBe(3);
});

test('the link in a letter leads to our own address, whatever Host the request named', async () => {
  const { email } = await t.person();
  await t.browser().send(
    'POST',
    '/account/password-reset',
    { email },
    {
      headers: { 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' },
    },
  );
  expect((await letterTo(email)).text).toContain(`${t.api.url}/link/`);
});

test('where the mail server refuses, or there is none, the administrator gets the link to hand over', async () => {
  office.refuse = true;
  const invited = await asAdmin('POST', '/people', {
    email: 'by.hand@example.test',
    name: 'Kim Moss',
    roles: ['coder'],
  });
  expect(invited.body).toMatchObject({ delivery: 'by-hand' });
  expect(invited.body.link).toBe(linkAddress(t.api.url, tokenIn(invited.body.link)));
  expect((await useLink(tokenIn(invited.body.link))).status).toBe(204);
  const rows = JSON.stringify(await t.actions('people.invite'));
  expect(rows).not.toContain(tokenIn(invited.body.link));
  expect(rows).toContain(invited.body.id);
});

test('a person who was shut out cannot use the link that is still in the mail', async () => {
  const person = await t.person();
  await askReset(person.email);
  const token = tokenIn((await letterTo(person.email)).text);
  await asAdmin('PATCH', `/people/${person.userId}`, { active: false });
  expect((await useLink(token)).status).toBe(410);
});
