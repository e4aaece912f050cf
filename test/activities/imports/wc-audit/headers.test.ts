/** Headers in any order and spelling: what is recognised, what is refused by name, what is left out and said. */
import * as fc from 'fast-check';
import { fieldNames, fieldOf } from '../../../../activities/imports/wc-audit/fields';
import { fieldByHeader, meaningKey, plainKey } from '../../../../activities/imports/wc-audit/header-words';
import { AuditMapping } from '../../../../activities/imports/wc-audit/mapping-file';
import { asRows, auditHeaders, auditRecords, toCsv, type AuditField } from '../../../support/audit-sheet';
import { readAll, TODAY } from './read';

test('no header name belongs to two fields', () => {
  const owners = new Map<string, Set<string>>();
  for (const name of fieldNames) {
    for (const header of [...fieldOf(name).headers, fieldOf(name).title]) {
      for (const key of [plainKey(header), meaningKey(header)])
        owners.set(key, (owners.get(key) ?? new Set()).add(name));
    }
  }
  expect([...owners].filter(([, fields]) => fields.size > 1)).toEqual([]);
});

test.each([
  ['WC Claim No.', 'claimNumber'],
  ['CLAIM #', 'claimNumber'],
  ['claim_number', 'claimNumber'],
  ['ClaimNo', 'claimNumber'],
  ["Workers' Comp Claim Number", 'claimNumber'],
  ['Injured Worker', 'workerName'],
  ['Patient Last Name', 'workerLastName'],
  ['Pt. Name', 'workerName'],
  ['D.O.I.', 'injuredOn'],
  ['Injury Date', 'injuredOn'],
  ['Auth. Expires', 'authorizedTo'],
  ['Authorization Expiration Date', 'authorizedTo'],
  ['Authorization End', 'authorizedTo'],
  ['Auth From', 'authorizedFrom'],
  ['# Visits Auth.', 'visitsAuthorized'],
  ['Visits Approved', 'visitsAuthorized'],
  ['Authorized visit count', 'visitsAuthorized'],
  ['Visits Completed', 'visitsUsed'],
  ['Visits used', 'visitsUsed'],
  ['Last Contact', 'lastContactOn'],
  ['Last Adjuster Contact', 'lastContactOn'],
  ['Adjuster Contact', 'adjusterContact'],
  ['Adjuster E-Mail', 'adjusterEmail'],
  ['Adj. Ph #', 'adjusterPhone'],
  ['State', 'jurisdiction'],
  ['RTW Date', 'returnToWorkOn'],
  ['Return to Work', 'returnToWorkOn'],
  ['Follow-Up Date', 'followUpOn'],
  ['Current Status', 'status'],
  ['Insurance Carrier', 'claimsAdministrator'],
])('A01-A12 the header %s is the field %s', (header, field) => {
  expect(fieldByHeader(header)).toBe(field);
});

test('two headers that mean the same field are refused by name and column', async () => {
  await expect(readAll('Claim #,DOI,Claim No.\nA,,B\n')).rejects.toMatchObject({
    code: 'headers_ambiguous',
    message: expect.stringContaining('"Claim #" (column A) and "Claim No." (column C) both mean claim number'),
  });
  await expect(readAll('Claim #,DOI,DOI\nA,,\n')).rejects.toMatchObject({ code: 'headers_ambiguous' });
  const mapped = await readAll('Claim #,DOI,Claim No.\nA,,B\n', { columns: { claimNumber: 'claim no' } });
  expect(mapped.rows[0]?.claimNumber).toBe('B');
});

test('without a claim number the import stops with the headers seen and the nearest one', async () => {
  await expect(readAll('Clain Number,Patient,DOI\nA,B,\n')).rejects.toMatchObject({
    code: 'headers_missing',
    message: expect.stringMatching(/Did you mean "Clain Number"\? Headers seen: "Clain Number", "Patient", "DOI"/),
  });
});

test('a mapping that names a header the file does not have stops the import', async () => {
  await expect(readAll('Claim #\nA\n', { columns: { employer: 'Firm' } })).rejects.toMatchObject({
    code: 'headers_missing',
    message: expect.stringContaining('"Firm" (for employer)'),
  });
});

test('unknown columns are listed as left out, with what they may have meant', async () => {
  const { sheet, rows } = await readAll('Claim #,Shoe size,Employr\nA,9,Acme\n');
  expect(sheet.headers.ignored).toEqual([
    { header: 'Shoe size', column: 'B', nearest: null },
    { header: 'Employr', column: 'C', nearest: 'Employer' },
  ]);
  expect(rows[0]).toMatchObject({ claimNumber: 'A', employer: null });
});

test('a mapping reads their words as ours', async () => {
  const mapping = AuditMapping.parse({
    values: { visitsUsed: { none: '0', TBD: '' }, status: { 'Phase 2': 'treating' }, jurisdiction: { Calif: 'CA' } },
  });
  const { rows } = await readAll('Claim #,Visits used,Status,State\nA,tbd,phase 2,calif\nB,None,,\n', mapping);
  expect(rows[0]).toMatchObject({ visitsUsed: null, jurisdiction: 'US-CA', status: { treatment: 'treating' } });
});

test('first and last name columns make one name; a contact cell is taken apart', async () => {
  const { rows } = await readAll(
    'First Name;Last Name;Claim #;Adjuster;Adjuster contact\nAna;Brandt;A;J. Ito;ito@carrier.example, (555) 010-2000 fax: 555-010-2001\n',
  );
  expect(rows[0]).toMatchObject({
    workerName: 'Brandt, Ana',
    adjusterEmail: 'ito@carrier.example',
    adjusterPhone: '(555) 010-2000',
    adjusterFax: '555-010-2001',
  });
});

const fields = Object.keys(auditHeaders) as AuditField[];
const spelling = fc.constantFrom<(header: string) => string>(
  (h) => h,
  (h) => h.toUpperCase(),
  (h) => h.toLowerCase().replaceAll(' ', '_'),
  (h) => `  ${h.replaceAll(' ', '  ')} `,
  (h) => h.replaceAll(' ', '\n'),
);

test('any order, spelling, delimiter, quoting and line end reads the same facts', async () => {
  const records = auditRecords(12, TODAY, 21);
  const plain = (await readAll(toCsv(asRows(records)))).rows;
  const order = fc.shuffledSubarray(fields, { minLength: fields.length });
  await fc.assert(
    fc.asyncProperty(
      order,
      fc.array(spelling, { minLength: fields.length, maxLength: fields.length }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 97 }),
      async (columns, spellings, delimiter, newline, quoteAll, bom, piece) => {
        const names = Object.fromEntries(fields.map((f, i) => [f, spellings[i]?.(auditHeaders[f]) ?? auditHeaders[f]]));
        const csv = toCsv(asRows(records, columns, names), { delimiter, newline, quoteAll, bom });
        expect((await readAll(csv, {}, piece)).rows).toEqual(plain);
      },
    ),
    { numRuns: 60 },
  );
});
