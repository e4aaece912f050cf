/** An import whose worker or database dies in the middle goes on without losing or doubling anything. */
import { runPhase } from '../../../activities/imports/import-activities';
import { failingPool, type Loss } from './failing-pool';
import { bytes, startImportStack, type ImportStack } from './import-stack';
import { remittance, type TestTransaction } from './remittance-file';

let stack: ImportStack;
beforeAll(async () => {
  stack = await startImportStack();
}, 180_000);
afterAll(() => stack.stop());

const codesOf = (row: { reasons: unknown } | undefined) =>
  ((row?.reasons ?? []) as { code: string }[]).map(({ code }) => code);
const alive = new AbortController().signal;

/** Takes the file in without running it. */
function upload(transactions: readonly TestTransaction[]): Promise<string> {
  return stack.waiting.receive(
    {
      kind: '835',
      practiceId: stack.practiceId,
      fileName: 'x.835',
      dryRun: false,
      options: {},
      createdBy: stack.userId,
    },
    bytes(remittance(transactions)),
  );
}

const run = (importId: string, phase: string, loss?: Loss, signal: AbortSignal = alive) =>
  runPhase(
    { pool: loss ? failingPool(stack.db.pool, loss) : stack.db.pool, gateway: stack.gateway },
    importId,
    phase,
    signal,
    () => undefined,
  );

const many = (prefix: string, count: number): TestTransaction[] =>
  Array.from({ length: count }, (_, index) => ({
    trace: `${prefix}-${index}`,
    claims: [
      {
        number: `${prefix}-${index}`,
        charge: 100,
        paid: 80,
        lines: [{ code: '97110', charge: 100, paid: 80, adjustments: ['CO*45*20.00'] }],
      },
    ],
  }));

async function stored(importId: string, prefix: string) {
  const { rows } = await stack.db.pool.query<Record<string, number>>(
    `select (select count(*)::int from remit_transaction where import_id = $1) as payments,
            (select count(*)::int from import_part where import_id = $1) as parts,
            (select count(*)::int from import_row where import_id = $1) as rows,
            (select max(row) from import_row where import_id = $1) as last,
            (select count(*)::int from remit_line l join remit_claim c on c.id = l.remit_claim_id where c.number like $2) as lines,
            (select count(*)::int from remit_adjustment a join remit_claim c on c.id = a.remit_claim_id where c.number like $2) as adjustments,
            (select sum(paid_cents)::int from claim where number like $2) as paid`,
    [importId, `${prefix}-%`],
  );
  return rows[0];
}

test.each([
  ['committed, but the answer was lost', { at: 'commit', nth: 1, afterwards: true }],
  ['killed just before the second commit', { at: 'commit', nth: 2, afterwards: false }],
  ['killed in the middle of the first merge', { at: 'insert into remit_adjustment', nth: 1, afterwards: false }],
  ['the connection died while the first claims were staged', { at: 'truncate', nth: 2, afterwards: false }],
] as const)('I10 an import goes on exactly where it was: %s', async (what, loss) => {
  const prefix = `P${what.length}`;
  const importId = await upload(many(prefix, 650));
  await expect(run(importId, 'load', loss)).rejects.toThrow('Connection terminated');
  await run(importId, 'load');
  expect(await stored(importId, prefix)).toEqual({
    payments: 650,
    parts: 650,
    rows: 650,
    last: 650,
    lines: 650,
    adjustments: 650,
    paid: 650 * 8_000,
  });
  expect(await stack.db.prisma.import.findUniqueOrThrow({ where: { id: importId } })).toMatchObject({
    summary: { claims: 650, bprCents: 650 * 8_000, transactions: { posted: 650 } },
  });
});

test('two workers that run the same import at once store it once', async () => {
  const importId = await upload(many('BOTH', 650));
  await Promise.all([run(importId, 'load'), run(importId, 'load')]);
  expect(await stored(importId, 'BOTH')).toMatchObject({
    payments: 650,
    parts: 650,
    rows: 650,
    lines: 650,
    paid: 650 * 8_000,
  });
});

test('H23 a case that was opened just before the worker died is not opened again', async () => {
  const denied = { number: 'DIED-1', status: '4', charge: 100, paid: 0, adjustments: ['CO*16*100.00'] };
  const importId = await upload([{ trace: 'DIED', claims: [denied] }]);
  await run(importId, 'load');
  const loss = { at: 'update remit_claim', nth: 1, afterwards: false };
  await expect(run(importId, 'cases', loss)).rejects.toThrow('Connection terminated');
  await run(importId, 'cases');
  const claim = await stack.db.prisma.claim.findFirstOrThrow({ where: { number: 'DIED-1' }, include: { cases: true } });
  expect(claim.cases).toHaveLength(1);
  const events = await stack.db.prisma.caseEvent.findMany({ where: { caseId: claim.cases[0]?.caseId ?? '' } });
  expect(events.map(({ type }) => type)).toEqual(['case.opened']);
  const [row] = await stack.db.prisma.importRow.findMany({ where: { importId } });
  expect(row?.caseId).toBe(claim.cases[0]?.caseId);
  expect(codesOf(row)).toEqual(['denied', 'case_opened']);
});

test('a case told of a denial whose answer was lost is told once', async () => {
  const denied = { number: 'TOLD-1', status: '4', charge: 100, paid: 0, adjustments: ['CO*16*100.00'] };
  await stack.resultOf(
    await stack.imports.receive(
      { kind: '835', practiceId: stack.practiceId, fileName: 'a', dryRun: false, options: {}, createdBy: stack.userId },
      bytes(remittance([{ trace: 'TOLD-A', claims: [denied] }])),
    ),
  );
  const importId = await upload([{ trace: 'TOLD-B', paidOn: '20260301', claims: [denied] }]);
  await run(importId, 'load');
  await expect(run(importId, 'cases', { at: 'update remit_claim', nth: 1, afterwards: true })).rejects.toThrow(
    'terminated',
  );
  await run(importId, 'cases');
  await run(importId, 'cases');
  const claim = await stack.db.prisma.claim.findFirstOrThrow({ where: { number: 'TOLD-1' }, include: { cases: true } });
  const events = await stack.db.prisma.caseEvent.findMany({ where: { caseId: claim.cases[0]?.caseId ?? '' } });
  expect(events.map(({ type }) => type)).toEqual(['case.opened', 'denial.received']);
  const [row] = await stack.db.prisma.importRow.findMany({ where: { importId } });
  expect(codesOf(row)).toEqual(['denied', 'case_joined']);
});

test('a stopped import keeps what it wrote and goes on when it is resumed', async () => {
  const importId = await upload(many('STOP', 650));
  const stopper = new AbortController();
  const running = run(importId, 'load', undefined, stopper.signal);
  stopper.abort(new Error('stopped by a person'));
  await expect(running).rejects.toThrow('stopped by a person');
  await run(importId, 'load');
  expect(await stored(importId, 'STOP')).toMatchObject({ payments: 650, lines: 650, paid: 650 * 8_000 });
});
