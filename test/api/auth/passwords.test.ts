/** Passwords: which are taken, which refused, how they are kept, and the service that knows stolen ones. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashPassword, verifyPassword } from '../../../api/sign-in/passwords';
import { faultOfPassword } from '../../../api/sign-in/password-rules';
import { makeSeal } from '../../../api/sign-in/seal';
import { usualSignIn } from '../../../api/sign-in/settings';
import { readEnv } from '../../../platform/env';

const owner = { email: 'rosalind.quill@example.test', name: 'Rosalind Quill' };
let silent = 0;
const faultOf = (password: string, url: string | null = null) =>
  faultOfPassword(password, owner, { url, onSilence: () => (silent += 1) });

test('a password of twelve characters or more is taken as it is: spaces, any script, no digit needed', async () => {
  for (const password of [
    'plum otter violin',
    'correcthorsebatterystaple',
    'só água fria à noite',
    '雨の日は本を読む静かに過ごす',
    'x'.repeat(3) + 'Zq7!mWp2#Lt9',
    '🦦🎻🍑🪁🧭🫖🪺🧶🪴🪵🧵🫒',
    'q9#'.repeat(1) + 'v'.repeat(1) + 'Lr2 tNw8 pKd5 sJh3'.repeat(6).slice(0, 124),
  ]) {
    expect([password, await faultOf(password)]).toEqual([password, null]);
  }
});

test('too short, too long, common, repeated, in a row, or made of the person’s own name is refused with the reason', async () => {
  for (const [password, reason] of [
    ['short', /at least 12/],
    ['elevenchars', /at least 12/],
    ['Zq7!mWp2#Lt9'.repeat(11), /at most 128/],
    ['password1234', /guessed first/],
    ['Sunshine2024!', /guessed first/],
    ['passwordpassword', /guessed first/],
    ['aaaaaaaaaaaa', /guessed first/],
    ['abcabcabcabc', /guessed first/],
    ['abcdefghijklmnop', /guessed first/],
    ['987654321098', /guessed first/],
    ['qwertyuiop12', /guessed first/],
    ['my-Rosalind-rocks', /must not contain/],
    ['quillquillquill!', /must not contain/],
    ['rosalind.quill@example.test', /must not contain/],
    ['caseclock-2026!', /must not contain/],
  ] as const) {
    expect([password, (await faultOf(password)) ?? 'taken']).toEqual([password, expect.stringMatching(reason)]);
  }
});

describe('a service of stolen passwords', () => {
  let server: Server;
  let url: string;
  const asked: string[] = [];
  const stolen = 'amber kettle drum';
  beforeAll(async () => {
    const hash = createHash('sha1').update(stolen).digest('hex').toUpperCase();
    server = createServer((req, res) => {
      asked.push(req.url ?? '');
      if (req.url?.startsWith('/down')) return void res.writeHead(503).end();
      const own = hash.startsWith(req.url?.split('/').at(-1) ?? '-') ? `${hash.slice(5)}:17` : `${'0'.repeat(35)}:2`;
      res.end(`${'F'.repeat(35)}:3\r\n${own}\r\n${createHash('sha1').update('padding').digest('hex').slice(5)}:0`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('refuses what it knows, and learns five characters of a hash', async () => {
    expect(await faultOf(stolen, url)).toMatch(/stolen/);
    expect(await faultOf('plum otter violin', url)).toBeNull();
    expect(asked.length).toBe(2);
    for (const path of asked) expect(path).toMatch(/^\/range\/[0-9A-F]{5}$/);
  });

  test('that does not answer keeps nobody out', async () => {
    silent = 0;
    expect(await faultOf('plum otter violin', url.replace('range', 'down'))).toBeNull();
    expect(await faultOf('plum otter violin', 'http://127.0.0.1:1')).toBeNull();
    expect(silent).toBe(2);
    expect(await faultOf('password1234', 'http://127.0.0.1:1')).toMatch(/guessed first/);
  });
});

test('a password is kept as a salted scrypt hash as strong as OWASP asks, and nothing of it is cut off', async () => {
  const { passwordCost } = usualSignIn();
  const long = 'Zq7!mWp2#Lt9'.repeat(10);
  const [one, two] = [await hashPassword(long, passwordCost), await hashPassword(long, passwordCost)];
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(two);
  expect(await verifyPassword(long, one, passwordCost)).toBe(true);
  expect(await verifyPassword(`${long.slice(0, -1)}8`, one, passwordCost)).toBe(false);
  expect(await verifyPassword('', null, passwordCost)).toBe(false);
  // The same letters composed and decomposed.
  const composed = await hashPassword('caf\u00e9 au lait noir', 1024);
  expect(await verifyPassword('cafe\u0301 au lait noir', composed, 1024)).toBe(true);
});

test('sealed text opens with a former secret, for its own purpose, unaltered; otherwise not', () => {
  const [older, newer, both] = [
    makeSeal(['a'.repeat(32)]),
    makeSeal(['b'.repeat(32)]),
    makeSeal(['b'.repeat(32), 'a'.repeat(32)]),
  ];
  const sealed = older.seal('totp 1', 'secret');
  expect(both.open('totp 1', sealed)).toBe('secret');
  expect(newer.open('totp 1', sealed)).toBeNull();
  expect(older.open('totp 2', sealed)).toBeNull();
  expect(older.open('totp 1', `${sealed.slice(0, -2)}AA`)).toBeNull();
  expect(older.open('totp 1', 'nonsense')).toBeNull();
  expect(newer.open('totp 1', both.seal('totp 1', 'new'))).toBe('new');
});

test('settings of sign-in that cannot be used are refused in words, without their values', () => {
  for (const [name, value, words] of [
    ['CASECLOCK_SECRET', 'too short', /at least 32 characters/],
    ['PUBLIC_URL', 'https://example.test/path', /without a path/],
    ['TRUSTED_PROXIES', 'my-proxy', /addresses or networks/],
    ['SIGN_IN_SECOND_FACTOR', 'sometimes', /must be one of/],
    ['SESSION_IDLE_MINUTES', '0', /whole number from 1/],
    ['SMTP_URL', 'http://mail', /mail server/],
    ['OIDC_ISSUER', 'http://login.example.test', /with https/],
    ['BREACHED_PASSWORDS_URL', 'http://range.example.test', /with https/],
    ['MAIL_FROM', 'a@b\r\nBcc: c@d', /sender of mail/],
  ] as const) {
    let said = '';
    try {
      readEnv({ [name]: value });
    } catch (error) {
      said = (error as Error).message;
    }
    expect([name, said]).toEqual([name, expect.stringMatching(words)]);
    if (name === 'CASECLOCK_SECRET') expect(said).not.toContain(value);
  }
});
