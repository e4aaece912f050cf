/** Reads a caller anew while a long request (a stream, a batch) goes on, so that a change of role or location counts there. */
import type { Pool } from 'pg';
import type { Caller } from './caller';
import { CALLER, callerFrom, type CallerRow } from './tokens';

/** How long what was read is good for. */
const FRESH_MS = 1_000;

/** The caller as of now; null when the user is not active any more, or the token was revoked or has expired. */
export async function callerAgain(pool: Pool, caller: Caller): Promise<Caller | null> {
  const { rows } = await pool.query<CallerRow>({
    name: 'caller-again',
    text: `select ${CALLER} from app_user u
           where u.id = $1 and u.active and ($2 <> 'token' or exists (
             select 1 from api_token t where t.id::text = $3 and t.user_id = u.id and t.revoked_at is null
               and (t.expires_at is null or t.expires_at > now())))`,
    values: [caller.userId, caller.via, caller.tokenId],
  });
  return rows[0] ? callerFrom(rows[0], caller) : null;
}

/** A user as a caller, for work that goes on without a request. Null when there is no such active user. */
export async function callerOfUser(pool: Pool, userId: string): Promise<Caller | null> {
  const { rows } = await pool.query<CallerRow>({
    name: 'caller-of-user',
    text: `select ${CALLER} from app_user u where u.id = $1 and u.active`,
    values: [userId],
  });
  return rows[0] ? callerFrom(rows[0], { via: 'session', tokenId: '', scopes: null }) : null;
}

/** Asks at most once a second; in between the last answer stands. */
export function keptFresh<T>(read: () => Promise<T>): () => Promise<T> {
  let at = -Infinity;
  let last: Promise<T> | null = null;
  return () => {
    const now = performance.now();
    if (last === null || now - at >= FRESH_MS) {
      at = now;
      last = read();
      // A failed reading is not kept: the next question asks again.
      last.catch(() => {
        last = null;
      });
    }
    return last;
  };
}
