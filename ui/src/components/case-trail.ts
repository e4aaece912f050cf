/** Which list somebody came from: its name and the order of its cases, for "3 of 20" and the next one at a key. */

export interface CaseTrail {
  /** "urgent", "in My open cases" */
  readonly name: string;
  /** Where the list is. */
  readonly to: string;
  readonly ids: readonly string[];
}

/** Of the tab; ids name nobody, and a reload keeps them. */
const KEY = 'caseclock-case-trail';
const MOST = 500;

/** Called by a list when a case of it is opened. */
export function keepTrail(trail: CaseTrail): void {
  sessionStorage.setItem(KEY, JSON.stringify({ ...trail, ids: trail.ids.slice(0, MOST) }));
}

/** The list that the case was opened from, if it was from one. */
export function trailOf(caseId: string): CaseTrail | null {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return null;
  const trail = JSON.parse(text) as CaseTrail;
  return Array.isArray(trail.ids) && trail.ids.includes(caseId) ? trail : null;
}
