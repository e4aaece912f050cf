/** Computes the hash of an audit row from its text, as the database's `audit_hash` does, but on its own. Reads nothing. */
import { createHash } from 'node:crypto';

/** A row as text: what Postgres shows for each column. `at` is epoch ms; hashes are lower-case hex. */
export interface ChainRow {
  readonly id: string;
  readonly at: string;
  readonly actorType: string;
  readonly actorId: string;
  readonly roles: string;
  readonly action: string;
  readonly outcome: string;
  readonly purpose: string;
  readonly caseId: string | null;
  readonly patientId: string | null;
  readonly caseIds: string;
  readonly patientIds: string;
  readonly requestId: string | null;
  readonly data: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** Columns of `audit_entry` as a ChainRow. */
export const CHAIN_COLUMNS = `id::text, (extract(epoch from at) * 1000)::bigint::text as at, actor_type as "actorType",
  actor_id as "actorId", roles::text, action, outcome, purpose, case_id::text as "caseId",
  patient_id::text as "patientId", case_ids::text as "caseIds", patient_ids::text as "patientIds",
  request_id as "requestId", data::text, encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash`;

/** What the first row follows. */
export const GENESIS = '00'.repeat(32);

/** Length in bytes, a colon, the value; a dash for null: no two lists of fields have the same text. */
const part = (value: string | null): string => (value === null ? '-' : `${Buffer.byteLength(value)}:${value}`);

/** SHA-256 in hex over the hash of the row before and every field. */
export function hashOf(previous: string, row: ChainRow): string {
  const fields = [
    ...[previous, row.id, row.at, row.actorType, row.actorId, row.roles, row.action, row.outcome, row.purpose],
    ...[row.caseId, row.patientId, row.caseIds, row.patientIds, row.requestId, row.data],
  ];
  return createHash('sha256').update(fields.map(part).join('')).digest('hex');
}
