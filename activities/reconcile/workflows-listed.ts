/** Goes through Temporal's own list of case workflows: those no open row leads to. Changes nothing by itself. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { caseKinds } from '../../domain/cases';
import { workflowIdOf, workflowTypeOf } from '../../platform/names';
import { sideBySide } from '../batches/side-by-side';
import { repaired, notSafe, type Repaired } from './deps';
import { lookAtCases, NOT_ASKED, pause, tried, type Sweep } from './look-twice';
import { lookAtWorkflow, type WorkflowSight } from './sights';
import { memoryQuery } from '../../workflows/messages';
import { writeMissing } from './write-missing';

const PAGE = 200;
const LANES = 8;
/** Visibility of a run that has just ended may come late. */
const OVERLAP = `interval '1 day'`;

interface Listed {
  readonly kind: string;
  readonly caseId: string;
}

const types = () => caseKinds.map((kind) => `'${workflowTypeOf(kind.kind)}'`).join(', ');

/** One page of runs. `after` is the server's own page token, in base64. */
async function list(
  sweep: Sweep,
  condition: string,
  after: string | null,
): Promise<{ listed: Listed[]; after: string | null }> {
  const { client, taskQueue } = sweep.deps;
  const page = await client.workflowService.listWorkflowExecutions({
    namespace: client.options.namespace,
    pageSize: PAGE,
    query: `WorkflowType IN (${types()}) AND TaskQueue = '${taskQueue}' AND ${condition}`,
    nextPageToken: after === null ? new Uint8Array() : Buffer.from(after, 'base64'),
  });
  const ids = (page.executions ?? []).flatMap(({ execution }) => execution?.workflowId ?? []);
  const listed = [...new Set(ids)].flatMap((id) => {
    const at = id.indexOf(':');
    const [kind, caseId] = [id.slice(0, at), id.slice(at + 1)];
    return /^[0-9a-f-]{36}$/.test(caseId) && workflowIdOf(kind, caseId) === id ? [{ kind, caseId }] : [];
  });
  const token = page.nextPageToken ?? new Uint8Array();
  return { listed, after: token.length > 0 ? Buffer.from(token).toString('base64') : null };
}

/** Workflows that run although their row is closed or missing. */
export async function lookAtRunning(
  sweep: Sweep,
  after: string | null,
): Promise<{ after: string | null; looked: number }> {
  const page = await list(sweep, `ExecutionStatus = 'Running'`, after);
  await lookAtListed(sweep, page.listed, 'closed_at is not null');
  return { after: page.after, looked: page.listed.length };
}

/**
 * Cases whose workflow ended since the last sweep: a restored database may not know of their last events. Without an
 * earlier sweep all that Temporal still keeps.
 */
export async function lookAtEnded(
  sweep: Sweep,
  after: string | null,
): Promise<{ after: string | null; looked: number }> {
  const { rows } = await sweep.deps.pool.query<{ since: Date | null }>(
    `select max(started_at) - ${OVERLAP} as since from reconciliation where state = 'finished'`,
  );
  const since = rows[0]?.since;
  const closed = since ? ` AND CloseTime > '${since.toISOString()}'` : '';
  const page = await list(sweep, `ExecutionStatus = 'Completed'${closed}`, after);
  await lookAtListed(sweep, page.listed, 'closed_at is not null');
  return { after: page.after, looked: page.listed.length };
}

/** @param which rows of those listed are compared; open ones were compared before. */
async function lookAtListed(sweep: Sweep, listed: readonly Listed[], which: string): Promise<void> {
  const ids = listed.map((l) => l.caseId);
  const { rows } = await sweep.deps.pool.query<{ id: string; compare: boolean }>(
    `select id, ${which} as compare from cases where id = any($1::uuid[])`,
    [ids],
  );
  const known = new Set(rows.map((row) => row.id));
  await lookAtCases(
    sweep,
    rows.filter((row) => row.compare).map((row) => row.id),
  );
  await lookAtRowless(
    sweep,
    listed.filter((l) => !known.has(l.caseId)),
  );
}

const versionOf = (workflow: WorkflowSight): number =>
  workflow.is === 'running' ? (workflow.state?.seq ?? 0) : workflow.is === 'ended' ? (workflow.version ?? 0) : 0;

/** A workflow that has applied events and has no row: opened after the moment the database was restored to. */
async function lookAtRowless(sweep: Sweep, listed: readonly Listed[]): Promise<void> {
  const { client, pool } = sweep.deps;
  const suspects: (Listed & { version: number })[] = [];
  await sideBySide(
    listed,
    LANES,
    async (one) => {
      const version = versionOf(await lookAtWorkflow(client, one.kind, one.caseId));
      sweep.beat();
      // Not opened yet, or refused: that is no case.
      if (version > 0) suspects.push({ ...one, version });
    },
    sweep.interrupted,
  );
  if (suspects.length === 0) return;
  await pause(sweep);
  const { rows } = await pool.query<{ id: string }>('select id from cases where id = any($1::uuid[])', [
    suspects.map((s) => s.caseId),
  ]);
  const there = new Set(rows.map((row) => row.id));
  for (const suspect of suspects.filter((s) => !there.has(s.caseId))) await settle(sweep, suspect);
}

async function settle(sweep: Sweep, { kind, caseId, version }: Listed & { version: number }): Promise<void> {
  const workflow = await lookAtWorkflow(sweep.deps.client, kind, caseId);
  const opened = await sweep.deps.pool.query(`select 1 from command where case_id = $1 and type = 'case.opened'`, [
    caseId,
  ]);
  const done = !sweep.repair
    ? NOT_ASKED
    : opened.rowCount === 0
      ? await lost(sweep, kind, caseId)
      : await tried(() => writeMissing(sweep.deps, { kind, caseId }, null, workflow));
  await sweep.found({
    key: `workflow_without_row:${caseId}`,
    caseId,
    kind,
    code: 'workflow_without_row',
    words: `A workflow keeps this case at version ${version}, and it has no row.`,
    outcome: done.outcome,
    done: done.done,
    detail: { version, ...done.detail },
  });
}

/** Patient, payer and practice stand in the opening command alone. What the workflow knows is told, and kept running. */
async function lost(sweep: Sweep, kind: string, caseId: string): Promise<Repaired> {
  const { client } = sweep.deps;
  try {
    const { events } = await client.workflow.getHandle(workflowIdOf(kind, caseId)).query(memoryQuery);
    return notSafe(
      'It was opened after the moment the database was restored to: its details were only there. Open the case again from ' +
        'your own papers, then end this workflow in the Temporal screens.',
      { events: events.map(({ type, at, commandId }) => ({ type, at: new Date(at).toISOString(), commandId })) },
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return repaired('Its workflow has gone meanwhile.');
    throw error;
  }
}
