/** Which run, build and machine version a case runs on now (N09), and where Temporal's own screens show the run. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { workflowIdOf } from '../../platform/names';
import { buildName } from './tell-run';

const LIMIT_MS = 5_000;

export interface RunningOn {
  readonly state: 'running' | 'ended' | 'none';
  readonly runId: string | null;
  readonly startedAt: Date | null;
  readonly build: string | null;
  readonly events: number | null;
}

/** `none`: Temporal keeps no run of it any more. @throws when Temporal does not answer. */
export async function runningOn(client: Client, kind: string, caseId: string): Promise<RunningOn> {
  try {
    const run = await client.withDeadline(Date.now() + LIMIT_MS, () =>
      client.workflow.getHandle(workflowIdOf(kind, caseId)).describe(),
    );
    const info = run.raw.workflowExecutionInfo;
    const stamp = info?.versioningInfo?.deploymentVersion?.buildId || info?.mostRecentWorkerVersionStamp?.buildId;
    return {
      state: run.status.name === 'RUNNING' ? 'running' : 'ended',
      runId: run.runId,
      startedAt: run.startTime,
      build: buildName(stamp || null),
      events: run.historyLength,
    };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return { state: 'none', runId: null, startedAt: null, build: null, events: null };
  }
}

/**
 * The run in Temporal's Web UI; null where none is shown. Ids alone stand in it: they identify nobody.
 * @param origins where the Web UI is shown; the one of the same host name as the page keeps the session's cookie.
 */
export function runUrl(
  origins: readonly string[],
  pageHost: string,
  at: { readonly namespace: string; readonly kind: string; readonly caseId: string; readonly runId: string },
): string | null {
  const origin = origins.find((one) => new URL(one).hostname === pageHost) ?? origins[0];
  if (origin === undefined) return null;
  const workflow = encodeURIComponent(workflowIdOf(at.kind, at.caseId));
  return `${origin}/namespaces/${encodeURIComponent(at.namespace)}/workflows/${workflow}/${encodeURIComponent(at.runId)}/history`;
}
