/** Whether claims belong on one case: a case is about one patient and one payer, and a claim is on one open case (H23). */
import type { ClaimRow } from './queries';

export const MOST_CLAIMS = 500;

/** Null when they do; else why not, and what to do. */
export function whyNotTogether(claims: readonly ClaimRow[]): string | null {
  const patients = new Set(claims.map(({ patient }) => patient.id));
  const payers = new Set(claims.map(({ payer }) => payer.id));
  const taken = claims.filter(({ activeCaseId }) => activeCaseId !== null);
  if (claims.length > MOST_CLAIMS) return `A case holds at most ${MOST_CLAIMS} claims.`;
  if (patients.size > 1) return `These claims are of ${patients.size} patients. Choose claims of one.`;
  if (payers.size > 1) return `These claims went to ${payers.size} payers. Choose claims of one.`;
  if (taken.length > 0) {
    const names = taken.slice(0, 3).map(({ number }) => number ?? 'a claim');
    return `On an open case already: ${names.join(', ')}${taken.length > 3 ? ` and ${taken.length - 3} more` : ''}. Leave them out.`;
  }
  return null;
}
