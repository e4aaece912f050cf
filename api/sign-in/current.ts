/** The session a signed-in request came with, for routes that want more than a caller: a session, or a fresh proof. */
import type { Response } from 'express';
import type { Caller } from '../auth/caller';
import { Problem } from '../problem';
import type { Session } from './sessions';
import type { Visit } from './visit';

const FRESH_MS = 10 * 60_000;

export function keepSession(res: Response, session: Session): void {
  res.locals['session'] = session;
}

/** @throws Problem session_needed for a token. */
export function currentSession({ res, caller }: Visit & { caller: Caller }): { session: Session; caller: Caller } {
  const session = res.locals['session'] as Session | undefined;
  if (!session || caller.via !== 'session') throw new Problem('session_needed');
  return { session, caller };
}

/** For what a stolen, open browser must not do. @throws Problem session_needed, reauthentication_needed */
export function freshSession(visit: Visit & { caller: Caller }): { session: Session; caller: Caller } {
  const current = currentSession(visit);
  if (current.session.authenticatedAt.getTime() < visit.deps.now() - FRESH_MS) {
    throw new Problem('reauthentication_needed');
  }
  return current;
}

/** Ids and codes that the audit row of this request carries besides its outcome. */
export function noteForAudit(res: Response, data: Readonly<Record<string, unknown>>): void {
  res.locals['auditData'] = data;
}
