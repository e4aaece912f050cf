/** Refuses requests that another site made a browser send (CSRF). Says nothing about who sends them. */
import type { Request, Response } from 'express';
import { Problem } from '../problem';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A header no form can set; asked for where the body is not JSON. */
export const OWN_HEADER = 'x-caseclock';

/**
 * True when the browser says that the request comes from our own pages. It says so in Sec-Fetch-Site, older ones in
 * Origin; a request that says neither is not believed.
 */
export function isSameOrigin(req: Request, origin: string): boolean {
  const site = req.get('sec-fetch-site');
  const from = req.get('origin');
  if (site !== undefined && site !== 'same-origin') return false;
  if (from === undefined) return site !== undefined;
  return from === origin || isHost(from, req.get('host'), origin.startsWith('https:'));
}

/** People may know us by several names: then the one they use counts, but never an unencrypted one of an encrypted site. */
function isHost(from: string, host: string | undefined, secure: boolean): boolean {
  if (!URL.canParse(from)) return false;
  const url = new URL(from);
  return url.host === host?.toLowerCase() && (!secure || url.protocol === 'https:');
}

const TRUSTED = 'trustedPage';

/** Says that whoever routes this request has found its page in a list of known ones. */
export function trustPage(res: Response): void {
  res.locals[TRUSTED] = true;
}

export const isTrustedPage = (res: Response): boolean => res.locals[TRUSTED] === true;

/**
 * The defence of every request that cookies speak for.
 * @throws Problem cross_site for a change that is not proven to come from our pages, or could be sent by a form.
 */
export function defend(req: Request, origin: string, hasCookie: boolean): void {
  if (SAFE.has(req.method)) return;
  const named = req.get('sec-fetch-site') !== undefined || req.get('origin') !== undefined;
  // Without a cookie nobody's name is used; what a browser sends from elsewhere is refused all the same, so that
  // nobody is signed in to another's account.
  if ((hasCookie || named) && !isSameOrigin(req, origin)) throw new Problem('cross_site');
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(req.get('content-type') ?? '');
  if (hasCookie && !isJson && req.get(OWN_HEADER) === undefined) throw new Problem('cross_site');
}
