/** The three cookies of sign-in: read, set, taken back. None is readable by a script; over TLS none leaves this host. */
import type { Request, Response } from 'express';

/** session: who is signed in; device: this browser was here before; oidc: a single sign-on under way. */
export type CookieName = 'session' | 'device' | 'oidc';

const nameOf = (name: CookieName, secure: boolean): string =>
  secure ? `__Host-caseclock-${name}` : `caseclock-${name}`;

/** The cookie's value; null without one, and where two of the name contradict each other, as planted ones would. */
export function readCookie(req: Request, name: CookieName, secure: boolean): string | null {
  const wanted = `${nameOf(name, secure)}=`;
  const values = (req.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(wanted))
    .map((pair) => pair.slice(wanted.length));
  const first = values[0];
  return first !== undefined && values.every((value) => value === first) && /^[\w.-]{1,2000}$/.test(first)
    ? first
    : null;
}

/** @param seconds how long it is kept; without it the browser forgets it when it closes. */
export function setCookie(res: Response, name: CookieName, value: string, secure: boolean, seconds?: number): void {
  const parts = [
    `${nameOf(name, secure)}=${value}`,
    'Path=/',
    'HttpOnly',
    // Lax, not Strict: a link in a mail, and the way back from the identity provider, must find the person signed in.
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
    ...(seconds === undefined ? [] : [`Max-Age=${seconds}`]),
  ];
  res.append('Set-Cookie', parts.join('; '));
}

export const dropCookie = (res: Response, name: CookieName, secure: boolean): void =>
  setCookie(res, name, '', secure, 0);
