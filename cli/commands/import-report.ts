/** Prints what an import did: a line per row, the sums, and the cases that are already at risk [B09]. */
import { z } from 'zod';
import { printTable } from '../terminal';

const AtRisk = z.looseObject({
  total: z.int(),
  byFlag: z.record(z.string(), z.int()),
  cases: z.array(
    z.looseObject({
      row: z.int().nullish(),
      caseId: z.string().nullish(),
      on: z.string().nullish(),
      flags: z.array(z.string()),
    }),
  ),
});

export interface ReportedRow {
  readonly row: number;
  readonly outcome: string;
  readonly reasons: readonly { readonly message: string }[];
}

export interface ReportedImport {
  readonly id: string;
  readonly state: string;
  readonly dryRun: boolean;
  readonly summary: Readonly<Record<string, unknown>> | null;
}

/** @param more whether the server has further rows than those given. */
export function printReport(view: ReportedImport, rows: readonly ReportedRow[], more: boolean): void {
  console.log(`Import ${view.id}: ${view.state}${view.dryRun ? ' (dry run, nothing was changed)' : ''}`);
  if (rows.length > 0) {
    printTable(
      ['ROW', 'OUTCOME', 'WHY'],
      rows.map(({ row, outcome, reasons }) => [String(row), outcome, reasons.map((r) => r.message).join(' ')]),
    );
  }
  if (more) console.log(`  ... only the first ${rows.length} rows; GET /api/v1/imports/${view.id}/rows has the rest.`);
  const { atRisk, ...sums } = view.summary ?? {};
  printSums(sums, '');
  const risk = AtRisk.safeParse(atRisk);
  if (risk.success) printRisk(risk.data);
}

function printSums(sums: Readonly<Record<string, unknown>>, before: string): void {
  for (const [name, value] of Object.entries(sums)) {
    if (typeof value === 'number' || typeof value === 'string') console.log(`  ${before}${name}: ${value}`);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      printSums(value as Record<string, unknown>, `${before}${name}.`);
    }
  }
}

function printRisk(risk: z.infer<typeof AtRisk>): void {
  if (risk.total === 0) {
    console.log('\nNo case is at risk now.');
    return;
  }
  const flags = Object.entries(risk.byFlag).map(([flag, count]) => `${flag} ${count}`);
  console.log(`\nAlready at risk: ${risk.total} cases (${flags.join(', ')}), most urgent first`);
  printTable(
    ['ROW', 'SINCE OR ON', 'FLAGS', 'CASE'],
    risk.cases.map((c) => [
      c.row === null || c.row === undefined ? '' : String(c.row),
      c.on ?? '',
      c.flags.join(', '),
      c.caseId ?? 'not opened yet',
    ]),
  );
  if (risk.total > risk.cases.length) console.log(`  ... and ${risk.total - risk.cases.length} more.`);
}
