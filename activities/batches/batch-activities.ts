/** The activities of the batch workflow: begin, work through a page, end. Each can be run any number of times. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Pool } from 'pg';
import type { Gateway } from '../../commands/gateway';
import type { RuleSource } from '../../commands/rule-source';
import type { BatchOutside, BatchState, BatchType, EditForBatch, MayReach } from '../../domain/batches';
import { isDbUnavailable } from '../../platform/db';
import { openIncident } from '../incidents';
import { runRulesPage } from '../rules/rules-page';
import { runCommandPage } from './command-page';
import type { BatchRecord, PageWork } from './page';
import { countItems } from './settle';

export interface BatchActivityDeps {
  readonly pool: Pool;
  readonly gateway: Gateway;
  readonly rules: RuleSource;
  readonly mayReach: MayReach;
  readonly editForBatch: EditForBatch;
}

/** A page that fails with no database's absence to blame is told after so many tries. */
const TRIES_BEFORE_INCIDENT = 5;

const work: Readonly<Record<BatchType, PageWork>> = { command: runCommandPage, rules: runRulesPage };

export function makeBatchActivities(deps: BatchActivityDeps): BatchOutside {
  const { pool } = deps;
  return {
    async beginBatch(batchId) {
      const { rowCount } = await pool.query(
        `update batch set state = case when state = 'queued' then 'running' else state end
         where id = $1 and state in ('queued', 'running', 'stopping')`,
        [batchId],
      );
      return rowCount === 1;
    },

    async runBatchPage(batchId, after) {
      const context = Context.current();
      const batch = await readBatch(pool, batchId);
      if (!batch || batch.state === 'stopping' || batch.state === 'stopped') {
        return { after: null, left: 0, stopped: true };
      }
      const interrupted = () => context.cancellationSignal.aborted;
      try {
        const end = await work[batch.type]({ ...deps, batch, after, beat: () => context.heartbeat(), interrupted });
        if (!interrupted()) return end;
      } catch (error) {
        if (!interrupted()) await tell(pool, batchId, error, context.info.attempt);
        throw error;
      }
      throw ApplicationFailure.retryable('The worker stops; another one goes on.', 'WorkerStops');
    },

    async endBatch(batchId, end) {
      await countItems(pool, batchId);
      // A rules batch counts what it meets; when it ends, that is the whole.
      await pool.query(
        `update batch set state = $2, finished_at = coalesce(finished_at, now()),
           total = case when type = 'rules' then (select count(*) from batch_item where batch_id = $1) else total end
         where id = $1 and state in ('queued', 'running', 'stopping')`,
        [batchId, end],
      );
    },
  };
}

async function readBatch(pool: Pool, id: string): Promise<(BatchRecord & { readonly state: BatchState }) | undefined> {
  const { rows } = await pool.query<BatchRecord & { state: BatchState }>(
    'select id, type, command, created_by as "createdBy", state from batch where id = $1',
    [id],
  );
  return rows[0];
}

async function tell(pool: Pool, batchId: string, error: unknown, attempt: number): Promise<void> {
  if (isDbUnavailable(error) || attempt < TRIES_BEFORE_INCIDENT) return;
  await openIncident(pool, {
    source: `batch:${batchId}`,
    caseId: null,
    code: 'batch_failing',
    message: `The batch ${batchId} fails and is tried again. What was applied stays. See the worker's log.`,
  });
}
