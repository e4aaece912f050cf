/** Proves that no place has a blind spot: a canary is planted in a copy of each, in several forms, and each must report it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporal } from '@temporalio/proto';
import { Canaries } from '../canaries';
import { Searcher } from '../search/searcher';
import { filePlaces, TEMPORARY_SENTINEL } from './files';
import { searchPlace, type Place } from './place';
import { payloadsOf } from './sqlite';
import { PendingWork, temporalPlaces } from './temporal';

const canaries = new Canaries();
const word = canaries.word('patient.name');
const searcher = new Searcher(canaries);
const CASE_ID = '0b0f5a1c-1111-8222-8333-444455556666';
const known = { caseId: CASE_ID, requestIds: ['request-1', 'request-2'] };

const forms: Readonly<Record<string, (text: string) => Buffer>> = {
  plain: (t) => Buffer.from(`said ${t} there`),
  base64: (t) => Buffer.from(Buffer.from(`x${t}`).toString('base64')),
  'UTF-16': (t) => Buffer.from(t, 'utf16le'),
  gzip: (t) => gzipSync(t),
};

/** An SQLite file with one table row that is longer than a page, so that it lies on three. */
function sqliteFile(row: Buffer): Buffer {
  const [size, usable] = [512, 512];
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((row.length - least) % (usable - 4));
  const local = fitting <= usable - 35 ? fitting : least;
  const rest = row.subarray(local);
  const chain = Array.from({ length: Math.ceil(rest.length / (usable - 4)) }, (_, i) =>
    rest.subarray(i * (usable - 4), (i + 1) * (usable - 4)),
  );
  const first = Buffer.alloc(size);
  first.write('SQLite format 3\0', 0, 'latin1');
  first.writeUInt16BE(size, 16);
  const leaf = Buffer.alloc(size);
  leaf[0] = 0x0d;
  leaf.writeUInt16BE(1, 3);
  leaf.writeUInt16BE(20, 8);
  // Length as a varint of two bytes, row id 1, the first part, the number of the next page.
  Buffer.concat([
    Buffer.from([0x80 | (row.length >> 7), row.length & 0x7f, 1]),
    row.subarray(0, local),
    Buffer.from([0, 0, 0, 3]),
  ]).copy(leaf, 20);
  const pages = chain.map((part, i) => {
    const page = Buffer.alloc(size);
    page.writeUInt32BE(i === chain.length - 1 ? 0 : i + 4, 0);
    part.copy(page, 4);
    return page;
  });
  return Buffer.concat([first, leaf, ...pages]);
}

let folder: string;
let root: string;
let cache: string;

const put = (file: string, ...content: readonly (string | Buffer)[]) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.concat(content.map((part) => Buffer.from(part))));
};

