/** An audit from file to board on real servers: what is opened, changed, left alone and refused, and who is at risk. */
import { practiceDate } from '../../../../activities/imports/wc-audit/import-rows';
import { addDays, diffDays } from '../../../../domain/calendar';
import { asRows, auditRecords, spoilers, toCsv, toWorkbook, type AuditRecord } from '../../../support/audit-sheet';
import { eventRequest } from '../../../support/stack';
import { startImportStack, type ImportStack } from '../import-stack';

let stack: ImportStack;
const today = practiceDate('America/Los_Angeles', Date.now());
beforeAll(async () => {
  stack = await startImportStack();
}, 240_000);
afterAll(() => stack?.stop());

interface Summary {
  readonly rows: Record<string, number>;
  readonly atRisk: {
    readonly total: number;
    readonly byFlag: Record<string, number>;
    readonly cases: readonly { rank: number; on: string; caseId: string | null; row: number }[];
  };
}
interface Reported {
  readonly row: number;
  readonly outcome: string;
  readonly reasons: readonly { code: string; message: string }[];
  readonly caseId: string | null;
}

/** Imports a sheet to its end and reads its report. */
async function take(content: string | Uint8Array, dryRun = false) {
  const result = await stack.take(content, { kind: 'wc-audit', fileName: 'audit', dryRun });
  const rows = await stack.db.prisma.importRow.findMany({ where: { importId: result.id }, orderBy: { row: 'asc' } });
  return { ...result, summary: result.summary as unknown as Summary, rows: rows as unknown as Reported[] };
}

const cases = () => stack.db.prisma.case.count();
const events = () => stack.db.prisma.caseEvent.count();
const refusedRows = (report: { rows: readonly Reported[] }) =>
  report.rows.filter((r) => r.outcome === 'refused').map((r) => r.row);

/** Deadlines fire in the morning of their day: one that did so between two imports would change what the second finds. */
function withoutDeadlineToday(record: AuditRecord): AuditRecord {
  const daysTo = (day: unknown) => (typeof day === 'string' ? diffDays(today, day) : 0);
  const [silent, left] = [-daysTo(record.lastContactOn), daysTo(record.authorizedTo)];
  return {
    ...record,
    lastContactOn: silent >= 12 && silent <= 16 ? addDays(today, -9) : record.lastContactOn,
    authorizedTo: left === -1 || (left >= 13 && left <= 17) ? addDays(today, 25) : record.authorizedTo,
  };
}

const records = auditRecords(200, today, 11).map(withoutDeadlineToday);
const bad = new Map<number, string>();
Object.entries(spoilers(today)).forEach(([name, spoil], i) => {
  records[5 + i * 10] = spoil(records[5 + i * 10] as AuditRecord);
  bad.set(6 + i * 10, name.split(':')[0] as string);
});
records[199] = { ...(records[199] as AuditRecord), claimNumber: records[0]?.claimNumber ?? null };
bad.set(200, 'claim_number_repeated');

test('B09 a dry run reports what would happen, names the cases at risk and writes nothing', async () => {
  const before = [await cases(), await events()];
  const report = await take(await toWorkbook({ Audit: asRows(records) }), true);
  expect(report).toMatchObject({ state: 'finished', error: null, summary: { rows: { created: 180, refused: 20 } } });
  expect([await cases(), await events()]).toEqual(before);
  expect(report.summary.atRisk.total).toBeGreaterThan(20);
}, 180_000);

test('B09 200 rows with 20 bad ones open 180 cases and refuse exactly those 20; a second run changes nothing', async () => {
  const dry = await take(await toWorkbook({ Audit: asRows(records) }), true);
  const report = await take(await toWorkbook({ Audit: asRows(records) }));
  expect(report).toMatchObject({ state: 'finished', error: null, summary: { rows: { created: 180, refused: 20 } } });
  expect(report.rows.filter((r) => r.outcome === 'refused').map((r) => [r.row, r.reasons[0]?.code])).toEqual([...bad]);
  expect(await cases()).toBe(180);

  const risk = report.summary.atRisk;
  expect(risk.total).toBe(dry.summary.atRisk.total);
  expect(risk.byFlag).toEqual(dry.summary.atRisk.byFlag);
  expect(risk.cases.map((c) => [c.row, c.rank, c.on])).toEqual(
    dry.summary.atRisk.cases.map((c) => [c.row, c.rank, c.on]),
  );
  expect(risk.cases.map((c) => c.rank)).toEqual(risk.cases.map((c) => c.rank).sort());

  const written = await events();
  const again = await take(toCsv(asRows(records)));
  expect(again).toMatchObject({ state: 'finished', summary: { rows: { unchanged: 180, refused: 20 } } });
  expect(refusedRows(again)).toEqual([...bad.keys()]);
  expect([await cases(), await events()]).toEqual([180, written]);
}, 300_000);

test('A13 a later sheet changes only what differs, and says what', async () => {
  const [one] = auditRecords(1, today, 99);
  const record = {
    ...(one as AuditRecord),
    claimNumber: 'LATER-1',
    authorizedTo: addDays(today, 40),
    visitsAuthorized: 12,
    visitsUsed: 4,
    lastContactOn: addDays(today, -9),
    status: 'Treating',
  };
  const first = await take(toCsv(asRows([record])));
  const caseId = first.rows[0]?.caseId as string;
  const later = {
    ...record,
    authorizedTo: addDays(today, 70),
    visitsUsed: 6,
    lastContactOn: addDays(today, -1),
    employer: 'New Employer LLC',
  };
  const report = await take(toCsv(asRows([later])));
  expect(report.rows[0]).toMatchObject({ outcome: 'updated', caseId });
  expect(report.rows[0]?.reasons.map((r) => r.message)).toEqual([
    `Authorization expiration: ${record.authorizedTo} \u2192 ${later.authorizedTo}.`,
    'Visits used: 4 \u2192 6.',
    `Last adjuster contact: ${record.lastContactOn} \u2192 ${later.lastContactOn}.`,
    'Employer: changed.',
  ]);
  const row = await stack.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  expect(row.facts).toMatchObject({
    authorizationEndsOn: later.authorizedTo,
    visitsUsed: 6,
    lastContactOn: later.lastContactOn,
    authorizationSource: 'manual',
  });
  expect(row).toMatchObject({ revision: 1, details: { employer: 'New Employer LLC' } });
  const third = await take(toCsv(asRows([later]), { quoteAll: true }));
  expect(third.rows[0]?.outcome).toBe('unchanged');
}, 120_000);

test('a closed case is named and not reopened by an import', async () => {
  const [one] = auditRecords(1, today, 5);
  const record = { ...(one as AuditRecord), claimNumber: 'CLOSED-1' };
  const opened = await take(toCsv(asRows([record])));
  const caseId = opened.rows[0]?.caseId as string;
  await stack.gateway.submit(eventRequest({ caseId, kind: 'wc' }, 'case.resolved', { outcome: 'settled' }));
  const report = await take(toCsv(asRows([record]), { delimiter: ';' }));
  expect(report.rows[0]).toMatchObject({ outcome: 'refused', caseId, reasons: [{ code: 'case_closed' }] });
}, 120_000);

test('a sheet without a claim number column stops with the headers seen', async () => {
  const report = await take('Clam Nmber,Patient\nA1,Ana\n');
  expect(report).toMatchObject({ state: 'failed', error: { code: 'headers_missing' } });
  expect(report.error?.message).toContain('"Clam Nmber"');
}, 120_000);
