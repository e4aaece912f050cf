/** What stands inside a transaction: money, dates, loops, balancing, identities and classification. */
import fc from 'fast-check';
import {
  classifyClaim,
  DEFAULT_CLASSIFICATION_RULES,
} from '../../../activities/connectors/remittance-835/classify-claim';
import {
  formatCents,
  parseCents,
  parseDate,
  parseDateRange,
  parseQuantity,
} from '../../../activities/connectors/remittance-835/values';
import { claim, codes, envelope, ofType, PLAIN, read, type Seg, type Separators, transaction } from './remit-writer';

const file = (body: Seg[], bpr = '80.00'): string => envelope([transaction('0001', body, 'T1', bpr)]);

test('I10 money is read to the cent and nothing else is money', () => {
  expect(['100', '100.5', '-12.34', '.5', '0', '-0', '007.10', '5.', '1.230'].map(parseCents)).toEqual([
    10000, 10050, -1234, 50, 0, 0, 710, 500, 123,
  ]);
  expect(['', '1E3', '+5', '1,000', '1.234', '-', '.', '12 3', '$5', '1'.repeat(13)].map(parseCents)).toEqual(
    Array(10).fill(null),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: -99_999_999_999_999, max: 99_999_999_999_999 }),
      (cents) => parseCents(formatCents(cents)) === cents || cents === 0,
    ),
  );
  expect(['1.00', '.50', '-3', 'x'].map(parseQuantity)).toEqual(['1', '0.5', '-3', null]);
});

