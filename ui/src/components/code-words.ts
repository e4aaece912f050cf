/** Codes and names of facts as people read them: "returned-to-work" is "Returned to work". No list where a rule does. */
const words: Readonly<Record<string, string>> = {
  wc: "Workers' compensation",
  denial: 'Denial',
  ehr: 'EHR',
  followUpOn: 'Follow up by',
  carcCodes: 'CARC codes',
  resolvedCarcCodes: 'Resolved CARC codes',
  openCarcCodes: 'Open CARC codes',
  statusChain: 'Status',
  exhaustionOn: 'Authorization runs out',
  exhaustionBy: 'Runs out by',
  exhaustionBasis: 'Prediction rests on',
  'medicare-ffs': 'Medicare fee-for-service',
  'medicare-advantage': 'Medicare Advantage',
  'workers-comp': "Workers' compensation",
  paidCents: 'Paid in all',
  silentSinceOn: 'Silent since',
  'reauth-overdue': 'Answer overdue',
  'reauth-denied': 'Re-authorization denied',
  'uncovered-visit': 'Visit not covered',
  'uncovered-treatment': 'Treated without cover',
  'visit-capped': 'Visit limit near',
  'visits-exhausted': 'Visits used up',
  'approval-unrecorded': 'Approval not recorded',
  'claims-administrator': 'Claims administrator',
  email: 'E-mail',
  fax: 'Fax',
  mri: 'MRI',
  'front-desk': 'Front desk',
};

/** A code, flag, role or fact name in words, with a capital. */
export function codeWords(code: string): string {
  const known = words[code];
  if (known !== undefined) return known;
  const bare = code.replace(/(?:On|Cents)$/, '');
  const text = bare
    .replaceAll(/[-_.]/g, ' ')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The same inside a sentence. */
export function codeWordsInside(code: string): string {
  const text = codeWords(code);
  return /^[A-Z][a-z]/.test(text) && words[code] === undefined
    ? `${text.charAt(0).toLowerCase()}${text.slice(1)}`
    : text;
}
