/** Uploaded files: what is taken, where it lies, and that nobody gets it back. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { routes } from '../../api/routes';
import { MAX_UPLOAD_BYTES, storeUpload } from '../../commands/uploads';
import { endsLike, fileEndings, importKinds } from '../../domain/imports';
import { eventually } from '../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

const upload = (fileName: string, content: string, kind = 'wc-audit', type = 'text/csv') =>
  t.ask<{ id: string; fileName: string; state: string; error: { code: string } | null; errors?: { path: string }[] }>(
    'POST',
    `/imports?kind=${kind}&practiceId=${t.stack.practiceId}&dryRun=true`,
    undefined,
    {
      raw: content,
      headers: {
        'Content-Type': type,
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        'Idempotency-Key': randomUUID(),
      },
    },
  );

test('A10 a file whose name says that it is something else is refused before a byte of it is kept', async () => {
  const before = await t.stack.db.prisma.importChunk.count();
  for (const name of [
    'audit.exe',
    'audit.csv.html',
    'a.svg',
    'a.pdf',
    'a.zip',
    'audit.csv ',
    'audit.',
    'a.xlsm',
    'a.js',
  ]) {
    const reply = await upload(name, 'a,b\n1,2\n');
    if (name === 'audit.csv ') expect([name, reply.status]).toEqual([name, 202]);
    else expect([name, reply.status, reply.body.errors?.[0]?.path]).toEqual([name, 422, 'body.fileName']);
  }
  const kept = await t.stack.db.prisma.import.findMany({ select: { fileName: true } });
  expect(kept.map(({ fileName }) => fileName)).toEqual(['audit.csv ']);
  expect((await t.stack.db.prisma.importChunk.count()) - before).toBeLessThanOrEqual(1);
});

test('every kind of import names its endings, and takes a name without one', () => {
  for (const kind of importKinds) {
    expect(fileEndings[kind].length).toBeGreaterThan(0);
    for (const ending of fileEndings[kind]) {
      expect([ending, endsLike(kind, `File.${ending.toUpperCase()}`)]).toEqual([ending, true]);
    }
    expect(endsLike(kind, 'upload')).toBe(true);
    expect(endsLike(kind, 'upload.exe')).toBe(false);
  }
  expect(endsLike('835', 'ERA.20261120')).toBe(true);
  expect(endsLike('wc-audit', 'audit.20261120')).toBe(false);
});

test('A10 a name that is a path is data: nothing is written where it points', async () => {
  const target = `${tmpdir()}/caseclock-traversal-${process.pid}.csv`;
  const reply = await upload(`../../../../../../..${target}`, 'a,b\n1,2\n');
  expect([reply.status, existsSync(target)]).toEqual([202, false]);
  expect(readdirSync(process.cwd()).filter((name) => name.includes('traversal'))).toEqual([]);
});

test('an uploaded file is never answered: no route gives a file out, and no answer of an import holds its bytes', async () => {
  const canary = 'zqxv-file-canary';
  const { body } = await upload('canary.csv', `${canary},b\n`);
  for (const route of routes.filter((r) => r.method === 'get' && r.path.startsWith('/imports'))) {
    expect(Object.values(route.answers).every((schema) => schema === null || 'def' in schema)).toBe(true);
    expect(route.produces).toBeUndefined();
    const reply = await t.ask('GET', route.path.replace(':id', body.id));
    expect([route.path, reply.status, reply.headers.get('content-type')]).toEqual([
      route.path,
      200,
      expect.stringMatching(/^application\/json/),
    ]);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  }
  const { rows } = await t.stack.db.pool.query<{ n: number }>(
    `select count(*)::int as n from information_schema.columns where table_schema = 'public' and data_type = 'bytea'
       and column_name not like '%hash'`,
  );
  expect(rows[0]?.n).toBe(1);
});

test('content decides: a page, a picture or a program under a good name ends as refused with the reason, not imported', async () => {
  for (const [name, content] of [
    ['page.csv', '<!doctype html><script>alert(1)</script>'],
    ['program.csv', 'MZ\u0000\u0000\u0000'],
    ['drawing.csv', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['entities.xlsx', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
  ] as const) {
    const sent = await upload(name, content);
    expect([name, sent.status]).toEqual([name, 202]);
    const ended = await eventually(
      () => t.ask<{ state: string }>('GET', `/imports/${sent.body.id}`),
      (view) => !['queued', 'running', 'uploading'].includes(view.body.state),
    );
    expect([name, ended.body.state, ended.text.includes('root:')]).toEqual([name, 'failed', false]);
  }
});

test('F17 an upload that is larger than the limit ends as refused, and its import never starts', async () => {
  const { id } = await t.stack.db.prisma.import.create({
    data: {
      kind: 'wc-audit',
      practiceId: t.stack.practiceId,
      fileName: 'large.csv',
      sha256: '',
      bytes: 0,
      dryRun: true,
      options: {},
      state: 'uploading',
      createdBy: t.userId,
    },
  });
  async function* endless() {
    for (;;) yield Buffer.alloc(65_536, 'a');
  }
  await expect(storeUpload(t.stack.db.pool, id, endless(), 2_000_000)).rejects.toMatchObject({
    code: 'file_too_large',
  });
  expect(MAX_UPLOAD_BYTES).toBe(300 * 1_048_576);
  expect(await t.stack.db.prisma.importChunk.count({ where: { importId: id } })).toBeLessThanOrEqual(2);
});