test('B2 only days that exist are dates', () => {
  expect(['20260228', '20240229', '20260230', '20261301', '20260100', '260101', '00000000'].map(parseDate)).toEqual([
    '2026-02-28',
    '2024-02-29',
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(parseDateRange('20260101-20260105')).toEqual({ from: '2026-01-01', to: '2026-01-05' });
  expect([parseDateRange('20260105-20260101'), parseDateRange('20260105-20260230')]).toEqual([null, null]);
});

test('H10 every loop of a full claim is kept: triplets, remarks, names, refs, dates, original procedure', async () => {
  const body: Seg[] = [
    ['LX', '1'],
    ['CLP', 'PCN1', '19', '300', '100', '25.5', 'MC', 'ICN1', '11', '7', '', '470'],
    ['CAS', 'CO', '45', '10', '1', '50', '20', '', '96', '30', '', '97', '1', '', '16', '2', '', '253', '3.5'],
    ['CAS', 'PR', '1', '25.5'],
    ['NM1', 'QC', '1', 'DOE', 'JANE', 'Q', '', 'JR', 'MI', 'M1'],
    ['NM1', 'IL', '1', 'DOE', 'JOHN'],
    ['NM1', '74', '1', 'DOE-SMITH'],
    ['NM1', '82', '2', 'CLINIC', '', '', '', '', 'XX', '1234567893'],
    ['NM1', 'TT', '2', 'SECOND PLAN', '', '', '', '', 'PI', '99'],
    ['NM1', 'PR', '2', 'OTHER PLAN'],
    ['NM1', 'GB', '1', 'ROE'],
    ['MOA', '0.5', '', 'MA01', 'MA130'],
    ['REF', '1L', 'GROUP'],
    ['REF', 'F8', 'ORIG'],
    ['REF', 'EA', 'MRN'],
    ['DTM', '050', '20260101'],
    ['PER', 'CX', 'HELP', 'TE', '5551234'],
    ['AMT', 'AU', '100'],
    ['QTY', 'CA', '2'],
    ['SVC', ['HC', '97110', 'GP', '59', '', '', 'EXERCISE'], '200', '100', '0420', '2', ['HC', '97112'], '3'],
    ['DTM', '150', '20251201'],
    ['DTM', '151', '20251203'],
    ['CAS', 'OA', '23', '100'],
    ['REF', '6R', '7'],
    ['AMT', 'B6', '150'],
    ['LQ', 'HE', 'N130'],
    ['SVC', ['N4', '00071015523'], '100', '92'],
    ['DTM', '472', '', '', '', 'RD8', '20251205-20251206'],
    ['CAS', 'PI', '16', '8'],
    ['LQ', 'RX', '70'],
    ['PLB', '1234567893', '20261231', ['WO', 'REF1'], '30', 'L6', '-5.25'],
  ];
  const records = await read(file(body, '75.25'));
  expect(codes(records)).toEqual([]);
  const [found] = ofType(records, 'claim');
  expect(found).toMatchObject({
    statusCode: '19',
    chargeCents: 30000,
    paidCents: 10000,
    patientResponsibilityCents: 2550,
    frequencyCode: '7',
    isCorrection: true,
    drgCode: '470',
    patient: { last: 'DOE', first: 'JANE', middle: 'Q', suffix: 'JR', idQualifier: 'MI', id: 'M1' },
    subscriber: { first: 'JOHN' },
    correctedPatient: { last: 'DOE-SMITH' },
    renderingProvider: { id: '1234567893', isPerson: false },
    crossoverPayer: { last: 'SECOND PLAN' },
    otherPayer: { last: 'OTHER PLAN' },
    otherSubscriber: { last: 'ROE' },
    remarkCodes: ['MA01', 'MA130'],
    adjudication: [{ qualifier: 'MOA01', value: '0.5' }],
    receivedOn: '2026-01-01',
    serviceFromOn: '2025-12-01',
    serviceToOn: '2025-12-06',
    balance: { ok: true },
  });
  expect(
    found?.adjustments.map(({ group, carc, amountCents, quantity }) => [group, carc, amountCents, quantity]),
  ).toEqual([
    ['CO', '45', 1000, '1'],
    ['CO', '50', 2000, null],
    ['CO', '96', 3000, null],
    ['CO', '97', 100, null],
    ['CO', '16', 200, null],
    ['CO', '253', 350, null],
    ['PR', '1', 2550, null],
  ]);
  expect(found?.lines).toMatchObject([
    {
      procedure: { code: '97110', modifiers: ['GP', '59'], description: 'EXERCISE' },
      revenueCode: '0420',
      units: '2',
      originalProcedure: { code: '97112' },
      originalUnits: '3',
      lineControl: '7',
      remarkCodes: ['N130'],
      amounts: [{ qualifier: 'B6', value: 15000 }],
      serviceToOn: '2025-12-03',
    },
    {
      procedure: { qualifier: 'N4', code: '00071015523' },
      rejectCodes: ['70'],
      serviceFromOn: '2025-12-05',
      serviceToOn: '2025-12-06',
    },
  ]);
  expect(ofType(records, 'plb')).toMatchObject([
    { reason: 'WO', reference: 'REF1', amountCents: 3000 },
    { reason: 'L6', reference: '', amountCents: -525 },
  ]);
  expect(ofType(records, 'transaction')[0]).toMatchObject({
    payer: { name: 'EXAMPLE PAYER', idQualifier: 'XV' },
    payee: { npi: '1234567893', taxId: '999999999' },
    bpr: { method: 'ACH', creditDebit: 'C', paymentOn: '2026-01-05' },
    trace: { number: 'T1', originId: '1512345678' },
  });
});

test('B2 a claim, a line and a payment that do not add up are kept and listed with their difference', async () => {
  const records = await read(file(claim('A', '100.00', '80.00', [['CAS', 'CO', '45', '15.00']]), '90.00'));
  expect(
    ofType(records, 'fault').map(({ code, differenceCents, severity }) => [code, differenceCents, severity]),
  ).toEqual([
    ['line_not_balanced', 500, 'warning'],
    ['claim_not_balanced', 500, 'warning'],
    ['transaction_not_balanced', 1000, 'warning'],
  ]);
  expect(ofType(records, 'transaction-end')[0]).toMatchObject({
    ok: true,
    unbalancedClaims: 1,
    balanced: { ok: false, differenceCents: 1000 },
  });
});

test('B2 a reversal takes back, the claim that follows it is a correction', async () => {
  const reversal = claim('A', '-100.00', '-80.00', [['CAS', 'CO', '45', '-20.00']], '22');
  const records = await read(
    file([...reversal, ...claim('A', '100.00', '90.00', [['CAS', 'CO', '45', '10.00']])], '10.00'),
  );
  expect(codes(records)).toEqual([]);
  expect(
    ofType(records, 'claim').map((found) => [found.isReversal, found.isCorrection, classifyClaim(found).outcome]),
  ).toEqual([
    [true, false, 'reversal'],
    [false, true, 'correction'],
  ]);
});

test('F8 true duplicates in a transaction differ by occurrence only, and sums count both', async () => {
  const records = await read(file([...claim('A'), ...claim('A'), ...claim('B')], '240.00'));
  const found = ofType(records, 'claim');
  expect(found.map(({ occurrence }) => occurrence)).toEqual([1, 2, 1]);
  expect(new Set(found.map(({ identity }) => identity)).size).toBe(3);
  expect(found[0]?.contentHash).toBe(found[1]?.contentHash);
  const changed = await read(file(claim('A', '100.00', '80.00', [['CAS', 'CO', '45', '20']])));
  expect(ofType(changed, 'transaction-end')[0]?.identity).not.toBe(
    ofType(await read(file(claim('A'))), 'transaction-end')[0]?.identity,
  );
});

const decided = async (charge: string, paid: string, cas: Seg[], status = '1') => {
  const [found] = ofType(await read(file(claim('A', charge, paid, cas, status), paid)), 'claim');
  if (!found) throw new Error('no claim');
  return classifyClaim(found);
};

test.each<[string, string, string, Seg[], string, string, string[], string | null]>([
  ['contract reduction only', '100', '80', [['CAS', 'CO', '45', '20']], '1', 'paid', [], null],
  ['nothing paid, all deductible', '100', '0', [['CAS', 'PR', '1', '100']], '1', 'paid', [], null],
  ['nothing paid under capitation', '100', '0', [['CAS', 'CO', '24', '100']], '1', 'paid', [], null],
  [
    'sequestration and prior payer',
    '100',
    '50',
    [
      ['CAS', 'CO', '253', '1'],
      ['CAS', 'OA', '23', '49'],
    ],
    '2',
    'paid',
    [],
    null,
  ],
  ['no medical need', '100', '0', [['CAS', 'CO', '50', '100']], '1', 'denied', ['CO-50'], 'medical necessity'],
  [
    'denied status with its reason',
    '100',
    '0',
    [['CAS', 'OA', '18', '100']],
    '4',
    'denied',
    ['OA-18'],
    'duplicate charges',
  ],
  [
    'not covered, left to the patient',
    '100',
    '0',
    [['CAS', 'PR', '96', '100']],
    '1',
    'denied',
    ['PR-96'],
    'service not covered',
  ],
  ['part bundled', '100', '40', [['CAS', 'CO', '97', '35', '', '45', '25']], '1', 'under-paid', ['CO-97'], 'bundling'],
  ['unknown reason', '100', '0', [['CAS', 'CO', 'Z99', '100']], '1', 'denied', ['CO-Z99'], 'other'],
  [
    'largest reason first',
    '100',
    '0',
    [['CAS', 'CO', '16', '30', '', '197', '70']],
    '1',
    'denied',
    ['CO-197', 'CO-16'],
    'authorization exceeded',
  ],
  ['sent on to the right payer', '100', '0', [['CAS', 'OA', 'B11', '100']], '23', 'forwarded', [], null],
])('R27 %s is classified as a biller would', async (_name, charge, paid, cas, status, outcome, carcs, subject) => {
  expect(await decided(charge, paid, cas, status)).toMatchObject({ outcome, carcs, subject });
});

test('C08 what counts as expected is data: a practice may work its contract reductions', async () => {
  const [found] = ofType(await read(file(claim('A'))), 'claim');
  if (!found) throw new Error('no claim');
  const strict = { ...DEFAULT_CLASSIFICATION_RULES, expectedWhenPaid: ['PR-*'] };
  expect([classifyClaim(found).outcome, classifyClaim(found, strict)]).toMatchObject([
    'paid',
    { outcome: 'under-paid', carcs: ['CO-45'], amountCents: 2000 },
  ]);
});

const separators = fc.constantFrom<Separators>(
  PLAIN,
  { element: '|', component: '>', segment: '~', lineBreak: '\r\n' },
  { element: '*', component: '<', segment: '\n', lineBreak: '' },
  { element: '^', component: '!', segment: "'", lineBreak: '\n' },
);
const amount = fc.integer({ min: 0, max: 9_999_999 });

test('B2 any legal remittance balances to what a plain split of its text adds up to', async () => {
  const claims = fc.array(fc.record({ paid: amount, contract: amount, patient: amount }), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(
      claims,
      fc.integer({ min: -50_000, max: 50_000 }),
      separators,
      fc.integer({ min: 1, max: 200 }),
      async (rows, plb, using, size) => {
        const body = rows.flatMap(({ paid, contract, patient }, at) =>
          claim(`C${at}`, formatCents(paid + contract + patient), formatCents(paid), [
            ['CAS', 'CO', '45', formatCents(contract)],
            ['CAS', 'PR', '1', formatCents(patient)],
          ]),
        );
        const total = rows.reduce((sum, { paid }) => sum + paid, 0) - plb;
        const text = envelope(
          [
            transaction(
              '0001',
              [...body, ['PLB', '1234567893', '20261231', ['WO', 'X'], formatCents(plb)]],
              'T1',
              formatCents(total),
            ),
          ],
          using,
        );
        const split = text.split(using.segment).map((part) => part.trim().split(using.element));
        const plain = (id: string, at: number): number =>
          split.filter(([name]) => name === id).reduce((sum, parts) => sum + Math.round(Number(parts[at]) * 100), 0);
        const records = await read(text, size);
        expect(codes(records)).toEqual([]);
        expect(ofType(records, 'transaction-end')[0]?.balanced).toEqual({
          bprCents: plain('BPR', 2),
          clpCents: plain('CLP', 4),
          plbCents: plain('PLB', 4),
          differenceCents: 0,
          ok: true,
        });
      },
    ),
    { numRuns: 150 },
  );
});
