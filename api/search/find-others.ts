/** Finds claims by number, patients, payers and colleagues by name, each as far as the caller reaches. */
import type { Pool } from 'pg';
import type { Caller } from '../auth/caller';
import { groupsOf } from '../auth/field-groups';
import { claimScope, userScope } from '../auth/linked-scope';
import { may } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { literal } from '../read/case-search';
import { Statement } from '../read/statement';
import type { Hits } from './hits';
import { hasWords, patternsOf } from './patterns';

const CANDIDATES = 100;
/** So many names are looked through for those that the caller reaches; who types more sees further. */
const LOOKED_THROUGH = 2_000;
const MOST = 5;

/** By number; a number that begins so comes first. A number names a person: without that group nothing is found. */
export async function findClaims(pool: Pool, caller: Caller, words: readonly string[]): Promise<Hits['claims']> {
  const [word] = words;
  if (!may(caller, 'claim.read') || !groupsOf(caller).has('identity') || words.length !== 1 || !word) return [];
  const s = new Statement();
  const number = patternsOf(word).map((pattern) => `m.number ilike ${s.value(pattern, 'text')}`);
  const readable = may(caller, 'case.read') ? caseScope(caller, 'case.read', s) : 'false';
  const { rows } = await pool.query<Hits['claims'][number]>(
    `with found as materialized (
       select m.* from claim m where (${number.join(' or ')}) and ${claimScope(caller, 'claim.read', s)} limit ${CANDIDATES})
     select m.id as "claimId", m.number, n.name as patient, p.name as payer, m.status,
            (select h.case_id from case_claim h join cases c on c.id = h.case_id
             where h.claim_id = m.id and h.active and ${readable} limit 1) as "caseId"
     from found m left join patient n on n.id = m.patient_id left join payer p on p.id = m.payer_id
     order by m.number ilike ${s.value(`${literal(word)}%`, 'text')} desc, m.number, m.id limit ${MOST}`,
    s.values,
  );
  return rows;
}

export async function findPatients(pool: Pool, caller: Caller, words: readonly string[]): Promise<Hits['patients']> {
  if (!groupsOf(caller).has('identity') || !(may(caller, 'case.read') || may(caller, 'claim.read'))) return [];
  const s = new Statement();
  const readable = may(caller, 'case.read') ? caseScope(caller, 'case.read', s) : 'false';
  // One look along an index for each name, until enough are found: as a plain condition the planner may rather read all
  // claims and cases at once.
  const reached = `select 1 from claim m where m.patient_id = n.id and ${claimScope(caller, 'claim.read', s)}
    union all select 1 from cases c where c.patient_id = n.id and ${readable}`;
  const { rows } = await pool.query<Hits['patients'][number]>(
    `with found as materialized (
       select n.id, n.name from (select * from patient n where ${hasWords('n.name', words, s)} limit ${LOOKED_THROUGH}) n
       cross join lateral (select 1 from (${reached}) x limit 1) reached limit ${CANDIDATES})
     select f.id as "patientId", f.name,
            (select count(*)::int from (select 1 from cases c where c.patient_id = f.id and ${readable} limit 100) x) as cases
     from found f order by f.name ilike ${s.value(`${literal(words[0] ?? '')}%`, 'text')} desc, f.name, f.id limit ${MOST}`,
    s.values,
  );
  return rows;
}

export async function findPayers(pool: Pool, caller: Caller, words: readonly string[]): Promise<Hits['payers']> {
  if (!may(caller, 'case.read')) return [];
  const s = new Statement();
  const { rows } = await pool.query<Hits['payers'][number]>(
    `with found as materialized (
       select p.id, p.name from payer p where ${hasWords('p.name', words, s)}
         and exists (select 1 from cases c where c.payer_id = p.id and ${caseScope(caller, 'case.read', s)})
       order by p.name, p.id limit ${MOST})
     select f.id as "payerId", f.name,
            (select count(*)::int from (select 1 from cases c where c.payer_id = f.id and c.closed_at is null
                                        and ${caseScope(caller, 'case.read', s)} limit 1000) x) as "openCases"
     from found f order by f.name, f.id`,
    s.values,
  );
  return rows;
}

export async function findPeople(pool: Pool, caller: Caller, words: readonly string[]): Promise<Hits['people']> {
  if (!may(caller, 'directory.read')) return [];
  const s = new Statement();
  const { rows } = await pool.query<Hits['people'][number]>(
    `select u.id as "userId", u.display_name as name, u.roles from app_user u
     where u.active and u.kind = 'person' and ${hasWords('u.display_name', words, s)} and ${userScope(caller, s)}
     order by u.display_name, u.id limit ${MOST}`,
    s.values,
  );
  return rows;
}
