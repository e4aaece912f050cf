/** Deletes what sign-in no longer needs, in any process and any number of times. Audit rows are not its business. */
import type { Pool } from 'pg';

export const SWEEP_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How long after their end rows are kept: long enough to ask about last month. */
const KEPT_DAYS = 30;
const DEVICE_DAYS = 180;
const THROTTLE_DAYS = 2;

export async function sweepSignIn(pool: Pool, nowMs: number): Promise<void> {
  const before = (days: number) => new Date(nowMs - days * DAY_MS);
  await pool.query('delete from auth_session where expires_at < $1', [before(KEPT_DAYS)]);
  await pool.query('delete from auth_link where expires_at < $1', [before(KEPT_DAYS)]);
  await pool.query('delete from auth_device where created_at < $1', [before(DEVICE_DAYS)]);
  await pool.query('delete from auth_throttle where last_at < $1', [before(THROTTLE_DAYS)]);
}
