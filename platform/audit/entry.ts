/** What one row of the audit trail says, and what may stand in it: ids, counts and codes. Writes nothing. */
import type { Purpose } from '../../domain/audit';

export interface AuditEntry {
  readonly actorType: 'user' | 'service' | 'system' | 'anonymous';
  /** A user's id, `import:<id>`, `rules`; empty when nobody is known. */
  readonly actorId: string;
  /** Left out: those that the user has now. */
  readonly roles?: readonly string[] | undefined;
  /** A code such as `case.read`. */
  readonly action: string;
  /** `ok`, a status, or the code of the refusal. */
  readonly outcome: string;
  readonly purpose: Purpose;
  readonly caseId?: string | null | undefined;
  /** Cases it showed; the patients of all cases are added by the database. */
  readonly caseIds?: readonly string[] | undefined;
  readonly patientIds?: readonly string[] | undefined;
  readonly requestId?: string | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** An id, a code, an instant, a route's pattern: no blank, no control character, nothing a formula could begin with. */
const CODE = /^[A-Za-z0-9/][A-Za-z0-9._:/-]{0,119}$/;
const DEEPEST = 4;
const MOST_ITEMS = 500;
/** Stands where something else than an id, a count or a code was given. */
export const LEFT_OUT = 'left-out';

/**
 * The same data with everything replaced that is no id, count or code: free text may name a patient, and a row can never
 * be taken back. Fields whose name is no code are dropped.
 */
export function codesOnly(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return plain(data, 0) as Record<string, unknown>;
}

function plain(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : LEFT_OUT;
  if (typeof value === 'string') return CODE.test(value) ? value : LEFT_OUT;
  if (typeof value !== 'object' || depth === DEEPEST) return LEFT_OUT;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => plain(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => CODE.test(key) && item !== undefined)
      .slice(0, MOST_ITEMS)
      .map(([key, item]) => [key, plain(item, depth + 1)]),
  );
}
