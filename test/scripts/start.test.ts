/** `npm start` as a person lives with it: started, interrupted, started again, killed, and with a server dying under it. */
import { findRunning } from '../../scripts/start/running-file';
import { eventually } from '../support/eventually';
import { caseclock, dataDirectory, gone, startScript, type Started } from './caseclock-process';

const data = dataDirectory();
let running: Started | undefined;
let token: string | null = null;
let caseId = '';
jest.setTimeout(300_000);

afterAll(async () => {
  await running?.end('SIGKILL');
  data.remove();
});

const get = (path: string) =>
  fetch(`${running?.url ?? ''}/api/v1${path}`, { headers: { authorization: `Bearer ${token ?? ''}` } });

async function open(): Promise<string> {
  const response = await fetch(`${running?.url ?? ''}/api/v1/cases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'wc', data: { startedOn: '2026-01-05' } }),
  });
  expect(response.status).toBe(201);
  const { caseId: id }: { caseId: string } = JSON.parse(await response.text());
  return id;
}

test('M2 a first start serves, prints a token once, and a case can be opened with it', async () => {
  running = await startScript('start.ts', data.path);
  token = running.token;
  expect(token).not.toBeNull();
  caseId = await open();
  expect((await get(`/cases/${caseId}`)).status).toBe(200);
});

test('G17 a first start prints a link at which the first administrator sets up the account', async () => {
  const link = /http\S+\/link\/[\w-]{43}/.exec(running?.output() ?? '')?.[0] ?? '';
  const page = await fetch(link);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Set up Caseclock')]);
  const fields = { name: 'Alex First', email: 'alex@example.test', password: 'cobalt-ladder-moss-7' };
  const origin = new URL(link).origin;
  const done = await fetch(link, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin },
    redirect: 'manual',
  });
  expect(done.status).toBe(303);
  expect((await fetch(link)).status).toBe(410);
  const signedIn = await fetch(`${origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: fields.email, password: fields.password }),
  });
  expect(await signedIn.json()).toEqual({ stage: 'enrolment' });
});

test('a second start on the same data is refused, and says which process has it', async () => {
  await expect(startScript('start.ts', data.path)).rejects.toThrow(/runs on .* already \(process \d+/);
});

test('PostgreSQL and Temporal that die are reported and started again, and the API serves again', async () => {
  const { postgres, temporal } = running?.pids() ?? { postgres: 0, temporal: 0 };
  process.kill(postgres, 'SIGKILL');
  process.kill(temporal, 'SIGKILL');
  await eventually(
    () => running?.output() ?? '',
    (said) => said.includes('PostgreSQL runs again') && said.includes('Temporal runs again'),
    60_000,
  );
  expect(running?.output()).toContain('PostgreSQL has ended unasked. It said last:');
  await eventually(
    () => get(`/cases/${caseId}`).then(({ status }) => status),
    (status) => status === 200,
    60_000,
  );
  await open();
});

test('Ctrl-C ends every process, with exit code 0', async () => {
  const { own, postgres, temporal } = running?.pids() ?? { own: 0, postgres: 0, temporal: 0 };
  expect(await running?.end('SIGINT')).toBe(0);
  expect(await gone([own, postgres, temporal])).toEqual([]);
  expect(findRunning(data.path)).toBeNull();
});

test('a second start finds its data, and prints neither token nor link again', async () => {
  running = await startScript('start.ts', data.path);
  expect(running.token).toBeNull();
  expect(running.output()).not.toContain('/link/');
  expect(running.output()).toContain('npx caseclock token create');
  expect((await get(`/cases/${caseId}`)).status).toBe(200);
});

test('after kill -9 of everything it starts again and has lost nothing', async () => {
  const last = await open();
  const { postgres, temporal } = running?.pids() ?? { postgres: 0, temporal: 0 };
  await running?.end('SIGKILL');
  process.kill(postgres, 'SIGKILL');
  process.kill(temporal, 'SIGKILL');
  running = await startScript('start.ts', data.path);
  expect((await get(`/cases/${last}`)).status).toBe(200);
});

test('after kill -9 of the start alone, the next one stops what it left behind', async () => {
  const { postgres, temporal } = running?.pids() ?? { postgres: 0, temporal: 0 };
  await running?.end('SIGKILL');
  running = await startScript('start.ts', data.path);
  expect(await gone([postgres, temporal])).toEqual([]);
  expect((await get(`/cases/${caseId}`)).status).toBe(200);
});

test('a token is made from the command line while it runs, and works', async () => {
  const made = await caseclock(['token', 'create'], { CASECLOCK_DATA: data.path });
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ccl_[A-Za-z0-9_-]{43}\n$/) });
  token = made.stdout.trim();
  expect((await get('/me')).status).toBe(200);
});

test('a link for an administrator who cannot sign in is made from the command line, and works', async () => {
  const made = await caseclock(['link', 'create', '--user', 'Alex@example.test'], { CASECLOCK_DATA: data.path });
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/\/link\/[\w-]{43}\n$/) });
  expect(await (await fetch(made.stdout.trim())).text()).toContain('Choose a new password');
  const nobody = await caseclock(['link', 'create', '--user', 'no@example.test'], { CASECLOCK_DATA: data.path });
  expect(nobody).toMatchObject({ code: 4, stderr: expect.stringContaining('There is no active') });
});

test('SIGTERM stops it as Ctrl-C does', async () => {
  expect(await running?.end('SIGTERM')).toBe(0);
  running = undefined;
});
