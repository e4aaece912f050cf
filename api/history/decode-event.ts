/** Turns one event of a Temporal history into the driver's words, its payloads decoded. Null: it tells nothing of the case. */
import type { LoadedDataConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { valuesOf } from '../../platform/temporal/decode-payloads';
import type { CaseCommand, CaseEnd, CaseStart, CommandAnswer } from '../../workflows/messages';
import {
  activityEnded,
  activityScheduled,
  activityStarted,
  localActivity,
  timerCanceled,
  timerFired,
  timerStarted,
} from './decode-work';
import type { Happened, WorkerStamp } from './history-event';
import { idOf, msOf, type RawEvent, type RunMemory } from './run-memory';

type Type = temporal.api.enums.v1.EventType;
const types = temporal.api.enums.v1.EventType;
const causes = temporal.api.enums.v1.WorkflowTaskFailedCause;

type Ends = 'completed' | 'failed' | 'terminated' | 'timed-out' | 'canceled';
const ends = new Map<Type, Ends>([
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, 'completed'],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED, 'failed'],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED, 'terminated'],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT, 'timed-out'],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED, 'canceled'],
]);

type Decode = (event: RawEvent, converter: LoadedDataConverter, memory: RunMemory) => Promise<Happened | null>;

const decoders: ReadonlyMap<Type, Decode> = new Map<Type, Decode>([
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, runStarted],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW, runContinued],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED, updateAccepted],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED, updateCompleted],
  [types.EVENT_TYPE_WORKFLOW_TASK_STARTED, taskStarted],
  [types.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, taskCompleted],
  [types.EVENT_TYPE_WORKFLOW_TASK_FAILED, taskFailed],
  [types.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT, async () => ({ is: 'task-failed', cause: 'TIMED_OUT', worker: null })],
  [types.EVENT_TYPE_MARKER_RECORDED, localActivity],
  [types.EVENT_TYPE_TIMER_STARTED, timerStarted],
  [types.EVENT_TYPE_TIMER_FIRED, timerFired],
  [types.EVENT_TYPE_TIMER_CANCELED, timerCanceled],
  [types.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, activityScheduled],
  [types.EVENT_TYPE_ACTIVITY_TASK_STARTED, activityStarted],
]);

/** @throws MissingKeyError, DamagedPayloadError */
export async function decodeEvent(
  converter: LoadedDataConverter,
  event: RawEvent,
  memory: RunMemory,
): Promise<Happened | null> {
  const type = event.eventType ?? types.EVENT_TYPE_UNSPECIFIED;
  const decode = decoders.get(type);
  if (decode) return decode(event, converter, memory);
  const end = ends.get(type);
  if (end === undefined) return activityEnded(event, converter, memory);
  const [result] = await valuesOf(converter, event.workflowExecutionCompletedEventAttributes?.result);
  return { is: 'run-ended', how: end, end: (result as CaseEnd | undefined) ?? null, nextRunId: null };
}

async function runStarted(event: RawEvent, converter: LoadedDataConverter): Promise<Happened> {
  const started = event.workflowExecutionStartedEventAttributes;
  const [start] = await valuesOf(converter, started?.input);
  return { is: 'run-started', start: start as CaseStart, earlierRunId: started?.continuedExecutionRunId || null };
}

async function runContinued(event: RawEvent): Promise<Happened> {
  const next = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  return { is: 'run-ended', how: 'continued', end: null, nextRunId: next || null };
}

async function updateAccepted(event: RawEvent, converter: LoadedDataConverter): Promise<Happened> {
  const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
  const [command] = await valuesOf(converter, request?.input?.args);
  const updateId = request?.meta?.updateId ?? '';
  return { is: 'update-accepted', updateId, command: (command as CaseCommand | undefined) ?? null };
}

async function updateCompleted(event: RawEvent, converter: LoadedDataConverter): Promise<Happened> {
  const done = event.workflowExecutionUpdateCompletedEventAttributes;
  const [answer] = await valuesOf(converter, done?.outcome?.success);
  return {
    is: 'update-completed',
    updateId: done?.meta?.updateId ?? '',
    acceptedEventId: idOf(done?.acceptedEventId),
    answer: (answer as CommandAnswer | undefined) ?? null,
  };
}

async function taskStarted(event: RawEvent, _converter: LoadedDataConverter, memory: RunMemory): Promise<null> {
  memory.now = msOf(event.eventTime);
  return null;
}

async function taskCompleted(event: RawEvent): Promise<Happened> {
  return { is: 'task-completed', worker: stampOf(event.workflowTaskCompletedEventAttributes) };
}

async function taskFailed(event: RawEvent): Promise<Happened> {
  const failed = event.workflowTaskFailedEventAttributes;
  const cause = causes[failed?.cause ?? 0] ?? 'UNSPECIFIED';
  const worker = failed?.identity ? stampOf(failed) : null;
  return { is: 'task-failed', cause: cause.replace('WORKFLOW_TASK_FAILED_CAUSE_', ''), worker };
}

function stampOf(
  by:
    | {
        readonly identity?: string | null;
        readonly workerVersion?: { readonly buildId?: string | null } | null;
        readonly deploymentVersion?: { readonly buildId?: string | null } | null;
        readonly binaryChecksum?: string | null;
      }
    | null
    | undefined,
): WorkerStamp {
  const build = by?.deploymentVersion?.buildId || by?.workerVersion?.buildId || by?.binaryChecksum || null;
  return { build, identity: by?.identity ?? '' };
}
