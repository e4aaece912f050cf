/** Refuses ids that name nothing, before a case is asked: a claim, submission, user, team, payer or patient. */
import type { Pool } from 'pg';
import { Problem, type Fault } from './problem';

/** Field name -> the rows it must be one of. Ids that a sender makes up (visits, requests) are not listed. */
const targets = {
  claimId: { sql: 'select id from claim where id = any($1::uuid[])', what: 'claim' },
  submissionId: { sql: 'select id from submission where id = any($1::uuid[])', what: 'submission' },
  userId: { sql: 'select id from app_user where active and id = any($1::uuid[])', what: 'active user' },
  teamId: { sql: 'select id from team where id = any($1::uuid[])', what: 'team' },
  payerId: { sql: 'select id from payer where id = any($1::uuid[])', what: 'payer' },
  patientId: { sql: 'select id from patient where id = any($1::uuid[])', what: 'patient' },
} as const;
type Field = keyof typeof targets;

interface Found {
  readonly field: Field;
  readonly id: string;
  readonly path: string;
}

/** @throws Problem `invalid` naming each id that names nothing, and each submission of another claim. */
export async function checkReferences(pool: Pool, path: string, data: unknown): Promise<void> {
  const found = referencesIn(path, data);
  if (found.length === 0) return;
  const faults: Fault[] = [];
  for (const field of Object.keys(targets) as Field[]) {
    const asked = found.filter((f) => f.field === field);
    if (asked.length === 0) continue;
    const { rows } = await pool.query<{ id: string }>(targets[field].sql, [asked.map((f) => f.id)]);
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
