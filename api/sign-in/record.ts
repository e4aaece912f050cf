/** Puts what happens at sign-in on record: who, when known, and with what outcome. Ids and codes only. */
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import { CALLER, callerFrom, type CallerRow } from '../auth/tokens';
import { Problem } from '../problem';
import { noteOwnRow } from '../trail/of-request';
import type { Visit } from './visit';

interface Who {
  readonly caller?: Caller | null;
  /** Whose account it is about; null when no account is known. */
  readonly userId?: string | null;
  readonly via?: 'password' | 'provider';
  readonly factor?: 'none' | 'totp' | 'recovery-code' | 'provider';
}

/** With the address it came from, behind proxies the one that TRUSTED_PROXIES vouch for. */
export async function record(visit: Visit, action: string, outcome: string, who: Who): Promise<void> {
  const requestId = typeof visit.req.id === 'string' ? visit.req.id : undefined;
  const { caller, userId, via, factor } = who;
  const data = {
    ...(userId ? { userId } : {}),
    ...(via ? { via } : {}),
    ...(factor ? { factor } : {}),
    address: `ip/${visit.req.ip ?? 'unknown'}`,
  };
  await audit(visit.deps.db.pool, caller ?? null, { action, caseId: null, outcome, requestId, data });
  noteOwnRow(visit.res);
}

/** The person of an account as an audit row names them. */
export async function callerOfUser(visit: Visit, userId: string): Promise<Caller | null> {
  const { rows } = await visit.deps.db.pool.query<CallerRow>({
    name: 'caller-on-record',
    text: `select ${CALLER} from app_user u where u.id = $1`,
    values: [userId],
  });
  return rows[0] ? callerFrom(rows[0], { via: 'session', tokenId: userId, scopes: null }) : null;
}

/** Runs a step and records how it ended; what is not on record was not done, as far as anybody is told. */
export async function recorded<T>(visit: Visit, action: string, who: Who, step: () => Promise<T>): Promise<T> {
  try {
    const result = await step();
    await record(visit, action, 'ok', who);
    return result;
  } catch (error) {
    if (error instanceof Problem) await record(visit, action, error.code, who);
    throw error;
  }
}
