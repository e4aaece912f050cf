/** Takes an audit through row by row: plan, carry out (unless it is a dry run), report. Goes on where an earlier try was. */
import { RuleSource } from '../../../commands/rule-source';
import { type ImportRun, ImportRefused, type ReportedRow } from '../framework';
import { applyPlan, doneEarlier, plannedRow } from './apply-row';
import { riskyCases, summarizeRisk, type RiskyCase } from './at-risk';
import type { RowRead } from './audit-row';
import { fieldNames, fieldOf } from './fields';
import { foreseeOpening } from './foresee';
import { findCases } from './known-case';
import type { Column } from './map-headers';
import type { AuditMapping } from './mapping-file';
import { openSheet, type OpenSheet } from './open-sheet';
import type { PlanContext, RowPlan } from './plan';
import { planRow } from './plan-row';
import { AuditFileFault } from './table';

type Run = ImportRun<AuditMapping>;
type ReadableRow = Extract<RowRead, { ok: true }>;
interface Planned {
  readonly read: ReadableRow;
  readonly plan: RowPlan;
}

const BATCH = 200;
/** Rows are about different cases, so they may go side by side; more callers than this only wait for the servers. */
const AT_ONCE = 8;

/** The date it is in the practice. */
export function practiceDate(zone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    at,
  );
}

/** Opens the file. @throws ImportRefused when no retry can heal it. */
export async function openAudit(run: Run, now: number): Promise<OpenSheet> {
  try {
    const file = { size: run.bytes, open: () => run.read() };
    return await openSheet(file, run.options, practiceDate(run.zone, now));
  } catch (error) {
    if (!(error instanceof AuditFileFault)) throw error;
    // The headers, and which of them were understood, let a person say what the others are.
    const { headers, columns } = error.detail;
    if (headers) await run.summarize({ headersSeen: headers, ...(columns ? { columns: shownColumns(columns) } : {}) });
    throw new ImportRefused(error.code, error.message);
  }
}

const shownColumns = (columns: readonly Column[]) =>
  columns.map(({ field, header }) => ({ field, title: fieldOf(field).title, header }));

/** Reads the file once and tells how it is understood. Writes nothing but the summary. */
export async function checkAudit(run: Run, now = Date.now()): Promise<void> {
  await run.summarize({ fields: fieldNames.map((field) => ({ field, title: fieldOf(field).title })) });
  const sheet = await openAudit(run, now);
  await run.summarize({
    sheet: {
      format: sheet.table.format,
      name: sheet.table.sheet,
      encoding: sheet.table.text?.encoding ?? null,
      delimiter: sheet.table.text?.delimiter ?? null,
      headerRow: sheet.headerRow,
      rows: sheet.total,
    },
    columns: shownColumns(sheet.headers.columns),
    ignoredColumns: sheet.headers.ignored,
    dateOrder: Object.fromEntries(sheet.orders),
  });
}

/** Plans every row and, unless it is a dry run, carries the plans out. */
export async function importRows(run: Run, now = Date.now()): Promise<void> {
  const sheet = await openAudit(run, now);
  const done = await reportedRows(run);
  const rules = new RuleSource(run.pool);
  const today = practiceDate(run.zone, now);
  const { importId, practiceId, jurisdiction } = run;
  const context: PlanContext = { importId, practiceId, jurisdiction, today };
  const risky: RiskyCase[] = [];
  let batch: RowRead[] = [];
  let count = 0;
  const flush = async () => {
    run.signal.throwIfAborted();
    const open = batch.filter((read) => run.dryRun || !done.has(read.ok ? read.row.row : read.row));
    const planned = await planAll(run, open, context);
    await run.report(open.flatMap((read) => (read.ok ? [] : [refusedRow(read)])));
    if (run.dryRun) {
      await run.report(planned.map(({ read, plan }) => plannedRow(read.row.row, plan)));
      risky.push(...(await foresee(planned, rules, practiceId, now)));
    } else await carryOut(run, planned);
    count += batch.length;
    run.progress(count, sheet.total);
    batch = [];
  };
  for await (const read of sheet.read()) {
    batch.push(read);
    if (batch.length >= BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  if (run.dryRun) await run.summarize({ atRisk: summarizeRisk([...risky, ...(await riskyCases(run.pool, importId))]) });
}

/** Ends the audit with the cases that are at risk already. */
export async function listRisk(run: Run): Promise<void> {
  if (run.dryRun) return;
  await run.summarize({ atRisk: summarizeRisk(await riskyCases(run.pool, run.importId)) });
}

const refusedRow = (read: Extract<RowRead, { ok: false }>): ReportedRow => ({
  row: read.row,
  outcome: 'refused',
  reasons: read.faults,
  caseId: null,
});

async function reportedRows(run: Run): Promise<Set<number>> {
  if (run.dryRun) return new Set();
  const { rows } = await run.pool.query<{ row: number }>('select row from import_row where import_id = $1', [
    run.importId,
  ]);
  return new Set(rows.map((r) => r.row));
}

async function planAll(run: Run, reads: readonly RowRead[], context: PlanContext): Promise<Planned[]> {
  const good = reads.flatMap((read) => (read.ok ? [read] : []));
  const known = await findCases(
    run.pool,
    run.practiceId,
    good.map((read) => read.row.claimKey),
  );
  return good.map((read) => ({
    read,
    plan: planRow(read.row, known.get(read.row.claimKey) ?? [], context, read.notes),
  }));
}

async function carryOut(run: Run, planned: readonly Planned[]): Promise<void> {
  const unchanged = planned.flatMap(({ plan }) => (plan.kind === 'unchanged' ? [plan.caseId] : []));
  const earlier = await doneEarlier(run.pool, run.actor.id, unchanged);
  const waiting = [...planned];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      run.signal.throwIfAborted();
      const reported = await applyPlan(run, item.read.row, item.plan);
      const before = reported.outcome === 'unchanged' ? earlier.get(reported.caseId ?? '') : undefined;
      await run.report([before === undefined ? reported : { ...reported, outcome: before }]);
    }
  };
  // All end before an error is passed on: nothing may go on behind the back of the next try.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function foresee(
  planned: readonly Planned[],
  rules: RuleSource,
  practiceId: string,
  now: number,
): Promise<RiskyCase[]> {
  const risky: RiskyCase[] = [];
  for (const { read, plan } of planned) {
    if (plan.kind !== 'open') continue;
    const snapshot = await rules.snapshotFor(practiceId, plan.jurisdiction);
    const case_ = foreseeOpening(read.row, plan, snapshot, practiceId, now);
    if (case_) risky.push(case_);
  }
  return risky;
}
