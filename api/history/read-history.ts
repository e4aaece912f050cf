/**
 * Reads a case's workflow history from Temporal, run after run, decoded and in the driver's words. A stream: the next
 * page is fetched when somebody asks for it. It judges nothing. What Temporal has forgotten (an ended run, once its
 * retention has passed) it cannot read, and says so.
 */
import { isGrpcServiceError, WorkflowNotFoundError, type Client, type WorkflowExecutionInfo } from '@temporalio/client';
import { workflowIdOf } from '../../platform/names';
import { decodeEvent } from './decode-event';
import type { CaseRun, Happened, HistoryEvent } from './history-event';
import { msOf, newRunMemory, type RawEvent } from './run-memory';

/** Temporal ends a run before it is so long; so this bounds a case of several runs. */
const MOST_EVENTS = 200_000;
const PAGE = 1_000;
const LIMIT_MS = 15_000;
const NOT_FOUND = 5;

/** A history of more events than are read for one answer. */
export class HistoryTooLong extends Error {
  override readonly name = 'HistoryTooLong';
  constructor() {
    super(`The history has more than ${MOST_EVENTS} events.`);
  }
}

export interface CaseHistory {
  /** What Temporal still keeps, oldest first. Empty: nothing. */
  readonly runs: readonly CaseRun[];
  /** The events of these runs, or of all, in order. @throws HistoryTooLong, MissingKeyError, DamagedPayloadError */
  events(runs?: readonly CaseRun[]): AsyncGenerator<HistoryEvent, void, undefined>;
}

/** @throws what the connection throws when Temporal does not answer. */
export async function readHistory(client: Client, kind: string, caseId: string): Promise<CaseHistory> {
  const workflowId = workflowIdOf(kind, caseId);
  const runs = await runsOf(client, workflowId);
  return {
    runs,
    events: (some = runs) => readRuns(client, workflowId, some),
  };
}

/**
 * True when the first run that can be read was not the case's first: what happened before has gone from Temporal.
 * @param first the first event of a history.
 */
export const beginsLate = (first: HistoryEvent | undefined): boolean =>
  first === undefined || first.is !== 'run-started' || first.start.from !== 'open';

/** How long Temporal keeps a run that has ended, in whole days; null when it does not say. */
export async function retentionDays(client: Client): Promise<number | null> {
  const { namespace } = client.options;
  const { config } = await client.withDeadline(Date.now() + LIMIT_MS, () =>
    client.workflowService.describeNamespace({ namespace }),
  );
  const ms = msOf(config?.workflowExecutionRetentionTtl);
  return ms > 0 ? Math.floor(ms / 86_400_000) : null;
}

/** From the list of runs, and the newest from Temporal itself: a list may lag behind. */
async function runsOf(client: Client, workflowId: string): Promise<CaseRun[]> {
  const runs = new Map<string, CaseRun>();
  for await (const run of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    runs.set(run.runId, runOf(run));
  }
  try {
    const newest = await client.withDeadline(Date.now() + LIMIT_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    runs.set(newest.runId, runOf(newest));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  return [...runs.values()].sort((a, b) => a.startedAt - b.startedAt);
}

const statuses: Readonly<Record<string, CaseRun['status']>> = {
  COMPLETED: 'completed',
  CONTINUED_AS_NEW: 'continued',
  FAILED: 'failed',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
  CANCELLED: 'canceled',
};

const runOf = ({ runId, startTime, closeTime, status }: Omit<WorkflowExecutionInfo, 'raw'>): CaseRun => ({
  runId,
  startedAt: startTime.getTime(),
  endedAt: closeTime?.getTime() ?? null,
  status: statuses[status.name] ?? 'running',
});

async function* readRuns(
  client: Client,
  workflowId: string,
  runs: readonly CaseRun[],
): AsyncGenerator<HistoryEvent, void, undefined> {
  let read = 0;
  for (const { runId } of runs) {
    const memory = newRunMemory();
    let version = 0;
    for await (const raw of rawEvents(client, workflowId, runId)) {
      read += 1;
      if (read > MOST_EVENTS) throw new HistoryTooLong();
      const happened = await decodeEvent(client.options.loadedDataConverter, raw, memory);
      if (happened === null) continue;
      version = versionAfter(happened, version);
      yield { ...happened, runId, eventId: Number(raw.eventId ?? 0), at: msOf(raw.eventTime), version };
    }
  }
}

/** A run begins with the version it was given, and each event that was written makes the next one. */
function versionAfter(happened: Happened, version: number): number {
  if (happened.is === 'run-started') return happened.start.from === 'open' ? 0 : happened.start.state.seq;
  if (happened.is !== 'local-activity' && happened.is !== 'activity-ended') return version;
  const result = happened.outcome?.result;
  return result === 'written' || result === 'overtaken' ? version + 1 : version;
}

/** Nothing for a run whose history has been deleted: the list of runs forgets later than the histories do. */
async function* rawEvents(
  client: Client,
  workflowId: string,
  runId: string,
): AsyncGenerator<RawEvent, void, undefined> {
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await historyPage(client, workflowId, runId, nextPageToken);
    if (page === null) return;
    yield* page.history?.events ?? [];
    nextPageToken = page.nextPageToken ?? new Uint8Array();
  } while (nextPageToken.length > 0);
}

async function historyPage(client: Client, workflowId: string, runId: string, nextPageToken: Uint8Array) {
  try {
    return await client.withDeadline(Date.now() + LIMIT_MS, () =>
      client.workflowService.getWorkflowExecutionHistory({
        namespace: client.options.namespace,
        execution: { workflowId, runId },
        maximumPageSize: PAGE,
        nextPageToken,
      }),
    );
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return null;
    throw error;
  }
}
