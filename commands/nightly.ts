/** Keeps the schedule of the nightly reconciliation as it must be, whoever starts first and whatever Temporal was restored to. */
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type ScheduleDescription,
  type ScheduleOptions,
  type ScheduleUpdateOptions,
} from '@temporalio/client';
import { nightlyScheduleId } from '../platform/names';
import type { BatchDeps } from './batches';

/** Looking costs one call; a Temporal that was away at the start gets its schedule soon enough. */
export const NIGHTLY_CARE_EVERY_MS = 10 * 60_000;

/** When a sweep runs. The server's own catch-up window is a year: after an outage it would make up for every night. */
export interface Night {
  readonly spec: ScheduleOptions['spec'];
  readonly catchupWindow: '1 hour' | '10 seconds';
}

const CATCH_UP_MS = 60 * 60_000;

/** gRPC status of a server that has no schedules, as the time-skipping test server. */
const UNIMPLEMENTED = 12;

/**
 * Creates the schedule or sets it right; any number of processes may do so at once. 02:30 by the clock of the first
 * practice. One sweep at a time; a night that was missed by more than an hour is not made up for: the next one sees all.
 * @returns false where the server has no schedules.
 */
export async function keepNightly(deps: BatchDeps, night?: Night): Promise<boolean> {
  const scheduleId = nightlyScheduleId(deps.taskQueue);
  const options = await optionsFor(deps, night);
  const { schedule } = deps.client;
  try {
    await schedule.create({ scheduleId, ...options });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === UNIMPLEMENTED) return false;
    const cause = (error as { cause?: { code?: unknown } }).cause;
    if (cause?.code === UNIMPLEMENTED) return false;
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  try {
    const handle = schedule.getHandle(scheduleId);
    if (isRight(await handle.describe(), options.spec.timezone)) return true;
    // A person may have paused it; what they said stays.
    await handle.update(({ state }): ScheduleUpdateOptions<typeof options.action> => ({ ...options, state }));
  } catch (error) {
    // Removed in between: the next round makes it again.
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
  return true;
}

/** What can be wrong of it: the practice moved to another zone, or another hand changed how missed nights are taken. */
function isRight({ spec, policies }: ScheduleDescription, zone: string | undefined): boolean {
  return (
    spec.timezone === zone && policies.overlap === ScheduleOverlapPolicy.SKIP && policies.catchupWindow === CATCH_UP_MS
  );
}

async function optionsFor(deps: BatchDeps, night: Night | undefined) {
  const { rows } = await deps.pool.query<{ zone: string }>('select zone from practice order by created_at, id limit 1');
  const spec = night?.spec ?? { calendars: [{ hour: 2, minute: 30 }], timezone: rows[0]?.zone ?? 'UTC' };
  return {
    spec,
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'reconcile',
      workflowId: `reconcile:nightly:${deps.taskQueue}`,
      taskQueue: deps.taskQueue,
      args: [{ id: null, trigger: 'nightly', repair: true, startedBy: null }],
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: night?.catchupWindow ?? '1 hour' } as const,
  };
}
