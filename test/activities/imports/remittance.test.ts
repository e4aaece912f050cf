/** The 835 import from upload to denial case, on real Postgres and real Temporal. */
import { bytes, sample, startImportStack, type ImportStack } from './import-stack';
import { remittance, type TestClaim } from './remittance-file';

let stack: ImportStack;
beforeAll(async () => {
  stack = await startImportStack();
}, 180_000);
afterAll(() => stack.stop());

const rowsOf = (importId: string) =>
  stack.db.prisma.importRow.findMany({ where: { importId }, orderBy: { row: 'asc' } });
const codesOf = (row: { reasons: unknown } | undefined) =>
  ((row?.reasons ?? []) as { code: string }[]).map(({ code }) => code);
const claimOf = (number: string) => stack.db.prisma.claim.findFirstOrThrow({ where: { number } });
const casesOn = (claimId: string) =>
  stack.db.prisma.caseClaim.findMany({ where: { claimId }, include: { case: true } });
const eventsOf = async (caseId: string) =>
  (await stack.db.prisma.caseEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } })).map(({ type }) => type);
const everything = async () => {
  const { rows } = await stack.db.pool.query<Record<string, number>>(
    `select (select count(*) from remit_transaction)::int as transactions, (select count(*) from remit_claim)::int as claims,
            (select count(*) from remit_line)::int as lines, (select count(*) from remit_adjustment)::int as adjustments,
            (select count(*) from remit_provider_adjustment)::int as plb, (select count(*) from claim)::int as own,
            (select count(*) from submission)::int as submissions, (select count(*) from cases)::int as cases,
            (select count(*) from case_event)::int as events, (select sum(paid_cents) from claim)::int as paid`,
  );
  return rows[0];
};

const denied = (number: string, more: Partial<TestClaim> = {}): TestClaim => ({
  number,
  status: '4',
  charge: 100,
  paid: 0,
  adjustments: ['CO*16*100.00'],
  ...more,
});
const paid = (number: string, more: Partial<TestClaim> = {}): TestClaim => ({
  number,
  charge: 100,
  paid: 80,
  adjustments: ['CO*45*20.00'],
  ...more,
});

test.each([
  ['cob-contractural-adjustment', { claims: 1, bprCents: 3_400, clpCents: 3_400, plbCents: 0, chargeCents: 54_100 }],
  ['managed-care', { claims: 2, bprCents: 94_500, clpCents: 94_500, plbCents: 0, chargeCents: 200_000 }],
  [
    'medicare-part-a',
    { claims: 2, bprCents: 15_000_000, clpCents: 14_999_873, plbCents: -127, chargeCents: 22_636_697 },
  ],
  ['secondary-payment', { claims: 2, bprCents: 122_200, clpCents: 122_200, plbCents: 0, chargeCents: 1_107_514 }],
  ['tertiary-payment', { claims: 1, bprCents: 18_750, clpCents: 18_750, plbCents: 0, chargeCents: 176_650 }],
])('I10 the sample %s imports with the right sums', async (name, sums) => {
  const result = await stack.take(sample(name));
  expect(result).toMatchObject({ state: 'finished', error: null, summary: { ...sums, transactions: { posted: 1 } } });
  const stored = await stack.db.prisma.remitTransaction.findFirstOrThrow({
    where: { importId: result.id },
    include: { claims: true, adjustments: true },
  });
  expect(stored.bprCents).toBe(
    stored.claims.reduce((sum, { paidCents }) => sum + paidCents, 0n) -
      stored.adjustments.reduce((sum, { amountCents }) => sum + amountCents, 0n),
  );
  expect((await rowsOf(result.id)).map(({ outcome }) => outcome)).toEqual(stored.claims.map(() => 'created'));
});

test('the same file again ends at once, names the first import and adds nothing', async () => {
  const file = remittance([{ trace: 'AGAIN', claims: [paid('A1'), denied('A2')] }]);
  const first = await stack.take(file);
  const before = await everything();
  const second = await stack.take(file, { fileName: 'renamed.txt' });
  expect(second).toMatchObject({ state: 'already-imported', summary: { firstImportId: first.id } });
  expect(await everything()).toEqual(before);
});

