/** Where a person goes next while signing in, and afterwards: the page of ours they asked for, or Today. Never anywhere else. */
import type { Request } from 'express';
import type { Stage } from '../sign-in/sessions';

const HOME = '/today';
const LONGEST = 500;
/** Any host that is not ours: a path that leads to another one shows itself by it. */
const BASE = 'http://caseclock.invalid';
/** Pages that only lead in, and addresses that are no pages. */
const NO_PAGE = /^\/(?:$|sign-|link\/|forgotten|api\/|pages\.css)/;
const steps = { 'second-factor': '/sign-in/second-factor', enrolment: '/sign-in/enrolment' } as const;

/** The path of `?next=`, when it is one of our own pages; null otherwise. */
export function askedPage(next: unknown): string | null {
  if (typeof next !== 'string' || next.length > LONGEST || !/^\/[^/\\]/.test(next)) return null;
  // A browser drops some of these and reads others as part of a host.
  if (/[\s\\\p{Cc}]/u.test(next) || !URL.canParse(next, BASE)) return null;
  const { origin, pathname, search, hash } = new URL(next, BASE);
  if (origin !== BASE || pathname.startsWith('//') || NO_PAGE.test(pathname)) return null;
  return `${pathname}${search}${hash}`;
}

export const pageAfter = (req: Request): string => askedPage(req.query['next']) ?? HOME;

/** The next page of a sign-in, or where it leads to. @param page from `askedPage`. */
export const nextPage = (stage: Stage, page: string | null): string =>
  stage === 'complete' ? (page ?? HOME) : withPage(steps[stage], page);

/** An address of the sign-in itself, which keeps what was asked for. */
export const onTheWay = (path: string, req: Request): string => withPage(path, askedPage(req.query['next']));

const withPage = (path: string, page: string | null): string =>
  page === null ? path : `${path}?next=${encodeURIComponent(page)}`;
