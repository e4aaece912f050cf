/** Opens incidents: background work that failed for good, once per failure (R22). */
import type { Pool } from 'pg';

export interface NewIncident {
  /** What failed; the same source is one incident. */
  readonly source: string;
  readonly caseId: string | null;
  readonly code: string;
  /** Plain words, ids only. */
  readonly message: string;
}

/** Idempotent by `source`; an incident that was resolved and fails again is opened again. */
export async function openIncident(pool: Pool, incident: NewIncident): Promise<void> {
  await pool.query(
    `insert into incident (id, source, case_id, code, message, state) values (gen_random_uuid(), $1, $2, $3, $4, 'open')
     on conflict (source) do update set state = 'open', at = now(), resolved_at = null, message = excluded.message`,
    [incident.source, incident.caseId, incident.code, incident.message],
  );
}
