/** Says who is who across files: ids and keys of payers, patients and records; it looks nothing up. */
import { createHash } from 'node:crypto';
import type { ClaimRecord, Party, TransactionRecord } from '../../connectors/remittance-835/records';

/** A record's id from its 64-digit identity: the same record, the same id (UUID version 8). */
export function idFromHash(hash: string): string {
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** `XV:12345` where the payer has an identifier, else its name without case, spaces and punctuation of its own. */
export function payerIdentity(payer: Party, trace: TransactionRecord['trace']): string {
  if (payer.id) return bounded(`${payer.idQualifier || '?'}:${payer.id}`);
  const name = payer.name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return bounded(name ? `name:${name}` : `origin:${trace.originId || 'unknown'}`);
}

/**
 * A member number belongs to the payer that gave it; a patient without one is known by the claim only, because two
 * people may share a name.
 */
export function patientIdentity(claim: ClaimRecord, payer: string, practiceId: string): string {
  const { patient } = claim;
  if (patient?.id) return bounded(`${patient.idQualifier || '?'}:${patient.id.toUpperCase()}@${payer}`);
  return bounded(`claim:${practiceId}:${payer}:${claim.patientControlNumber}`);
}

/** An index entry has a largest size: a key that is absurdly long is kept as its hash. */
function bounded(key: string): string {
  return key.length <= 300 ? key : `hash:${createHash('sha256').update(key).digest('hex')}`;
}

/** Last, First Middle Suffix; empty when the payer named nobody. */
export function patientName(claim: ClaimRecord): string {
  const { patient } = claim;
  if (!patient) return '';
  const given = [patient.first, patient.middle, patient.suffix].filter((part) => part !== '').join(' ');
  return given ? `${patient.last}, ${given}` : patient.last;
}
