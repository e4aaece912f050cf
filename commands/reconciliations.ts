/** Starts a reconciliation; the workflow does the work. One at a time, because two would mend the same case at once. */
import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { ReconcileOrder } from '../domain/reconciliation';
import { reconcileWorkflowId } from '../platform/names';
import type { BatchDeps } from './batches';

/** A sweep is under way already. */
export class ReconciliationRuns extends Error {
  override readonly name = 'ReconciliationRuns';
  constructor(readonly id: string) {
    super('A reconciliation is under way; wait until it has finished, then start another if it is still needed.');
  }
}

const DEADLINE_MS = 5_000;

/**
 * @param startedBy the user.
 * @returns its id.
 * @throws ReconciliationRuns; what Temporal throws when it cannot be reached: then nothing was started.
 */
export async function startReconciliation(deps: BatchDeps, repair: boolean, startedBy: string): Promise<string> {
  await requireNoneRuns(deps);
  const id = randomUUID();
  const order: ReconcileOrder = { id, trigger: 'person', repair, startedBy };
  const workflowId = reconcileWorkflowId(id);
  await deps.client.withDeadline(Date.now() + DEADLINE_MS, () =>
    deps.client.workflow.start('reconcile', { workflowId, taskQueue: deps.taskQueue, args: [order] }),
  );
  // The workflow would write the same row; whoever asks at once shall find it.
  await deps.pool.query(
    `insert into reconciliation (id, trigger, repair, started_by, workflow_id) values ($1, 'person', $2, $3, $4)
     on conflict (id) do nothing`,
    [id, repair, startedBy, workflowId],
  );
  return id;
}

/** A row can outlive its run: Temporal may have been restored to an earlier moment. Such a sweep has failed. */
async function requireNoneRuns(deps: BatchDeps): Promise<void> {
  const { rows } = await deps.pool.query<{ id: string; workflowId: string }>(
    `select id, workflow_id as "workflowId" from reconciliation where state = 'running' order by started_at`,
  );
  for (const { id, workflowId } of rows) {
    if (await runs(deps, workflowId)) throw new ReconciliationRuns(id);
    await deps.pool.query(
      `update reconciliation set state = 'failed', finished_at = now() where id = $1 and state = 'running'`,
      [id],
    );
  }
}

async function runs(deps: BatchDeps, workflowId: string): Promise<boolean> {
  try {
    const { status } = await deps.client.withDeadline(Date.now() + DEADLINE_MS, () =>
      deps.client.workflow.getHandle(workflowId).describe(),
    );
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