test('I10 the same payments in another envelope add nothing', async () => {
  const transactions = [{ trace: 'ENVELOPE', claims: [paid('E1'), denied('E2')], plb: 5 }];
  await stack.take(remittance(transactions));
  const before = await everything();
  const other = { element: '|', component: '>', segment: "'\n", control: '000000777' };
  const again = await stack.take(remittance(transactions, other));
  expect(again).toMatchObject({ state: 'finished', summary: { transactions: { 'already-imported': 1 }, claims: 0 } });
  expect((await rowsOf(again.id)).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
  expect(await everything()).toEqual(before);
});

test('H10 a denied claim opens a case with its codes, payer, patient and amounts', async () => {
  const result = await stack.take(
    remittance([{ trace: 'OPENS', claims: [denied('O1', { adjustments: ['CO*197*60.00', 'PR*96*40.00'] })] }]),
  );
  const claim = await claimOf('O1');
  const [held] = await casesOn(claim.id);
  expect(held?.case).toMatchObject({
    kind: 'denial',
    stage: 'New',
    subject: 'authorization-exceeded',
    outstandingCents: 10_000n,
    payerId: claim.payerId,
    patientId: claim.patientId,
  });
  expect(held?.case.carcCodes.sort()).toEqual(['CO-197', 'PR-96']);
  expect(held?.case.details).toMatchObject({
    patient: { name: 'DOE, PAT', memberId: 'MO1' },
    payerName: 'ACME MUTUAL',
    claimNumbers: ['O1'],
  });
  expect(held?.case.searchText).toContain('acme mutual');
  expect(claim).toMatchObject({ status: 'denied', outstandingCents: 10_000n, paidCents: 0n });
  expect((await rowsOf(result.id))[0]).toMatchObject({ outcome: 'created', caseId: held?.caseId });
  expect(result.summary).toMatchObject({ denied: 1, deniedCents: 10_000, cases: { case_opened: 1 } });
});

test('an under-paid claim opens a case for what was refused, a paid one opens none', async () => {
  const lines = [
    { code: '97110', charge: 60, paid: 60 },
    { code: '97140', charge: 40, paid: 0, adjustments: ['CO*97*40.00'] },
  ];
  await stack.take(
    remittance([{ trace: 'UNDER', claims: [{ number: 'U1', charge: 100, paid: 60, lines }, paid('U2')] }]),
  );
  const [held] = await casesOn((await claimOf('U1')).id);
  expect(held?.case).toMatchObject({ carcCodes: ['CO-97'], outstandingCents: 4_000n });
  expect(await casesOn((await claimOf('U2')).id)).toEqual([]);
});

test('H23 a claim denied twice joins its open case instead of opening another', async () => {
  await stack.take(remittance([{ trace: 'TWICE-1', claims: [denied('T1')] }]));
  const again = await stack.take(
    remittance([
      {
        trace: 'TWICE-2',
        paidOn: '20260201',
        claims: [denied('T1', { control: 'ICN-NEW', adjustments: ['CO*50*100.00'] })],
      },
    ]),
  );
  const claim = await claimOf('T1');
  const held = await casesOn(claim.id);
  expect(held).toHaveLength(1);
  expect(await eventsOf(held[0]?.caseId ?? '')).toEqual(['case.opened', 'denial.received']);
  expect(held[0]?.case.carcCodes.sort()).toEqual(['CO-16', 'CO-50']);
  expect(codesOf((await rowsOf(again.id))[0])).toContain('case_joined');
  expect(await stack.db.prisma.submission.count({ where: { claimId: claim.id } })).toBe(2);
});

test('the same claim denied twice in one file has one case', async () => {
  await stack.take(
    remittance([
      { trace: 'ONE-1', claims: [denied('S1')] },
      { trace: 'ONE-2', claims: [denied('S1', { adjustments: ['CO*29*100.00'] })] },
    ]),
  );
  const held = await casesOn((await claimOf('S1')).id);
  expect(held).toHaveLength(1);
  expect(await eventsOf(held[0]?.caseId ?? '')).toEqual(['case.opened', 'denial.received']);
});

test('R27 a reversal with its correction replaces the decision, tells the case and resolves nothing', async () => {
  await stack.take(remittance([{ trace: 'REV-1', claims: [denied('R1')] }]));
  await stack.take(
    remittance([
      {
        trace: 'REV-2',
        paidOn: '20260210',
        claims: [
          { number: 'R1', status: '22', charge: -100, paid: 0, adjustments: ['CO*16*-100.00'] },
          paid('R1', { control: 'ICN-R1-B' }),
        ],
      },
    ]),
  );
  const claim = await claimOf('R1');
  expect(claim).toMatchObject({ status: 'correction', paidCents: 8_000n, outstandingCents: 0n, chargeCents: 10_000n });
  const [held] = await casesOn(claim.id);
  expect(await eventsOf(held?.caseId ?? '')).toEqual(['case.opened', 'payment.posted', 'amounts.updated']);
  expect(held?.case).toMatchObject({ stage: 'New', closedAt: null, outstandingCents: 0n });
});

test('a payment taken back leaves the claim unpaid again', async () => {
  await stack.take(remittance([{ trace: 'BACK-1', claims: [paid('B1'), paid('B2')] }]));
  expect(await claimOf('B1')).toMatchObject({ status: 'paid', paidCents: 8_000n });
  await stack.take(
    remittance([
      {
        trace: 'BACK-2',
        paidOn: '20260301',
        claims: [{ number: 'B1', status: '22', charge: -100, paid: -80, adjustments: ['CO*45*-20.00'] }, paid('B3')],
      },
    ]),
  );
  expect(await claimOf('B1')).toMatchObject({ status: 'reversal', paidCents: 0n, outstandingCents: 10_000n });
});

test('a broken transaction among good ones is listed with its segment, and the good ones land', async () => {
  const result = await stack.take(
    remittance([
      { trace: 'GOOD-1', claims: [paid('G1')] },
      { trace: 'BAD', claims: [denied('G2')], segmentCount: 99 },
      { trace: 'GOOD-2', claims: [denied('G3')] },
    ]),
  );
  expect(result).toMatchObject({
    state: 'finished',
    summary: { transactions: { posted: 2, refused: 1 }, exceptionsOpen: 1 },
  });
  const exceptions = await stack.db.prisma.importException.findMany({ where: { importId: result.id } });
  expect(exceptions).toMatchObject([
    { code: 'segment_count_mismatch', severity: 'refused', state: 'open', segmentId: 'SE', controlNumber: '0002' },
  ]);
  expect(await stack.db.prisma.claim.count({ where: { number: 'G2' } })).toBe(0);
  expect(await casesOn((await claimOf('G3')).id)).toHaveLength(1);
});

test('I10 a payment that does not balance is stored apart: no claim changes and no case opens', async () => {
  const result = await stack.take(remittance([{ trace: 'UNBALANCED', claims: [denied('X1')], bpr: 12.34 }]));
  expect(result).toMatchObject({
    state: 'finished',
    summary: { transactions: { held: 1 }, exceptionsOpen: 1 },
  });
  expect(
    await stack.db.prisma.importException.findMany({ where: { importId: result.id, state: 'open' } }),
  ).toMatchObject([{ code: 'transaction_not_balanced', amountCents: 1_234n }]);
  expect(
    await stack.db.prisma.remitTransaction.findFirstOrThrow({
      where: { importId: result.id },
      include: { claims: true },
    }),
  ).toMatchObject({
    state: 'held',
    claims: [{ number: 'X1', claimId: null }],
  });
  expect(await stack.db.prisma.claim.count({ where: { number: 'X1' } })).toBe(0);
  expect(await rowsOf(result.id)).toMatchObject([{ outcome: 'refused', caseId: null }]);
});

test('a trace number that comes again with other content is kept apart', async () => {
  await stack.take(remittance([{ trace: 'SAME-TRACE', claims: [paid('C1')] }]));
  const second = await stack.take(remittance([{ trace: 'SAME-TRACE', claims: [paid('C1'), paid('C2')] }]));
  expect(second.summary).toMatchObject({ transactions: { held: 1 }, exceptionsOpen: 1 });
  expect(await claimOf('C1')).toMatchObject({ paidCents: 8_000n });
});

test('a dry run reports what would happen and writes nothing else; applying it does what it said', async () => {
  const before = await everything();
  const dry = await stack.take(remittance([{ trace: 'DRY', claims: [paid('D1'), denied('D2')] }]), { dryRun: true });
  expect(dry).toMatchObject({ state: 'finished', summary: { claims: 2, denied: 1, rows: { created: 2 } } });
  expect(codesOf((await rowsOf(dry.id))[1])).toEqual(['denied', 'case_would_open']);
  expect(await everything()).toEqual(before);
  const real = await stack.resultOf(await stack.imports.apply(dry.id, stack.userId));
  expect(real).toMatchObject({
    state: 'finished',
    summary: { claims: 2, denied: 1, rows: { created: 2 }, cases: { case_opened: 1 } },
  });
  expect(await stack.imports.apply(dry.id, stack.userId)).toBe(real.id);
});

test.each([
  ['an Excel file', Buffer.from('504b0304140000000800', 'hex'), 'wrong_type', /ZIP archive or an Office file/],
  ['a letter', Buffer.from('Dear payer, where is our money?'), 'no_interchange', /nothing begins with ISA/],
])('%s given as a remittance is refused in plain words', async (_what, content, code, words) => {
  const result = await stack.take(content);
  expect(result).toMatchObject({ state: 'failed', error: { code } });
  expect(result.error?.message).toMatch(words);
});

test('an empty file is refused before anything is kept', async () => {
  const before = await stack.db.prisma.import.count();
  const request = {
    kind: '835' as const,
    practiceId: stack.practiceId,
    fileName: 'x',
    dryRun: false,
    options: {},
    createdBy: stack.userId,
  };
  await expect(stack.imports.receive(request, bytes(''))).rejects.toMatchObject({ code: 'file_empty' });
  expect(await stack.db.prisma.import.count()).toBe(before);
});

test('an imported file is not kept, an import that failed keeps it so that it can be resumed', async () => {
  const finished = await stack.take(remittance([{ trace: 'KEPT', claims: [paid('K1')] }]));
  const failed = await stack.take('no remittance');
  const kept = (importId: string) => stack.db.prisma.importChunk.count({ where: { importId } });
  expect([await kept(finished.id), await kept(failed.id)]).toEqual([0, 1]);
});
