/** `npm start`, `caseclock backup` beside it under load, `caseclock restore` somewhere else, and the same practice goes on there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { caseclock, dataDirectory, startScript, type Started } from '../scripts/caseclock-process';
import { eventually } from '../support/eventually';

const data = dataDirectory();
const [first, second] = [path.join(data.path, 'first'), path.join(data.path, 'second')];
const backupFile = path.join(data.path, 'practice.backup');
const secret = { CASECLOCK_BACKUP_PASSPHRASE: 'four words are enough here' };
let running: Started | undefined;
let token = '';
jest.setTimeout(400_000);

afterAll(async () => {
  await running?.end('SIGINT');
  data.remove();
});

const on = (folder: string) => ({ ...secret, CASECLOCK_DATA: folder });

async function ask<T>(method: string, at: string, body?: unknown): Promise<T> {
  const response = await fetch(`${running?.url ?? ''}/api/v1${at}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return JSON.parse(await response.text()) as T;
}

const openCase = () => ask<{ caseId: string }>('POST', '/cases', { kind: 'wc', data: { startedOn: '2026-01-05' } });

interface Page {
  items: { id: string }[];
}

/** Everything that a person sees of these cases: rows, timeline, receipts, clocks, tasks. */
async function seen(ids: readonly string[]): Promise<unknown> {
  const { items } = await ask<{ items: { caseId: string }[] }>('GET', '/tasks?limit=200');
  const parts = ['', '/timeline', '/receipts', '/clocks'];
  const cases = await Promise.all(
    ids.map(async (id) => ({
      parts: await Promise.all(parts.map((part) => ask('GET', `/cases/${id}${part}`))),
      tasks: items.filter((task) => task.caseId === id),
    })),
  );
  // When it was looked at, and how long a clock then had, is another at each look.
  const ofTheLook = new Set(['timeLeftMs', 'readAt']);
  return JSON.parse(JSON.stringify(cases, (key, value: unknown) => (ofTheLook.has(key) ? null : value)));
}

let before: unknown;
/** What opens the histories of the practice. */
let keys = '';
const ids: string[] = [];

test('F20 a backup is made beside a practice at work, in one command', async () => {
  running = await startScript('start.ts', first);
  token = running.token ?? '';
  for (let n = 0; n < 4; n += 1) ids.push((await openCase()).caseId);
  before = await seen(ids);
  let busy = true;
  const load = (async () => {
    while (busy) await openCase();
  })();
  const made = await caseclock(['--json', 'backup', backupFile], on(first));
  busy = false;
  await load;
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const told = JSON.parse(made.stdout) as { files: string[]; heldMs: number; seconds: number; bytes: number };
  expect(told.files).toEqual(expect.arrayContaining(['payload-keys', 'temporal.db']));
  expect(told.files).not.toContain('postgres.password');
  expect(told.heldMs).toBeLessThan(5_000);
  console.info(
    `backup: ${told.bytes} bytes in ${told.seconds.toFixed(1)} s, Temporal held ${told.heldMs.toFixed(0)} ms`,
  );
  // It went on: a case can be opened, and nothing stands still.
  expect((await openCase()).caseId).toBeTruthy();
  keys = readFileSync(path.join(first, 'payload-keys'), 'utf8').trim();
  expect(keys.length).toBeGreaterThan(40);
  expect(readFileSync(backupFile).includes(keys)).toBe(false);
});

test('F20 restore refuses while Caseclock runs there, and says so', async () => {
  const refused = await caseclock(['restore', backupFile, '--replace'], on(first));
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(/runs on .* Stop it/) as string });
});

test('F20 a wrong passphrase is refused, and nothing is made', async () => {
  const wrong = await caseclock(['restore', backupFile], {
    ...on(second),
    CASECLOCK_BACKUP_PASSPHRASE: 'not the right words',
  });
  expect(wrong).toMatchObject({ code: 3, stderr: expect.stringMatching(/passphrase does not open/) as string });
  const none = await caseclock(['restore', backupFile], { CASECLOCK_DATA: second, CASECLOCK_BACKUP_PASSPHRASE: '' });
  expect(none).toMatchObject({ code: 3, stderr: expect.stringMatching(/no passphrase/) as string });
});

test('F20 restored elsewhere, lists, timelines, clocks, tasks and tokens are the same, and the cases live', async () => {
  await running?.end('SIGINT');
  const done = await caseclock(['--json', 'restore', backupFile], on(second));
  expect(done).toMatchObject({ code: 0, stderr: '' });
  const told = JSON.parse(done.stdout) as { rows: number; seconds: number; temporal: string };
  expect(told.temporal).toBe('restored');
  console.info(`restore: ${told.rows} rows in ${told.seconds.toFixed(1)} s`);
  expect(readFileSync(path.join(second, 'payload-keys'), 'utf8').trim()).toBe(keys);
  running = await startScript('start.ts', second);
  // The old token works: it is in the database, and no new one was made.
  expect(running.token).toBeNull();
  expect(await seen(ids)).toEqual(before);
  const list = await ask<Page>('GET', '/cases?kind=wc&limit=200');
  expect(list.items.length).toBeGreaterThanOrEqual(4);
  const note = await ask<{ version: number }>('POST', `/cases/${ids[0]}/events`, {
    type: 'adjuster.contacted',
    data: { on: '2026-01-06', channel: 'call', direction: 'out', reached: true },
  });
  expect(note).toMatchObject({ version: 2 });
  const swept = await caseclock(['reconcile', '--repair'], { CASECLOCK_URL: running.url, CASECLOCK_TOKEN: token });
  expect(swept.stdout).toMatch(/left for a person 0\./);
  expect(swept.code).toBe(0);
});

test('F20 --replace keeps what was there; the backup also works while nothing runs', async () => {
  await eventually(
    () => ask<{ orphans: number }>('GET', '/figures/no-orphan'),
    ({ orphans }) => orphans === 0,
  );
  await running?.end('SIGINT');
  running = undefined;
  const still = path.join(data.path, 'still.backup');
  const made = await caseclock(['--json', 'backup', still], on(second));
  expect(made.code).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({ heldMs: null, temporal: 'included' });
  const refused = await caseclock(['restore', still], on(second));
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(/not empty/) as string });
  const replaced = await caseclock(['--json', 'restore', still, '--replace'], on(second));
  expect(replaced.code).toBe(0);
  const { setAside } = JSON.parse(replaced.stdout) as { setAside: string[] };
  expect(readFileSync(path.join(setAside[0] ?? '', 'payload-keys'), 'utf8').trim()).toBe(keys);
  const checked = await caseclock(['restore', still, '--check'], on(second));
  expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/is whole: made/) as string });
});
