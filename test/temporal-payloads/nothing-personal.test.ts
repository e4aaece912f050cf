/**
 * S4, I9 what identifies a person stays in the application's tables: forty people with words of their own are opened,
 * imported, edited, searched and looked at, a worker is killed meanwhile, and their words are looked for everywhere else.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { createLog } from '../../platform/log';
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';
import { asRows, auditRecords, toCsv } from '../support/audit-sheet';
import { eventually } from '../support/eventually';
import { keyOfId } from '../support/keys';
import { runFolder } from '../support/servers/shared-server';
import { databaseBytes } from './raw-history';

const PEOPLE = 40;
const root = path.resolve(__dirname, '../..');
let t: ApiUnderTest;
let token: string;
let apiLog = '';
let workerLog = '';
let worker: ChildProcess;

/** One word nobody else has, in every field that a person could be known by. */
const canaries = Array.from({ length: PEOPLE }, () => `Zqxv${randomUUID().replaceAll('-', '').slice(0, 16)}`);

function startWorkerProcess(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'worker.ts'], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: t.stack.url,
      TEMPORAL_ADDRESS: t.stack.target.address,
      TASK_QUEUE: t.stack.taskQueue,
      CASECLOCK_KEYS: keyOfId('test-1'),
      LOG_LEVEL: 'trace',
      WORKER_STICKY_SECONDS: '5',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (workerLog += chunk.toString()));
  return child;
}

beforeAll(async () => {
  const destination = { write: (line: string) => void (apiLog += line) };
  t = await startApiUnderTest({}, { log: createLog({ level: 'trace', name: 'api', destination }) });
  ({ token } = await t.user(['manager', 'coordinator']));
  await t.stack.worker.stop();
  worker = startWorkerProcess();
  await eventually(
    () => workerLog,
    (said) => said.includes('worker runs'),
    60_000,
  );
}, 240_000);
afterAll(async () => {
  worker?.kill('SIGKILL');
  await t?.stop();
});

const ask = (method: string, at: string, body?: unknown, headers: Record<string, string> = {}) =>
  t.ask<{ caseId?: string; id?: string }>(method, at, body, { token, headers });

const detailsOf = (word: string) => ({
  claimNumber: `WC-${word}`,
  patient: {
    name: `${word} Person`,
    dateOfBirth: '1977-07-07',
    phone: `555-${word}`,
    email: `${word}@example.test`,
    accountNumber: word,
  },
  employer: `${word} Inc`,
  adjuster: { name: `${word} Adjuster`, email: `a.${word}@example.test` },
  bodyPart: `${word} knee`,
  description: `${word} fell`,
});

