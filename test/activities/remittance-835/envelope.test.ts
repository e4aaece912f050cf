/** Envelopes, delimiters and damage around transactions. */
import fc from 'fast-check';
import { canonicalSegment } from '../../../activities/connectors/remittance-835/fingerprint';
import {
  chunked,
  claim,
  codes,
  envelope,
  ofType,
  PLAIN,
  read,
  sample,
  type Seg,
  type Separators,
  transaction,
} from './remit-writer';

const one = envelope([transaction('0001', claim('A'))]);
const ends = async (input: string | Uint8Array) => ofType(await read(input), 'transaction-end');
const outcome = async (input: string | Uint8Array) => ofType(await read(input), 'file-end')[0]?.outcome;
const identityOf = async (input: string) => (await ends(input))[0]?.identity;

const wrap = (text: string): string => text.replace(/(.{80})/g, '$1\r\n');

test.each<[string, string]>([
  ['line feeds after segments', envelope([transaction('0001', claim('A'))], { ...PLAIN, lineBreak: '\n' })],
  ['CRLF after segments', envelope([transaction('0001', claim('A'))], { ...PLAIN, lineBreak: '\r\n' })],
  ['line feed as terminator', envelope([transaction('0001', claim('A'))], { ...PLAIN, segment: '\n' })],
  ['CRLF as terminator', envelope([transaction('0001', claim('A'))], { ...PLAIN, segment: '\r', lineBreak: '\n' })],
  ['80-column lines', wrap(one)],
  ['a byte order mark and white space', `\ufeff \r\n${one}\r\n  \x1a`],
  ['no final terminator', one.slice(0, -1)],
  [
    'pipe, bang and quote',
    envelope([transaction('0001', claim('A'))], { element: '|', component: '!', segment: "'", lineBreak: '' }),
  ],
  [
    'control characters as delimiters',
    envelope([transaction('0001', claim('A'))], { element: '\x1d', component: '\x1f', segment: '\x1c', lineBreak: '' }),
  ],
  ['another envelope', envelope([transaction('9999', claim('A'), 'T0001')], PLAIN, '000000555', '12')],
])('B3 a remittance with %s is the same remittance, without a fault', async (_name, input) => {
  const records = await read(input);
  expect(codes(records)).toEqual([]);
  expect(ofType(records, 'transaction-end')[0]?.identity).toBe(await identityOf(one));
  expect(ofType(records, 'claim')[0]).toMatchObject({
    identity: ofType(await read(one), 'claim')[0]?.identity,
    lines: [{ procedure: { qualifier: 'HC', code: '97110', modifiers: ['GP'] }, lineControl: 'LA' }],
  });
});

test('B3 interchanges in one file may each have their own delimiters', async () => {
  const other: Separators = { element: '|', component: '>', segment: '\n', lineBreak: '' };
  const records = await read(
    one +
      envelope([transaction('0002', claim('B'))], other, '000000002') +
      envelope([transaction('0003', claim('C'))], PLAIN, '000000003'),
  );
  expect(codes(records)).toEqual([]);
  expect(ofType(records, 'claim').map(({ patientControlNumber }) => patientControlNumber)).toEqual(['A', 'B', 'C']);
  expect(ofType(records, 'file-end')[0]).toMatchObject({ interchanges: 3, accepted: 3, outcome: 'imported' });
});

test.each<[string, string, Seg[]]>([
  ['a wrong segment count', 'segment_count_mismatch', transaction('0002', claim('B'), 'T2', '80.00', 99)],
  [
    'a control number that SE does not repeat',
    'transaction_control_mismatch',
    transaction('0002', claim('B'), 'T2', '80.00', undefined, '7'),
  ],
  ['an unreadable payment', 'amount_unreadable', transaction('0002', claim('B', '100.00', '1E3'))],
  [
    'no payment segment',
    'payment_missing',
    [['ST', '835', '0002'], ['TRN', '1', 'T2', '1'], ...claim('B'), ['SE', '9', '0002']],
  ],
  ['no trailer', 'transaction_not_closed', transaction('0002', claim('B')).slice(0, -1)],
])('B3 a transaction with %s is refused, the good ones around it land', async (_name, code, bad) => {
  const records = await read(envelope([transaction('0001', claim('A')), bad, transaction('0003', claim('C'))]));
  expect(ofType(records, 'transaction-end').map(({ ok, refusedBy }) => [ok, refusedBy])).toEqual([
    [true, null],
    [false, code],
    [true, null],
  ]);
  const refusals = ofType(records, 'fault').filter(({ severity }) => severity === 'refused');
  expect(refusals).toMatchObject([{ code, scope: 'transaction', controlNumber: '0002', transaction: 2 }]);
  expect(ofType(records, 'file-end')[0]).toMatchObject({ outcome: 'partly', accepted: 2, refused: 1, claims: 2 });
});

