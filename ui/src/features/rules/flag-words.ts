/** The flags of the charts as people say them. */
const words: Readonly<Record<string, string>> = {
  expiring: 'Authorization expiring',
  lapsed: 'Authorization lapsed',
  'visit-capped': 'Visit limit near',
  'visits-exhausted': 'Visits used up',
  'uncovered-visit': 'Visit past the end',
  'uncovered-treatment': 'Treated without cover',
  silent: 'Adjuster silent',
  unbilled: 'Treated, not billed',
  'reauth-overdue': 'Re-authorization unanswered',
  'reauth-denied': 'Re-authorization denied',
  'approval-unrecorded': 'Approval not recorded',
  'claim-denied': 'Claim denied',
  'follow-up-due': 'Follow-up due',
  'payer-responded': 'Payer responded',
  'payment-posted': 'Payment posted',
  'return-to-work': 'Return to work',
  'new-denial': 'New denial',
  unworked: 'Denial not worked',
  'appeal-window-closing': 'Appeal window closing',
  'appeal-window-closed': 'Appeal window closed',
  stalled: 'No next step',
  'no-owner': 'No owner',
};

export const flagText = (flag: string): string =>
  words[flag] ?? `${flag.charAt(0).toUpperCase()}${flag.slice(1).replaceAll('-', ' ')}`;
