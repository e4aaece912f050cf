/** Brings a case's workflow to what the record says: drives it on, or starts it anew from the row. */
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedEvent } from '../../domain/kernel';
import { workflowIdOf, workflowTypeOf } from '../../platform/names';
import { caseQuery, commandUpdate, type CaseStart } from '../../workflows/messages';
import { notSafe, repaired, type ReconcileDeps, type Repaired } from './deps';
import { readRecords, type RecordSight, type WorkflowSight } from './sights';
import { ordersOf } from './orders';

/** As many as a run hands to the next. */
const REMEMBERED = 1_000;
const LIMIT_MS = 15_000;
const ARRIVES_WITHIN_MS = 10_000;

/** The run starts with everything the record knows: clocks that came due meanwhile fire once, and known commands stay known. */
export async function startFromRecord(deps: ReconcileDeps, record: RecordSight): Promise<Repaired> {
  const { pool, client } = deps;
  const applied = await pool.query<{ id: string; seq: number }>(
    'select command_id as id, seq from case_event where case_id = $1 order by seq desc limit $2',
    [record.id, REMEMBERED],
  );
  const left = await pool.query<{ id: string }>('select id from outside_effect where case_id = $1', [record.id]);
  const onRecord = new Set(left.rows.map((row) => row.id));
  const start: CaseStart = {
    from: 'record',
    state: record.state,
    rules: await deps.rules.snapshotAt(record.ruleVersion, record.practiceId, record.jurisdiction),
    outbox: ordersOf(record.id, record.effects).filter((order) => !onRecord.has(order.effectId)),
    applied: applied.rows.toReversed().map(({ id, seq }) => [id, seq] as const),
  };
  try {
    await client.withDeadline(Date.now() + LIMIT_MS, () =>
      client.workflow.start(workflowTypeOf(record.kind), {
        workflowId: workflowIdOf(record.kind, record.id),
        taskQueue: deps.taskQueue,
        args: [start],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        searchAttributes: { CaseKind: [record.kind], CaseStage: [record.stage] },
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return repaired('A workflow keeps the case again; somebody else had started it.');
  }
  return repaired(`Its workflow was started again from the row at version ${record.version}.`, {
    version: record.version,
    effects: start.outbox.length,
  });
}

/** Ends the run that is there, then starts from the record. Only for a run that knows nothing the record does not. */
export async function replaceRun(deps: ReconcileDeps, record: RecordSight, runId: string): Promise<Repaired> {
  await endRun(deps, record, runId);
  const [fresh] = await readRecords(deps.pool, [record.id]);
  if (!fresh || fresh.closed) return repaired('Its run was ended; the case is closed.');
  return startFromRecord(deps, fresh);
}

export async function endRun(deps: ReconcileDeps, record: RecordSight, runId: string): Promise<void> {
  const handle = deps.client.workflow.getHandle(workflowIdOf(record.kind, record.id), runId);
  await handle.terminate('The reconciler ends this run: the record is ahead of it.').catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
}

/**
 * The record is ahead. The last command it holds is sent once more as recorded: on the way to it the case finds every
 * event it has forgotten and takes each from the record. Firings after it are due, and come from the record as well.
 */
export async function driveOn(
  deps: ReconcileDeps,
  record: RecordSight,
  workflow: Extract<WorkflowSight, { is: 'running' }>,
): Promise<Repaired> {
  const behind = workflow.state?.seq ?? 0;
  const last = await lastCommand(deps, record.id, behind);
  if (last) {
    const handle = deps.client.workflow.getHandle(workflowIdOf(record.kind, record.id), workflow.runId);
    const { commandId, type, actor, data, at } = last;
    const command = { commandId, type, actor, data, expectedVersion: null, recordedAt: at };
    await deps.client
      .withDeadline(Date.now() + LIMIT_MS, () =>
        handle.executeUpdate(commandUpdate, { args: [command], updateId: `${commandId}:recorded:${record.version}` }),
      )
      // Whether it worked is seen by looking, not by the answer.
      .catch(() => undefined);
  }
  if (await arrives(deps, record)) {
    return repaired(`Its workflow took ${record.version - behind} events from the record.`, {
      from: behind,
      to: record.version,
    });
  }
  if (record.events !== record.version) return notSafe('Its record has gaps, so nothing is started from it.');
  const again = await replaceRun(deps, record, workflow.runId);
  return { ...again, done: `It did not take the events from the record. ${again.done}` };
}

async function lastCommand(deps: ReconcileDeps, caseId: string, after: number): Promise<RecordedEvent | null> {
  const { rows } = await deps.pool.query<RecordedEvent>(
    `select e.type, (extract(epoch from e.at) * 1000)::float8 as at,
            json_build_object('type', e.actor_type, 'id', e.actor_id) as actor, e.command_id as "commandId",
            coalesce(c.data, e.data) as data
     from case_event e left join command c on c.id::text = e.command_id
     where e.case_id = $1 and e.seq > $2 and e.type not in ('clock.fired', 'case.opened') order by e.seq desc limit 1`,
    [caseId, after],
  );
  return rows[0] ?? null;
}

/** The workflow has come to the record's version, or its run has ended with it. */
async function arrives(deps: ReconcileDeps, record: RecordSight): Promise<boolean> {
  const handle = deps.client.workflow.getHandle(workflowIdOf(record.kind, record.id));
  const until = Date.now() + ARRIVES_WITHIN_MS;
  for (;;) {
    const seq = await deps.client
      .withDeadline(Date.now() + LIMIT_MS, () => handle.query(caseQuery))
      .then(({ state }) => state?.seq ?? 0)
      .catch(() => 0);
    if (seq >= record.version) return true;
    if (Date.now() > until) return false;
    await delay(200);
  }
}