test('B3 the segment number and byte offset of a fault point at the segment', async () => {
  const text = envelope([transaction('0001', claim('A')), transaction('0002', claim('B', '100.00', 'x'))]);
  const [found] = ofType(await read(text, 7), 'fault');
  expect(text.slice(found?.byteOffset).startsWith('CLP*B*')).toBe(true);
  expect(text.slice(0, found?.byteOffset).split('~').length).toBe(found?.segmentNumber);
});

test('B4 a file cut off at any byte keeps exactly the transactions that were complete', async () => {
  const text = envelope([transaction('0001', claim('A')), transaction('0002', claim('B'))]);
  for (let cut = 110; cut < text.length; cut += 13) {
    const part = text.slice(0, cut);
    const complete = (part.match(/SE\*13\*\d{4}(?=~|$)/g) ?? []).length;
    expect((await ends(part)).filter(({ ok }) => ok)).toHaveLength(complete);
  }
});

test('B3 missing and mismatched envelope trailers are told while complete transactions are kept', async () => {
  expect(codes(await read(one.replace('IEA*1*000000001~', '')))).toEqual(['interchange_not_closed']);
  expect(codes(await read(one.replace('IEA*1*000000001', 'IEA*2*000000009')))).toEqual([
    'interchange_control_mismatch',
    'interchange_count_mismatch',
  ]);
  expect(codes(await read(one.replace('GE*1*77', 'GE*3*78')))).toEqual([
    'group_control_mismatch',
    'group_count_mismatch',
  ]);
  expect(codes(await read(one.replace('GE*1*77~', '')))).toEqual(['group_not_closed']);
  expect(await outcome(one.replace('IEA*1*000000001~', ''))).toBe('imported');
});

test('B3 a file without ISA is read by its first segment, and that is told', async () => {
  for (const start of ['GS*', 'ST*']) {
    const records = await read(one.slice(one.indexOf(start)));
    expect(codes(records)).toEqual(['no_isa']);
    expect(ofType(records, 'claim')[0]).toMatchObject({ paidCents: 8000, lines: [{ procedure: { code: '97110' } }] });
  }
});

test.each<[string, string | Uint8Array, string]>([
  ['an empty file', '', 'file_empty'],
  ['blank lines only', ' \r\n\n', 'no_interchange'],
  ['plain text', 'Dear clinic, your remittance is attached.', 'no_interchange'],
  ['a gzip archive', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 'foreign_file'],
  ['a ZIP archive', Buffer.from('PK\x03\x04abcdefgh', 'latin1'), 'foreign_file'],
  ['a PDF', '%PDF-1.7 something', 'foreign_file'],
  ['UTF-16 text', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(one, 'utf16le')]), 'foreign_file'],
  ['an ISA and nothing else', one.slice(0, 60), 'isa_unreadable'],
  ['an envelope without transactions', envelope([]), 'no_remittance'],
  ['noise', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919 + 13) % 256)), 'no_interchange'],
])('B1 %s is refused by name', async (_name, input, code) => {
  const records = await read(input, 16);
  expect(codes(records)).toContain(code);
  expect(ofType(records, 'file-end')[0]?.outcome).toBe('refused');
});

test('B4 a segment of a million elements refuses its transaction only, in bounded memory', async () => {
  const bad: Seg = ['REF', ...Array.from({ length: 1_000_000 }, () => 'x')];
  const records = await read(
    envelope([
      transaction('0001', claim('A')),
      transaction('0002', [...claim('B'), bad]),
      transaction('0003', claim('C')),
    ]),
  );
  expect(ofType(records, 'transaction-end').map(({ refusedBy }) => refusedBy)).toEqual([
    null,
    'segment_too_long',
    null,
  ]);
  const wide = await read(
    envelope([transaction('0001', [...claim('A'), ['REF', ...Array.from({ length: 500 }, () => 'x')]])]),
  );
  expect(ofType(wide, 'transaction-end')[0]?.refusedBy).toBe('too_many_elements');
});

