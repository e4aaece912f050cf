/** New passwords: by link (invitation, reset, first administrator) and by who knows the current one. */
import type { PoolClient } from 'pg';
import type { Caller } from '../auth/caller';
import { Problem } from '../problem';
import { rememberDevice } from './devices';
import { createLink, linkAddress, lookAtLink, type Link } from './links';
import { changeLetter, resetLetter } from './mail';
import { faultOfPassword, type PasswordOwner } from './password-rules';
import { hashPassword, verifyPassword } from './passwords';
import { record, recorded } from './record';
import { endSessions, raiseSession, type Session } from './sessions';
import { takeAddress } from './sign-in';
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, giveBack, MAIL_LIMIT, succeeded, takeTurn } from './throttle';
import { accountKey, addressKey, foldEmail, type Visit } from './visit';

export interface FromLink {
  readonly token: string;
  readonly password: string;
  /** How the person is called; an invitation has a name already. */
  readonly name?: string | undefined;
  /** For the first administrator only. */
  readonly email?: string | undefined;
}

/** @throws Problem link_refused; rate_limited for an address that guesses. */
export async function findLink(visit: Visit, token: string): Promise<Link> {
  const { deps } = visit;
  const key = addressKey(visit);
  await takeAddress(visit, key);
  const link = await lookAtLink(deps.db.pool, token, deps.now());
  if (!link) throw new Problem('link_refused');
  await giveBack(deps.db.pool, key, ADDRESS_LIMIT);
  return link;
}

/** Sets the password a link allows, once; other sessions end. @throws Problem link_refused, invalid, conflict */
export async function useLink(visit: Visit, given: FromLink): Promise<Link> {
  const { deps } = visit;
  const link = await findLink(visit, given.token);
  const email = link.purpose === 'first-administrator' ? foldEmail(given.email ?? '') : link.email;
  if (email === '') throw fault('email', 'is needed: it is what you will sign in with');
  const name = link.purpose === 'reset' ? link.name : (given.name?.trim() ?? link.name);
  await recorded(visit, `password.${link.purpose}`, { userId: link.userId }, async () => {
    await requireGoodPassword(visit, given.password, { email, name });
    const hash = await hashPassword(given.password, deps.signIn.settings.passwordCost);
    await inTransaction(visit, async (client) => {
      const { rowCount } = await client.query('update auth_link set used_at = $2 where id = $1 and used_at is null', [
        link.id,
        new Date(deps.now()),
      ]);
      if (rowCount !== 1) throw new Problem('link_refused');
      await client.query('update app_user set email = $2, display_name = $3 where id = $1', [link.userId, email, name]);
      await store(client, link.userId, hash, new Date(deps.now()));
    });
    await succeeded(deps.db.pool, accountKey(visit, email));
    // Whoever holds the link owns the account: guessing elsewhere must not keep them out now.
    await rememberDevice(visit, link.userId);
  });
  tell(visit, email, 'Your password was set.');
  return link;
}

/** @throws Problem sign_in_failed for a wrong current password, invalid for a new one that cannot be taken. */
export async function changePassword(
  visit: Visit,
  { session, caller }: { session: Session; caller: Caller },
  given: { readonly currentPassword: string; readonly newPassword: string },
): Promise<void> {
  const { deps } = visit;
  const user = await deps.db.prisma.user.findUniqueOrThrow({
    where: { id: caller.userId },
    include: { password: true },
  });
  const key = deps.signIn.seal.mac(`again ${session.id}`);
  const turn = await takeTurn(deps.db.pool, key, ACCOUNT_LIMIT, deps.now());
  const cost = deps.signIn.settings.passwordCost;
  const right = await verifyPassword(given.currentPassword, user.password?.hash ?? null, cost);
  if (!right || !turn.admitted)
    throw new Problem('sign_in_failed', 'The current password is wrong, or was tried too often.');
  await succeeded(deps.db.pool, key);
  await requireGoodPassword(visit, given.newPassword, { email: user.email, name: user.displayName }, 'newPassword');
  const hash = await hashPassword(given.newPassword, cost);
  await inTransaction(visit, (client) => store(client, caller.userId, hash, new Date(deps.now()), session.id));
  await raiseSession(visit, session.id, session.secondFactor);
  tell(visit, user.email, 'Your password was changed.');
}

/** Sends a reset link if there is an account to reset; the caller learns nothing, neither by word nor by time. */
export async function requestReset(visit: Visit, email: string): Promise<void> {
  const { deps } = visit;
  const { pool } = deps.db;
  await takeAddress(visit, deps.signIn.seal.mac(`reset ${addressKey(visit)}`));
  const turn = await takeTurn(pool, deps.signIn.seal.mac(`reset ${foldEmail(email)}`), MAIL_LIMIT, deps.now());
  deps.signIn.later(async () => {
    const { rows } = await pool.query<{ id: string; email: string }>(
      `select u.id, u.email from app_user u where lower(u.email) = $1 and u.active and u.kind = 'person'
         and (exists (select 1 from auth_password p where p.user_id = u.id)
              or not exists (select 1 from auth_identity i where i.user_id = u.id))`,
      [foldEmail(email)],
    );
    const user = rows[0];
    const send = turn.admitted && user !== undefined && deps.signIn.mailer !== null;
    if (send) {
      const token = await createLink(pool, user.id, 'reset', deps.now());
      await deps.signIn.mailer?.send(user.email, resetLetter(linkAddress(deps.signIn.origin(), token)));
    }
    await record(visit, 'password.reset-asked', send ? 'sent' : 'not-sent', { userId: user?.id ?? null });
  });
}

/** Mail to the owner about a change; an answer never waits for it. */
export function tell(visit: Visit, email: string, what: string): void {
  const { mailer, later } = visit.deps.signIn;
  if (mailer) later(() => mailer.send(email, changeLetter(what)));
}

/** As `tell`, where only the id is known. */
export function tellUser(visit: Visit, userId: string, what: string): void {
  const { deps } = visit;
  if (!deps.signIn.mailer) return;
  deps.signIn.later(async () => {
    const user = await deps.db.prisma.user.findUnique({ where: { id: userId } });
    if (user) await deps.signIn.mailer?.send(user.email, changeLetter(what));
  });
}

async function requireGoodPassword(
  visit: Visit,
  password: string,
  owner: PasswordOwner,
  field = 'password',
): Promise<void> {
  const { settings } = visit.deps.signIn;
  const onSilence = () => visit.deps.log.warn('the service of breached passwords did not answer');
  const found = await faultOfPassword(password, owner, { url: settings.breachedPasswordsUrl, onSilence });
  if (found !== null) throw fault(field, found);
}

const fault = (field: string, message: string): Problem =>
  new Problem('invalid', undefined, { errors: [{ path: `body.${field}`, message }] });

/** Password in, sessions and open links out. */
async function store(client: PoolClient, userId: string, hash: string, now: Date, except: string | null = null) {
  await client.query(
    `insert into auth_password (user_id, hash, changed_at) values ($1, $2, $3)
     on conflict (user_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
    [userId, hash, now],
  );
  await client.query('update auth_link set used_at = $2 where user_id = $1 and used_at is null', [userId, now]);
  await endSessions(client, userId, now, except);
}

async function inTransaction(visit: Visit, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await visit.deps.db.pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if ((error as { code?: unknown }).code === '23505') {
      throw fault('email', 'belongs to another account; sign in with that one');
    }
    throw error;
  } finally {
    client.release();
  }
}
