/** One's own account as its page shows it: name, address, how one signs in; and a new name for oneself. */
import { z } from 'zod';
import type { Pool } from 'pg';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute } from '../route';
import { currentSession, noteForAudit } from '../sign-in/current';
import { PersonName } from '../sign-in/fields';
import { needsSecondFactor } from '../sign-in/settings';

const tag = 'Account';

const Account = z
  .strictObject({
    userId: z.uuid(),
    name: plain(z.string()),
    email: plain(z.string()),
    signsInWith: z.array(z.enum(['password', 'provider'])),
    hasSecondFactor: z.boolean(),
    needsSecondFactor: z.boolean().describe('The roles ask for one: it cannot be removed'),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: 'Account' });

type Row = Omit<z.infer<typeof Account>, 'needsSecondFactor'> & { readonly roles: string[] };

async function accountOf(pool: Pool, userId: string): Promise<Row> {
  const { rows } = await pool.query<Row>(
    `select u.id as "userId", u.display_name as name, u.email, u.roles,
            array_remove(array[
              case when exists (select 1 from auth_password p where p.user_id = u.id) then 'password' end,
              case when exists (select 1 from auth_identity i where i.user_id = u.id) then 'provider' end], null)
              as "signsInWith",
            exists (select 1 from auth_totp f where f.user_id = u.id and f.confirmed_at is not null) as "hasSecondFactor",
            (select count(*)::int from auth_recovery_code r where r.user_id = u.id and r.used_at is null)
              as "recoveryCodesLeft"
     from app_user u where u.id = $1`,
    [userId],
  );
  if (!rows[0]) throw new Problem('not_found', 'This account is gone.');
  return rows[0];
}

const show = defineRoute({
  method: 'get',
  path: '/account',
  tag,
  summary: 'Shows one’s own account and how one signs in',
  permission: 'signed-in',
  audit: false,
  unaudited: 'Own account: nothing of a patient.',
  answers: { 200: Account },
  async handle({ deps, caller }) {
    const { roles, ...account } = await accountOf(deps.db.pool, caller.userId);
    const needs = needsSecondFactor(deps.signIn.settings, roles);
    return { status: 200, body: { ...account, needsSecondFactor: needs } };
  },
});

const rename = defineRoute({
  method: 'patch',
  path: '/account',
  tag,
  summary: 'Changes one’s own name, as colleagues and the history show it from now on',
  permission: 'signed-in',
  body: z.strictObject({ name: PersonName }),
  answers: { 204: null },
  problems: ['session_needed'],
  audit: 'account.rename',
  async handle(context) {
    const { caller } = currentSession(context);
    noteForAudit(context.res, { userId: caller.userId });
    await context.deps.db.pool.query('update app_user set display_name = $2 where id = $1', [
      caller.userId,
      context.body.name,
    ]);
    return { status: 204, body: null };
  },
});

export const ownAccountRoutes = [show, rename];