/** A run's folder in which everything was really written, and nobody's name. */
beforeEach(() => {
  const base = mkdtempSync(path.join(tmpdir(), 'caseclock-places-'));
  [folder, root, cache] = ['run', 'root', 'cache'].map((name) => path.join(base, name)) as [string, string, string];
  for (const n of [1, 2]) {
    put(path.join(folder, `worker-${n}.log`), 'worker runs\n');
    put(path.join(folder, `api-${n}.log`), `{"requestId":"request-${n}"}\n`);
  }
  put(path.join(folder, 'temporal.log'), 'Server: localhost\n');
  put(path.join(folder, 'postgres.log'), 'LOG: database system is ready\n');
  put(path.join(folder, 'temporal.db'), sqliteFile(Buffer.from(`${CASE_ID}${'.'.repeat(1_200)}`)));
  put(path.join(folder, 'temporal.db-wal'), '');
  put(path.join(folder, 'postgres.pid.json'), '{}');
  put(path.join(folder, 'postgres', 'base', '1'), `the cluster may hold ${word}`);
  put(path.join(folder, 'tmp', 'api-1', TEMPORARY_SENTINEL), TEMPORARY_SENTINEL);
  put(path.join(cache, 'workflow-bundles', 'a.js'), 'var __webpack_modules__');
  put(path.join(root, 'package.json'), '{}');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const results = async (places: readonly Place[]) => {
  const all = await Promise.all(places.map((place) => searchPlace(place, searcher)));
  return {
    unread: all.filter((p) => !p.read).map((p) => p.name),
    hit: all.filter((p) => p.hits.length > 0).map((p) => p.name),
  };
};
const searched = () => results(filePlaces({ folder }, known, cache, root));

test('I9 a clean run reads every place and finds nothing; the database cluster is not one of them', async () => {
  expect(await searched()).toEqual({ unread: [], hit: [] });
});

const spots: readonly (readonly [place: string, file: () => string])[] = [
  ['log of worker-1', () => path.join(folder, 'worker-1.log')],
  ['log of worker-2', () => path.join(folder, 'worker-2.log.1')],
  ['log of api-2', () => path.join(folder, 'api-2.log')],
  ['log of temporal', () => path.join(folder, 'temporal.log.1')],
  ['log of postgres', () => path.join(folder, 'postgres.log')],
  ["Temporal's database: file, -wal, -shm", () => path.join(folder, 'temporal.db-wal')],
  ["Temporal's database: file, -wal, -shm", () => path.join(folder, 'temporal.db-shm')],
  ['temporary folders', () => path.join(folder, 'tmp', 'worker-1', 'deep', 'upload.part')],
  ['data directory beside the cluster', () => path.join(folder, 'exports', 'cases.csv')],
  ['cache of bundles', () => path.join(cache, 'workflow-bundles', 'b.js')],
  ['core dumps and crash files', () => path.join(root, 'core.4711')],
  ['core dumps and crash files', () => path.join(root, 'report.20261126.000000.1.0.001.json')],
];

describe.each(spots)('I9 a canary is found in: %s', (place, file) => {
  test.each(Object.entries(forms))('%s', async (_how, form) => {
    put(file(), 'before\n', form(word), '\nafter');
    expect((await searched()).hit).toEqual([place]);
  });
});

test('I9 a file is found by its name alone', async () => {
  put(path.join(folder, 'tmp', 'api-1', `${word}.xlsx`), 'nothing');
  put(path.join(folder, `letter-${word}.pdf`), 'nothing');
  expect((await searched()).hit).toEqual(['temporary folders', 'data directory beside the cluster']);
});

test('I9 an empty log, or a database without the case, is no success', async () => {
  put(path.join(folder, 'api-1.log'), '');
  put(path.join(folder, 'temporal.db'), sqliteFile(Buffer.from('.'.repeat(1_200))));
  expect((await searched()).unread).toEqual([
    'log of api-1',
    "Temporal's database: file, -wal, -shm",
    "Temporal's database: values put together",
  ]);
});

test("I9 a canary that lies across two pages of Temporal's database is found, wherever the pages part", () => {
  for (let at = 0; at < 1_100; at += 1) {
    const row = Buffer.from(`${'.'.repeat(at)}${word}${'.'.repeat(1_200 - at)}`);
    const found = [...payloadsOf(sqliteFile(row), Buffer.alloc(0))].flatMap((payload) => searcher.find(payload));
    if (found.length !== 1) throw new Error(`Not found at ${at}.`);
  }
});

test("I9 what only the write-ahead log of Temporal's database holds is put together, too", () => {
  const file = sqliteFile(Buffer.from('.'.repeat(1_200)));
  const newer = sqliteFile(Buffer.from(`${'.'.repeat(400)}${word}${'.'.repeat(800)}`));
  const frames = Array.from({ length: newer.length / 512 }, (_, i) => {
    const head = Buffer.alloc(24);
    head.writeUInt32BE(i + 1, 0);
    return Buffer.concat([head, newer.subarray(i * 512, (i + 1) * 512)]);
  });
  const wal = Buffer.concat([Buffer.alloc(32), ...frames]);
  expect([...payloadsOf(file, wal)].flatMap((payload) => searcher.find(payload))).toHaveLength(1);
});

describe('I9 Temporal is searched by what it answers', () => {
  const payload = (text: string) => ({
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from(JSON.stringify(text)),
  });
  const event = (attributes: temporal.api.history.v1.IHistoryEvent) => attributes;

  /** What the places ask of a client, answered from here. */
  const asked = (parts: {
    history?: temporal.api.history.v1.IHistory;
    info?: temporal.api.workflow.v1.IWorkflowExecutionInfo;
    pending?: temporal.api.workflow.v1.IPendingActivityInfo;
  }) => {
    const raw = { workflowExecutionInfo: parts.info ?? {}, pendingActivities: parts.pending ? [parts.pending] : [] };
    const client = {
      withDeadline: <T>(_until: number, work: () => Promise<T>) => work(),
      workflow: {
        async *list() {
          yield { workflowId: `wc:${CASE_ID}`, runId: 'r', raw: parts.info ?? {} };
        },
        getHandle: () => ({
          fetchHistory: async () => parts.history ?? { events: [] },
          describe: async () => ({ raw }),
        }),
      },
    };
    return { client } as unknown as Parameters<typeof temporalPlaces>[0];
  };
  const hitIn = async (parts: Parameters<typeof asked>[0]) => {
    const pending = new PendingWork();
    await pending.look(asked(parts), ['any']);
    return (await results(temporalPlaces(asked(parts), CASE_ID, pending))).hit;
  };

  test('a payload of a history', async () => {
    const history = {
      events: [
        event({ workflowExecutionStartedEventAttributes: { input: { payloads: [payload(`${word} \u00e9`)] } } }),
      ],
    };
    expect(await hitIn({ history })).toEqual(['histories, as JSON and with their payloads']);
  });

  test('the message of a failure in a history', async () => {
    const history = { events: [event({ activityTaskFailedEventAttributes: { failure: { message: `no ${word}` } } })] };
    expect(await hitIn({ history })).toEqual(['histories, as JSON and with their payloads']);
  });

  test.each([
    ['a workflow id', { execution: { workflowId: `wc:${word}`, runId: 'r' } }],
    ['a task queue', { taskQueue: word }],
    ['a memo', { memo: { fields: { about: payload(word) } } }],
    ['a search attribute', { searchAttributes: { indexedFields: { CaseStage: payload(word) } } }],
  ])('%s', async (_what, info) => {
    expect(await hitIn({ info })).toContain('workflow ids, memos, search attributes, task queues');
  });

  test('the last failure of work that is still tried', async () => {
    expect(await hitIn({ pending: { activityId: '1', lastFailure: { message: word, stackTrace: word } } })).toContain(
      'work that was failing, while it failed',
    );
  });
});
