/** Turns a caller's scope into SQL: which cases and locations an action may touch. The only place where rows are told apart. */
import type { Statement } from '../read/statement';
import type { Caller } from './caller';
import { scopeOf, type Permission } from './permissions';

/**
 * SQL that holds for the cases `alias` which the caller may do `permission` to, to be joined with `and`. A case whose
 * glass the caller has broken can be read, and nothing else, by a caller whose role reads cases at all.
 */
export function caseScope(caller: Caller, permission: Permission, s: Statement, alias = 'c'): string {
  const scope = scopeOf(caller, permission);
  if (scope === null) return 'false';
  if (scope === 'all' || (scope === 'location' && caller.locationIds === 'all')) return 'true';
  const any = scope === 'location' ? atLocations(caller, s, alias) : byPeople(caller, scope, s, alias);
  if (caller.openedCaseIds.length > 0 && permission.endsWith('.read')) {
    any.push(`${alias}.id = any(${s.value(caller.openedCaseIds, 'uuid[]')})`);
  }
  return `(${any.join(' or ')})`;
}

/**
 * Every branch can be answered by an index of its own, so that a caller who sees few cases costs few reads: the planner
 * cannot do that with `in (select ...)` or `exists` inside an `or`, with `= any(array(select ...))` it can.
 */
function byPeople(caller: Caller, scope: 'own' | 'team', s: Statement, c: string): string[] {
  const { locationIds, teamIds, roles } = caller;
  const here = () => (locationIds === 'all' ? '' : ` and ${c}.practice_id = any(${s.value(locationIds, 'uuid[]')})`);
  const any = whoever(caller, s, c);
  if (scope === 'team' && teamIds.length > 0) {
    const members = `select m.user_id from team_member m where m.team_id = any(${s.value(teamIds, 'uuid[]')})`;
    any.push(`(${c}.owner_user_id = any(array(${members}))${here()})`);
    any.push(`${c}.owner_team_id = any(${s.value(teamIds, 'uuid[]')})`);
  }
  if (roles.length > 0 && (locationIds === 'all' || locationIds.length > 0)) {
    any.push(`(${c}.id = any(${casesWithTask(`x.assignee_role = any(${s.value(roles, 'text[]')})`)})${here()})`);
  }
  return any;
}

function atLocations(caller: Caller, s: Statement, c: string): string[] {
  const any = [`${c}.practice_id = any(${s.value(caller.locationIds, 'uuid[]')})`, ...whoever(caller, s, c)];
  if (caller.teamIds.length > 0) any.push(`${c}.owner_team_id = any(${s.value(caller.teamIds, 'uuid[]')})`);
  return any;
}

/** Cases that the caller, or an absent person whose queue the caller works (E4), owns or has an open task on. */
function whoever(caller: Caller, s: Statement, c: string): string[] {
  const people = s.value([caller.userId, ...caller.coversIds], 'uuid[]');
  const any = [
    `${c}.owner_user_id = any(${people})`,
    `${c}.id = any(${casesWithTask(`x.assignee_user_id = any(${people})`)})`,
  ];
  if (caller.teamIds.length > 0) {
    any.push(`${c}.id = any(${casesWithTask(`x.assignee_team_id = any(${s.value(caller.teamIds, 'uuid[]')})`)})`);
  }
  return any;
}

const casesWithTask = (whose: string): string =>
  `array(select x.case_id from task x where x.state = 'open' and ${whose})`;

/** The locations at which a caller may do something to what belongs to a location: all, or these. */
export function locationsOf(caller: Caller, permission: Permission): readonly string[] | 'all' {
  const scope = scopeOf(caller, permission);
  if (scope === 'all') return 'all';
  return scope === 'location' ? caller.locationIds : [];
}

/** SQL that holds for rows whose practice, in `column`, the caller may do `permission` at. */
export function locationScope(caller: Caller, permission: Permission, s: Statement, column: string): string {
  const locations = locationsOf(caller, permission);
  return locations === 'all' ? 'true' : `${column} = any(${s.value(locations, 'uuid[]')})`;
}

/** SQL that holds when there is no location at which the caller may not do `permission`. */
export function everyLocation(caller: Caller, permission: Permission, s: Statement): string {
  const locations = locationsOf(caller, permission);
  if (locations === 'all') return 'true';
  return `not exists (select 1 from practice every where every.id <> all(${s.value(locations, 'uuid[]')}))`;
}
