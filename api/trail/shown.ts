/** Finds in an answer which cases and patients it showed, so that "who saw this patient" can be answered for lists, too. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CASE_KEYS = new Set(['caseId', 'activeCaseId']);
/** Answers are pages of at most 200 rows; what is larger than this is no answer of ours. */
const MOST_VALUES = 200_000;

export interface Shown {
  readonly caseIds: readonly string[];
  readonly patientIds: readonly string[];
  /** Rows of a list; null: the answer is none. */
  readonly count: number | null;
}

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** @param shows `cases`: the rows of the list, or the body itself, are cases, and their `id` is a case's. */
export function shownIn(body: unknown, shows?: 'cases'): Shown {
  const caseIds = new Set<string>();
  const patientIds = new Set<string>();
  const items = (body as { items?: unknown } | null | undefined)?.items;
  const rows: readonly unknown[] = Array.isArray(items) ? items : [body];
  if (shows === 'cases') {
    for (const row of rows) {
      const id = (row as { id?: unknown } | null | undefined)?.id;
      if (isUuid(id)) caseIds.add(id.toLowerCase());
    }
  }
  const open: unknown[] = [body];
  for (let n = 0; open.length > 0 && n < MOST_VALUES; n += 1) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, item] of Object.entries(value)) {
      if (CASE_KEYS.has(key) && isUuid(item)) caseIds.add(item.toLowerCase());
      else if (key === 'patientId' && isUuid(item)) patientIds.add(item.toLowerCase());
      else if (typeof item === 'object' && item !== null) {
        const id = (item as { id?: unknown }).id;
        if (key === 'patient' && isUuid(id)) patientIds.add(id.toLowerCase());
        open.push(item);
      }
    }
  }
  return {
    caseIds: [...caseIds],
    patientIds: [...patientIds],
    count: Array.isArray(items) ? items.length : null,
  };
}
