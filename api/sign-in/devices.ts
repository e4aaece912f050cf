/** Browsers that somebody has signed in with before: guessing from elsewhere does not slow their owner down. */
import { randomBytes } from 'node:crypto';
import { hashOfToken } from '../auth/tokens';
import { setCookie } from './cookies';
import { cookieOf, isSecure, type Visit } from './visit';

const KEPT_DAYS = 180;
const DAY_MS = 86_400_000;
const MOST_DEVICES = 20;

export interface Device {
  readonly id: string;
  readonly userId: string;
}

/** The device the request comes from, or null. It proves nothing about who sits there. */
export async function deviceOf(visit: Visit): Promise<Device | null> {
  const token = cookieOf(visit, 'device');
  const { rows } = await visit.deps.db.pool.query<Device>({
    name: 'device-of',
    text: 'select id, user_id as "userId" from auth_device where token_hash = $1 and created_at > $2',
    values: [token === null ? '' : hashOfToken(token), new Date(visit.deps.now() - KEPT_DAYS * DAY_MS)],
  });
  return rows[0] ?? null;
}

/** After a whole sign-in, or a reset: this browser is the person's. Of many, the oldest are forgotten. */
export async function rememberDevice(visit: Visit, userId: string): Promise<void> {
  const known = await deviceOf(visit);
  if (known?.userId === userId) return;
  const token = randomBytes(32).toString('base64url');
  await visit.deps.db.pool.query({
    name: 'remember-device',
    text: `with old as (delete from auth_device where id in (
             select id from auth_device where user_id = $1 order by created_at desc, id offset $4))
           insert into auth_device (id, user_id, token_hash, created_at) values (gen_random_uuid(), $1, $2, $3)`,
    values: [userId, hashOfToken(token), new Date(visit.deps.now()), MOST_DEVICES - 1],
  });
  setCookie(visit.res, 'device', token, isSecure(visit), (KEPT_DAYS * DAY_MS) / 1000);
}
