/** Proves that the search can find: every canary, in every encoding, in every kind of file, at every place in it. */
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { toWorkbook } from '../../support/audit-sheet';
import { Canaries } from '../canaries';
import { Searcher } from './searcher';

const canaries = new Canaries();
const word = canaries.word('patient.name');
const other = canaries.word('note');
const born = canaries.birthDate('patient.dateOfBirth');
const token = canaries.secret('token', 'ccl_0TiR3-_yQmB1xWkA8sVhL2');
const searcher = new Searcher(canaries);
const fieldsIn = (content: Buffer) => new Set(searcher.find(content).map((hit) => hit.field));

const percent = (text: string, upper: boolean) =>
  [...Buffer.from(text)].map((b) => `%${upper ? b.toString(16).toUpperCase() : b.toString(16)}`).join('');
const units = (text: string, upper: boolean) =>
  [...text]
    .map((c) => c.charCodeAt(0).toString(16).padStart(4, '0'))
    .map((h) => `\\u${upper ? h.toUpperCase() : h}`)
    .join('');

/** Written by hand here, not by the code under test. */
const written: Readonly<Record<string, (text: string) => Buffer>> = {
  plain: (t) => Buffer.from(t),
  'small letters': (t) => Buffer.from(t.toLowerCase()),
  'capital letters': (t) => Buffer.from(t.toUpperCase()),
  'base64 from its start': (t) => Buffer.from(Buffer.from(t).toString('base64')),
  'base64 after one byte': (t) => Buffer.from(Buffer.from(`"${t}`).toString('base64')),
  'base64 after two bytes': (t) => Buffer.from(Buffer.from(`é${t}é`).toString('base64')),
  'base64 of small letters': (t) => Buffer.from(Buffer.from(`{"q":"${t.toLowerCase()}"}`).toString('base64')),
  'base64 of capital letters': (t) => Buffer.from(Buffer.from(`CLP*${t.toUpperCase()}*1`).toString('base64')),
  base64url: (t) => Buffer.from(Buffer.from(`??>${t}>?>`).toString('base64url')),
  hex: (t) => Buffer.from(Buffer.from(t).toString('hex')),
  'hex in capitals': (t) => Buffer.from(Buffer.from(t).toString('hex').toUpperCase()),
  'percent-encoded': (t) => Buffer.from(percent(t, false)),
  'percent-encoded in capitals': (t) => Buffer.from(percent(t, true)),
  'a query string': (t) => Buffer.from(`GET /x?q=${encodeURIComponent(`Ren\u00e9 ${t}`)}`),
  'JSON with every letter escaped': (t) => Buffer.from(`"${units(t, false)}"`),
  'JSON with every letter escaped in capitals': (t) => Buffer.from(`"${units(t, true)}"`),
  'JSON that escapes what is not ASCII': (t) => Buffer.from(`{"name":"Ren\\u00e9 ${t}\\u00e9"}`),
  'UTF-16, little end first': (t) => Buffer.from(t, 'utf16le'),
  'UTF-16, big end first': (t) => Buffer.from(t, 'utf16le').swap16(),
  gzip: (t) => gzipSync(`a line\n${t}\n`),
  'gzip, cut off': (t) => gzipSync(`${t}${randomBytes(4_000).toString('hex')}`).subarray(0, 600),
  zlib: (t) => deflateSync(`a line ${t}`),
  'zlib, fastest': (t) => deflateSync(`a line ${t}`, { level: 1 }),
  'zlib, best': (t) => deflateSync(`a line ${t}`, { level: 9 }),
  'gzip of base64': (t) => gzipSync(Buffer.from(`{"data":"${Buffer.from(`"${t}"`).toString('base64')}"}`)),
  'base64 of gzip': (t) => Buffer.from(`{"blob":"${gzipSync(t).toString('base64')}"}`),
  'hex of gzip': (t) => Buffer.from(`\\x${gzipSync(t).toString('hex')}`),
  'gzip of gzip': (t) => gzipSync(gzipSync(`twice ${t}`)),
};

/** A file has no mark of these: it is read as a whole, so nothing may stand around it. */
const wholeFiles: Readonly<Record<string, (text: string) => Buffer>> = {
  brotli: (t) => brotliCompressSync(`a line\n${t}\n`),
  'raw deflate': (t) => deflateRawSync(`a line\n${t}\n`),
};

describe('I9 the search finds a canary that is written', () => {
  test.each(Object.entries({ ...written, ...wholeFiles }))('%s', (_how, write) => {
    expect(fieldsIn(write(word))).toContain('patient.name');
    expect(fieldsIn(write(other))).toContain('note');
  });

  test.each(Object.entries(written))('%s, in the midst of a binary file', (_how, write) => {
    const content = Buffer.concat([
      randomBytes(4_097),
      Buffer.from([0]),
      write(word),
      Buffer.from([0]),
      randomBytes(5_003),
    ]);
    expect(fieldsIn(content)).toContain('patient.name');
  });

  test('in a workbook, which is a zip file', async () => {
    expect(fieldsIn(await toWorkbook({ Cases: [['Patient'], [`${word} Ren\u00e9`]] }))).toContain('patient.name');
  });
});

test.each(Object.entries({ ...written, ...wholeFiles }).filter(([how]) => !how.endsWith('letters')))(
  'I9 the search finds a birth date that is written: %s',
  (_how, write) => {
    expect(fieldsIn(write(born))).toContain('patient.dateOfBirth');
  },
);

test('I9 a birth date is found as programs print it', () => {
  expect(fieldsIn(Buffer.from(String(new Date(1905, 2, 4))))).toContain('a birth date in words');
  expect(fieldsIn(Buffer.from(JSON.stringify(new Date(`${born}T00:00:00Z`))))).toContain('patient.dateOfBirth');
});

test('I9 a token is found whole, plain and in base64', () => {
  expect(fieldsIn(Buffer.from(`Bearer ${token}`))).toEqual(new Set(['token']));
  expect(fieldsIn(Buffer.from(Buffer.from(`{"a":"${token}"}`).toString('base64')))).toEqual(new Set(['token']));
});

test('I9 a canary is found wherever it stands and whatever surrounds it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(...Object.values(written)),
      (a, b, write) => {
        // A letter of base64 or hex beside it would be part of the run.
        const content = Buffer.concat([a, Buffer.from('\n'), write(word), Buffer.from('\n'), b]);
        return searcher.find(content).some((hit) => hit.field === 'patient.name');
      },
    ),
    { numRuns: 500 },
  );
});

test('I9 half a canary counts: what was cut off is a leak all the same', () => {
  expect(fieldsIn(Buffer.from(`"${word.slice(0, 8)}...`))).toEqual(new Set(['cut off']));
});

test('I9 the search finds nothing where nothing is', () => {
  expect(searcher.find(randomBytes(2_000_000))).toEqual([]);
  expect(searcher.find(Buffer.from('1905-13-77 zqxv kw 2026-03-04 order 41905-12'))).toEqual([]);
});

test('I9 a place that was not really read has no sentinel', () => {
  expect(Searcher.has(Buffer.from(''), 'worker runs')).toBe(false);
  expect(Searcher.has(gzipSync('... worker runs'), 'worker runs')).toBe(true);
});
