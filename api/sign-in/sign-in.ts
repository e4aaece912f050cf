/** Signing in with a password and a second factor, and out again. Every way to fail looks, costs and lasts the same. */
import type { Caller } from '../auth/caller';
import { Problem } from '../problem';
import { deviceOf, rememberDevice } from './devices';
import { verifyPassword } from './passwords';
import { callerOfUser, record, recorded } from './record';
import { beginEnrolment, confirmEnrolment, hasSecondFactor, proves, type Enrolment, type Proof } from './second-factor';
import {
  endSession,
  endSessions,
  forgetSession,
  openSession,
  raiseSession,
  sessionOf,
  type Session,
  type Stage,
} from './sessions';
import { needsSecondFactor } from './settings';
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, giveBack, succeeded, takeTurn } from './throttle';
import { accountKey, addressKey, foldEmail, type Visit } from './visit';

interface Account {
  readonly id: string;
  readonly roles: readonly string[];
  readonly hash: string | null;
  readonly usable: boolean;
}

/** @returns what comes next. @throws Problem sign_in_failed, rate_limited */
export async function signIn(visit: Visit, email: string, password: string): Promise<Stage> {
  const { deps } = visit;
  const { pool } = deps.db;
  const device = await deviceOf(visit);
  const address = addressKey(visit);
  if (device === null) await takeAddress(visit, address);
  const account = await accountOf(visit, email);
  // A browser the person has used is counted apart: guessing elsewhere slows down everybody but them.
  const own = device !== null && device.userId === account?.id;
  if (device !== null && !own) await takeAddress(visit, address);
  const key = own ? deps.signIn.seal.mac(`device ${device.id}`) : accountKey(visit, email);
  const turn = await takeTurn(pool, key, ACCOUNT_LIMIT, deps.now());
  // Checked also when it cannot count: the time of the answer says nothing.
  const right = await verifyPassword(password, account?.hash ?? null, deps.signIn.settings.passwordCost);
  if (!account || !account.usable || !right || !turn.admitted) {
    await record(visit, 'session.open', 'sign_in_failed', { userId: account?.id ?? null, via: 'password' });
    throw new Problem('sign_in_failed');
  }
  await succeeded(pool, key);
  if (!own) await giveBack(pool, address, ADDRESS_LIMIT);
  return open(visit, account.id, account.roles, { via: 'password', secondFactor: false });
}

/** @throws Problem rate_limited: of the address alone, so that it says nothing about an account. */
export async function takeAddress(visit: Visit, key: string): Promise<void> {
  const turn = await takeTurn(visit.deps.db.pool, key, ADDRESS_LIMIT, visit.deps.now());
  if (!turn.admitted) throw new Problem('rate_limited', undefined, {}, { 'Retry-After': String(turn.waitSeconds) });
}

async function accountOf(visit: Visit, email: string): Promise<Account | null> {
  const { rows } = await visit.deps.db.pool.query<Account>({
    name: 'account-of',
    text: `select u.id, u.roles, p.hash, u.active and u.kind = 'person' as usable
           from app_user u left join auth_password p on p.user_id = u.id where lower(u.email) = $1`,
    values: [foldEmail(email)],
  });
  return rows[0] ?? null;
}

/** Opens the session that the proof so far is good for. */
export async function open(
  visit: Visit,
  userId: string,
  roles: readonly string[],
  proof: Pick<Session, 'via' | 'secondFactor'>,
): Promise<Stage> {
  const own = !proof.secondFactor && (await hasSecondFactor(visit.deps, userId));
  const lacks = !proof.secondFactor && !own && needsSecondFactor(visit.deps.signIn.settings, roles);
  const stage: Stage = own ? 'second-factor' : lacks ? 'enrolment' : 'complete';
  await openSession(visit, { userId, stage, ...proof });
  if (stage === 'complete') await rememberDevice(visit, userId);
  const outcome = stage === 'complete' ? 'ok' : stage;
  const factor = proof.secondFactor ? 'provider' : 'none';
  await record(visit, 'session.open', outcome, {
    caller: await callerOfUser(visit, userId),
    userId,
    via: proof.via,
    factor,
  });
  return stage;
}

