/** Imports over HTTP: upload as body or form, follow, report, apply, stop, and what bad uploads get. */
import { createToken } from '../../api/auth/tokens';
import { startApi, type RunningApi } from '../../api/server';
import { createLog } from '../../platform/log';
import { remittance } from '../activities/imports/remittance-file';
import { sample, startImportStack, type ImportStack } from '../activities/imports/import-stack';

let stack: ImportStack;
let api: RunningApi;
let token: string;

beforeAll(async () => {
  stack = await startImportStack();
  api = await startApi({
    databaseUrl: stack.url,
    temporal: stack.target,
    taskQueue: stack.taskQueue,
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'silent', name: 'api' }),
    db: stack.db,
    checkAnswers: true,
  });
  token = await createToken(stack.db, stack.userId, 'test');
}, 180_000);
afterAll(async () => {
  await api?.stop();
  await stack?.stop();
});

interface Import {
  id: string;
  state: string;
  fileName: string;
  bytes: number;
  summary: Record<string, unknown> | null;
  error: { code: string } | null;
}

async function ask<T = Import>(
  method: string,
  path: string,
  body?: string | FormData,
  headers: Record<string, string> = {},
  as = token,
) {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${as}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as T };
}
const at = (query = '') => `/imports?kind=835&practiceId=${stack.practiceId}${query}`;
const binary = { 'Content-Type': 'application/octet-stream' };
const claim = (number: string) => ({ number, status: '4', charge: 100, paid: 0, adjustments: ['CO*16*100.00'] });

test('a file sent as the body is imported in the background and reports its rows, sums and payments', async () => {
  const sent = await ask('POST', at(), sample('managed-care'), {
    ...binary,
    'Content-Disposition': 'attachment; filename="march.835"',
  });
  expect(sent).toMatchObject({ status: 202, body: { fileName: 'march.835', bytes: sample('managed-care').length } });
  expect(sent.headers.get('location')).toBe(`/api/v1/imports/${sent.body.id}`);
  await stack.resultOf(sent.body.id);
  const shown = await ask('GET', `/imports/${sent.body.id}`);
  expect(shown.body).toMatchObject({ state: 'finished', summary: { claims: 2, bprCents: 94_500 } });
  const first = await ask<{ items: { row: number; outcome: string }[]; next: string }>(
    'GET',
    `/imports/${sent.body.id}/rows?limit=1`,
  );
  const second = await ask<{ items: { row: number }[]; next: null }>(
    'GET',
    `/imports/${sent.body.id}/rows?limit=1&cursor=${first.body.next}`,
  );
  expect([first.body.items[0]?.row, second.body.items[0]?.row, second.body.next]).toEqual([1, 2, null]);
  const parts = await ask<{ items: object[] }>('GET', `/imports/${sent.body.id}/parts`);
  expect(parts.body.items).toMatchObject([
    { n: 1, outcome: 'posted', counts: { traceNumber: '7170066655', bprCents: 94_500 } },
  ]);
  const exceptions = await ask<{ items: object[] }>('GET', `/imports/${sent.body.id}/exceptions`);
  expect(exceptions.body.items).toMatchObject([{ code: 'impossible_date', state: 'noted' }]);
  expect((await ask<{ items: Import[] }>('GET', '/imports?limit=200')).body.items.map(({ id }) => id)).toContain(
    sent.body.id,
  );
});

test('a file sent in a form keeps its name, without folders', async () => {
  const form = new FormData();
  form.set('file', new Blob([sample('tertiary-payment')]), '..\\..\\secret/payments.835');
  const sent = await ask('POST', at(), form);
  expect(sent).toMatchObject({ status: 202, body: { fileName: 'payments.835' } });
  expect(await stack.resultOf(sent.body.id)).toMatchObject({ state: 'finished', summary: { claims: 1 } });
});

test('the same Idempotency-Key is the same import', async () => {
  const headers = { ...binary, 'Idempotency-Key': 'monday-file' };
  const once = await ask('POST', at(), remittance([{ trace: 'KEY', claims: [claim('KEY-1')] }]), headers);
  const again = await ask('POST', at(), remittance([{ trace: 'KEY', claims: [claim('KEY-1')] }]), headers);
  expect(again).toMatchObject({ status: 202, body: { id: once.body.id } });
});

test('a dry run is applied once; something that was no dry run is not', async () => {
  const dry = await ask('POST', at('&dryRun=true'), remittance([{ trace: 'DRY', claims: [claim('DRY-1')] }]), binary);
  await stack.resultOf(dry.body.id);
  const applied = await ask('POST', `/imports/${dry.body.id}/apply`);
  expect(applied.status).toBe(202);
  expect(await stack.resultOf(applied.body.id)).toMatchObject({
    state: 'finished',
    summary: { cases: { case_opened: 1 } },
  });
  expect((await ask('POST', `/imports/${dry.body.id}/apply`)).body.id).toBe(applied.body.id);
  expect(await ask('POST', `/imports/${applied.body.id}/apply`)).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
});