test('B4 invalid UTF-8 is read as Latin-1 and told, NUL never reaches a value', async () => {
  const latin = await read(Buffer.from(one.replace('DOE', 'MU\u00d1OZ'), 'latin1'));
  expect([ofType(latin, 'claim')[0]?.patient?.last, codes(latin)]).toEqual(['MU\u00d1OZ', ['not_utf8']]);
  const utf = await read(one.replace('DOE', 'MU\u00d1OZ'), 1);
  expect([ofType(utf, 'claim')[0]?.patient?.last, codes(utf)]).toEqual(['MU\u00d1OZ', []]);
  const nul = await read(one.replace('DOE', 'D\0E'));
  expect([ofType(nul, 'claim')[0]?.patient?.last, codes(nul)]).toEqual(['D\ufffdE', ['control_characters']]);
  const money = await ends(one.replace('BPR*I*80.00', 'BPR*I*8\x000.00'));
  expect(money[0]).toMatchObject({ ok: false, refusedBy: 'amount_unreadable' });
});

test('B3 wherever chunks end, the records are the same', async () => {
  const text = sample('x12/835_005010X221A1_secondary-payment.835');
  const data = Buffer.concat([text, Buffer.from(wrap(one)), Buffer.from(one.replace('DOE', 'MU\u00d1OZ'))]);
  const whole = await read(data, data.length);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (size) => expect(await read(data, size)).toEqual(whole)),
    { numRuns: 60 },
  );
  expect(await read(data, 1)).toEqual(whole);
});

test('F8 a canonical segment has neither delimiters nor padding', () => {
  const delimiters = { element: '|', component: '>', segment: '~', repetition: null };
  const segment = {
    id: 'SVC',
    elements: [],
    text: 'SVC|HC>97110>>|10.00 |5|||',
    number: 1,
    offset: 0,
    delimiters,
    damage: null,
  };
  expect(canonicalSegment(segment)).toBe('SVC\x1fHC\x1e97110\x1f10.00\x1f5\n');
});

/** Small seeded generator, so that a failure can be repeated from its number. */
const random = (seed: number) => (): number => {
  seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
  return seed / 4_294_967_296;
};

test('B4 2,000 seeded mutations of the samples each end in records and a verdict, without a throw', async () => {
  const names = [
    'cob-contractural-adjustment',
    'managed-care',
    'medicare-part-a',
    'secondary-payment',
    'tertiary-payment',
  ];
  const files = names.map((name) => sample(`x12/835_005010X221A1_${name}.835`));
  const verdicts: Record<string, number> = {};
  for (let seed = 1; seed <= 2000; seed += 1) {
    const next = random(seed);
    const records = await read(mutate(files[seed % 5] ?? Buffer.alloc(0), next), 1 + Math.floor(next() * 300));
    const last = records.at(-1);
    if (last?.type !== 'file-end') throw new Error(`seed ${seed} ended without a verdict`);
    verdicts[last.outcome] = (verdicts[last.outcome] ?? 0) + 1;
    const paid = ofType(records, 'transaction-end').filter(({ ok }) => ok);
    for (const end of paid) {
      const sum = ofType(records, 'claim')
        .filter(({ transaction: of }) => of === end.transaction)
        .reduce((cents, { paidCents }) => cents + paidCents, 0);
      expect({ seed, clp: end.balanced.clpCents }).toEqual({ seed, clp: sum });
    }
    if (last.outcome === 'refused') expect(codes(records).length).toBeGreaterThan(0);
  }
  expect(verdicts['imported']).toBeGreaterThan(100);
  expect(verdicts['refused']).toBeGreaterThan(100);
});

function mutate(file: Buffer, next: () => number): Buffer {
  const data = Buffer.from(file);
  const kind = Math.floor(next() * 4);
  if (kind === 0)
    for (let i = 0; i < 1 + next() * 8; i += 1) data[Math.floor(next() * data.length)] = Math.floor(next() * 256);
  if (kind === 1) return data.subarray(0, Math.floor(next() * data.length));
  const segments = data.toString('latin1').split('~');
  const [a, b] = [Math.floor(next() * segments.length), Math.floor(next() * segments.length)];
  if (kind === 2) [segments[a], segments[b]] = [segments[b] ?? '', segments[a] ?? ''];
  if (kind === 3) segments.splice(a, 0, segments[b] ?? '');
  return kind < 2 ? data : Buffer.from(segments.join('~'), 'latin1');
}

test('B4 an endless segment is dropped as it streams, not gathered', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield* chunked(Buffer.from(one.slice(0, one.indexOf('CLP'))), 50);
    for (let i = 0; i < 2000; i += 1) yield Buffer.alloc(10_000, 65);
  }
  const { read835 } = await import('../../../activities/connectors/remittance-835/read-835');
  const seen: string[] = [];
  for await (const record of read835(endless())) seen.push(record.type === 'fault' ? record.code : record.type);
  expect(seen).toContain('segment_too_long');
  expect(seen.at(-1)).toBe('file-end');
});