/** The half-open session of the request. @throws Problem unauthenticated when there is none, or it waits for another step. */
async function halfOpen(visit: Visit, stage: Stage): Promise<{ session: Session; caller: Caller }> {
  const found = await sessionOf(visit);
  if (found?.session.stage !== stage) {
    throw new Problem('unauthenticated', 'Sign in with your password first; after ten minutes again.');
  }
  return found;
}

/** @throws Problem code_refused, unauthenticated */
export async function proveSecondFactor(visit: Visit, proof: Proof): Promise<void> {
  const { session, caller } = await halfOpen(visit, 'second-factor');
  const factor = 'code' in proof ? 'totp' : 'recovery-code';
  await recorded(visit, 'session.second-factor', { caller, userId: caller.userId, factor }, async () => {
    if (!(await proves(visit, session.userId, proof))) throw new Problem('code_refused');
    await raiseSession(visit, session.id, true);
    await rememberDevice(visit, session.userId);
  });
}

/** For a person whose roles ask for a second factor and who has none yet. */
export async function beginFirstEnrolment(visit: Visit): Promise<Enrolment> {
  const { session } = await halfOpen(visit, 'enrolment');
  return beginEnrolment(visit.deps, session.userId);
}

/** @returns the recovery codes, shown this once; the person is signed in. */
export async function confirmFirstEnrolment(visit: Visit, code: string): Promise<string[]> {
  const { session, caller } = await halfOpen(visit, 'enrolment');
  return recorded(visit, 'second-factor.add', { caller, userId: caller.userId }, async () => {
    const codes = await confirmEnrolment(visit.deps, session.userId, code);
    await raiseSession(visit, session.id, true);
    await rememberDevice(visit, session.userId);
    return codes;
  });
}

/** Proves again who sits there: password, and the second factor where there is one. The session gets a new token. */
export async function reauthenticate(
  visit: Visit,
  { session, caller }: { session: Session; caller: Caller },
  given: { readonly password: string; readonly code?: string | undefined },
): Promise<void> {
  const { deps } = visit;
  await recorded(visit, 'session.reauthenticate', { caller, userId: caller.userId }, async () => {
    const key = deps.signIn.seal.mac(`again ${session.id}`);
    const turn = await takeTurn(deps.db.pool, key, ACCOUNT_LIMIT, deps.now());
    const found = await deps.db.prisma.authPassword.findUnique({ where: { userId: session.userId } });
    const right = await verifyPassword(given.password, found?.hash ?? null, deps.signIn.settings.passwordCost);
    if (!right || !turn.admitted) throw new Problem('sign_in_failed');
    const factor = await hasSecondFactor(deps, session.userId);
    if (factor && !(await proves(visit, session.userId, { code: given.code ?? '' }))) throw new Problem('code_refused');
    await succeeded(deps.db.pool, key);
    await raiseSession(visit, session.id, session.secondFactor || factor);
  });
}

export async function signOut(visit: Visit): Promise<void> {
  const found = await sessionOf(visit);
  if (found) {
    await endSession(visit.deps.db.pool, found.session.userId, found.session.id, new Date(visit.deps.now()));
    await record(visit, 'session.close', 'ok', { caller: found.caller, userId: found.caller.userId });
  }
  forgetSession(visit);
}

export async function signOutEverywhere(visit: Visit, caller: Caller): Promise<number> {
  const ended = await endSessions(visit.deps.db.pool, caller.userId, new Date(visit.deps.now()));
  await record(visit, 'session.close-all', 'ok', { caller, userId: caller.userId });
  forgetSession(visit);
  return ended;
}
