/** Single sign-on: out to the identity provider and back. Whoever an administrator has not entered is not let in. */
import { z } from 'zod';
import { Problem } from '../problem';
import { dropCookie, setCookie } from './cookies';
import type { OidcClient, OidcIdentity } from './oidc-client';
import { record } from './record';
import type { Stage } from './sessions';
import { open, takeAddress } from './sign-in';
import { ADDRESS_LIMIT, giveBack } from './throttle';
import { addressKey, cookieOf, foldEmail, isSecure, type Visit } from './visit';

export const CALLBACK_PATH = '/api/v1/session/oidc/callback';
const FLOW_SECONDS = 600;

const Flow = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  fresh: z.boolean(),
  /** The page that was asked for, checked when the flow began; nobody but us can open or make the seal. */
  page: z.string().nullable(),
  until: z.number(),
});

function clientOf(visit: Visit): OidcClient {
  const { oidc } = visit.deps.signIn;
  if (!oidc) throw new Problem('not_found', 'No identity provider is set up here. Sign in with your password.');
  return oidc;
}

/** @returns the provider's address to go to; the browser gets a sealed cookie that only it can come back with. */
export async function beginOidc(visit: Visit, fresh: boolean, page: string | null = null): Promise<string> {
  const { deps } = visit;
  const { location, flow } = await clientOf(visit)
    .begin(`${deps.signIn.origin()}${CALLBACK_PATH}`, fresh)
    .catch((error: unknown) => {
      deps.log.warn(
        { errorType: error instanceof Error ? error.name : typeof error },
        'the identity provider does not answer',
      );
      throw new Problem(
        'unavailable',
        'The identity provider does not answer. Try again, or sign in with your password.',
      );
    });
  const sealed = deps.signIn.seal.seal(
    'oidc',
    JSON.stringify({ ...flow, page, until: deps.now() + FLOW_SECONDS * 1000 }),
  );
  setCookie(visit.res, 'oidc', sealed, isSecure(visit), FLOW_SECONDS);
  return location;
}

/** @returns what comes next, and the page that was asked for. @throws Problem sign_in_failed for whatever is not a fresh answer for an entered person. */
export async function finishOidc(visit: Visit): Promise<{ stage: Stage; page: string | null }> {
  const { deps, req, res } = visit;
  const address = addressKey(visit);
  await takeAddress(visit, address);
  const flow = flowOf(visit);
  dropCookie(res, 'oidc', isSecure(visit));
  if (flow === null) return refuse(visit, null);
  const current = new URL(CALLBACK_PATH, deps.signIn.origin());
  current.search = new URL(req.originalUrl, deps.signIn.origin()).search;
  const identity = await clientOf(visit)
    .finish(current, flow)
    .catch((error: unknown) => {
      deps.log.warn(
        { errorType: error instanceof Error ? error.name : typeof error },
        'a single sign-on was not accepted',
      );
      return null;
    });
  if (identity === null) return refuse(visit, null);
  const account = await accountOf(visit, identity);
  if (!account?.usable) return refuse(visit, account?.id ?? null);
  await giveBack(deps.db.pool, address, ADDRESS_LIMIT);
  const stage = await open(visit, account.id, account.roles, {
    via: 'provider',
    secondFactor: identity.secondFactor,
  });
  return { stage, page: flow.page };
}

async function refuse(visit: Visit, userId: string | null): Promise<never> {
  await record(visit, 'session.open', 'sign_in_failed', { userId, via: 'provider' });
  throw new Problem(
    'sign_in_failed',
    'The identity provider sent nobody that is entered here. Ask your administrator.',
  );
}

function flowOf(visit: Visit): z.infer<typeof Flow> | null {
  const sealed = cookieOf(visit, 'oidc');
  const text = sealed === null ? null : visit.deps.signIn.seal.open('oidc', sealed);
  if (text === null) return null;
  const flow = Flow.safeParse(JSON.parse(text));
  return flow.success && flow.data.until > visit.deps.now() ? flow.data : null;
}

interface Account {
  readonly id: string;
  readonly roles: readonly string[];
  readonly usable: boolean;
}

const COLUMNS = `u.id, u.roles, u.active and u.kind = 'person' as usable`;

/** By subject; the first time by the verified address of a person who has no identity at this provider yet. */
async function accountOf(visit: Visit, identity: OidcIdentity): Promise<Account | null> {
  const { pool } = visit.deps.db;
  const { issuer, subject, email, emailVerified } = identity;
  const bySubject = await pool.query<Account>({
    name: 'account-of-subject',
    text: `select ${COLUMNS} from auth_identity i join app_user u on u.id = i.user_id
           where i.issuer = $1 and i.subject = $2`,
    values: [issuer, subject],
  });
  if (bySubject.rows[0] || email === null || !emailVerified) return bySubject.rows[0] ?? null;
  const linked = await pool.query<Account>({
    name: 'link-identity',
    text: `with person as (select u.* from app_user u where lower(u.email) = $3 and u.active and u.kind = 'person'),
           linked as (insert into auth_identity (issuer, subject, user_id, linked_at)
             select $1, $2, id, $4 from person on conflict do nothing returning user_id)
           select ${COLUMNS} from person u join linked on linked.user_id = u.id`,
    values: [issuer, subject, foldEmail(email), new Date(visit.deps.now())],
  });
  return linked.rows[0] ?? null;
}
