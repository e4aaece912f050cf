/** Adds rows to the audit trail: who did what to which case or patient, why, with what outcome. Ids and codes only. */
import type { Pool, PoolClient } from 'pg';
import type { Purpose } from '../domain/audit';
import { appendAudit } from '../platform/audit/writer';
import type { Caller } from './auth/caller';
import { usualPurpose } from './trail/purpose';

export interface AuditRow {
  /** A code such as `case.read`; its first word decides the usual purpose. */
  readonly action: string;
  readonly caseId: string | null;
  readonly outcome: string;
  readonly requestId: string | undefined;
  readonly patientId?: string | null | undefined;
  /** Left out: the usual one of the action, or emergency for a case whose glass the caller has broken. */
  readonly purpose?: Purpose | undefined;
  /** Cases and patients that a list showed. */
  readonly caseIds?: readonly string[] | undefined;
  readonly patientIds?: readonly string[] | undefined;
  /** Ids, counts and codes; anything else is replaced (`codesOnly`). */
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Settles when the row is committed; on a client, when its transaction holds it. Awaited before the answer: what is not
 * on record was not answered.
 * @param caller null: nobody is known yet, as at a sign-in that failed.
 */
export async function audit(db: Pool | PoolClient, caller: Caller | null, row: AuditRow): Promise<void> {
  const { patientId, purpose, patientIds = [], ...rest } = row;
  await appendAudit(db, {
    ...rest,
    actorType: caller ? 'user' : 'anonymous',
    actorId: caller?.userId ?? '',
    roles: caller?.roles ?? [],
    purpose: purpose ?? usualPurpose(row.action, caller, row.caseId),
    patientIds: [...patientIds, ...(patientId ? [patientId] : [])],
  });
}
