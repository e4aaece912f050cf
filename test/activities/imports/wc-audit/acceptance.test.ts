/** An audit of 200 rows with 20 bad ones, as every program exports it: exactly those 20 are refused, each by its fault. */
import {
  asRows,
  auditHeaders,
  auditRecords,
  spoilers,
  toCsv,
  toWorkbook,
  type AuditField,
} from '../../../support/audit-sheet';
import { readAll, TODAY } from './read';

const records = auditRecords(200, TODAY, 7);
/** Report row (from 1) -> the fault that row must be refused for. */
const expected = new Map<number, string>();
Object.entries(spoilers(TODAY)).forEach(([name, spoil], i) => {
  const at = 4 + i * 9;
  records[at] = spoil(records[at] as (typeof records)[number]);
  expected.set(at + 1, name.split(':')[0] as string);
});
// The twentieth: the claim of row 3 again, spelt otherwise.
records[189] = {
  ...(records[189] as (typeof records)[number]),
  claimNumber: String(records[2]?.claimNumber).replaceAll('-', ' ').toLowerCase(),
};
expected.set(190, 'claim_number_repeated');

const fields = Object.keys(auditHeaders) as AuditField[];
const odd: Partial<Record<AuditField, string>> = {
  claimNumber: 'Our Ref',
  workerName: 'Who',
  authorizedTo: 'Good till',
};
const mapping = { columns: { claimNumber: 'our ref', workerName: 'WHO', authorizedTo: 'Good till' } };

function check(result: Awaited<ReturnType<typeof readAll>>) {
  expect(result.faults.map((f) => [f.row, f.codes])).toEqual(
    [...expected].sort(([a], [b]) => a - b).map(([row, code]) => [row, [code]]),
  );
  expect(result.rows).toHaveLength(180);
}

test('B09 a sheet of 200 rows with 20 bad ones refuses exactly those 20 (CSV)', async () => {
  check(await readAll(toCsv(asRows(records))));
});

test('B09 the same as a workbook with real dates and numbers', async () => {
  check(await readAll(await toWorkbook({ Cases: asRows(records) })));
});

test('B09 the same with the columns in another order, semicolons and a byte order mark', async () => {
  check(await readAll(toCsv(asRows(records, [...fields].reverse()), { delimiter: ';', bom: true, newline: '\n' })));
});

test('B09 the same with odd headers and a mapping file', async () => {
  check(await readAll(toCsv(asRows(records, [...fields].sort(), odd), { delimiter: '\t', quoteAll: true }), mapping));
});

test('B09 the same as a workbook of texts on the second sheet, below a title and with odd headers', async () => {
  const sheet = [['Audit of open cases'], [], ...asRows(records, [...fields].sort(), odd)];
  check(await readAll(await toWorkbook({ Cover: [['Practice', 'West']], Audit: sheet }, 'text'), mapping));
});

test('A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 every field of a row arrives', async () => {
  const [record] = auditRecords(1, TODAY, 3);
  const { rows } = await readAll(toCsv(asRows(record ? [record] : [])));
  expect(rows[0]).toMatchObject({
    row: 1,
    sheetRow: 2,
    claimNumber: record?.claimNumber,
    workerName: record?.workerName,
    dateOfBirth: record?.dateOfBirth,
    employer: record?.employer,
    adjusterName: record?.adjusterName,
    adjusterPhone: record?.adjusterPhone,
    adjusterEmail: record?.adjusterEmail,
    injuredOn: record?.injuredOn,
    bodyPart: record?.bodyPart,
    jurisdiction: expect.stringMatching(/^US-(CA|NV)$/),
    authorizedFrom: record?.authorizedFrom,
    authorizedTo: record?.authorizedTo,
    visitsAuthorized: record?.visitsAuthorized,
    visitsUsed: record?.visitsUsed,
    lastContactOn: record?.lastContactOn,
  });
});

test('a fault names the row, the column and what to do, and never repeats words from the row', async () => {
  const { reads } = await readAll('Claim #,Patient,Auth exp\nA1,Ana Brandt,Ana Brandt\nA2,Ana Brandt,2/30/2026\n');
  const words = reads.flatMap((r) => (r.ok ? [] : r.faults.map((f) => f.message)));
  expect(words).toEqual([
    'Row 2, column C "Auth exp": the value is not a date; write it as YYYY-MM-DD or M/D/YYYY.',
    'Row 3, column C "Auth exp": 2/30/2026 is not a real date; correct the day, month or year.',
  ]);
});
