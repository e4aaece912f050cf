/** M4 keys from the command line, on a Caseclock that runs: listed, rotated without a restart, retired when nothing needs them. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { caseclock, dataDirectory, startScript, type Started } from '../scripts/caseclock-process';
import { eventually } from '../support/eventually';

const data = dataDirectory();
const env = { CASECLOCK_DATA: data.path, CASECLOCK_KEYS: '', CASECLOCK_KEYS_FILE: '' };
let running: Started | undefined;
jest.setTimeout(300_000);

beforeAll(async () => {
  running = await startScript('start.ts', data.path);
});
afterAll(async () => {
  await running?.end('SIGINT');
  data.remove();
});

interface Listed {
  keys: { id: string; current: boolean; fingerprint: string; open?: number; ended?: number }[];
}
const keys = (...args: string[]) => caseclock(['--json', 'keys', ...args], env);
const listed = async (): Promise<Listed> => JSON.parse((await keys('list')).stdout) as Listed;

async function open(): Promise<number> {
  const response = await fetch(`${running?.url ?? ''}/api/v1/cases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${running?.token ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'wc', data: { startedOn: '2026-01-05' } }),
  });
  return response.status;
}

test('the first start makes one key, for its owner only, and says where it is counted', async () => {
  expect(statSync(path.join(data.path, 'payload-keys')).mode & 0o777).toBe(0o600);
  expect(await open()).toBe(201);
  await eventually(listed, ({ keys: [key] }) => key?.open === 1);
  const people = await caseclock(['keys', 'list'], env);
  expect(people.stdout).toMatch(/KEY +CURRENT +FINGERPRINT +OPEN HISTORIES/);
  expect(people.stdout).not.toMatch(/[A-Za-z0-9_-]{43}/);
});

test('a rotation reaches the running processes: the next case begins under the new key', async () => {
  const [old] = (await listed()).keys;
  const rotated = await keys('rotate');
  expect(rotated.code).toBe(0);
  const { current }: { current: string } = JSON.parse(rotated.stdout);
  await eventually(
    async () => {
      expect(await open()).toBe(201);
      return (await listed()).keys;
    },
    ([newest]) => newest?.id === current && newest.current && (newest.open ?? 0) > 0,
    60_000,
  );
  expect((await listed()).keys.find(({ id }) => id === old?.id)?.open).toBeGreaterThan(0);
});

test('a key that histories need is not retired, one that nothing needs is', async () => {
  const before = (await listed()).keys;
  const needed = before.at(-1)?.id ?? '';
  const refused = await caseclock(['keys', 'retire', needed], env);
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/histories began under .* need it/)]);
  const newest = await keys('retire', before[0]?.id ?? '');
  expect(newest.code).toBe(3);
  expect((await listed()).keys).toHaveLength(before.length);
});

test('keys of the environment are not changed by a command, which says what to do instead', async () => {
  const made = await caseclock(['keys', 'new'], env);
  expect(made.stdout.trim()).toMatch(/^\d{4}-\d\d-\d\d-[0-9a-f]{6}:[A-Za-z0-9_-]{43}$/);
  const refused = await caseclock(['keys', 'rotate'], { ...env, CASECLOCK_KEYS: made.stdout.trim() });
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/put a key of .* behind the others/)]);
});
