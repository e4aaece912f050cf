/** People and feeds' accounts as an administrator keeps them: invited, changed, shut out. Never without an administrator. */
import type { PoolClient } from 'pg';
import type { Caller } from '../auth/caller';
import type { Role } from '../../domain/effects';
import { Problem } from '../problem';
import { createLink, linkAddress, type LinkPurpose } from './links';
import { invitationLetter, resetLetter } from './mail';
import { endSessions } from './sessions';
import { foldEmail, type Visit } from './visit';

/** What a person sees of a link: it went by mail, or is handed over. */
export interface Delivery {
  readonly delivery: 'mailed' | 'by-hand';
  /** To hand over where no mail went; shown this once. */
  readonly link: string | null;
}

export interface PersonChange {
  readonly name?: string | undefined;
  readonly roles?: readonly Role[] | undefined;
  readonly active?: boolean | undefined;
}

/** Enters a person. @throws Problem conflict when the address is taken. */
export async function addPerson(
  visit: Visit,
  { email, name, roles }: { readonly email: string; readonly name: string; readonly roles: readonly Role[] },
): Promise<string> {
  const { rows } = await visit.deps.db.pool.query<{ id: string }>(
    `insert into app_user (id, email, display_name, roles, kind) values (gen_random_uuid(), $1, $2, $3, 'person')
     on conflict do nothing returning id`,
    [foldEmail(email), name, roles],
  );
  if (!rows[0]) throw new Problem('conflict', 'An account with this e-mail address exists already.');
  return rows[0].id;
}

/** Enters an account of a feed: it has tokens only, and no way to sign in. */
export async function addService(
  visit: Visit,
  name: string,
  roles: readonly Role[],
  everywhere: boolean,
): Promise<string> {
  const { rows } = await visit.deps.db.pool.query<{ id: string }>(
    `insert into app_user (id, email, display_name, roles, kind, all_locations)
     select id, 'service-' || id || '@caseclock.invalid', $1, $2, 'service', $3 from (select gen_random_uuid() as id) made
     returning id`,
    [name, roles, everywhere],
  );
  return rows[0]?.id ?? '';
}

/** A link to choose a password: an invitation to who has none yet, otherwise a reset. */
export async function sendLink(visit: Visit, userId: string): Promise<Delivery> {
  const { deps } = visit;
  const user = await deps.db.prisma.user.findUnique({ where: { id: userId }, include: { password: true } });
  if (!user || user.kind !== 'person') throw new Problem('not_found', 'There is no person with this id.');
  if (!user.active) throw new Problem('conflict', 'This person is not active. Activate the account first.');
  const purpose: LinkPurpose = user.password ? 'reset' : 'invitation';
  const link = linkAddress(deps.signIn.origin(), await createLink(deps.db.pool, userId, purpose, deps.now()));
  const letter = purpose === 'reset' ? resetLetter(link) : invitationLetter(link);
  try {
    await deps.signIn.mailer?.send(user.email, letter);
  } catch (error) {
    deps.log.warn({ errorType: error instanceof Error ? error.name : typeof error }, 'a mail was not taken');
    return { delivery: 'by-hand', link };
  }
  return deps.signIn.mailer ? { delivery: 'mailed', link: null } : { delivery: 'by-hand', link };
}

/** Any number that is the same everywhere: who removes administrators does it one after the other. */
const ADMINISTRATORS_LOCK = 4_120_231;

/**
 * Changes a person. Whoever is shut out loses sessions, tokens, links and known browsers at once.
 * @throws Problem forbidden for one's own roles, conflict for the last administrator, not_found.
 * @returns roles before and after.
 */
export async function changePerson(
  visit: Visit,
  caller: Caller,
  userId: string,
  change: PersonChange,
): Promise<{ before: readonly string[]; after: readonly string[] }> {
  if (userId === caller.userId && (change.roles !== undefined || change.active !== undefined)) {
    throw new Problem(
      'forbidden',
      'Nobody changes their own roles or shuts themselves out. Ask another administrator.',
    );
  }
  const client = await visit.deps.db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [ADMINISTRATORS_LOCK]);
    const result = await apply(client, userId, change, new Date(visit.deps.now()));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function apply(client: PoolClient, userId: string, change: PersonChange, now: Date) {
  const found = await client.query<{ roles: string[]; active: boolean; kind: string }>(
    'select roles, active, kind from app_user where id = $1 for update',
    [userId],
  );
  const person = found.rows[0];
  if (!person) throw new Problem('not_found', 'There is no account with this id.');
  const after = change.roles ?? person.roles;
  if (person.kind === 'service' && after.includes('administrator')) {
    throw new Problem('invalid', undefined, {
      errors: [{ path: 'body.roles', message: 'cannot hold administrator: a feed does not administer' }],
    });
  }
  await client.query(
    `update app_user set display_name = coalesce($2, display_name), roles = coalesce($3, roles),
       active = coalesce($4, active) where id = $1`,
    [userId, change.name ?? null, change.roles ?? null, change.active ?? null],
  );
  const left = await client.query(
    `select 1 from app_user where kind = 'person' and active and 'administrator' = any(roles) limit 1`,
  );
  if (left.rowCount === 0) {
    throw new Problem('conflict', 'This is the last active administrator. Make somebody else administrator first.');
  }
  if (change.active === false) await shutOut(client, userId, now);
  return { before: person.roles, after };
}

async function shutOut(client: PoolClient, userId: string, now: Date): Promise<void> {
  await endSessions(client, userId, now);
  await client.query('update api_token set revoked_at = $2 where user_id = $1 and revoked_at is null', [userId, now]);
  await client.query('update auth_link set used_at = $2 where user_id = $1 and used_at is null', [userId, now]);
  await client.query('delete from auth_device where user_id = $1', [userId]);
}
