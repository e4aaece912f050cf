/** Files as they come: encodings, odd CSV, workbooks, and what is refused before it can do harm. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { findEncoding } from '../../../../activities/imports/wc-audit/decode-text';
import { findDelimiter } from '../../../../activities/imports/wc-audit/delimiter';
import { openSheet } from '../../../../activities/imports/wc-audit/open-sheet';
import { MAX_ROW_BYTES, rowsOf } from '../../../../activities/imports/wc-audit/read-csv';
import { checkSheet } from '../../../../activities/imports/wc-audit/sheet-guard';
import { unzip, zipStored } from '../../../../activities/imports/wc-audit/zip-entries';
import { asRows, auditRecords, toCsv, toWorkbook } from '../../../support/audit-sheet';
import { fileOf, readAll, TODAY } from './read';

const folder = path.join(__dirname, '../../../samples/malformed/csv');
const samples = readdirSync(folder).filter((name) => name.endsWith('.csv'));

test('there are eleven awkward CSV samples', () => expect(samples).toHaveLength(11));

test.each(samples)('the awkward CSV %s parses to what it must', async (name) => {
  const wanted = JSON.parse(readFileSync(path.join(folder, name.replace('.csv', '.json')), 'utf8')) as unknown;
  let csv = readFileSync(path.join(folder, name), 'utf8');
  // The repository keeps line feeds only; these samples are about carriage returns.
  if (name.includes('crlf')) csv = csv.replace(/\r?\n/g, '\r\n');
  const file = fileOf(csv, 7);
  const rows: string[][] = [];
  for await (const row of rowsOf(file, await findEncoding(file, Buffer.from(csv)), findDelimiter(csv, {}), 0)) {
    rows.push(row.cells.map((cell) => String(cell ?? '')));
  }
  const [headers = [], ...data] = rows;
  expect(data.map((cells) => Object.fromEntries(headers.map((h, i) => [h, cells[i]])))).toEqual(wanted);
});

const CSV = 'Claim #;Patient;DOI\nA-1;José Muñoz;2026-03-04\n';
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();
test.each([
  ['UTF-8', Buffer.from(CSV), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${CSV}`), 'utf-8'],
  ['UTF-16 little-endian with a mark', Buffer.from(`\ufeff${CSV}`, 'utf16le'), 'utf-16le'],
  ['UTF-16 big-endian with a mark', bigEndian(`\ufeff${CSV}`), 'utf-16be'],
  ['UTF-16 without a mark', Buffer.from(CSV, 'utf16le'), 'utf-16le'],
  ['Windows-1252', Buffer.from(CSV, 'latin1'), 'windows-1252'],
])('a text in %s is read right, cut anywhere', async (_name, bytes, encoding) => {
  for (const piece of [1, 3, 4_096]) {
    const { rows, sheet } = await readAll(bytes, {}, piece);
    expect(rows).toMatchObject([{ claimNumber: 'A-1', workerName: 'José Muñoz', injuredOn: '2026-03-04' }]);
    expect(sheet.table.text).toEqual({ encoding, delimiter: ';' });
  }
});

test('titles above the headers, empty lines and the hint sep=; do not disturb; rows keep the number a program shows', async () => {
  const { rows, sheet } = await readAll(
    'sep=;\r\nAudit, of open cases\r\n\r\nClaim #;Patient\r\nA;Ana\r\n\r\n;;\r\nB;Bo\r\n',
  );
  expect(sheet.headerRow).toBe(4);
  expect(rows.map((r) => [r.claimNumber, r.row, r.sheetRow])).toEqual([
    ['A', 1, 5],
    ['B', 4, 8],
  ]);
});

test('yes and no in a column of days say what the status would', async () => {
  const { rows, reads, faults } = await readAll('Claim #,Treatment complete,RTW\nA,Yes,no\nB,No,yes\nC,maybe,\n');
  expect(rows.map((r) => [r.treatmentCompletedOn, r.status?.treatment ?? null])).toEqual([
    [null, 'complete'],
    [null, null],
  ]);
  expect(reads[1]).toMatchObject({ ok: true, notes: [{ code: 'date_needed' }] });
  expect(faults).toEqual([{ row: 3, codes: ['date_unreadable'] }]);
});

const stop = (code: string, words: RegExp) => ({ code, message: expect.stringMatching(words) });
test.each<[string, Buffer, ReturnType<typeof stop>]>([
  ['an empty file', Buffer.alloc(0), stop('file_empty', /empty/)],
  ['a file of spaces', Buffer.from(' \n \n'), stop('file_empty', /empty/)],
  [
    'an old .xls',
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]),
    stop('file_type_unsupported', /\.xls.*password/),
  ],
  ['a PDF', Buffer.from('%PDF-1.7\n'), stop('file_type_unsupported', /PDF/)],
  ['a remittance', Buffer.from('ISA*00*          *00*'), stop('file_type_unsupported', /835/)],
  ['a web page', Buffer.from('<html><table></table></html>'), stop('file_type_unsupported', /web page/)],
  ['a text with NUL bytes', Buffer.from('Claim #,Patient\nA,\0\n'), stop('file_unreadable', /NUL/)],
  [
    'a ZIP of something else',
    zipStored(new Map([['word/document.xml', Buffer.from('<w/>')]])),
    stop('file_type_unsupported', /Word/),
  ],
  ['a workbook cut in half', Buffer.from('PK\x03\x04 and nothing more'), stop('file_unreadable', /damaged/)],
  [
    'a quote that never closes',
    Buffer.from('Claim #,Patient\nA,"Ana\nB,Bo\n'),
    stop('file_unreadable', /row 2 is never closed/),
  ],
  ['only numbers', Buffer.from('1,2\n3,4\n'), stop('headers_missing', /Headers seen: "1", "2"/)],
])('%s is refused in plain words', async (_name, bytes, fault) => {
  await expect(openSheet(fileOf(bytes), {}, TODAY)).rejects.toMatchObject(fault);
});

test('an endless line is refused after a megabyte, however long it goes on', async () => {
  let sent = 0;
  const piece = Buffer.alloc(65_536, 'x');
  const file = {
    size: null,
    open: async function* () {
      yield Buffer.from('Claim #,Patient\n');
      for (let i = 0; i < 16_384; i += 1) {
        sent += piece.length;
        yield piece;
      }
    },
  };
  const read = async () => {
    for await (const row of rowsOf(file, 'utf-8', ',', 0)) expect(row.row).toBe(1);
  };
  await expect(read()).rejects.toMatchObject(stop('file_unreadable', /longer than a megabyte/));
  expect(sent).toBeLessThan(8 * MAX_ROW_BYTES);
});

/** A ZIP whose entry unpacks to `size` zeros and may lie about it. */
function bomb(size: number, told = size): Buffer {
  const packed = deflateRawSync(Buffer.alloc(size));
  const zip = zipStored(new Map([['xl/workbook.xml', packed]]));
  const central = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  zip.writeUInt16LE(8, central + 10);
  zip.writeUInt32LE(told, central + 24);
  return zip;
}

