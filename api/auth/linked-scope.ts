/** SQL for what hangs off cases and locations: which claims, patients, people, teams, batches and incidents a caller reaches. */
import type { Statement } from '../read/statement';
import type { Caller } from './caller';
import { scopeOf, type Permission } from './permissions';
import { caseScope, casesBesideLocations, everyLocation, locationScope, locationsOf } from './row-scope';

/** Claims `m`: of the caller's locations, and those that a case holds which the caller reaches for another reason. */
export function claimScope(caller: Caller, permission: Permission, s: Statement): string {
  if (scopeOf(caller, permission) === null) return 'false';
  const here = locationScope(caller, permission, s, 'm.practice_id');
  if (here === 'true') return 'true';
  return `(${here} or m.id = any(array(select held.claim_id from case_claim held join cases hc on hc.id = held.case_id
    where ${casesBesideLocations(caller, permission, s, 'hc')})))`;
}

/** Patients `n`: whoever a claim or a case is about that the caller may read. A patient has no location. */
export function patientScope(caller: Caller, s: Statement): string {
  const cases = caseScope(caller, 'case.read', s, 'pc');
  if (cases === 'true') return 'true';
  return `(exists (select 1 from claim m where m.patient_id = n.id and ${claimScope(caller, 'claim.read', s)})
    or exists (select 1 from cases pc where pc.patient_id = n.id and ${cases}))`;
}

const inTeams = (caller: Caller, s: Statement, column: string): string =>
  caller.teamIds.length === 0 ? 'false' : `${column} = any(${s.value(caller.teamIds, 'uuid[]')})`;

/** Users `u`: who shares a location or a team with the caller, works everywhere, or is the caller. */
export function userScope(caller: Caller, s: Statement): string {
  const locations = locationsOf(caller, 'directory.read');
  if (locations === 'all') return 'true';
  return `(u.id = ${s.value(caller.userId, 'uuid')} or u.all_locations
    or exists (select 1 from user_location l where l.user_id = u.id and l.practice_id = any(${s.value(locations, 'uuid[]')}))
    or exists (select 1 from team_member tm where tm.user_id = u.id and ${inTeams(caller, s, 'tm.team_id')}))`;
}

/** Teams `g`: the caller's, and those with a member whom the caller sees. A team without members is shown to all. */
export function teamScope(caller: Caller, s: Statement): string {
  const people = userScope(caller, s);
  if (people === 'true') return 'true';
  return `(${inTeams(caller, s, 'g.id')} or not exists (select 1 from team_member tm where tm.team_id = g.id)
    or exists (select 1 from team_member member join app_user u on u.id = member.user_id
               where member.team_id = g.id and ${people}))`;
}

/** Batches `b`: the caller's own, and those that touch no location beyond the caller's. */
export function batchScope(caller: Caller, permission: Permission, s: Statement): string {
  if (scopeOf(caller, permission) === null) return 'false';
  const locations = locationsOf(caller, permission);
  if (locations === 'all') return 'true';
  return `(b.created_by = ${s.value(caller.userId, 'uuid')}
    or (b.practice_ids <> '{}' and b.practice_ids <@ ${s.value(locations, 'uuid[]')})
    or (b.practice_ids = '{}' and ${everyLocation(caller, permission, s)}))`;
}

/**
 * Incidents `i`: by their case, or by the batch, the import or the opening they are about; what is about none of these is
 * for whoever works everywhere.
 */
export function incidentScope(caller: Caller, permission: Permission, s: Statement): string {
  if (scopeOf(caller, permission) === null) return 'false';
  const locations = locationsOf(caller, permission);
  if (locations === 'all') return 'true';
  const name = `split_part(i.source, ':', 2)`;
  const about = (kind: string, row: string) => `(i.source like '${kind}:%' and exists (${row}))`;
  return `(exists (select 1 from cases c where c.id = i.case_id and ${caseScope(caller, permission, s)})
    or ${about('import', `select 1 from import x where x.id::text = ${name} and ${locationScope(caller, permission, s, 'x.practice_id')}`)}
    or ${about('batch', `select 1 from batch b where b.id::text = ${name} and ${batchScope(caller, permission, s)}`)}
    or ${about('command', `select 1 from command k where k.id::text = ${name} and ${locationScope(caller, permission, s, "(k.details->>'practiceId')::uuid")}`)}
    or ${everyLocation(caller, permission, s)})`;
}

/** Commands `k`: those the caller sent, and those of cases the caller may read. */
export function commandScope(caller: Caller, s: Statement): string {
  return `((k.actor_type = 'user' and k.actor_id = ${s.value(caller.userId)})
    or exists (select 1 from cases c where c.id = k.case_id and ${caseScope(caller, 'command.read', s)}))`;
}
