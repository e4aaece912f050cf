/** Decodes what a run waits for and what it lets others do: timers, local activities, activities. */
import type { LoadedDataConverter } from '@temporalio/common';
import type { EffectOrder, ProjectionOutcome } from '../../domain/kernel';
import { valuesOf } from '../../platform/temporal/decode-payloads';
import type { EndOfActivity, Happened } from './history-event';
import { idOf, msOf, type RawEvent, type RunMemory, type Seconds } from './run-memory';

export async function timerStarted(
  event: RawEvent,
  converter: LoadedDataConverter,
  memory: RunMemory,
): Promise<Happened> {
  const started = event.timerStartedEventAttributes;
  const summary = event.userMetadata?.summary;
  const [words] = await valuesOf(converter, summary ? { payloads: [summary] } : null);
  // A driver names each timer after the clock it waits for.
  const clock = typeof words === 'string' && words.startsWith('clock: ') ? words.slice('clock: '.length) : null;
  const dueAt = memory.now + msOf(started?.startToFireTimeout);
  return { is: 'timer-started', timerId: started?.timerId ?? '', clock, dueAt };
}

export async function timerFired(event: RawEvent): Promise<Happened> {
  const { timerId, startedEventId } = event.timerFiredEventAttributes ?? {};
  return { is: 'timer-fired', timerId: timerId ?? '', startedEventId: idOf(startedEventId) };
}

export async function timerCanceled(event: RawEvent): Promise<Happened> {
  const { timerId, startedEventId } = event.timerCanceledEventAttributes ?? {};
  return { is: 'timer-canceled', timerId: timerId ?? '', startedEventId: idOf(startedEventId) };
}

/** What the SDK notes beside the result of a local activity. It encrypts none of it. */
interface Note {
  readonly activity_type?: string;
  readonly complete_time?: Seconds;
}

export async function localActivity(
  event: RawEvent,
  converter: LoadedDataConverter,
  memory: RunMemory,
): Promise<Happened | null> {
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName !== 'core_local_activity') return null;
  const [noted] = await valuesOf(converter, marker.details?.['data']);
  const [result] = await valuesOf(converter, marker.details?.['result']);
  const note = (noted ?? {}) as Note;
  if (note.complete_time) memory.now = Math.max(memory.now, msOf(note.complete_time));
  return {
    is: 'local-activity',
    activity: note.activity_type ?? '',
    ok: !marker.failure,
    outcome: outcomeOf(note.activity_type, marker.failure ? undefined : result),
  };
}

const outcomeOf = (activity: string | undefined, result: unknown): ProjectionOutcome | null =>
  activity === 'projectCase' && result !== undefined && result !== null ? (result as ProjectionOutcome) : null;

export async function activityScheduled(
  event: RawEvent,
  converter: LoadedDataConverter,
  memory: RunMemory,
): Promise<Happened> {
  const scheduled = event.activityTaskScheduledEventAttributes;
  const activity = scheduled?.activityType?.name ?? '';
  // A projection is the whole case: it is read from the record, not from here.
  const [input] = activity === 'projectCase' ? [] : await valuesOf(converter, scheduled?.input);
  const order = (input as EffectOrder | undefined) ?? null;
  memory.activities.set(idOf(event.eventId), { activity, order, attempts: 0 });
  return { is: 'activity-scheduled', activity, order };
}

export async function activityStarted(
  event: RawEvent,
  _converter: LoadedDataConverter,
  memory: RunMemory,
): Promise<null> {
  const started = event.activityTaskStartedEventAttributes;
  const known = memory.activities.get(idOf(started?.scheduledEventId));
  if (known) known.attempts = started?.attempt ?? 0;
  return null;
}

/** Null for an event that ends no activity. */
export async function activityEnded(
  event: RawEvent,
  converter: LoadedDataConverter,
  memory: RunMemory,
): Promise<Happened | null> {
  const ended = endOfActivity(event);
  if (ended === null) return null;
  const { how, scheduledEventId } = ended;
  const { activity = '', order = null, attempts = 0 } = memory.activities.get(scheduledEventId) ?? {};
  const [result] = await valuesOf(converter, event.activityTaskCompletedEventAttributes?.result);
  const failed = order !== null && (result as { ok?: boolean } | undefined)?.ok === false;
  return {
    ...{ is: 'activity-ended', activity, scheduledEventId, attempts, order },
    how: failed ? 'failed' : how,
    outcome: outcomeOf(activity, result),
  };
}

/** Only the attributes of the event's own type are there. */
function endOfActivity(event: RawEvent): { how: EndOfActivity; scheduledEventId: number } | null {
  const ends: readonly (readonly [EndOfActivity, { readonly scheduledEventId?: unknown } | null | undefined])[] = [
    ['completed', event.activityTaskCompletedEventAttributes],
    ['failed', event.activityTaskFailedEventAttributes],
    ['timed-out', event.activityTaskTimedOutEventAttributes],
    ['canceled', event.activityTaskCanceledEventAttributes],
  ];
  const found = ends.find(([, attributes]) => attributes !== null && attributes !== undefined);
  return found ? { how: found[0], scheduledEventId: idOf(found[1]?.scheduledEventId) } : null;
}
