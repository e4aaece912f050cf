/** Links that let a person set a password: made, looked at, used once. Only a hash of a link's token is kept. */
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { hashOfToken } from '../auth/tokens';

export type LinkPurpose = 'invitation' | 'reset' | 'first-administrator';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const validMs: Readonly<Record<LinkPurpose, number>> = {
  invitation: 7 * DAY_MS,
  reset: 30 * MINUTE_MS,
  'first-administrator': 7 * DAY_MS,
};

export interface Link {
  readonly id: string;
  readonly userId: string;
  readonly purpose: LinkPurpose;
  readonly email: string;
  readonly name: string;
}

export const linkAddress = (origin: string, token: string): string => `${origin}/link/${token}`;

/** Makes a link and voids the person's earlier ones. @returns its token: 32 random bytes in base64url. */
export async function createLink(pool: Pool, userId: string, purpose: LinkPurpose, nowMs: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await pool.query({
    name: 'create-link',
    text: `with earlier as (update auth_link set used_at = $4 where user_id = $1 and used_at is null)
           insert into auth_link (id, user_id, purpose, token_hash, created_at, expires_at)
           values (gen_random_uuid(), $1, $2, $3, $4, $5)`,
    values: [userId, purpose, hashOfToken(token), new Date(nowMs), new Date(nowMs + validMs[purpose])],
  });
  return token;
}

/** The link while it can be used, or null. Looking does not use it up: mail programs look at links. */
export async function lookAtLink(pool: Pool, token: string, nowMs: number): Promise<Link | null> {
  const { rows } = await pool.query<Link>({
    name: 'look-at-link',
    text: `select l.id, l.user_id as "userId", l.purpose, u.email, u.display_name as name
           from auth_link l join app_user u on u.id = l.user_id
           where l.token_hash = $1 and l.used_at is null and l.expires_at > $2 and u.active and u.kind = 'person'`,
    values: [hashOfToken(token), new Date(nowMs)],
  });
  return rows[0] ?? null;
}