test('people with words of their own live through openings, notes, edits, imports, searches, refusals and a killed worker', async () => {
  for (const [n, word] of canaries.slice(0, PEOPLE / 2).entries()) {
    if (n === PEOPLE / 4) {
      worker.kill('SIGKILL');
      worker = startWorkerProcess();
    }
    const opened = await ask(
      'POST',
      '/cases',
      {
        kind: 'wc',
        data: { startedOn: '2026-01-05' },
        details: detailsOf(word),
        subject: `${word} subject`,
        tags: [word],
      },
      { 'Idempotency-Key': `key-${n}` },
    );
    expect([201, 202]).toContain(opened.status);
    const at = `/cases/${opened.body.caseId ?? ''}`;
    await ask('POST', `${at}/events`, {
      type: 'adjuster.contacted',
      data: { channel: 'call', direction: 'out', on: '2026-11-20', reached: true },
      note: `Spoke with ${word}`,
    });
    await ask('POST', `${at}/events`, { type: `${word}.made`, data: { [word]: word }, note: word });
    await ask('PATCH', at, { details: { ...detailsOf(word), description: `${word} again` }, tags: [word, 'seen'] });
    for (const target of [
      `/cases?q=${word}`,
      `/cases?tag=${word}`,
      `/board/wc?q=${word}`,
      `/cases/${word}`,
      `/claims?number=${word}`,
      at,
      `${at}/timeline`,
    ]) {
      await ask('GET', target);
    }
    for (const list of ['/cases', '/board/wc']) await ask('POST', `${list}/search`, { filter: { q: word, tag: word } });
    await ask('POST', '/claims/search', { filter: { number: word } });
    await ask('POST', '/cases', {
      kind: 'wc',
      data: { startedOn: word },
      details: { patient: { name: 7 }, [word]: word },
    });
    // The same claim number again: the database's own refusal quotes the key.
    await ask('POST', '/cases', { kind: 'wc', data: { startedOn: '2026-01-05' }, details: detailsOf(word) });
    await ask('POST', '/claims', { number: `C-${word}`, patient: { name: word } });
  }
  const today = new Date().toISOString().slice(0, 10);
  const records = auditRecords(PEOPLE / 2, today).map((record, n) => {
    const word = canaries[PEOPLE / 2 + n] ?? '';
    return {
      ...record,
      claimNumber: word,
      workerName: `${word}, Pat`,
      employer: word,
      adjusterName: word,
      adjusterEmail: `${word}@example.test`,
      notes: word,
    };
  });
  const file = toCsv(
    asRows([
      ...records,
      { ...records[0], visitsUsed: 'x', workerName: canaries.at(-1) ?? '' } as (typeof records)[number],
    ]),
  );
  const upload = await t.ask<{ id: string }>('POST', '/imports?kind=wc-audit', undefined, {
    token,
    raw: file,
    headers: { 'Content-Type': 'text/csv', 'Content-Disposition': `attachment; filename="${canaries[0]}.csv"` },
  });
  expect(upload.status).toBe(202);
  await eventually(
    () => t.ask<{ state: string }>('GET', `/imports/${upload.body.id}`, undefined, { token }),
    ({ body }) => body.state === 'finished',
    90_000,
  );
  const { rows } = await t.stack.db.pool.query<{ n: number }>('select count(*)::int as n from cases');
  expect(rows[0]?.n).toBeGreaterThanOrEqual(PEOPLE - 4);
}, 240_000);

/** The ways in which a word may lie in a file: as it is, in base64 at each of three offsets, in hex, percent-encoded. */
function formsOf(word: string): Buffer[] {
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(' '.repeat(offset) + word).toString('base64');
    // The first and last characters depend on the neighbours.
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  });
  const percent = [...word].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
  return [word, ...base64, Buffer.from(word).toString('hex'), percent].flatMap((form) => [
    Buffer.from(form),
    Buffer.from(form.toLowerCase()),
  ]);
}

test('their words are in no log of any process, not in the metrics, and nowhere in what Temporal stores', async () => {
  const { folder, namespace } = t.stack.target;
  const { client } = t.stack.temporal;
  const visible: unknown[] = [];
  for await (const { raw } of client.workflow.list()) visible.push({ ...raw, text: raw.execution?.workflowId });
  expect(visible.length).toBeGreaterThan(PEOPLE / 2);
  const metrics = await (await fetch(`${t.api.url}/metrics`)).text();
  const places: Record<string, Buffer> = {
    'log of the API at trace': Buffer.from(apiLog),
    'output of the workers at trace': Buffer.from(workerLog),
    "Temporal's log": readFileSync(path.join(folder, 'temporal.log')),
    "PostgreSQL's log": readFileSync(path.join(runFolder(), 'postgres', 'postgres.log')),
    "Temporal's database": databaseBytes(folder),
    'workflow ids, search attributes and memos': Buffer.from(JSON.stringify([namespace, visible])),
    metrics: Buffer.from(metrics),
  };
  const found = Object.entries(places).flatMap(([place, bytes]) =>
    canaries.flatMap((word) =>
      formsOf(word).flatMap((form) => (bytes.includes(form) ? [`${place}: ${form.toString('latin1')}`] : [])),
    ),
  );
  expect(found).toEqual([]);
  // The same search finds them where they belong, and finds in each log what must be there.
  const { rows } = await t.stack.db.pool.query<{ text: string }>(
    'select details::text as text from cases where details is not null',
  );
  const tables = Buffer.from(rows.map(({ text }) => text).join('\n'));
  expect(canaries.filter((word) => tables.includes(word)).length).toBeGreaterThanOrEqual(PEOPLE - 4);
  expect(apiLog).toContain('"route":"/cases/:id"');
  expect(workerLog).toContain('worker runs');
  const bytes = Object.values(places).reduce((sum, { length }) => sum + length, 0);
  console.info(
    `${Object.keys(places).length} places, ${bytes} bytes, ${canaries.length} people in ${formsOf('x').length} forms: ${found.length} hits`,
  );
}, 120_000);
