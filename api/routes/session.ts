/** The session: signing in, the second factor, proving again who one is, single sign-on, signing out. */
import { z } from 'zod';
import { Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { nextPage } from '../pages/way-on';
import { defineRoute, OWN_ROWS } from '../route';
import { currentSession } from '../sign-in/current';
import { Code, Email, Password, RecoveryCode, Stage } from '../sign-in/fields';
import { beginOidc, finishOidc } from '../sign-in/oidc';
import { hasSecondFactor } from '../sign-in/second-factor';
import {
  beginFirstEnrolment,
  confirmFirstEnrolment,
  proveSecondFactor,
  reauthenticate,
  signIn,
  signOut,
} from '../sign-in/sign-in';

const tag = 'Sign-in';
const Next = z.strictObject({ stage: Stage.describe('complete: signed in; otherwise what comes next') });
const cookieText = 'The answer sets the session cookie (HttpOnly, SameSite=Lax, over TLS `__Host-` and Secure).';

const signInRoute = defineRoute({
  method: 'post',
  path: '/session',
  tag,
  summary: 'Signs in with e-mail address and password',
  description: `${cookieText} Every failure has the same answer: wrong password, unknown address, inactive account, too many tries.`,
  permission: 'anonymous',
  audit: OWN_ROWS,
  body: z.strictObject({ email: Email, password: Password }),
  answers: { 200: Next },
  problems: ['sign_in_failed', 'cross_site'],
  handle: async (context) => ({
    status: 200,
    body: { stage: await signIn(context, context.body.email, context.body.password) },
  }),
});

const secondFactor = defineRoute({
  method: 'post',
  path: '/session/second-factor',
  tag,
  summary: 'Completes a sign-in with a code or a recovery code',
  description: `${cookieText} A code works once.`,
  permission: 'anonymous',
  audit: OWN_ROWS,
  body: z.union([z.strictObject({ code: Code }), z.strictObject({ recoveryCode: RecoveryCode })]),
  answers: { 200: Next },
  problems: ['code_refused', 'cross_site'],
  async handle(context) {
    await proveSecondFactor(context, context.body);
    return { status: 200, body: { stage: 'complete' as const } };
  },
});

export const Enrolment = z.strictObject({
  secret: plain(z.string()).describe('To type into the authenticator application'),
  uri: plain(z.string()).describe('otpauth:// address, to open on a telephone or to draw as a QR code'),
});
export const RecoveryCodes = z.strictObject({ recoveryCodes: plain(z.array(z.string())).describe('Shown this once') });

const enrol = defineRoute({
  method: 'post',
  path: '/session/enrolment',
  tag,
  summary: 'Begins the second factor that a sign-in asks for',
  permission: 'anonymous',
  audit: OWN_ROWS,
  answers: { 200: Enrolment },
  problems: ['cross_site', 'conflict'],
  handle: async (context) => ({ status: 200, body: await beginFirstEnrolment(context) }),
});

const confirmEnrolment = defineRoute({
  method: 'post',
  path: '/session/enrolment/confirm',
  tag,
  summary: 'Confirms the second factor with its first code and completes the sign-in',
  permission: 'anonymous',
  audit: OWN_ROWS,
  body: z.strictObject({ code: Code }),
  answers: { 200: RecoveryCodes },
  problems: ['code_refused', 'cross_site'],
  handle: async (context) => ({
    status: 200,
    body: { recoveryCodes: await confirmFirstEnrolment(context, context.body.code) },
  }),
});

const show = defineRoute({
  method: 'get',
  path: '/session',
  tag,
  summary: 'Shows who is signed in with this session, and until when',
  permission: 'signed-in',
  audit: false,
  unaudited: 'Own account: nothing of a patient.',
  answers: {
    200: z.strictObject({
      id: z.uuid(),
      userId: z.uuid(),
      name: plain(z.string()),
      roles: plain(z.array(z.string())),
      via: plain(z.string()),
      secondFactor: z.boolean().describe('This session was opened with one'),
      hasSecondFactor: z.boolean().describe('The person has one'),
      authenticatedAt: Instant,
      expiresAt: Instant,
    }),
  },
  problems: ['session_needed'],
  async handle(context) {
    const { session, caller } = currentSession(context);
    const { db } = context.deps;
    const user = await db.prisma.user.findUniqueOrThrow({ where: { id: caller.userId } });
    return {
      status: 200,
      body: {
        id: session.id,
        userId: caller.userId,
        name: user.displayName,
        roles: [...caller.roles],
        via: session.via,
        secondFactor: session.secondFactor,
        hasSecondFactor: await hasSecondFactor(context.deps, caller.userId),
        authenticatedAt: session.authenticatedAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
      },
    };
  },
});

const again = defineRoute({
  method: 'post',
  path: '/session/reauthentication',
  tag,
  summary: 'Proves again who sits there, for what needs a sign-in of the last ten minutes',
  description: 'Password, and the code where a second factor is set up. The session gets a new cookie.',
  permission: 'signed-in',
  audit: OWN_ROWS,
  body: z.strictObject({ password: Password, code: Code.optional() }),
  answers: { 204: null },
  problems: ['sign_in_failed', 'code_refused', 'session_needed'],
  async handle(context) {
    await reauthenticate(context, currentSession(context), context.body);
    return { status: 204, body: null };
  },
});

const signOutRoute = defineRoute({
  method: 'delete',
  path: '/session',
  tag,
  summary: 'Signs out',
  permission: 'signed-in',
  audit: OWN_ROWS,
  answers: { 204: null },
  problems: ['session_needed', 'cross_site'],
  async handle(context) {
    currentSession(context);
    await signOut(context);
    return { status: 204, body: null };
  },
});

const oidc = defineRoute({
  method: 'post',
  path: '/session/oidc',
  tag,
  summary: 'Begins single sign-on: answers where the browser has to go',
  permission: 'anonymous',
  audit: OWN_ROWS,
  body: z.strictObject({
    fresh: z.boolean().default(false).describe('The provider shall ask again, also whoever is signed in there'),
  }),
  answers: { 200: z.strictObject({ location: plain(z.url()) }) },
  problems: ['not_found', 'cross_site'],
  handle: async (context) => ({
    status: 200,
    body: { location: await beginOidc(context, context.body.fresh) },
  }),
});

const callback = defineRoute({
  method: 'get',
  path: '/session/oidc/callback',
  tag,
  summary: 'Where the identity provider sends the browser back to',
  description:
    'The one GET that changes something: the standard asks for it. `state` is bound to the sealed cookie of the browser that began.',
  permission: 'anonymous',
  audit: OWN_ROWS,
  // Providers add parameters of their own; what counts is checked by the client.
  query: z.looseObject({}),
  answers: { 303: null },
  async handle(context) {
    const page = await finishOidc(context).then(
      ({ stage, page }) => nextPage(stage, page),
      (error: unknown) => {
        if (error instanceof Problem && error.status < 500) return '/sign-in?problem=oidc';
        throw error;
      },
    );
    return { status: 303, body: null, headers: { Location: page } };
  },
});

export const sessionRoutes = [
  signInRoute,
  show,
  signOutRoute,
  secondFactor,
  enrol,
  confirmEnrolment,
  again,
  oidc,
  callback,
];
