/** Names the practice a request is about: the one it says, or the only one at which the caller may do it. */
import type { Pool, PoolClient } from 'pg';
import type { Caller } from './auth/caller';
import type { Permission } from './auth/permissions';
import { locationScope } from './auth/row-scope';
import { Problem } from './problem';
import { Statement } from './read/statement';

export interface PracticeFacts {
  readonly id: string;
  readonly jurisdiction: string;
}

/**
 * @param path where the request would name it, for the fault.
 * @throws Problem `invalid` when there are several and none is named, or when the named one is not there for the caller.
 */
export async function practiceOf(
  db: Pool | PoolClient,
  caller: Caller,
  permission: Permission,
  id: string | undefined,
  path: 'body.practiceId' | 'query.practiceId',
): Promise<PracticeFacts> {
  const s = new Statement();
  const named = s.value(id ?? null, 'uuid');
  const { rows } = await db.query<PracticeFacts>(
    `select p.id, p.jurisdiction from practice p
     where (${named} is null or p.id = ${named}) and ${locationScope(caller, permission, s, 'p.id')}
     order by p.created_at limit 2`,
    s.values,
  );
  const [practice, another] = rows;
  if (practice && !another) return practice;
  const message = practice ? 'is needed: there are several practices' : 'names no practice of yours';
  throw new Problem('invalid', undefined, { errors: [{ path, message }] });
}
