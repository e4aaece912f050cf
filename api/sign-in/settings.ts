/** What sign-in can be told by an operator, with the defaults a process has that was told nothing. */
import { randomBytes } from 'node:crypto';
import type { Role } from '../../domain/effects';
import { EnvError, type Env } from '../../platform/env';
import { ownSecret } from '../../platform/own-secret';

const MINUTE_MS = 60_000;

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client, which proves itself by PKCE alone. */
  readonly clientSecret: string | null;
  /** What the button says. */
  readonly name: string;
}

export interface SignInSettings {
  /** Where people reach this Caseclock, as an origin; null = where it listens. */
  readonly publicUrl: string | null;
  /** The newest seals, all of them open. */
  readonly secrets: readonly string[];
  readonly idleMs: number;
  readonly absoluteMs: number;
  /** required: everybody; privileged: the roles below; optional: whoever wants one. */
  readonly secondFactor: 'required' | 'privileged' | 'optional';
  /** Whose X-Forwarded-For counts; empty = nobody's. */
  readonly trustedProxies: readonly string[];
  readonly mail: { readonly url: string; readonly from: string } | null;
  readonly breachedPasswordsUrl: string | null;
  readonly oidc: OidcSettings | null;
  /** N of scrypt, a power of two. */
  readonly passwordCost: number;
}

/** Whoever changes rules or people, or sees everything. */
const privileged: readonly Role[] = ['administrator', 'manager', 'compliance', 'auditor'];

export const needsSecondFactor = (
  { secondFactor }: Pick<SignInSettings, 'secondFactor'>,
  roles: readonly string[],
): boolean =>
  secondFactor === 'required' ||
  (secondFactor === 'privileged' && roles.some((role) => privileged.some((p) => p === role)));

/** For a process without an environment of its own: its sessions outlive it, its sealed secrets do not. */
export const usualSignIn = (): SignInSettings => ({
  publicUrl: null,
  secrets: [randomBytes(32).toString('base64url')],
  idleMs: 30 * MINUTE_MS,
  absoluteMs: 12 * 60 * MINUTE_MS,
  secondFactor: 'privileged',
  trustedProxies: [],
  mail: null,
  breachedPasswordsUrl: null,
  oidc: null,
  // With r = 8 and p = 3 as strong as N = 131072 with p = 1, at a quarter of its memory (OWASP password storage).
  passwordCost: 32_768,
});

/** @throws EnvError for settings that only make sense together. */
export function signInSettings(env: Env): SignInSettings {
  const together = (first: keyof Env, second: keyof Env) => {
    if ((env[first] === undefined) === (env[second] === undefined)) return;
    const missing = env[first] === undefined ? first : second;
    throw new EnvError([
      { variable: missing, mustBe: `must be set together with ${missing === first ? second : first}` },
    ]);
  };
  together('OIDC_ISSUER', 'OIDC_CLIENT_ID');
  together('SMTP_URL', 'MAIL_FROM');
  return {
    ...usualSignIn(),
    publicUrl: env.PUBLIC_URL ?? null,
    secrets: (env.CASECLOCK_SECRET ?? ownSecret(env.CASECLOCK_DATA, 'sign-in')).split(',').map((one) => one.trim()),
    idleMs: env.SESSION_IDLE_MINUTES * MINUTE_MS,
    absoluteMs: env.SESSION_HOURS * 60 * MINUTE_MS,
    secondFactor: env.SIGN_IN_SECOND_FACTOR,
    trustedProxies: env.TRUSTED_PROXIES ?? [],
    mail: env.SMTP_URL && env.MAIL_FROM ? { url: env.SMTP_URL, from: env.MAIL_FROM } : null,
    breachedPasswordsUrl: env.BREACHED_PASSWORDS_URL ?? null,
    oidc:
      env.OIDC_ISSUER && env.OIDC_CLIENT_ID
        ? {
            issuer: env.OIDC_ISSUER,
            clientId: env.OIDC_CLIENT_ID,
            clientSecret: env.OIDC_CLIENT_SECRET ?? null,
            name: env.OIDC_NAME,
          }
        : null,
  };
}
