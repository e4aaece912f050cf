/** Turns one event of a Temporal history into the driver's words, its payloads decoded. Null: it tells nothing of the case. */
import type { LoadedDataConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { EffectOrder, ProjectionOutcome } from '../../domain/kernel';
import { valuesOf } from '../../platform/temporal/decode-payloads';
import type { CaseCommand, CaseEnd, CaseStart, CommandAnswer } from '../../workflows/messages';
import type { EndOfActivity, Happened, WorkerStamp } from './history-event';

export type RawEvent = temporal.api.history.v1.IHistoryEvent;
type Type = temporal.api.enums.v1.EventType;
const types = temporal.api.enums.v1.EventType;
const causes = temporal.api.enums.v1.WorkflowTaskFailedCause;

/** What earlier events of the run say about later ones. */
export interface RunMemory {
  /** Start of the workflow task under way: the workflow's own "now". */
  taskStartedAt: number;
  readonly activities: Map<
    number,
    { readonly activity: string; readonly order: EffectOrder | null; attempts: number }
  >;
}

export const newRunMemory = (): RunMemory => ({ taskStartedAt: 0, activities: new Map() });

type Seconds = { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined;
/** Epoch ms of a timestamp, or ms of a duration. */
export const msOf = (time: Seconds): number =>
  Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1_000_000);
const idOf = (id: unknown): number => Number(id ?? 0);

type Ends = 'completed' | 'failed' | 'terminated' | 'timed-out' | 'canceled';
const ends = new Map<Type, Ends>([
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, 'completed'],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED, 'failed'],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED, 'terminated'],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT, 'timed-out'],
  [types.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED, 'canceled'],
]);

/** @throws MissingKeyError, DamagedPayloadError */
export async function decodeEvent(
  converter: LoadedDataConverter,
  event: RawEvent,
  memory: RunMemory,
): Promise<Happened | null> {
  const type = event.eventType ?? types.EVENT_TYPE_UNSPECIFIED;
  const end = ends.get(type);
  if (end !== undefined) {
    const [result] = await valuesOf(converter, event.workflowExecutionCompletedEventAttributes?.result);
    return { is: 'run-ended', how: end, end: (result as CaseEnd | undefined) ?? null, nextRunId: null };
  }
  switch (type) {
    case types.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: {
      const started = event.workflowExecutionStartedEventAttributes;
      const [start] = await valuesOf(converter, started?.input);
      return {
        is: 'run-started',
        start: start as CaseStart,
        earlierRunId: started?.continuedExecutionRunId || null,
      };
    }
    case types.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: {
      const next = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
      return { is: 'run-ended', how: 'continued', end: null, nextRunId: next || null };
    }
    case types.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: {
      const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
      const [command] = await valuesOf(converter, request?.input?.args);
      return {
        is: 'update-accepted',
        updateId: request?.meta?.updateId ?? '',
        command: (command as CaseCommand | undefined) ?? null,
      };
    }
    case types.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED: {
      const done = event.workflowExecutionUpdateCompletedEventAttributes;
      const [answer] = await valuesOf(converter, done?.outcome?.success);
      return {
        is: 'update-completed',
        updateId: done?.meta?.updateId ?? '',
        acceptedEventId: idOf(done?.acceptedEventId),
        answer: (answer as CommandAnswer | undefined) ?? null,
      };
    }
    case types.EVENT_TYPE_WORKFLOW_TASK_STARTED:
      memory.taskStartedAt = msOf(event.eventTime);
      return null;
    case types.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
      return { is: 'task-completed', worker: stampOf(event.workflowTaskCompletedEventAttributes) };
    case types.EVENT_TYPE_WORKFLOW_TASK_FAILED: {
      const failed = event.workflowTaskFailedEventAttributes;
      const cause = causes[failed?.cause ?? 0] ?? 'UNSPECIFIED';
      const worker = failed?.identity ? stampOf(failed) : null;
      return { is: 'task-failed', cause: cause.replace('WORKFLOW_TASK_FAILED_CAUSE_', ''), worker };
    }
    case types.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
      return { is: 'task-failed', cause: 'TIMED_OUT', worker: null };
    case types.EVENT_TYPE_MARKER_RECORDED:
      return localActivity(converter, event);
    default:
      return (await timer(converter, event, type, memory)) ?? activity(converter, event, type, memory);
  }
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

async function timer(
  converter: LoadedDataConverter,
  event: RawEvent,
  type: Type,
  memory: RunMemory,
): Promise<Happened | null> {
  if (type === types.EVENT_TYPE_TIMER_STARTED) {
    const started = event.timerStartedEventAttributes;
    const summary = event.userMetadata?.summary;
    const [words] = await valuesOf(converter, summary ? { payloads: [summary] } : null);
    // A driver names each timer after the clock it waits for.
    const clock = typeof words === 'string' && words.startsWith('clock: ') ? words.slice('clock: '.length) : null;
    const dueAt = memory.taskStartedAt + msOf(started?.startToFireTimeout);
    return { is: 'timer-started', timerId: started?.timerId ?? '', clock, dueAt };
  }
  if (type === types.EVENT_TYPE_TIMER_FIRED) {
    const { timerId, startedEventId } = event.timerFiredEventAttributes ?? {};
    return { is: 'timer-fired', timerId: timerId ?? '', startedEventId: idOf(startedEventId) };
  }
  if (type === types.EVENT_TYPE_TIMER_CANCELED) {
    const { timerId, startedEventId } = event.timerCanceledEventAttributes ?? {};
    return { is: 'timer-canceled', timerId: timerId ?? '', startedEventId: idOf(startedEventId) };
  }
  return null;
}

/** What the SDK notes beside the result of a local activity. It encrypts none of it. */
interface Note {
  readonly activity_type?: string;
  readonly complete_time?: Seconds;
  readonly original_schedule_time?: Seconds;
}

async function localActivity(converter: LoadedDataConverter, event: RawEvent): Promise<Happened | null> {
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName !== 'core_local_activity') return null;
  const [noted] = await valuesOf(converter, marker.details?.['data']);
  const [result] = await valuesOf(converter, marker.details?.['result']);
  const note = (noted ?? {}) as Note;
  const took = msOf(note.complete_time) - msOf(note.original_schedule_time);
  return {
    is: 'local-activity',
    activity: note.activity_type ?? '',
    ok: !marker.failure,
    outcome: outcomeOf(note.activity_type, marker.failure ? undefined : result),
    tookMs: note.complete_time && note.original_schedule_time && took >= 0 ? took : null,
  };
}

