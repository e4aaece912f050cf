/** Says whose rules a caller may change: those of an own practice, or everybody's when no location lies beyond the caller's. */
import type { Pool } from 'pg';
import type { Caller } from './auth/caller';
import { rolesFor } from './auth/permissions';
import { everyLocation, locationScope } from './auth/row-scope';
import { Problem } from './problem';
import { Statement } from './read/statement';

const PRACTICE = 'practice:';

export const practiceIn = (scope: string): string | null =>
  scope.startsWith(PRACTICE) ? scope.slice(PRACTICE.length) : null;

/**
 * @param scopes layers of rules, as published: default, jurisdiction:US-CA, practice:<id>.
 * @throws Problem `invalid` for a practice that is not there for the caller; `forbidden` where other locations would feel it.
 */
export async function requireScopes(pool: Pool, caller: Caller, scopes: readonly string[]): Promise<void> {
  const practices = [...new Set(scopes.flatMap((scope) => practiceIn(scope) ?? []))];
  const s = new Statement();
  const { rows } = await pool.query<{ found: number; everywhere: boolean }>(
    `select (select count(*)::int from practice p where p.id::text = any(${s.value(practices, 'text[]')})
               and ${locationScope(caller, 'rules.publish', s, 'p.id')}) as found,
            (${everyLocation(caller, 'rules.publish', s)}) as everywhere`,
    s.values,
  );
  const [row] = rows;
  if (row?.found !== practices.length) {
    throw new Problem('invalid', undefined, {
      errors: [{ path: 'body.scope', message: 'names no practice of yours' }],
    });
  }
  if (row.everywhere || scopes.every((scope) => practiceIn(scope) !== null)) return;
  throw new Problem(
    'forbidden',
    'Other locations follow these rules too. Publish them for your own practice, or ask somebody who works everywhere.',
    { roles: [...rolesFor('rules.publish')] },
  );
}
