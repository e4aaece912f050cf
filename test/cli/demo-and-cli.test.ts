/** The demo practice and the command line against it: real processes, real servers. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDb } from '../../platform/db';
import { findRunning } from '../../scripts/start/running-file';
import { caseclock, dataDirectory, startScript, type Started } from '../scripts/caseclock-process';

const data = dataDirectory();
const demoData = path.join(data.path, 'demo');
let running: Started | undefined;
let env: NodeJS.ProcessEnv = {};
jest.setTimeout(300_000);

beforeAll(async () => {
  await startDemo();
});
afterAll(async () => {
  await running?.end('SIGINT');
  data.remove();
});

async function startDemo(): Promise<void> {
  running = await startScript('demo.ts', data.path, demoData);
  env = { CASECLOCK_URL: running.url, CASECLOCK_TOKEN: running.token ?? env['CASECLOCK_TOKEN'] };
}

async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await caseclock(['--json', ...args], env);
  if (code !== 0) throw new Error(`caseclock ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  const parsed: T = JSON.parse(stdout);
  return parsed;
}

async function counts(): Promise<unknown> {
  const db = openDb({ url: findRunning(demoData)?.databaseUrl ?? '' });
  try {
    const { rows } = await db.pool.query(
      `select kind, count(*)::int as cases, sum(version)::int as events,
              array_agg(distinct stage order by stage) as stages from cases group by kind order by kind`,
    );
    return rows;
  } finally {
    await db.close();
  }
}

interface Page {
  items: { id: string; stage: string }[];
}

test('the demo has 60 WC and 120 denial cases in every stage, and a second run changes nothing', async () => {
  const first = await counts();
  expect(first).toEqual([
    expect.objectContaining({
      kind: 'denial',
      cases: 120,
      stages: ['Awaiting Payment', 'Canceled', 'In Progress', 'New', 'Resolved'],
    }),
    expect.objectContaining({
      kind: 'wc',
      cases: 60,
      stages: ['Awaiting Payment', 'Canceled', 'In Progress', 'New', 'Resolved'],
    }),
  ]);
  await running?.end('SIGINT');
  await startDemo();
  expect(await counts()).toEqual(first);
});

test('a case is listed, shown with its clocks, and its history read', async () => {
  const { items } = await json<Page>('case', 'list', '--kind', 'wc', '--stage', 'In Progress', '--limit', '1');
  const id = items[0]?.id ?? '';
  const shown = await caseclock(['case', 'show', id], env);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toMatch(new RegExp(`^wc case ${id}, version \\d+: In Progress`));
  const history = await json<{ items: { type: string }[] }>('case', 'history', id);
  expect(history.items.at(-1)?.type).toBe('case.opened');
});

test('an event with a key is applied once, however often it is sent', async () => {
  const { items } = await json<Page>('case', 'list', '--kind', 'denial', '--stage', 'New', '--limit', '1');
  const send = () => json<{ version: number }>('event', 'send', items[0]?.id ?? '', 'work.started', '--key', 'once');
  expect(await send()).toEqual(await send());
});

test('an event that the case does not accept is refused with the reason and exit code 3', async () => {
  const { items } = await json<Page>('case', 'list', '--kind', 'denial', '--stage', 'Resolved', '--limit', '1');
  const refused = await caseclock(['event', 'send', items[0]?.id ?? '', 'work.started'], env);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toMatch(/reopen/);
});

test('clocks within seven days are listed, soonest first', async () => {
  const { items } = await json<{ items: { dueAt: string }[] }>('clocks', '--within', '7d');
  const due = items.map((clock) => clock.dueAt);
  expect(due.length).toBeGreaterThan(0);
  expect(due).toEqual([...due].sort());
});

test('B09 a spreadsheet is tried as a dry run and reports each row with its reason', async () => {
  const file = path.join(data.path, 'audit.csv');
  writeFileSync(
    file,
    'Claim Number,Patient Name,Authorization Start,Authorization End,Visits Authorized,Visits Used\n' +
      'CLI-1,Pat Sample,2026-11-01,2026-12-01,10,3\nCLI-2,Pat Wrong,2026-13-01,2026-12-01,10,3\n',
  );
  const { rows } = await json<{ rows: { outcome: string }[] }>('import', file, '--dry-run');
  expect(rows.map((row) => row.outcome)).toEqual(['created', 'refused']);
});

test('C08 a rule is published from a file and reverted', async () => {
  const file = path.join(data.path, 'rule.json');
  const changes = [{ ruleId: 'wc.authorization-expiring', params: { leadDays: 21 } }];
  writeFileSync(file, JSON.stringify({ scope: 'default', changes, note: 'Three weeks ahead' }));
  const { version } = await json<{ version: number }>('rules', 'publish', file);
  const reverted = await json<{ version: number }>('rules', 'revert', String(version));
  expect(reverted.version).toBe(version + 1);
});

test.each<[string, string[], NodeJS.ProcessEnv, number, RegExp]>([
  ['no token', ['clocks'], { CASECLOCK_TOKEN: '' }, 2, /No API token/],
  ['a wrong token', ['clocks'], { CASECLOCK_TOKEN: 'wrong' }, 5, /token is needed/],
  ['no server', ['clocks', '--url', 'http://127.0.0.1:9'], {}, 6, /cannot be reached/],
  ['an unknown case', ['case', 'show', '00000000-0000-4000-8000-000000000000'], {}, 4, /no case/],
  ['a missing file', ['import', 'no-such-file.csv'], {}, 2, /There is no file/],
  ['data that is not JSON', ['event', 'send', 'x', 'y', '--data', '{'], {}, 2, /--data is not JSON/],
])('%s is named in plain words with its exit code', async (_what, args, more, code, words) => {
  const ran = await caseclock(args, { ...env, ...more });
  expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(words);
});
