/** Turns a caller's scope into SQL: which cases and locations an action may touch. The only place where rows are told apart. */
import type { Statement } from '../read/statement';
import type { Caller } from './caller';
import { scopeOf, type Permission, type Scope } from './permissions';

/**
 * SQL that holds for the cases `alias` which the caller may do `permission` to, to be joined with `and`. A case whose
 * glass the caller has broken can be read, and nothing else, by a caller whose role reads cases at all.
 */
export function caseScope(caller: Caller, permission: Permission, s: Statement, alias = 'c'): string {
  const scope = scopeOf(caller, permission);
  if (scope === null) return 'false';
  if (scope === 'all' || (scope === 'location' && caller.locationIds === 'all')) return 'true';
  const beside = casesBesideLocations(caller, permission, s, alias);
  if (scope !== 'location') return beside;
  return `(${alias}.practice_id = any(${s.value(caller.locationIds, 'uuid[]')}) or ${beside})`;
}

/**
 * SQL for the cases that the caller reaches for another reason than working at their location. Every branch can be
 * answered by an index of its own, so that a caller who sees few cases costs few reads: the planner cannot do that with
 * `in (select ...)` or `exists` alone inside an `or`, with `= any(array(select ...))` it can.
 */
export function casesBesideLocations(caller: Caller, permission: Permission, s: Statement, c = 'c'): string {
  const scope = scopeOf(caller, permission);
  if (scope === null) return 'false';
  const people = s.value([caller.userId, ...caller.coversIds], 'uuid[]');
  const any = [`${c}.owner_user_id = any(${people})`, withTask(c, `x.assignee_user_id = any(${people})`)];
  if (caller.teamIds.length > 0) any.push(...throughTeams(caller, scope, s, c));
  if (scope === 'own' || scope === 'team') any.push(...throughRole(caller, s, c));
  if (caller.openedCaseIds.length > 0 && permission.endsWith('.read')) {
    any.push(`${c}.id = any(${s.value(caller.openedCaseIds, 'uuid[]')})`);
  }
  return `(${any.join(' or ')})`;
}

function throughTeams(caller: Caller, scope: Scope, s: Statement, c: string): string[] {
  const teams = s.value(caller.teamIds, 'uuid[]');
  const given = withTask(c, `x.assignee_team_id = any(${teams})`);
  const owned = `${c}.owner_team_id = any(${teams})`;
  if (scope === 'own') {
    const open = `select 1 from task y where y.case_id = ${c}.id and y.state = 'open' and y.follows_owner`;
    return [given, `(${owned} and exists (${open}))`];
  }
  if (scope !== 'team') return [given, owned];
  const members = `select m.user_id from team_member m where m.team_id = any(${teams})`;
  return [given, owned, `(${c}.owner_user_id = any(array(${members}))${atLocations(caller, s, c)})`];
}

const throughRole = (caller: Caller, s: Statement, c: string): string[] =>
  caller.locationIds !== 'all' && caller.locationIds.length === 0
    ? []
    : [`(${withTask(c, `x.assignee_role = any(${s.value(caller.roles, 'text[]')})`)}${atLocations(caller, s, c)})`];

const atLocations = ({ locationIds }: Caller, s: Statement, c: string): string =>
  locationIds === 'all' ? '' : ` and ${c}.practice_id = any(${s.value(locationIds, 'uuid[]')})`;

/** A task that follows the owner is where its owner is; only the others, which are few, are looked up. */
const withTask = (c: string, whose: string): string =>
  `${c}.id = any(array(select x.case_id from task x where x.state = 'open' and not x.follows_owner and ${whose}))`;

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
