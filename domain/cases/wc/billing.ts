/** What treatment is delivered and not yet on a claim [C06, A12]. Reads the case's own visits and claims only. */
import { allot } from './authorizations';
import type { WcContext } from './context';

/** Last day that a submitted claim bills. */
export function billedThrough(c: WcContext): string | null {
  return (
    c.submissions
      .map((s) => s.throughOn)
      .sort()
      .at(-1) ?? null
  );
}

/** Days of completed visits under a valid authorization that no claim bills yet, earliest first. */
export function unbilledVisits(c: WcContext): string[] {
  const through = billedThrough(c) ?? '';
  const { uncovered } = allot(c);
  return c.visits
    .filter((v) => v.status === 'completed' && v.on > through && !uncovered.includes(v))
    .map((v) => v.on)
    .sort();
}

/**
 * Since when delivered treatment waits for its claim: the first unbilled visit; without listed visits (a case that was
 * imported) the end of treatment. null: nothing is unbilled.
 */
export function unbilledSince(c: WcContext): string | null {
  const first = unbilledVisits(c)[0];
  if (first !== undefined) return first;
  const listed = c.visits.some((v) => v.status === 'completed');
  return !listed && c.submissions.length === 0 ? c.treatmentCompletedOn : null;
}

/** Treatment is over and all of it is on a claim: only the payment is missing. */
export function allBilled(c: WcContext): boolean {
  return c.treatmentCompletedOn !== null && c.submissions.length > 0 && unbilledSince(c) === null;
}

/** Awaiting Payment holds while everything is billed, nobody took the case back and no denial reopened the work. */
export function awaitsPayment(c: WcContext): boolean {
  return allBilled(c) && !c.workResumed && c.claimDeniedOn === null;
}
