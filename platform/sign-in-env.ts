/** Settings of sign-in as they stand in the environment: their form, defaults and words for what is wrong. Decides nothing. */
import { z } from 'zod';

const whole = (what: string, least: number, most: number) => {
  const error = `must be ${what}, a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};
const webAddress = (error: string) => z.url({ protocol: /^https?$/, error });
/** Unencrypted to this machine itself only. */
const safeAddress = (error: string) =>
  webAddress(`${error}, with https`).refine(
    (url) => /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$))/.test(url),
    {
      error: `${error}, with https`,
    },
  );
const factorRules = ['required', 'privileged', 'optional'] as const;

/** Longest that sealed secrets are kept under former keys is up to the operator; a shorter secret can be guessed. */
const SHORTEST_SECRET = 32;

export const signInVariables = {
  PUBLIC_URL: webAddress('must be the address people open, such as https://caseclock.example.org')
    .refine((url) => new URL(url).pathname === '/', { error: 'must be an address without a path' })
    .transform((url) => new URL(url).origin)
    .optional(),
  CASECLOCK_SECRET: z
    .string()
    .refine((text) => text.split(',').every((one) => one.trim().length >= SHORTEST_SECRET), {
      error: `must be a random text of at least ${SHORTEST_SECRET} characters; several are separated by commas, the newest first`,
    })
    .optional(),
  SESSION_IDLE_MINUTES: whole('the minutes without a request that end a session', 1, 720).default(30),
  SESSION_HOURS: whole('the hours after which a session ends in any case', 1, 24).default(12),
  SIGN_IN_SECOND_FACTOR: z.enum(factorRules, { error: `must be one of ${factorRules.join(', ')}` }).default('required'),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^[0-9a-fA-F.:/]+(\s*,\s*[0-9a-fA-F.:/]+)*$/, {
      error: 'must be addresses or networks of your proxies, separated by commas: 10.0.0.5, 192.168.0.0/24',
    })
    .transform((text) => text.split(',').map((one) => one.trim()))
    .optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be a mail server such as smtps://user:password@mail.example.org' })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@]+@[^\s@]+$|^[^\r\n<>]*<[^\s@<>]+@[^\s@<>]+>$/, {
      error: 'must be the sender of mail, such as Caseclock <caseclock@example.org>',
    })
    .optional(),
  BREACHED_PASSWORDS_URL: safeAddress(
    'must be the address of a range service, ending before the five characters',
  ).optional(),
  OIDC_ISSUER: safeAddress(
    'must be the issuer of your identity provider, such as https://login.example.org',
  ).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(60, { error: 'must be at most 60 characters' }).default('single sign-on'),
};