const outcomeOf = (activity: string | undefined, result: unknown): ProjectionOutcome | null =>
  activity === 'projectCase' && result !== undefined && result !== null ? (result as ProjectionOutcome) : null;

async function activity(
  converter: LoadedDataConverter,
  event: RawEvent,
  type: Type,
  memory: RunMemory,
): Promise<Happened | null> {
  if (type === types.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const name = scheduled?.activityType?.name ?? '';
    // A projection is the whole case: it is read from the record, not from here.
    const [input] = name === 'projectCase' ? [] : await valuesOf(converter, scheduled?.input);
    const order = (input as EffectOrder | undefined) ?? null;
    memory.activities.set(idOf(event.eventId), { activity: name, order, attempts: 0 });
    return { is: 'activity-scheduled', activity: name, order };
  }
  if (type === types.EVENT_TYPE_ACTIVITY_TASK_STARTED) {
    const started = event.activityTaskStartedEventAttributes;
    const known = memory.activities.get(idOf(started?.scheduledEventId));
    if (known) known.attempts = started?.attempt ?? 0;
    return null;
  }
  const ended = endOfActivity(event, type);
  if (ended === null) return null;
  const { how, scheduledEventId } = ended;
  const known = memory.activities.get(scheduledEventId);
  const [result] = await valuesOf(converter, event.activityTaskCompletedEventAttributes?.result);
  const { activity: name = '', order = null, attempts = 0 } = known ?? {};
  const failed = order !== null && (result as { ok?: boolean } | undefined)?.ok === false;
  return {
    is: 'activity-ended',
    activity: name,
    scheduledEventId,
    how: failed ? 'failed' : how,
    attempts,
    order,
    outcome: outcomeOf(name, result),
  };
}

function endOfActivity(event: RawEvent, type: Type): { how: EndOfActivity; scheduledEventId: number } | null {
  const pairs: readonly (readonly [Type, EndOfActivity, { readonly scheduledEventId?: unknown } | null | undefined])[] = [
    [types.EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 'completed', event.activityTaskCompletedEventAttributes],
    [types.EVENT_TYPE_ACTIVITY_TASK_FAILED, 'failed', event.activityTaskFailedEventAttributes],
    [types.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT, 'timed-out', event.activityTaskTimedOutEventAttributes],
    [types.EVENT_TYPE_ACTIVITY_TASK_CANCELED, 'canceled', event.activityTaskCanceledEventAttributes],
  ];
  const found = pairs.find(([of]) => of === type);
  return found ? { how: found[1], scheduledEventId: idOf(found[2]?.scheduledEventId) } : null;
}
