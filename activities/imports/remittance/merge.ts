/** Merges staged transactions in one database transaction: each is in with all its claims, or not at all. */
import type { PoolClient } from 'pg';
import type { ReportedException } from '../framework';
import { exceptionRows, INSERT_EXCEPTIONS } from '../open-run';
import * as sql from './merge.sql';

export interface MergeRequest {
  readonly importId: string;
  readonly practiceId: string;
  /** Judge and report, but post nothing. */
  readonly dryRun: boolean;
  /** Of the staged transactions, by their number in the file, and of refused ones. */
  readonly exceptions: ReadonlyMap<number, readonly ReportedException[]>;
  /** Transactions that were refused while they were read. */
  readonly refused: ReadonlyMap<number, object>;
}

const POST = [
  sql.INSERT_TRANSACTIONS,
  sql.PICK_CLAIMS,
  'analyze merge_claim',
  'create temp table merge_fresh (id uuid primary key) on commit drop',
  'create temp table merge_new (id uuid primary key, n int, claim_id uuid) on commit drop',
  sql.INSERT_PATIENTS,
  sql.INSERT_CLAIMS,
  sql.INSERT_REMIT_CLAIMS,
  'analyze merge_new',
  sql.INSERT_LINES,
  sql.INSERT_ADJUSTMENTS,
  sql.INSERT_PROVIDER_ADJUSTMENTS,
  sql.INSERT_SUBMISSIONS,
  sql.RECOMPUTE_TOUCHED,
  sql.REPORT_ROWS,
];
const FORETELL = [sql.PICK_CLAIMS, 'analyze merge_claim', sql.FORETELL_ROWS];

/**
 * Idempotent: what was merged before (this attempt's "committed, but the answer was lost", or another import) is
 * recognised by its identity and adds nothing; a part that is recorded keeps its first record.
 */
export async function mergeStaged(client: PoolClient, request: MergeRequest): Promise<void> {
  const { importId, practiceId, dryRun } = request;
  const ids = [practiceId, importId] as const;
  await client.query('begin');
  try {
    // Two attempts of one import, the older one cut off from Temporal but not from the database, take turns.
    await client.query('select id from import where id = $1 for update', [importId]);
    await client.query(`delete from stage_transaction s using import_part p where p.import_id = $1 and p.n = s.n`, [
      importId,
    ]);
    if (!dryRun) await client.query(sql.INSERT_PAYERS);
    await client.query(sql.JUDGE_TRANSACTIONS);
    for (const statement of dryRun ? FORETELL : POST) await run(client, statement, ids);
    await run(client, sql.REPORT_PARTS, ids);
    await reportRefused(client, importId, request.refused);
    await reportExceptions(client, request);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Gives a statement the parameters it names; PostgreSQL refuses those it does not. */
async function run(client: PoolClient, statement: string, [practiceId, importId]: readonly [string, string]) {
  const names = [statement.includes('$1'), statement.includes('$2')] as const;
  if (names[0] && names[1]) return client.query(statement, [practiceId, importId]);
  if (names[0]) return client.query(statement, [practiceId]);
  return names[1] ? client.query(statement.replaceAll('$2', '$1'), [importId]) : client.query(statement);
}

async function reportRefused(client: PoolClient, importId: string, refused: ReadonlyMap<number, object>) {
  if (refused.size === 0) return;
  await client.query(
    `insert into import_part (import_id, n, outcome, counts)
     select $1, r.n, 'refused', r.counts from jsonb_to_recordset($2::jsonb) as r(n int, counts jsonb)
     on conflict (import_id, n) do nothing`,
    [importId, JSON.stringify([...refused].map(([n, counts]) => ({ n, counts })))],
  );
}

async function reportExceptions(client: PoolClient, request: MergeRequest): Promise<void> {
  const { rows } = await client.query<{
    n: number;
    outcome: string;
    balanced: boolean;
    controlNumber: string;
    bpr: string;
  }>(`select n, outcome, balanced, counts->>'controlNumber' as "controlNumber", bpr from merge_transaction`);
  const repeated = new Set(rows.filter(({ outcome }) => outcome === 'already-imported').map(({ n }) => n));
  // A payment that was imported before told its faults then.
  const exceptions = [...request.exceptions].flatMap(([n, list]) => (repeated.has(n) ? [] : list));
  for (const row of rows) {
    if (row.outcome !== 'held' || !row.balanced) continue;
    exceptions.push({
      key: `${row.n}:payment_contradicts`,
      scope: 'transaction',
      code: 'payment_contradicts',
      message:
        'The payer has used this trace number before for a payment with other content. It is kept apart, not posted; ask the payer which one holds.',
      severity: 'warning',
      needsDecision: true,
      controlNumber: row.controlNumber,
      amountCents: Number(row.bpr),
    });
  }
  if (exceptions.length > 0)
    await client.query(INSERT_EXCEPTIONS, [request.importId, exceptionRows(request.importId, exceptions)]);
}
