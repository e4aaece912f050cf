/** One's own account: password, second factor, sessions; and the links that let somebody in for the first time, or again. */
import { z } from 'zod';
import { IdParams, Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute, OWN_ROWS } from '../route';
import { currentSession, freshSession } from '../sign-in/current';
import { Code, Email, LinkToken, Password, PersonName } from '../sign-in/fields';
import { beginEnrolment, confirmEnrolment, newRecoveryCodes, removeSecondFactor } from '../sign-in/second-factor';
import { endSession, listSessions, type ListedSession } from '../sign-in/sessions';
import { changePassword, requestReset, tellUser, useLink } from '../sign-in/set-password';
import { needsSecondFactor } from '../sign-in/settings';
import { signOutEverywhere } from '../sign-in/sign-in';
import { Enrolment, RecoveryCodes } from './session';

const tag = 'Account';

export const SessionRow = z.strictObject({
  id: z.uuid(),
  browser: plain(z.string()).describe('As it calls itself'),
  via: plain(z.string()),
  secondFactor: z.boolean(),
  createdAt: Instant,
  seenAt: Instant,
  expiresAt: Instant,
});
export const toRow = ({ createdAt, seenAt, expiresAt, ...rest }: ListedSession) => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  seenAt: seenAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

const sessions = defineRoute({
  method: 'get',
  path: '/account/sessions',
  tag,
  summary: 'Lists one’s own sessions, newest first',
  permission: 'signed-in',
  audit: false,
  unaudited: 'Own sign-ins: nothing of a patient.',
  answers: { 200: z.strictObject({ items: z.array(SessionRow.extend({ current: z.boolean() })) }) },
  async handle({ deps, caller }) {
    const rows = await listSessions(deps, caller.userId);
    return { status: 200, body: { items: rows.map((row) => ({ ...toRow(row), current: row.id === caller.tokenId })) } };
  },
});

const endOne = defineRoute({
  method: 'delete',
  path: '/account/sessions/:id',
  tag,
  summary: 'Ends one of one’s own sessions',
  permission: 'signed-in',
  params: IdParams,
  answers: { 204: null },
  problems: ['not_found', 'session_needed', 'reauthentication_needed'],
  audit: 'session.end',
  async handle(context) {
    const { deps, caller, params } = context;
    freshSession(context);
    const ended = await endSession(deps.db.pool, caller.userId, params.id, new Date(deps.now()));
    if (!ended) throw new Problem('not_found', 'You have no such session.');
    return { status: 204, body: null };
  },
});

const everywhere = defineRoute({
  method: 'delete',
  path: '/account/sessions',
  tag,
  summary: 'Signs out everywhere, here too',
  permission: 'signed-in',
  audit: OWN_ROWS,
  answers: { 200: z.strictObject({ ended: z.int() }) },
  problems: ['session_needed', 'reauthentication_needed'],
  async handle(context) {
    freshSession(context);
    return { status: 200, body: { ended: await signOutEverywhere(context, context.caller) } };
  },
});

const password = defineRoute({
  method: 'put',
  path: '/account/password',
  tag,
  summary: 'Changes the password and ends all other sessions',
  permission: 'signed-in',
  body: z.strictObject({ currentPassword: Password, newPassword: Password }),
  answers: { 204: null },
  problems: ['sign_in_failed', 'session_needed'],
  audit: 'password.change',
  async handle(context) {
    await changePassword(context, currentSession(context), context.body);
    return { status: 204, body: null };
  },
});

const addFactor = defineRoute({
  method: 'post',
  path: '/account/second-factor',
  tag,
  summary: 'Begins a second factor',
  permission: 'signed-in',
  audit: 'second-factor.begin',
  answers: { 200: Enrolment },
  problems: ['conflict', 'reauthentication_needed', 'session_needed'],
  async handle(context) {
    freshSession(context);
    return { status: 200, body: await beginEnrolment(context.deps, context.caller.userId) };
  },
});

const confirmFactor = defineRoute({
  method: 'post',
  path: '/account/second-factor/confirm',
  tag,
  summary: 'Confirms the second factor with its first code',
  permission: 'signed-in',
  body: z.strictObject({ code: Code }),
  answers: { 200: RecoveryCodes },
  problems: ['code_refused', 'reauthentication_needed', 'session_needed'],
  audit: 'second-factor.add',
  async handle(context) {
    const { caller } = freshSession(context);
    const recoveryCodes = await confirmEnrolment(context.deps, caller.userId, context.body.code);
    tellUser(context, caller.userId, 'A second factor was added to your account.');
    return { status: 200, body: { recoveryCodes } };
  },
});

const removeFactor = defineRoute({
  method: 'delete',
  path: '/account/second-factor',
  tag,
  summary: 'Removes the second factor, unless one’s roles ask for it',
  permission: 'signed-in',
  answers: { 204: null },
  problems: ['conflict', 'reauthentication_needed', 'session_needed'],
  audit: 'second-factor.remove',
  async handle(context) {
    const { caller } = freshSession(context);
    if (needsSecondFactor(context.deps.signIn.settings, caller.roles)) {
      throw new Problem('conflict', 'Your roles ask for a second factor. An administrator can reset it for a new one.');
    }
    await removeSecondFactor(context.deps, caller.userId);
    tellUser(context, caller.userId, 'The second factor was removed from your account.');
    return { status: 204, body: null };
  },
});

const recoveryCodes = defineRoute({
  method: 'post',
  path: '/account/second-factor/recovery-codes',
  tag,
  summary: 'Makes new recovery codes; the earlier ones are void',
  permission: 'signed-in',
  answers: { 200: RecoveryCodes },
  problems: ['reauthentication_needed', 'session_needed'],
  audit: 'second-factor.new-recovery-codes',
  async handle(context) {
    const { caller } = freshSession(context);
    return { status: 200, body: { recoveryCodes: await newRecoveryCodes(context.deps, caller.userId) } };
  },
});

const reset = defineRoute({
  method: 'post',
  path: '/account/password-reset',
  tag,
  summary: 'Asks for a link to choose a new password; the answer is the same whether there is an account or not',
  permission: 'anonymous',
  audit: OWN_ROWS,
  body: z.strictObject({ email: Email }),
  answers: { 202: null },
  problems: ['cross_site'],
  async handle(context) {
    await requestReset(context, context.body.email);
    return { status: 202, body: null };
  },
});

const link = defineRoute({
  method: 'post',
  path: '/account/link',
  tag,
  summary: 'Chooses a password with a link from an invitation, a reset or the first start; a link works once',
  permission: 'anonymous',
  audit: OWN_ROWS,
  body: z.strictObject({
    token: LinkToken.describe('Last part of the link'),
    password: Password,
    name: PersonName.optional(),
    email: Email.optional().describe('For the first administrator only'),
  }),
  answers: { 204: null },
  problems: ['link_refused', 'cross_site'],
  async handle(context) {
    await useLink(context, context.body);
    return { status: 204, body: null };
  },
});

export const accountRoutes = [
  sessions,
  endOne,
  everywhere,
  password,
  addFactor,
  confirmFactor,
  removeFactor,
  recoveryCodes,
  reset,
  link,
];
