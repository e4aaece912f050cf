/** What a case is called: the worker or patient, and its number. A hidden name is said to be hidden, never guessed. */
import type { Case } from '../../api/case';
import { detailText } from '../../components/case-detail';

export function titleOf(theCase: Case): string {
  const name = theCase.patient.name ?? detailText(theCase, 'patient.name');
  if (name !== null) return name;
  return theCase.kind === 'wc' ? 'WC case' : 'Denial case';
}

/** The compensation claim's number, or that of the claim; "3 claims" where there are several. */
export function numberOf(theCase: Case): string | null {
  if (theCase.claimNumber !== null) return theCase.claimNumber;
  const [first, ...more] = theCase.claims;
  if (!first) return null;
  return more.length === 0 ? first.number : `${more.length + 1} claims`;
}
