/** Counts tries that failed, in Postgres so that every API process counts together: slower and slower, never for ever. */
import type { Pool } from 'pg';

export interface Limit {
  /** Failures that cost nothing. */
  readonly free: number;
  /** Longest pause between two tries. */
  readonly mostMs: number;
  /** A pause without a try after which counting starts anew. */
  readonly forgetMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** After ten failures one try after 1, 2, 4 s ... then every 15 minutes: at most about 110 tries a day and account. */
export const ACCOUNT_LIMIT: Limit = { free: 10, mostMs: 15 * MINUTE_MS, forgetMs: 24 * HOUR_MS };
/** A clinic of many behind one address mistypes more often than one person. */
export const ADDRESS_LIMIT: Limit = { free: 50, mostMs: 15 * MINUTE_MS, forgetMs: HOUR_MS };
/** Codes have six digits: three steps are good at a time, so a guess hits once in 333,000. */
export const CODE_LIMIT: Limit = { free: 5, mostMs: 15 * MINUTE_MS, forgetMs: 24 * HOUR_MS };
/** Mail that nobody asked for must not fill a mailbox. */
export const MAIL_LIMIT: Limit = { free: 3, mostMs: HOUR_MS, forgetMs: 24 * HOUR_MS };

export interface Turn {
  readonly admitted: boolean;
  /** Seconds until the next try counts, when this one does not. */
  readonly waitSeconds: number;
}

/**
 * Counts a try before it is made, so that a thousand at once are a thousand, and says whether it may be made. A try
 * during a pause is refused and does not lengthen the pause. `succeeded` or `giveBack` undoes the count.
 */
export async function takeTurn(pool: Pool, key: string, limit: Limit, nowMs: number): Promise<Turn> {
  const now = new Date(nowMs);
  const { rows } = await pool.query<{ admitted: boolean; freeAt: Date | null }>({
    name: 'take-turn',
    // `paused`: the row still holds back; `failures` counts this try, and the pause after it doubles from one second.
    text: `insert into auth_throttle as t (key, failures, last_at, free_at, admitted) values ($1, 1, $2, null, true)
           on conflict (key) do update set
             admitted = t.free_at is null or t.free_at <= $2 or t.last_at < $5,
             failures = case when t.last_at < $5 then 1 when t.free_at > $2 then t.failures else t.failures + 1 end,
             free_at = case when t.last_at < $5 then null
                            when t.free_at > $2 then t.free_at
                            when t.failures + 1 < $3 then null
                            else $2::timestamptz + least($4::float8, 1000 * power(2, least(t.failures + 1 - $3, 20)))
                                 * interval '1 millisecond' end,
             last_at = case when t.free_at > $2 and t.last_at >= $5 then t.last_at else $2 end
           returning admitted, free_at as "freeAt"`,
    values: [key, now, limit.free, limit.mostMs, new Date(nowMs - limit.forgetMs)],
  });
  const row = rows[0];
  const waitMs = row?.freeAt ? row.freeAt.getTime() - nowMs : 0;
  return { admitted: row?.admitted ?? false, waitSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
}

/** The try was right: whoever knows the answer starts with a clean count. */
export async function succeeded(pool: Pool, key: string): Promise<void> {
  await pool.query({ name: 'turn-succeeded', text: 'delete from auth_throttle where key = $1', values: [key] });
}

/** Takes back one count, for a counter that others share: a right try must not wash away the wrong ones around it. */
export async function giveBack(pool: Pool, key: string, limit: Limit): Promise<void> {
  await pool.query({
    name: 'turn-back',
    text: `update auth_throttle set failures = greatest(failures - 1, 0),
             free_at = case when failures - 1 < $2 then null else free_at end where key = $1`,
    values: [key, limit.free],
  });
}
