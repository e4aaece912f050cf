/** Tells background work what a user may do to a case now, by the same table and the same SQL as a request. */
import type { Pool } from 'pg';
import type { MayReach } from '../../domain/batches';
import { Statement } from '../read/statement';
import type { Caller } from './caller';
import { callerOfUser, keptFresh } from './caller-again';
import { permissionNames, type Permission } from './permissions';
import { caseScope } from './row-scope';

const MOST_KEPT = 1_000;

/** Users are read at most once a second each; a permission that no table knows reaches nothing. */
export function makeMayReach(pool: Pool): MayReach {
  const users = new Map<string, () => Promise<Caller | null>>();
  const userOf = (userId: string) => {
    if (users.size > MOST_KEPT) users.clear();
    const kept = users.get(userId) ?? keptFresh(() => callerOfUser(pool, userId));
    users.set(userId, kept);
    return kept();
  };
  return async (userId, permissions, caseId) => {
    const caller = await userOf(userId);
    if (caller === null || !permissions.every(isPermission)) return false;
    const s = new Statement();
    const scopes = permissions.map((permission) => caseScope(caller, permission as Permission, s));
    const { rowCount } = await pool.query(
      `select 1 from cases c where c.id = ${s.value(caseId, 'uuid')} and ${['true', ...scopes].join(' and ')}`,
      s.values,
    );
    return rowCount === 1;
  };
}

const isPermission = (name: string): name is Permission => permissionNames.some((known) => known === name);
