/** The activities of the reconciling workflow: begin, work through a page, end. Each can be run any number of times. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { ReconcileOutside, SweepPage, SweepStep } from '../../domain/reconciliation';
import type { ReconcileDeps } from './deps';
import { begin, end, keepFinding } from './findings';
import { lookAtLeftovers } from './leftovers';
import { lookAtCases, type Sweep } from './look-twice';
import { lookAtEnded, lookAtRunning } from './workflows-listed';

const PAGE = 200;

export function makeReconcileActivities(deps: ReconcileDeps): ReconcileOutside {
  const { pool } = deps;
  return {
    beginReconciliation: (order) => {
      const { workflowId, runId } = Context.current().info.workflowExecution as { workflowId: string; runId: string };
      return begin(pool, order, { workflowId, runId });
    },

    async reconcilePage(id, step, after, repair) {
      const context = Context.current();
      const sweep: Sweep = {
        deps,
        repair,
        beat: () => context.heartbeat(),
        interrupted: () => context.cancellationSignal.aborted,
        found: (finding) => keepFinding(pool, id, finding),
      };
      const page = await steps[step](sweep, after);
      if (!sweep.interrupted()) return page;
      throw ApplicationFailure.retryable('The worker stops; another one goes on.', 'WorkerStops');
    },

    endReconciliation: (id, looked) => end(pool, id, looked),
  };
}

const steps: Readonly<Record<SweepStep, (sweep: Sweep, after: string | null) => Promise<SweepPage>>> = {
  'open-cases': openCases,
  'running-workflows': lookAtRunning,
  'ended-workflows': lookAtEnded,
  leftovers: async (sweep) => ({ after: null, looked: await lookAtLeftovers(sweep) }),
};

async function openCases(sweep: Sweep, after: string | null): Promise<SweepPage> {
  const { rows } = await sweep.deps.pool.query<{ id: string }>(
    `select id from cases where closed_at is null and ($1::uuid is null or id > $1) order by id limit $2`,
    [after, PAGE],
  );
  const looked = await lookAtCases(
    sweep,
    rows.map((row) => row.id),
  );
  return { after: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null, looked };
}