test('a ZIP bomb is refused before it is unpacked, also when it lies about its size', async () => {
  await expect(openSheet(fileOf(bomb(64 * 1_048_576)), {}, TODAY)).rejects.toMatchObject(
    stop('file_too_large', /grows/),
  );
  expect(() => unzip(bomb(64 * 1_048_576, 1_000), () => true)).toThrow(/cannot be unpacked/);
  const many = { mostUnpacked: 1_000, mostRatio: 250, ratioFrom: 1_000_000, mostEntries: 10 };
  expect(() => unzip(zipStored(new Map([['a', Buffer.alloc(2_000)]])), () => true, many)).toThrow(/far more/);
});

test('a sheet with one cell in its last corner is refused before its rows are made', () => {
  const sheet = (cells: string) => `<worksheet><sheetData>${cells}</sheetData></worksheet>`;
  expect(() =>
    checkSheet(sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
  ).toThrow(/1048576 rows/);
  expect(() => checkSheet(sheet('<row r="1e9"><c r="A1"><v>1</v></c></row>'))).toThrow(/unusual/);
  expect(() => checkSheet(sheet('<row r="1"><c x=">" r="XFD1048576"><v>1</v></c></row>'))).toThrow(/columns/);
  expect(() => checkSheet(sheet('<row r="1"><c r="A1" s="2"/><c r="XFD1" s="2"/></row>'))).not.toThrow();
});

test('a workbook says the same as the CSV it was saved from', async () => {
  const rows = asRows(auditRecords(30, TODAY, 5));
  const fromCsv = await readAll(toCsv(rows));
  expect((await readAll(await toWorkbook({ Sheet1: rows }))).rows).toEqual(fromCsv.rows);
  expect(
    (
      await readAll(
        await toWorkbook(
          {
            Other: [
              ['Claim #', 'Patient'],
              ['X', 'Y'],
            ],
            Cases: rows,
          },
          'text',
        ),
      )
    ).rows,
  ).toEqual(fromCsv.rows);
});

test('a claim number that a workbook keeps as a number stays whole', async () => {
  const { rows } = await readAll(
    await toWorkbook({
      S: [
        ['Claim #', 'Patient', 'DOI'],
        [202600123456, 'Ana', 46_329],
      ],
    }),
  );
  expect(rows).toMatchObject([{ claimNumber: '202600123456', injuredOn: '2026-11-03' }]);
});

test('the sheet that a mapping names is read, and one it does not have is refused', async () => {
  const book = await toWorkbook({
    A: [
      ['Claim #', 'Patient'],
      ['1', 'x'],
    ],
    B: [['Claim #'], ['2']],
  });
  expect((await readAll(book, { sheet: 'b' })).rows[0]?.claimNumber).toBe('2');
  await expect(readAll(book, { sheet: 'C' })).rejects.toMatchObject(stop('headers_missing', /"A", "B"/));
});
