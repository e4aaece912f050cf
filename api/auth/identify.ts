/** Finds out who sends a request: by bearer token or by session cookie, never by both; and that a page of ours sent it. */
import type { Request, Response } from 'express';
import type { ApiDeps } from '../deps';
import { Problem, unauthenticated } from '../problem';
import { keepSession } from '../sign-in/current';
import { defend, isTrustedPage } from '../sign-in/same-origin';
import { isSignedIn, sessionOf } from '../sign-in/sessions';
import { cookieOf } from '../sign-in/visit';
import { callerOf } from './tokens';

/**
 * Leaves the caller in `res.locals`, or nobody.
 * @throws Problem unauthenticated for a token that names nobody, bad_header for token and cookie at once, cross_site.
 */
export async function identify(deps: ApiDeps, req: Request, res: Response): Promise<void> {
  const visit = { deps, req, res };
  const header = req.get('authorization');
  const hasCookie = cookieOf(visit, 'session') !== null;
  if (header !== undefined) {
    // Two names in one request: whichever counted, somebody would be surprised.
    if (hasCookie) throw new Problem('bad_header', 'Send a token or a session cookie, not both.');
    const caller = await callerOf(deps.db.pool, header);
    // A wrong token is refused everywhere: whoever sends one believes to be somebody.
    if (!caller) throw unauthenticated();
    res.locals['caller'] = caller;
    return;
  }
  if (!isTrustedPage(res)) defend(req, deps.signIn.origin(), hasCookie);
  const found = hasCookie ? await sessionOf(visit) : null;
  if (!found || !isSignedIn(visit, found)) return;
  res.locals['caller'] = found.caller;
  keepSession(res, found.session);
}
