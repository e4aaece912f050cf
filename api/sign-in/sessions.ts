/** Sessions in Postgres: opened, found, taken further, ended. The cookie holds a random token, the table its hash. */
import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { CALLER, callerFrom, hashOfToken, type CallerRow } from '../auth/tokens';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { browserName } from './browser-name';
import { dropCookie, setCookie } from './cookies';
import { needsSecondFactor } from './settings';
import { cookieOf, isSecure, type Visit } from './visit';

export type Stage = 'second-factor' | 'enrolment' | 'complete';

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly stage: Stage;
  readonly via: 'password' | 'provider';
  readonly secondFactor: boolean;
  readonly authenticatedAt: Date;
  readonly expiresAt: Date;
}

/** Between the password and the code: long enough to fetch a telephone, short enough for an abandoned browser. */
const HALF_OPEN_MS = 10 * 60_000;
/** The idle limit is minutes: one write a minute is exact enough, one a request would be a write for every read. */
const SEEN_EVERY_MS = 60_000;
const LONGEST_AGENT = 200;

const freshToken = (): string => randomBytes(32).toString('base64url');
const untilOf = ({ signIn, now }: ApiDeps, stage: Stage): Date =>
  new Date(
    now() + (stage === 'complete' ? signIn.settings.absoluteMs : Math.min(HALF_OPEN_MS, signIn.settings.absoluteMs)),
  );

/** Opens a session under a token nobody has seen before; the one the browser came with ends. */
export async function openSession(
  visit: Visit,
  session: Pick<Session, 'userId' | 'stage' | 'via' | 'secondFactor'>,
): Promise<void> {
  const { deps, req, res } = visit;
  const token = freshToken();
  const now = new Date(deps.now());
  const before = cookieOf(visit, 'session');
  await deps.db.pool.query({
    name: 'open-session',
    text: `with ended as (update auth_session set ended_at = $8 where token_hash = $10 and ended_at is null)
           insert into auth_session (id, user_id, token_hash, stage, via, second_factor, user_agent, created_at, seen_at,
             authenticated_at, expires_at)
           values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $8, $8, $9, $7)`,
    values: [
      session.userId,
      hashOfToken(token),
      session.stage,
      session.via,
      session.secondFactor,
      printable(req.get('user-agent') ?? '').slice(0, LONGEST_AGENT),
      untilOf(deps, session.stage),
      now,
      now,
      before === null ? '' : hashOfToken(before),
    ],
  });
  setCookie(res, 'session', token, isSecure(visit));
}

/** Raises a session to signed in, under a new token: one that was seen before the last proof is worth nothing after it. */
export async function raiseSession(visit: Visit, id: string, secondFactor: boolean): Promise<void> {
  const { deps, res } = visit;
  const token = freshToken();
  await deps.db.pool.query({
    name: 'raise-session',
    text: `update auth_session set token_hash = $2, stage = 'complete', second_factor = $3, seen_at = $4,
             authenticated_at = $4, expires_at = case when stage = 'complete' then expires_at else $5 end
           where id = $1 and ended_at is null`,
    values: [id, hashOfToken(token), secondFactor, new Date(deps.now()), untilOf(deps, 'complete')],
  });
  setCookie(res, 'session', token, isSecure(visit));
}

const LIVE = `s.ended_at is null and s.expires_at > $2 and s.seen_at > $3 and u.active and u.kind = 'person'`;

/** The session of the request's cookie, whatever its stage, with its person as they are now; null when it has ended. */
export async function sessionOf(visit: Visit): Promise<{ session: Session; caller: Caller } | null> {
  const { deps } = visit;
  const token = cookieOf(visit, 'session');
  if (token === null) return null;
  const now = deps.now();
  const { idleMs } = deps.signIn.settings;
  const { rows } = await deps.db.pool.query<CallerRow & Session & { seenAt: Date }>({
    name: 'caller-of-session',
    text: `select s.id, s.stage, s.via, s.second_factor as "secondFactor", s.authenticated_at as "authenticatedAt",
                  s.expires_at as "expiresAt", s.seen_at as "seenAt", ${CALLER}
           from auth_session s join app_user u on u.id = s.user_id where s.token_hash = $1 and ${LIVE}`,
    values: [hashOfToken(token), new Date(now), new Date(now - idleMs)],
  });
  const row = rows[0];
  if (!row) return null;
  if (now - row.seenAt.getTime() >= Math.min(SEEN_EVERY_MS, idleMs / 4)) {
    const text = 'update auth_session set seen_at = $2 where id = $1 and seen_at < $2';
    await deps.db.pool.query({ name: 'session-seen', text, values: [row.id, new Date(now)] });
  }
  return { session: row, caller: callerFrom(row, { via: 'session', tokenId: row.id, scopes: null }) };
}

/** True when the session signs somebody in: complete, and as strong as the person's roles ask for by now. */
export const isSignedIn = (visit: Visit, { session, caller }: { session: Session; caller: Caller }): boolean =>
  session.stage === 'complete' &&
  (session.secondFactor || !needsSecondFactor(visit.deps.signIn.settings, caller.roles));

/** @param except a session that goes on. @returns how many ended. */
export async function endSessions(
  db: Pool | PoolClient,
  userId: string,
  now: Date,
  except: string | null = null,
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'end-sessions',
    text: `update auth_session set ended_at = $2
           where user_id = $1 and ended_at is null and ($3::uuid is null or id <> $3::uuid)`,
    values: [userId, now, except],
  });
  return rowCount ?? 0;
}

/** @returns false when the person has no such session that lives. */
export async function endSession(pool: Pool, userId: string, id: string, now: Date): Promise<boolean> {
  const text = 'update auth_session set ended_at = $3 where user_id = $1 and id = $2 and ended_at is null';
  const { rowCount } = await pool.query({ name: 'end-session', text, values: [userId, id, now] });
  return (rowCount ?? 0) > 0;
}

export function forgetSession(visit: Visit): void {
  dropCookie(visit.res, 'session', isSecure(visit));
  // What the browser kept of the pages goes too; the cookie of a known browser stays.
  visit.res.setHeader('Clear-Site-Data', '"cache", "storage"');
}

export interface ListedSession {
  readonly id: string;
  readonly browser: string;
  readonly via: string;
  readonly secondFactor: boolean;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** A person's sessions that live, the newest first. */
export async function listSessions(deps: ApiDeps, userId: string): Promise<ListedSession[]> {
  const now = deps.now();
  const { rows } = await deps.db.pool.query<ListedSession>(
    `select s.id, s.user_agent as browser, s.via, s.second_factor as "secondFactor", s.created_at as "createdAt",
            s.seen_at as "seenAt", s.expires_at as "expiresAt"
     from auth_session s join app_user u on u.id = s.user_id
     where s.user_id = $1 and s.stage = 'complete' and ${LIVE} order by s.created_at desc, s.id limit 100`,
    [userId, new Date(now), new Date(now - deps.signIn.settings.idleMs)],
  );
  return rows.map((row) => ({ ...row, browser: browserName(row.browser) }));
}

/** A browser's name is text from outside. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
