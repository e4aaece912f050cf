/** Runs a sweep to its end and reads what it found. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Db } from '../../platform/db';
import { startReconciliation } from '../../commands/reconciliations';

export interface SweepParts {
  readonly db: Db;
  readonly temporal: { readonly client: Client };
  readonly taskQueue: string;
}

export interface FindingRow {
  readonly caseId: string | null;
  readonly code: string;
  readonly outcome: string;
  readonly words: string;
  readonly done: string;
  readonly detail: Record<string, unknown>;
}

export async function sweep(parts: SweepParts, repair: boolean): Promise<FindingRow[]> {
  const deps = { pool: parts.db.pool, client: parts.temporal.client, taskQueue: parts.taskQueue };
  const id = await startReconciliation(deps, repair, randomUUID());
  await parts.temporal.client.workflow.getHandle(`reconcile:${id}`).result();
  const { rows } = await parts.db.pool.query<FindingRow>(
    `select case_id as "caseId", code, outcome, words, done, detail from reconciliation_finding
     where reconciliation_id = $1 order by key`,
    [id],
  );
  return rows;
}
