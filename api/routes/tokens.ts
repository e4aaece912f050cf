/** API tokens: a person's own, and those of feeds' accounts. Shown once; never more than their account may do. */
import { z } from 'zod';
import type { Pool } from 'pg';
import { may, permissionNames, type Permission } from '../auth/permissions';
import { Role } from '../../domain/effects';
import { createToken } from '../auth/tokens';
import { IdParams, Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute } from '../route';
import { freshSession, noteForAudit } from '../sign-in/current';
import { PersonName } from '../sign-in/fields';

const tag = 'Tokens';
const MOST_DAYS = 365;
const DAY_MS = 86_400_000;

const Token = z.strictObject({
  id: z.uuid(),
  name: plain(z.string()),
  scopes: plain(z.array(z.string())).describe('Permissions it is limited to; empty: all of its account'),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
});
const Made = z.strictObject({ token: plain(z.string()).describe('Shown this once') });
const Scopes = z
  .array(z.enum(permissionNames as [Permission, ...Permission[]]))
  .max(permissionNames.length)
  .transform((scopes) => [...new Set(scopes)]);
const NewToken = z.strictObject({
  name: PersonName.describe('What it is for'),
  scopes: Scopes.default([]).describe('Permissions to limit it to; empty: all of the account'),
  days: z.int().min(1).max(MOST_DAYS).describe('Valid so many days'),
});

async function listTokens(pool: Pool, userId: string): Promise<z.infer<typeof Token>[]> {
  const { rows } = await pool.query<{
    id: string;
    name: string;
    scopes: string[] | null;
    createdAt: Date;
    expiresAt: Date | null;
  }>(
    `select id, name, scopes, created_at as "createdAt", expires_at as "expiresAt" from api_token
     where user_id = $1 and revoked_at is null and (expires_at is null or expires_at > now())
     order by created_at desc, id limit 200`,
    [userId],
  );
  return rows.map(({ createdAt, expiresAt, scopes, ...row }) => ({
    ...row,
    scopes: scopes ?? [],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  }));
}

async function revoke(pool: Pool, userId: string, id: string): Promise<void> {
  const text = 'update api_token set revoked_at = now() where user_id = $1 and id = $2 and revoked_at is null';
  const { rowCount } = await pool.query(text, [userId, id]);
  if (rowCount !== 1) throw new Problem('not_found', 'There is no such token.');
}

/** A scope that the account itself lacks would promise what the token cannot do. */
function requireHeld(roles: readonly Role[], scopes: readonly Permission[]): void {
  const missing = scopes.filter((scope) => !may({ roles, scopes: null }, scope));
  if (missing.length === 0) return;
  throw new Problem('invalid', undefined, {
    errors: missing.map((scope) => ({ path: 'body.scopes', message: `${scope} is not a permission of this account` })),
  });
}

const list = defineRoute({
  method: 'get',
  path: '/tokens',
  tag,
  summary: 'Lists one’s own tokens that work',
  permission: 'signed-in',
  audit: false,
  unaudited: 'Own tokens: nothing of a patient.',
  answers: { 200: z.strictObject({ items: z.array(Token) }) },
  handle: async ({ deps, caller }) => ({
    status: 200,
    body: { items: await listTokens(deps.db.pool, caller.userId) },
  }),
});

const create = defineRoute({
  method: 'post',
  path: '/tokens',
  tag,
  summary: 'Makes a token for oneself; a token cannot make one',
  permission: 'signed-in',
  body: NewToken,
  answers: { 201: Made },
  problems: ['reauthentication_needed', 'session_needed'],
  audit: 'token.create',
  async handle(context) {
    const { deps, body } = context;
    const { caller } = freshSession(context);
    requireHeld(caller.roles, body.scopes);
    const expiresAt = new Date(deps.now() + body.days * DAY_MS);
    noteForAudit(context.res, { userId: caller.userId, scopes: body.scopes });
    const token = await createToken(deps.db, caller.userId, body.name, expiresAt, body.scopes);
    return { status: 201, body: { token } };
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/tokens/:id',
  tag,
  summary: 'Revokes one of one’s own tokens',
  permission: 'signed-in',
  params: IdParams,
  answers: { 204: null },
  problems: ['not_found'],
  audit: 'token.revoke',
  async handle({ deps, caller, params }) {
    await revoke(deps.db.pool, caller.userId, params.id);
    return { status: 204, body: null };
  },
});

const listTheirs = defineRoute({
  method: 'get',
  path: '/people/:id/tokens',
  tag,
  summary: 'Lists the tokens of an account that work',
  permission: 'people.manage',
  audit: 'token.list',
  params: IdParams,
  answers: { 200: z.strictObject({ items: z.array(Token) }) },
  handle: async ({ deps, params }) => ({ status: 200, body: { items: await listTokens(deps.db.pool, params.id) } }),
});

const createForFeed = defineRoute({
  method: 'post',
  path: '/people/:id/tokens',
  tag,
  summary: 'Makes a token for a feed’s account; a person makes their own',
  permission: 'people.manage',
  params: IdParams,
  body: NewToken.extend({ days: NewToken.shape.days.nullable().describe('Valid so many days; null: until revoked') }),
  answers: { 201: Made },
  problems: ['not_found', 'conflict', 'reauthentication_needed', 'session_needed'],
  audit: 'token.create',
  async handle(context) {
    const { deps, params, body, res } = context;
    freshSession(context);
    noteForAudit(res, { userId: params.id, scopes: body.scopes });
    const account = await deps.db.prisma.user.findUnique({ where: { id: params.id } });
    if (!account) throw new Problem('not_found', 'There is no account with this id.');
    if (account.kind !== 'service' || !account.active) {
      throw new Problem(
        'conflict',
        'Only an active account of a feed gets tokens from others; a person makes their own.',
      );
    }
    requireHeld(
      account.roles.flatMap((role) => Role.safeParse(role).data ?? []),
      body.scopes,
    );
    const expiresAt = body.days === null ? null : new Date(deps.now() + body.days * DAY_MS);
    return { status: 201, body: { token: await createToken(deps.db, params.id, body.name, expiresAt, body.scopes) } };
  },
});

const removeTheirs = defineRoute({
  method: 'delete',
  path: '/people/:id/tokens/:tokenId',
  tag,
  summary: 'Revokes a token of an account',
  permission: 'people.manage',
  params: IdParams.extend({ tokenId: z.uuid() }),
  answers: { 204: null },
  problems: ['not_found'],
  audit: 'token.revoke',
  async handle({ deps, params, res }) {
    noteForAudit(res, { userId: params.id });
    await revoke(deps.db.pool, params.id, params.tokenId);
    return { status: 204, body: null };
  },
});

export const tokenRoutes = [list, create, remove, listTheirs, createForFeed, removeTheirs];
