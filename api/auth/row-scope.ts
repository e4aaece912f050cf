/** Turns a caller's scope into SQL: which cases an action may touch. The only place where rows are told apart. */
import type { Statement } from '../read/statement';
import type { Caller } from './caller';
import { scopeOf, type Permission } from './permissions';

/**
 * SQL that holds for the cases `alias` which the caller may do `permission` to, to be joined with `and`. A case whose
 * glass the caller has broken is readable whatever the scope.
 */
export function caseScope(caller: Caller, permission: Permission, s: Statement, alias = 'c'): string {
  const scope = scopeOf(caller, permission);
  if (scope === 'all') return 'true';
  const any: string[] = scope === null ? [] : [scoped(caller, scope, s, alias)];
  if (caller.openedCaseIds.length > 0 && permission.endsWith('.read')) {
    any.push(`${alias}.id = any(${s.value(caller.openedCaseIds, 'uuid[]')})`);
  }
  return any.length === 0 ? 'false' : `(${any.join(' or ')})`;
}

function scoped(caller: Caller, scope: 'own' | 'team' | 'location', s: Statement, c: string): string {
  if (scope === 'location' && caller.locationIds === 'all') return 'true';
  const people = s.value([caller.userId, ...caller.coversIds], 'uuid[]');
  const teams = s.value(caller.teamIds, 'uuid[]');
  const own = `${c}.owner_user_id = any(${people}) or exists (select 1 from task mine where mine.case_id = ${c}.id
    and mine.state = 'open' and (mine.assignee_user_id = any(${people}) or mine.assignee_team_id = any(${teams})))`;
  if (scope === 'own') return `(${own})`;
  const team = `${own} or ${c}.owner_team_id = any(${teams})
    or ${c}.owner_user_id in (select m.user_id from team_member m where m.team_id = any(${teams}))`;
  if (scope === 'team') return `(${team})`;
  return `(${c}.practice_id = any(${s.value(caller.locationIds, 'uuid[]')}) or ${team})`;
}
