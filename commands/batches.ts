/** Starts batches, stops and resumes them; the workflow does the work. A batch that Temporal could not take stays queued. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { BatchState, BatchType } from '../domain/batches';
import { batchWorkflowId } from '../platform/names';

export interface BatchDeps {
  readonly pool: Pool;
  readonly client: Client;
  readonly taskQueue: string;
}

/** What was asked for does not fit the batch; the message says what to do. */
export class BatchConflict extends Error {
  override readonly name = 'BatchConflict';
  constructor(
    readonly code: 'batch_unknown' | 'ended' | 'not_stopped' | 'rules_go_on',
    message: string,
  ) {
    super(message);
  }
}

const START_DEADLINE_MS = 5_000;

/**
 * Starts a batch that is stored; any number of times, a run that is under way is kept.
 * @returns false when Temporal could not be reached: the batch stays queued and `startQueuedBatches` tries again.
 */
export async function startBatch(deps: BatchDeps, batchId: string): Promise<boolean> {
  try {
    await deps.client.withDeadline(Date.now() + START_DEADLINE_MS, () =>
      deps.client.workflow.start('runBatch', {
        workflowId: batchWorkflowId(batchId),
        taskQueue: deps.taskQueue,
        args: [batchId],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    );
    return true;
  } catch {
    // Unknown or refused: both are mended by starting it again, which is safe.
    return false;
  }
}

/**
 * Starts what waits because Temporal was away, or whose run was lost with Temporal's data; answers how many. A run that is
 * under way is kept. Call it from time to time.
 */
export async function startQueuedBatches(deps: BatchDeps): Promise<number> {
  const { rows } = await deps.pool.query<{ id: string }>(
    `select id from batch where state in ('queued', 'running', 'stopping') and created_at < now() - interval '10 seconds'
     order by created_at limit 100`,
  );
  for (const { id } of rows) await startBatch(deps, id);
  return rows.length;
}

interface Head {
  readonly type: BatchType;
  readonly state: BatchState;
}

/**
 * Stops a batch: items under way end (at most 16), no further one begins; what was applied stays applied.
 * Stopping again answers the same.
 * @throws BatchConflict when there is none, it has ended, or it is a rule version on its way: that one is reverted.
 */
export async function stopBatch(deps: BatchDeps, batchId: string): Promise<void> {
  const head = await headOf(deps.pool, batchId);
  if (head.type === 'rules') {
    throw new BatchConflict(
      'rules_go_on',
      'A published rule version reaches every live case, or cases would follow different rules. Revert the version instead.',
    );
  }
  const { rowCount } = await deps.pool.query(
    `update batch set state = case when state = 'queued' then 'stopped' else 'stopping' end,
                      finished_at = case when state = 'queued' then now() end
     where id = $1 and state in ('queued', 'running', 'stopping')`,
    [batchId],
  );
  if (rowCount === 0 && head.state !== 'stopped') {
    throw new BatchConflict('ended', `The batch is ${head.state}; there is nothing to stop.`);
  }
}

/**
 * Goes on with a stopped batch where it was.
 * @throws BatchConflict when there is none or it is not stopped.
 */
export async function resumeBatch(deps: BatchDeps, batchId: string): Promise<void> {
  const { rowCount } = await deps.pool.query(
    `update batch set state = 'queued', finished_at = null where id = $1 and state = 'stopped'`,
    [batchId],
  );
  if (rowCount === 0) {
    const { state } = await headOf(deps.pool, batchId);
    throw new BatchConflict('not_stopped', `The batch is ${state}; only a stopped one can be resumed.`);
  }
  await startBatch(deps, batchId);
}

async function headOf(pool: Pool, batchId: string): Promise<Head> {
  const { rows } = await pool.query<Head>('select type, state from batch where id = $1', [batchId]);
  if (!rows[0]) throw new BatchConflict('batch_unknown', 'There is no such batch.');
  return rows[0];
}
