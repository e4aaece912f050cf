/** What every step of sign-in works on: a request, its answer, and the parts sign-in is built from. */
import type { Request, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { ApiDeps } from '../deps';
import { readCookie, type CookieName } from './cookies';
import type { Mailer } from './mail';
import type { OidcClient } from './oidc-client';
import { makeSeal, type Seal } from './seal';
import type { SignInSettings } from './settings';

/** A route's context is one, and so is a page's. */
export interface Visit {
  readonly deps: ApiDeps;
  readonly req: Request;
  readonly res: Response;
}

export interface SignInParts {
  readonly settings: SignInSettings;
  readonly seal: Seal;
  readonly mailer: Mailer | null;
  readonly oidc: OidcClient | null;
  /** Where people reach us. */
  origin(): string;
  /** Work that goes on after the answer: nobody may learn from an answer's time what it was. */
  later(work: () => Promise<void>): void;
  /** Waits for what goes on. */
  settled(): Promise<void>;
}

/** True where cookies must never travel unencrypted. */
export const isSecure = (visit: Visit): boolean => visit.deps.signIn.origin().startsWith('https:');

export const cookieOf = (visit: Visit, name: CookieName): string | null => readCookie(visit.req, name, isSecure(visit));

/** What an address is counted under. An IPv6 line has 2^64 addresses or more: its network is counted. */
export const addressKey = (visit: Visit): string =>
  visit.deps.signIn.seal.mac(`address ${ipKeyGenerator(visit.req.ip ?? 'unknown', 56)}`);

/** What an account is counted under; one that does not exist is counted like one that does. */
export const accountKey = (visit: Visit, email: string): string =>
  visit.deps.signIn.seal.mac(`account ${foldEmail(email)}`);

/** An address as it is compared. */
export const foldEmail = (email: string): string => email.trim().toLowerCase();

export function makeSignIn(parts: {
  settings: SignInSettings;
  mailer: Mailer | null;
  oidc: OidcClient | null;
  origin(): string;
  onFailure(error: unknown): void;
}): SignInParts {
  const { settings, mailer, oidc, origin, onFailure } = parts;
  const underWay = new Set<Promise<void>>();
  return {
    settings,
    mailer,
    oidc,
    origin: () => settings.publicUrl ?? origin(),
    seal: makeSeal(settings.secrets),
    later(work) {
      const done = new Promise<void>((resolve) => setImmediate(resolve))
        .then(work)
        .catch(onFailure)
        .finally(() => underWay.delete(done));
      underWay.add(done);
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
