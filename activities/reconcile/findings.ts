/** Keeps sweeps and what they found. The only writer of these tables. */
import type { Pool } from 'pg';
import { uuidFrom } from '../../commands/ids';
import type { Finding, ReconcileOrder } from '../../domain/reconciliation';

/** @returns the sweep's id; null when it has ended already. A run that is tried again finds its own row. */
export async function begin(pool: Pool, order: ReconcileOrder, run: { workflowId: string; runId: string }) {
  const id = order.id ?? uuidFrom(`reconciliation:${run.workflowId}:${run.runId}`);
  await pool.query(
    `insert into reconciliation (id, trigger, repair, started_by, workflow_id) values ($1, $2, $3, $4, $5)
     on conflict (id) do nothing`,
    [id, order.trigger, order.repair, order.startedBy, run.workflowId],
  );
  const { rows } = await pool.query<{ state: string }>('select state from reconciliation where id = $1', [id]);
  return rows[0]?.state === 'running' ? id : null;
}

/** A repair that is on record stays: a page that is tried again finds the case mended, and must not forget why. */
export async function keepFinding(pool: Pool, reconciliationId: string, finding: Finding): Promise<void> {
  const { key, caseId, kind, code, words, outcome, done, detail } = finding;
  await pool.query(
    `insert into reconciliation_finding (reconciliation_id, key, case_id, kind, code, words, outcome, done, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (reconciliation_id, key) do update set
       outcome = excluded.outcome, done = excluded.done, detail = excluded.detail, words = excluded.words
     where reconciliation_finding.outcome <> 'repaired'`,
    [reconciliationId, key, caseId, kind, code, words, outcome, done, JSON.stringify(detail)],
  );
}

export async function end(pool: Pool, id: string, looked: number): Promise<void> {
  await pool.query(
    `update reconciliation set state = 'finished', finished_at = now(), looked = $2 where id = $1 and state = 'running'`,
    [id, looked],
  );
}
