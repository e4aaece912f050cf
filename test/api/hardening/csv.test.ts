/** A5 an export is a table in every spreadsheet program, and a formula in none. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { attachment } from '../../../api/attachment';
import { csvLines, csvOf, type CsvColumn, type CsvValue } from '../../../api/csv';

const columns = (n: number): CsvColumn<readonly CsvValue[]>[] =>
  Array.from({ length: n }, (_, i) => ({ title: `Column ${i}`, value: (row) => row[i] }));
const one = (value: CsvValue): string =>
  csvOf([{ title: 'T', value: () => value }], [0])
    .split('\r\n')
    .slice(1, -1)
    .join('\r\n');
const read = (csv: string, delimiter = ','): string[][] =>
  parse(csv, { delimiter, relax_quotes: delimiter !== ',', relax_column_count: delimiter !== ',' });

/** What spreadsheet programs begin a formula with, behind blanks and quotes that they skip. */
const formula = /^[\s"'\u00A0\uFEFF]*[=+\-@\t\r\n\0|%\uFF1D\uFF0B\uFF0D\uFF20]/u;

const bad = fc.constantFrom(
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  ';',
  '"',
  "'",
  '|',
  '%',
  '\uFF1D',
  '\uFF0B',
  '\uFF0D',
  '\uFF20',
  ' ',
  '\uFEFF',
  '\0',
  ',',
  'a',
  '1',
);
const hostile = fc.oneof(
  fc.string({ unit: bad, maxLength: 12 }),
  fc.tuple(bad, fc.string({ unit: 'binary', maxLength: 20 })).map(([a, b]) => a + b),
  fc.constantFrom(
    '=1+1',
    "=cmd|'/C calc'!A0",
    '@SUM(1+1)*cmd',
    '+1 555 0100',
    '-2+3',
    ' =1',
    '\t=1',
    'x;=HYPERLINK("http://e")',
    'a\n=1',
    '"=1',
    '\uFF1D1+1',
    '%0A=1',
  ),
);

test('no cell of text begins a formula, whichever of comma, semicolon, tab or bar a program separates by', () => {
  fc.assert(
    fc.property(fc.array(fc.array(hostile, { minLength: 3, maxLength: 3 }), { maxLength: 5 }), (rows) => {
      const csv = csvOf(columns(3), rows);
      for (const row of read(csv).slice(1))
        for (const cell of row) expect(cell).not.toMatch(/^[\s"\u00A0\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n]/u);
      // These know quotes only at the beginning of a cell: every piece between two separators is a cell to them.
      for (const separator of [/;/, /\t/, /\|/]) {
        for (const line of csv.split(/\r\n|\r|\n/)) {
          for (const piece of line.split(separator).slice(1))
            expect(piece).not.toMatch(/^["\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('what is no formula is read back as it was, with quotes, separators and line ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 2, maxLength: 2 }), {
        minLength: 1,
        maxLength: 8,
      }),
      (rows) => {
        const harmless = rows.map((row) =>
          row.map((text) =>
            formula.test(text) || /[;,|\t\r\n]["'\s\u00A0\uFEFF]*[=+\-@\t\r\n\0|%]/.test(text) ? 'x' : text,
          ),
        );
        expect(read(csvOf(columns(2), harmless)).slice(1)).toEqual(harmless);
      },
    ),
    { numRuns: 500 },
  );
});

test('numbers stay numbers, also negative ones; text that looks like one does not become a formula', () => {
  expect([one(-12.5), one(0), one(12_345n), one(true), one(null), one(undefined)]).toEqual([
    '-12.5',
    '0',
    '12345',
    'true',
    '',
    '',
  ]);
  expect(one(new Date('2026-11-25T12:00:00Z'))).toBe('2026-11-25T12:00:00.000Z');
  expect(one('-12.5')).toBe("'-12.5");
  expect(one('+1 555 0100')).toBe("'+1 555 0100");
  expect(one('10-20')).toBe('10-20');
  expect(() => one(Number.NaN)).toThrow(/is no number/);
});

test('the form is RFC 4180: CR LF behind every line, quotes doubled, as many cells as titles', () => {
  expect(csvOf([{ title: 'A "b", c', value: (r: string) => r }], ['x', 'say "hi"\nthere'])).toBe(
    '"A ""b"", c"\r\nx\r\n"say ""hi""\nthere"\r\n',
  );
  expect(csvOf(columns(2), [])).toBe('Column 0,Column 1\r\n');
});

test('line by line it is the same table', async () => {
  const rows = [
    ['=1', 2],
    ['b', -3],
  ];
  let text = '';
  for await (const line of csvLines(columns(2), rows)) text += line;
  expect(text).toBe(csvOf(columns(2), rows));
});

test.each<[string, string]>([
  ['../../etc/passwd', 'attachment; filename="passwd"; filename*=UTF-8\'\'passwd'],
  ['C:\\temp\\a.csv', 'attachment; filename="a.csv"; filename*=UTF-8\'\'a.csv'],
  [
    'a"\r\nSet-Cookie: x=y.csv',
    'attachment; filename="aSet-Cookie x=y.csv"; filename*=UTF-8\'\'aSet-Cookie%20x%3Dy.csv',
  ],
  ['\u202Egpj.exe', 'attachment; filename="gpj.exe"; filename*=UTF-8\'\'gpj.exe'],
  ['Fälle (1).csv', 'attachment; filename="F_lle (1).csv"; filename*=UTF-8\'\'F%C3%A4lle%20%281%29.csv'],
  ['.htaccess', 'attachment; filename="htaccess"; filename*=UTF-8\'\'htaccess'],
  ['CON', 'attachment; filename="file-CON"; filename*=UTF-8\'\'file-CON'],
  ['', 'attachment; filename="file-export"; filename*=UTF-8\'\'file-export'],
])('A10 a file called %j is saved under a plain name and never shown', (name, disposition) => {
  expect(attachment(name, 'text/csv; charset=utf-8')).toEqual({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': disposition,
    'X-Content-Type-Options': 'nosniff',
  });
});

test('A10 no name of a file can break a header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
      const { 'Content-Disposition': value } = attachment(name, 'text/csv');
      expect(value).toMatch(
        /^attachment; filename="[\x20-\x21\x23-\x24\x26-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[A-Za-z0-9!~._%-]+$/,
      );
    }),
  );
});
