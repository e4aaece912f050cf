/**
 * Refuses ids that name nothing, before a case is asked: a claim, submission, user, team, payer or patient. What the caller
 * may not see, or what belongs to another location than the case, is named in the same words as what is not there.
 */
import type { Pool } from 'pg';
import type { Caller } from './auth/caller';
import { claimScope, patientScope, teamScope, userScope } from './auth/linked-scope';
import { caseScope } from './auth/row-scope';
import { Problem, type Fault } from './problem';
import { Statement } from './read/statement';

interface Asked {
  readonly caller: Caller;
  readonly s: Statement;
  /** Placeholders of the ids in question, and of the locations that what they name must belong to. */
  readonly ids: string;
  readonly practices: string;
}

/** Field name -> the rows it must be one of. Ids that a sender makes up (visits, requests) are not listed. */
const targets = {
  claimId: {
    sql: (q: Asked) => `select m.id from claim m where m.id = any(${q.ids}) and ${claimFits(q)}`,
    what: 'claim',
  },
  submissionId: {
    sql: (q: Asked) =>
      `select v.id from submission v join claim m on m.id = v.claim_id where v.id = any(${q.ids}) and ${claimFits(q)}`,
    what: 'submission',
  },
  userId: {
    sql: (q: Asked) =>
      `select u.id from app_user u where u.id = any(${q.ids}) and ${userScope(q.caller, q.s)} and ${worksAtAll('u', q)}`,
    what: 'active user who works at the location of the case',
  },
  teamId: {
    sql: (q: Asked) =>
      `select g.id from team g where g.id = any(${q.ids}) and ${teamScope(q.caller, q.s)} and exists (
         select 1 from team_member tm join app_user w on w.id = tm.user_id where tm.team_id = g.id and ${worksAtAll('w', q)})`,
    what: 'team with somebody who works at the location of the case',
  },
  payerId: { sql: (q: Asked) => `select id from payer where id = any(${q.ids})`, what: 'payer' },
  patientId: {
    sql: (q: Asked) => `select n.id from patient n where n.id = any(${q.ids}) and ${patientScope(q.caller, q.s)}`,
    what: 'patient',
  },
} as const;
type Field = keyof typeof targets;

/** A claim of the case's location that the caller reaches by itself, or through a case. */
function claimFits({ caller, s, practices }: Asked): string {
  return `m.practice_id = all(${practices}) and (${claimScope(caller, 'claim.read', s)} or exists (
    select 1 from case_claim h join cases rc on rc.id = h.case_id
    where h.claim_id = m.id and ${caseScope(caller, 'case.read', s, 'rc')}))`;
}

function worksAtAll(u: string, { practices }: Asked): string {
  return `${u}.active and ${u}.kind = 'person' and (${u}.all_locations or ${practices} <@ array(
    select at.practice_id from user_location at where at.user_id = ${u}.id))`;
}

interface Found {
  readonly field: Field;
  readonly id: string;
  readonly path: string;
}

/**
 * @param practiceIds locations of the case or cases that the data is for; none: it is for no case.
 * @throws Problem `invalid` naming each id that names nothing, and each submission of another claim.
 */
export async function checkReferences(
  pool: Pool,
  caller: Caller,
  path: string,
  data: unknown,
  practiceIds: readonly string[],
): Promise<void> {
  const found = referencesIn(path, data);
  if (found.length === 0) return;
  const faults: Fault[] = [];
  for (const field of Object.keys(targets) as Field[]) {
    const asked = found.filter((f) => f.field === field);
    if (asked.length === 0) continue;
    const s = new Statement();
    const ids = s.value(
      asked.map((f) => f.id),
      'uuid[]',
    );
    const practices = s.value(practiceIds, 'uuid[]');
    // Each target uses what it needs; a parameter that a statement does not name has no type.
    const sql = `${targets[field].sql({ caller, s, ids, practices })} and ${practices} is not null`;
    const { rows } = await pool.query<{ id: string }>(sql, s.values);
    const known = new Set(rows.map((r) => r.id));
    for (const f of asked) {
      if (!known.has(f.id.toLowerCase())) faults.push({ path: f.path, message: `names no ${targets[field].what}` });
    }
  }
  if (faults.length === 0) faults.push(...(await strangers(pool, path, data)));
  if (faults.length > 0) throw new Problem('invalid', undefined, { errors: faults.slice(0, 100) });
}

function referencesIn(path: string, value: unknown): Found[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]): Found[] => {
    if (typeof item === 'string' && key in targets) return [{ field: key as Field, id: item, path: `${path}.${key}` }];
    return referencesIn(`${path}.${key}`, item);
  });
}

/** A submission must be a version of the claim beside it. */
async function strangers(pool: Pool, path: string, data: unknown): Promise<Fault[]> {
  const claims = (data as { claims?: unknown }).claims;
  if (!Array.isArray(claims)) return [];
  const bound = (claims as { claimId: string; submissionId: string | null }[]).flatMap((claim, index) =>
    claim.submissionId ? [{ ...claim, index }] : [],
  );
  if (bound.length === 0) return [];
  const { rows } = await pool.query<{ id: string; claimId: string }>(
    'select id, claim_id as "claimId" from submission where id = any($1::uuid[])',
    [bound.map((b) => b.submissionId)],
  );
  const claimOf = new Map(rows.map((r) => [r.id, r.claimId]));
  return bound
    .filter((b) => claimOf.get((b.submissionId ?? '').toLowerCase()) !== b.claimId.toLowerCase())
    .map((b) => ({ path: `${path}.claims.${b.index}.submissionId`, message: 'is a submission of another claim' }));
}
