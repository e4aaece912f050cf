/** A backup's memory does not grow with the practice: measured in processes of their own, small against large. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { startPostgres, type TestDatabase } from '../support/servers';
import { dropDatabase, emptyDatabase, scratchFolder, withDb } from './databases';

const run = promisify(execFile);
const root = path.resolve(__dirname, '../..');
const scratch = scratchFolder();
const MANY = 100_000;
/** Buffers of streams and what the garbage collector leaves lying; the content itself is some 40 MB as text. */
const ALLOWED_MB = 60;
let database: TestDatabase;
jest.setTimeout(400_000);

beforeAll(async () => {
  database = await startPostgres();
}, 240_000);
afterAll(async () => {
  await database?.drop();
  scratch.remove();
});

interface Took {
  readonly rows: number;
  readonly seconds: number;
  readonly mb: number;
}

async function measure(what: 'backup' | 'restore', file: string, url: string): Promise<Took> {
  const script = path.join('test', 'backup', 'measure.ts');
  const args = ['--import', 'tsx', script, what, file, url, path.join(scratch.path, 'data')];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  return JSON.parse(stdout) as Took;
}

test('F20 a hundred thousand rows are backed up and restored in the memory that a handful takes', async () => {
  const [small, large] = ['small.backup', 'large.backup'].map((name) => path.join(scratch.path, name)) as [
    string,
    string,
  ];
  const few = await measure('backup', small, database.ownerUrl);
  await withDb(database.ownerUrl, ({ pool }) =>
    pool.query(
      // A table that refers to no other: what is in it does not matter here.
      `insert into holiday (jurisdiction, "on", name, source)
       select 'XX', date '1900-01-01' + (n % 40000), 'day ' || n, repeat(md5(n::text), 12) from generate_series(1, $1) n`,
      [MANY],
    ),
  );
  const many = await measure('backup', large, database.ownerUrl);
  const url = await emptyDatabase(database.ownerUrl);
  const back = await measure('restore', large, url);
  console.info(
    `backup of ${many.rows} rows: ${many.seconds.toFixed(1)} s, ${many.mb.toFixed(0)} MB (${few.rows} rows: ${few.mb.toFixed(0)} MB); ` +
      `restore: ${back.seconds.toFixed(1)} s, ${back.mb.toFixed(0)} MB`,
  );
  expect(many.rows).toBeGreaterThanOrEqual(MANY);
  expect(back.rows).toBe(many.rows);
  expect(many.mb - few.mb).toBeLessThan(ALLOWED_MB);
  expect(back.mb - few.mb).toBeLessThan(2 * ALLOWED_MB);
  await dropDatabase(url);
});