test('B09 a dry run whose headers nobody understood says which there are, and is checked again with a mapping', async () => {
  const sheet = 'Our ref,Who,Good till\nWC-77,A Person,2027-01-31\n';
  const sent = await ask('POST', at('&dryRun=true').replace('835', 'wc-audit'), sheet, {
    'Content-Type': 'text/csv',
    'Content-Disposition': 'attachment; filename="audit.csv"',
  });
  const failed = await stack.resultOf(sent.body.id);
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'headers_missing' } });
  const { headersSeen, fields } = failed.summary as {
    headersSeen: string[];
    fields: { field: string; title: string }[];
  };
  expect(headersSeen).toEqual(['Our ref', 'Who', 'Good till']);
  expect(fields[0]).toEqual({ field: 'claimNumber', title: 'Claim number' });

  const options = { columns: { claimNumber: 'Our ref', workerName: 'Who', authorizedTo: 'Good till' } };
  const checkAgain = (id: string, body: object) =>
    ask('POST', `/imports/${id}/check-again`, JSON.stringify(body), { 'Content-Type': 'application/json' });
  const again = await checkAgain(sent.body.id, { options });
  expect(again).toMatchObject({ status: 202, body: { fileName: 'audit.csv', state: 'queued' } });
  const checked = await stack.resultOf(again.body.id);
  expect(checked).toMatchObject({ state: 'finished', summary: { rows: { created: 1 } } });
  expect(checked.summary).toMatchObject({
    columns: [{ field: 'claimNumber', title: 'Claim number', header: 'Our ref' }, {}, {}],
  });

  // The file went on to the second dry run: the first can neither be checked nor applied.
  expect(await checkAgain(sent.body.id, { options })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const applied = await ask('POST', `/imports/${again.body.id}/apply`);
  expect(await stack.resultOf(applied.body.id)).toMatchObject({ state: 'finished', summary: { rows: { created: 1 } } });
  expect(await checkAgain(applied.body.id, { options })).toMatchObject({ status: 409 });
});

test.each([
  ['an empty body', '', 422, 'invalid', binary],
  ['JSON', '{}', 415, 'unsupported_media_type', { 'Content-Type': 'application/json' }],
  ['a form without a boundary', 'x', 400, 'bad_header', { 'Content-Type': 'multipart/form-data' }],
])('%s is refused and nothing is kept', async (_what, body, status, code, headers) => {
  const before = await stack.db.prisma.import.count();
  expect(await ask('POST', at(), body, headers)).toMatchObject({ status, body: { code } });
  expect(await stack.db.prisma.import.count()).toBe(before);
});

test('an unknown kind, practice or option is refused by name', async () => {
  const file = remittance([{ trace: 'NOPE', claims: [claim('N-1')] }]);
  expect(await ask('POST', `/imports?kind=837&practiceId=${stack.practiceId}`, file, binary)).toMatchObject({
    status: 422,
  });
  const stranger = '00000000-0000-4000-8000-000000000000';
  expect(await ask('POST', `/imports?kind=835&practiceId=${stranger}`, file, binary)).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'query.practiceId' }] },
  });
  const odd = await ask('POST', at('&options=%7B%22columns%22%3A1%7D'), file, binary);
  expect(await stack.resultOf(odd.body.id)).toMatchObject({ state: 'failed', error: { code: 'options_unusable' } });
});

test('a form without a file is refused', async () => {
  const form = new FormData();
  form.set('options', '{}');
  expect(await ask('POST', at(), form)).toMatchObject({ status: 422, body: { errors: [{ path: 'body.file' }] } });
});

test('who may only read may not import, stop or apply', async () => {
  const reader = await stack.db.prisma.user.create({
    data: { email: 'auditor@example.test', displayName: 'A', roles: ['compliance'] },
  });
  const theirs = await createToken(stack.db, reader.id, 'test');
  expect(await ask('POST', at(), 'ISA', binary, theirs)).toMatchObject({ status: 403 });
  expect(await ask('GET', '/imports', undefined, {}, theirs)).toMatchObject({ status: 200 });
});

test('an import that has ended cannot be stopped, an unknown one cannot be found', async () => {
  const sent = await ask('POST', at(), remittance([{ trace: 'ENDED', claims: [claim('ENDED-1')] }]), binary);
  await stack.resultOf(sent.body.id);
  expect(await ask('POST', `/imports/${sent.body.id}/stop`)).toMatchObject({ status: 409 });
  expect(await ask('GET', '/imports/00000000-0000-4000-8000-000000000000')).toMatchObject({ status: 404 });
});
