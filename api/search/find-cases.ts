/** Finds cases by words, the adjusters of such cases, and open tasks: of these cases, or in a person's own words. */
import type { Pool } from 'pg';
import { groupsOf, searchGroups } from '../auth/field-groups';
import { may } from '../auth/permissions';
import type { Caller } from '../auth/caller';
import { caseScope } from '../auth/row-scope';
import { literal, wordCondition } from '../read/case-search';
import { Statement } from '../read/statement';
import { assigneeBranches } from '../read/tasks';
import type { Hits } from './hits';
import { hasWords, patternsOf } from './patterns';

/** So many matches are looked at to find the best; who types more sees fewer. */
const CANDIDATES = 100;
/** So many cases with the words are looked through for those that show them to the caller, or have them in a name. */
const LOOKED_THROUGH = 2_000;
const MOST_CASES = 8;
const MOST_OTHERS = 5;

/** SQL of cases `c` that have the words anywhere: what the index answers. Who does not see all of them is asked again. */
const anywhere = (caller: Caller, words: readonly string[], s: Statement): string =>
  [
    caseScope(caller, 'case.read', s),
    ...words.map((word) => wordCondition(patternsOf(word), new Set(searchGroups), s)),
  ].join(' and ');

/** The words must stand in what the caller sees: otherwise that a case was found would tell what it holds. */
function inSight(caller: Caller, words: readonly string[], s: Statement): string {
  const given = groupsOf(caller);
  if (searchGroups.every((group) => given.has(group))) return 'true';
  return words.map((word) => wordCondition(patternsOf(word), given, s)).join(' and ');
}

/** Open cases first, then those whose claim number begins so, then what is due soonest. */
export async function findCases(pool: Pool, caller: Caller, words: readonly string[]): Promise<Hits['cases']> {
  if (!may(caller, 'case.read')) return [];
  const s = new Statement();
  const number = groupsOf(caller).has('identity')
    ? `c.claim_number ilike ${s.value(`${literal(words[0] ?? '')}%`, 'text')}`
    : 'c.id is null';
  const { rows } = await pool.query<Hits['cases'][number]>(
    `with found as materialized (
       select c.id from (select c.* from cases c where ${anywhere(caller, words, s)} limit ${LOOKED_THROUGH}) c
       where ${inSight(caller, words, s)} limit ${CANDIDATES})
     select c.id as "caseId", c.kind, c.stage, coalesce(n.name, c.details #>> '{patient,name}') as patient,
            c.claim_number as "claimNumber", coalesce(p.name, c.details->>'payerName') as payer, c.subject,
            coalesce(u.display_name, g.name) as owner
     from found join cases c on c.id = found.id
     left join patient n on n.id = c.patient_id left join payer p on p.id = c.payer_id
     left join app_user u on u.id = c.owner_user_id left join team g on g.id = c.owner_team_id
     order by c.closed_at is not null, ${number} desc nulls last, c.next_due_at nulls last, c.id limit ${MOST_CASES}`,
    s.values,
  );
  return rows;
}

/**
 * The index finds cases with these words anywhere; what is shown has them in the adjuster's name, which the caller sees. So
 * nothing is learnt here of where else the words stand.
 */
export async function findAdjusters(pool: Pool, caller: Caller, words: readonly string[]): Promise<Hits['adjusters']> {
  if (!may(caller, 'case.read') || !groupsOf(caller).has('contact')) return [];
  const s = new Statement();
  const { rows } = await pool.query<Hits['adjusters'][number]>(
    `with found as materialized (
       select c.id, c.details #>> '{adjuster,name}' as name, coalesce(p.name, c.details->>'payerName') as payer
       from (select c.* from cases c where c.kind = 'wc' and ${anywhere(caller, words, s)} limit ${LOOKED_THROUGH}) c
       left join payer p on p.id = c.payer_id)
     select min(f.name) as name, min(f.payer) as payer, count(*)::int as cases, min(f.id::text)::uuid as "caseId"
     from found f where f.name is not null and ${hasWords('f.name', words, s)}
     group by lower(f.name) order by count(*) desc, min(f.name) limit ${MOST_OTHERS}`,
    s.values,
  );
  return rows;
}

/** @param caseIds the cases that were found; their open tasks are what a person often came for. */
export async function findTasks(
  pool: Pool,
  caller: Caller,
  words: readonly string[],
  caseIds: readonly string[],
): Promise<Hits['tasks']> {
  if (!may(caller, 'task.read')) return [];
  const s = new Statement();
  const scope = caseScope(caller, 'task.read', s);
  const mine = `(${assigneeBranches('mine', caller, s)
    .map((branch) => `(${branch})`)
    .join(' or ')})`;
  const readsWords = groupsOf(caller).has('words');
  const { rows } = await pool.query<Omit<Hits['tasks'][number], 'assignee'> & Hits['tasks'][number]['assignee']>(
    `with near as materialized (
       select t.id, t.case_id from task t where t.state = 'open' and t.case_id = any(${s.value(caseIds, 'uuid[]')})),
     found as materialized (
       (select t.id from task t join cases c on c.id = t.case_id
        where t.state = 'open' and t.key like 'own:%' and ${hasWords('t.title', words, s)} and ${scope}
          ${readsWords ? '' : `and ${mine}`} limit ${CANDIDATES})
       union
       (select near.id from near join cases c on c.id = near.case_id where ${scope} limit ${CANDIDATES}))
     select t.id as "taskId", t.case_id as "caseId", c.kind, t.key, t.title, t.assignee_user_id as "userId",
            t.assignee_team_id as "teamId", t.assignee_role as role, coalesce(u.display_name, g.name) as name,
            to_char(t.due_on, 'YYYY-MM-DD') as "dueOn", coalesce(n.name, c.details #>> '{patient,name}') as patient
     from found join task t on t.id = found.id join cases c on c.id = t.case_id
     left join patient n on n.id = c.patient_id
     left join app_user u on u.id = t.assignee_user_id left join team g on g.id = t.assignee_team_id
     order by ${mine} desc, t.due_on, t.id limit ${MOST_OTHERS}`,
    s.values,
  );
  return rows.map(({ userId, teamId, role, name, ...task }) => ({ ...task, assignee: { userId, teamId, role, name } }));
}
