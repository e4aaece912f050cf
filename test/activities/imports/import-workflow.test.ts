/** The import workflow around any kind of file: phases in order, stop, resume, failure, and the report's rules. */
import { z } from 'zod';
import { importer, ImportRefused, type ImportRun } from '../../../activities/imports/framework';
import { eventually } from '../../support/eventually';
import { bytes, startImportStack, type ImportStack } from './import-stack';

/** What the phases do is set by each test. */
const play = { first: async (_run: ImportRun) => {}, second: async (_run: ImportRun) => {} };
const playful = importer({
  kind: '835',
  title: 'A test',
  options: z.strictObject({ strict: z.boolean().optional() }),
  mismatch: (head) => (head[0] === 0x58 ? null : 'The file does not begin with X.'),
  phases: [
    { name: 'first', title: 'First', run: (run) => play.first(run) },
    { name: 'second', title: 'Second', run: (run) => play.second(run) },
  ],
});

let stack: ImportStack;
let files = 0;
beforeAll(async () => {
  stack = await startImportStack([playful]);
}, 180_000);
afterAll(() => stack.stop());
beforeEach(() => {
  play.first = async () => {};
  play.second = async () => {};
});

const start = () => {
  files += 1;
  const request = { kind: '835' as const, practiceId: stack.practiceId, fileName: 'x', dryRun: false, options: {} };
  return stack.imports.receive({ ...request, createdBy: stack.userId }, bytes(`X${files}`));
};
const stateOf = async (id: string) => (await stack.db.prisma.import.findUniqueOrThrow({ where: { id } })).state;

test('the phases run in their order and the import ends as finished', async () => {
  const ran: string[] = [];
  play.first = async (run) => void ran.push(`first of ${run.bytes} bytes`);
  play.second = async () => void ran.push('second');
  expect(await stack.resultOf(await start())).toMatchObject({ state: 'finished', error: null });
  expect(ran).toEqual([`first of ${`X${files}`.length} bytes`, 'second']);
});

test('R24 an import that a person stops ends as stopped, keeps its rows and goes on when resumed', async () => {
  const row = (n: number) => ({ row: n, outcome: 'created' as const, reasons: [], caseId: null });
  play.first = async (run) => {
    await run.report([row(1)]);
    await new Promise((_resolve, reject) => run.signal.addEventListener('abort', () => reject(run.signal.reason)));
  };
  const id = await start();
  await eventually(
    () => stack.db.prisma.importRow.count({ where: { importId: id } }),
    (rows) => rows === 1,
  );
  await stack.imports.stop(id);
  expect(await stack.resultOf(id)).toMatchObject({ state: 'stopped', summary: { rows: { created: 1 } } });
  play.first = (run) => run.report([row(1), row(2)]);
  await stack.imports.resume(id);
  expect(await stack.resultOf(id)).toMatchObject({ state: 'finished', summary: { rows: { created: 2 } } });
});

test('R22 a phase that fails is tried again; what no retry heals ends the import with its reason', async () => {
  let tries = 0;
  play.first = async () => {
    tries += 1;
    if (tries === 1) throw new Error('the database went away');
  };
  play.second = async () => {
    throw new ImportRefused('sheet_missing', 'The workbook has no sheet; save it again.');
  };
  const id = await start();
  expect(await stack.resultOf(id)).toMatchObject({
    state: 'failed',
    error: { code: 'sheet_missing', message: 'The workbook has no sheet; save it again.' },
  });
  expect(tries).toBe(2);
});

test('a row reported again takes the place of its report, an exception told again is one', async () => {
  play.first = async (run) => {
    for (const outcome of ['refused', 'updated'] as const) {
      await run.report([{ row: 7, outcome, reasons: [{ code: outcome, message: outcome }], caseId: null }]);
      await run.except([
        { key: 'same', scope: 'row', code: 'odd', message: 'Odd.', severity: 'warning', needsDecision: true },
      ]);
    }
    await run.summarize({ one: 1 });
    await run.summarize({ two: 2 });
  };
  const id = await start();
  expect(await stack.resultOf(id)).toMatchObject({ summary: { one: 1, two: 2, rows: { updated: 1 } } });
  expect(await stack.db.prisma.importException.findMany({ where: { importId: id } })).toMatchObject([
    { state: 'open' },
  ]);
});

test('a file that is not of its kind is refused before any phase runs', async () => {
  let ran = false;
  play.first = async () => {
    ran = true;
  };
  const request = { kind: '835' as const, practiceId: stack.practiceId, fileName: 'x', dryRun: false, options: {} };
  const id = await stack.imports.receive({ ...request, createdBy: stack.userId }, bytes('not X'));
  expect(await stack.resultOf(id)).toMatchObject({ state: 'failed', error: { code: 'wrong_type' } });
  expect([ran, await stateOf(id)]).toEqual([false, 'failed']);
});

test('an upload that came while Temporal was away is started later', async () => {
  const { rows } = await stack.db.pool.query<{ id: string }>(
    `insert into import (id, kind, practice_id, file_name, sha256, bytes, dry_run, options, state, created_by)
     values (gen_random_uuid(), '835', $1, 'x', 'later', 1, false, '{}', 'queued', $2) returning id`,
    [stack.practiceId, stack.userId],
  );
  const id = rows[0]?.id ?? '';
  await stack.db.prisma.importChunk.create({ data: { importId: id, n: 0, bytes: Buffer.from('X') } });
  expect(await stack.imports.startQueued()).toBe(1);
  expect(await stack.resultOf(id)).toMatchObject({ state: 'finished' });
});
