/** Adds rows to the audit table: who did what to which case with what outcome. Ids and codes only. */
import type { Pool, PoolClient } from 'pg';
import type { Caller } from './auth/caller';

export interface AuditRow {
  readonly action: string;
  readonly caseId: string | null;
  readonly outcome: string;
  readonly requestId: string | undefined;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** @param caller null: nobody is known yet, as at a sign-in that failed. */
export async function audit(db: Pool | PoolClient, caller: Caller | null, row: AuditRow): Promise<void> {
  await db.query({
    name: 'audit',
    text: `insert into audit_entry (actor_type, actor_id, action, case_id, outcome, request_id, data)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [
      caller ? 'user' : 'anonymous',
      caller?.userId ?? '',
      row.action,
      row.caseId,
      row.outcome,
      row.requestId ?? null,
      JSON.stringify({ roles: caller?.roles ?? [], ...row.data }),
    ],
  });
}
