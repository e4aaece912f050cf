/** Makes API tokens and finds whom they name. Only a hash is kept; the token itself is shown once. */
import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { Role } from '../../domain/effects';
import type { Db } from '../../platform/db';
import type { Caller } from './caller';

const TOKEN = /^ccl_[A-Za-z0-9_-]{43}$/;

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Creates a token for a user.
 * @param name what it is for, such as "npm start on this machine".
 * @param expiresAt null = until revoked.
 * @returns `ccl_` and 32 random bytes in base64url; it cannot be read again.
 */
export async function createToken(
  db: Db,
  userId: string,
  name: string,
  expiresAt: Date | null = null,
): Promise<string> {
  const token = `ccl_${randomBytes(32).toString('base64url')}`;
  await db.prisma.apiToken.create({ data: { userId, name, tokenHash: hashOfToken(token), expiresAt } });
  return token;
}

/** Columns that make a caller of `u` (app_user); one query, read at every request. */
export const CALLER = `u.id as "userId", u.roles, u.all_locations as "allLocations",
  array(select m.team_id from team_member m where m.user_id = u.id) as "teamIds",
  array(select l.practice_id from user_location l where l.user_id = u.id) as "locationIds",
  array(select k.absent_user_id from cover k where k.cover_user_id = u.id and k.starts_at <= now()
        and k.ends_at > now() and k.ended_at is null) as "coversIds",
  array(select b.case_id from break_glass b where b.user_id = u.id and b.ends_at > now() and b.ended_at is null)
    as "openedCaseIds"`;

export interface CallerRow {
  userId: string;
  roles: string[];
  allLocations: boolean;
  teamIds: string[];
  locationIds: string[];
  coversIds: string[];
  openedCaseIds: string[];
}

export function callerFrom(row: CallerRow, by: Pick<Caller, 'via' | 'tokenId' | 'scopes'>): Caller {
  const { userId, teamIds, coversIds, openedCaseIds, allLocations, locationIds } = row;
  const roles = row.roles.flatMap((role) => Role.safeParse(role).data ?? []);
  return { ...by, userId, roles, teamIds, coversIds, openedCaseIds, locationIds: allLocations ? 'all' : locationIds };
}

/**
 * The caller a header names, or null. Read from the database at every request, so that a revoked token, an inactive
 * user or a removed role counts at once. An ill-formed token costs the same lookup as an unknown one.
 */
export async function callerOf(pool: Pool, header: string | undefined): Promise<Caller | null> {
  const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '';
  const { rows } = await pool.query<CallerRow & { id: string; scopes: string[] }>({
    name: 'caller-of-token',
    text: `select t.id, coalesce(t.scopes, '{}') as scopes, ${CALLER}
           from api_token t join app_user u on u.id = t.user_id
           where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
             and u.active`,
    values: [hashOfToken(token)],
  });
  const row = rows[0];
  if (!row || !TOKEN.test(token)) return null;
  return callerFrom(row, { via: 'token', tokenId: row.id, scopes: row.scopes.length > 0 ? row.scopes : null });
}
