/** The public sample files, with figures added up by hand from their text. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codes, ofType, read, sample } from './remit-writer';

const X12 = join(__dirname, '../../samples/x12');

/** File, BPR02, each claim's charge/paid, adjustments by group, PLB: all in cents, worked out on paper. */
const EXPECTED = [
  ['cob-contractural-adjustment', 3400, [[54100, 3400]], { OA: 51600 - 900 }, 0],
  [
    'managed-care',
    94500,
    [
      [80000, 45000],
      [120000, 49500],
    ],
    { CO: 5000 + 5500 + 5000, PR: 30000 + 60000 },
    0,
  ],
  [
    'medicare-part-a',
    15000000,
    [
      [21136697, 13801840],
      [1500000, 1198033],
    ],
    { CO: 7334857 + 301967 },
    -127,
  ],
  [
    'secondary-payment',
    122200,
    [
      [1032364, 91200],
      [75150, 31000],
    ],
    { OA: 941164 + 13650, PR: 15000 + 7000, CO: 8500 },
    0,
  ],
  ['tertiary-payment', 18750, [[176650, 18750]], { OA: 157900 }, 0],
] as const;

test.each(EXPECTED)('B2 sample %s lands with the sums its text has', async (name, bpr, claims, groups, plb) => {
  const records = await read(sample(`x12/835_005010X221A1_${name}.835`));
  const found = ofType(records, 'claim');
  expect(found.map(({ chargeCents, paidCents }) => [chargeCents, paidCents])).toEqual(claims);
  const sums: Record<string, number> = {};
  for (const { group, amountCents } of found.flatMap((claim) => [
    ...claim.adjustments,
    ...claim.lines.flatMap((line) => line.adjustments),
  ])) {
    sums[group] = (sums[group] ?? 0) + amountCents;
  }
  expect(sums).toEqual(groups);
  const [end] = ofType(records, 'transaction-end');
  expect(end).toMatchObject({
    ok: true,
    claimCount: claims.length,
    balanced: { bprCents: bpr, plbCents: plb, differenceCents: 0, ok: true },
  });
  expect(found.every(({ balance }) => balance.differenceCents === 0)).toBe(true);
  expect(ofType(records, 'file-end')[0]).toMatchObject({ outcome: 'imported', accepted: 1, refused: 0 });
});

test('B2 the payment day 2000-23-16 of a sample is named as impossible and the payment is kept', async () => {
  const records = await read(sample('x12/835_005010X221A1_managed-care.835'));
  expect(ofType(records, 'fault')).toMatchObject([
    { code: 'impossible_date', element: 'BPR16', value: '20002316', severity: 'warning', segmentNumber: 4 },
  ]);
  expect(ofType(records, 'transaction')[0]?.bpr).toMatchObject({ amountCents: 94500, paymentOn: null, method: 'ACH' });
});

test('B2 names, remark codes, summary provider and dates of the Medicare sample are kept', async () => {
  const records = await read(sample('x12/835_005010X221A1_medicare-part-a.835'));
  const [first, second] = ofType(records, 'claim');
  expect(first).toMatchObject({
    patient: { last: 'JONES', first: 'SAM', id: '666666666A' },
    serviceFromOn: '2002-08-16',
    serviceToOn: '2002-08-24',
    quantities: [{ qualifier: 'CA', value: '8' }],
    summaryProviderId: '6543210903',
  });
  expect(second).toMatchObject({ remarkCodes: ['MA02'], summaryProviderId: '6543210909' });
  expect(ofType(records, 'plb')[0]).toMatchObject({
    providerId: '6543210903',
    reason: 'CV',
    reference: 'CP',
    amountCents: -127,
    fiscalPeriodOn: '2002-12-31',
  });
});

test('B3 a composite written with another separator than the ISA names is still split, and told once', async () => {
  const records = await read(sample('x12/835_005010X221A1_secondary-payment.835'));
  const lines = ofType(records, 'claim')[1]?.lines;
  expect(lines?.map(({ procedure }) => [procedure.qualifier, procedure.code, procedure.modifiers])).toEqual([
    ['HC', '12345', ['26']],
    ['HC', '66543', ['26']],
  ]);
  expect(codes(records)).toEqual(['component_separator_differs']);
});

const others = [
  ...readdirSync(X12)
    .filter((name) => !name.startsWith('835'))
    .map((name) => `x12/${name}`),
  ...readdirSync(join(X12, '../malformed'))
    .filter((name) => name.endsWith('.edi'))
    .map((name) => `malformed/${name}`),
];

test.each(others)('B1 %s is refused with a reason and a segment', async (path) => {
  const records = await read(sample(path));
  expect(ofType(records, 'file-end')[0]).toMatchObject({ outcome: 'refused', claims: 0 });
  const refusal = ofType(records, 'fault').find(({ severity }) => severity === 'refused');
  expect(refusal?.message).toMatch(/skipped|Ask/);
  expect(refusal?.segmentNumber).toBeGreaterThan(0);
});
