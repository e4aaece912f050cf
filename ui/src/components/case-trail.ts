/** Which list somebody came from: its name and the order of its cases, for "3 of 20" and the next one at a key. */
import { useEffect } from 'react';
import { useLocation } from 'react-router';

export interface CaseTrail {
  /** "on Today", "in Denials" */
  readonly name: string;
  /** Where the list is. */
  readonly to: string;
  readonly ids: readonly string[];
}

/** Of the tab; ids name nobody, and a reload keeps them. */
const KEY = 'caseclock-case-trail';
const MOST = 500;

/** Called by a list with the cases it shows, in their order: whichever of them is opened next knows its neighbours. */
export function useCaseTrail(name: string, ids: readonly string[]): void {
  const { pathname, search } = useLocation();
  const to = `${pathname}${search}`;
  const order = [...new Set(ids)].slice(0, MOST).join(' ');
  useEffect(() => {
    if (order !== '') sessionStorage.setItem(KEY, JSON.stringify({ name, to, ids: order.split(' ') }));
  }, [name, to, order]);
}

/** The list that the case was opened from, if it was from one. */
export function trailOf(caseId: string): CaseTrail | null {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return null;
  const trail = JSON.parse(text) as CaseTrail;
  return Array.isArray(trail.ids) && trail.ids.includes(caseId) ? trail : null;
}
