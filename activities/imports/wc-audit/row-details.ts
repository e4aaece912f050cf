/** The facts of a row that identify a person or are free text: merged into what a case knows, and compared with it. */
import { WcDetails } from '../../../domain/cases/wc/details';
import type { AuditRow } from './audit-row';
import type { FactChange } from './plan';

/**
 * The case's details with the row's values in place; what the row leaves empty stays.
 * @param before as stored; @param authorizationId the authorization that the row's number belongs to.
 */
export function mergeDetails(before: WcDetails, row: AuditRow, authorizationId: string | null): WcDetails {
  const after: WcDetails = { ...before, claimNumber: before.claimNumber ?? row.claimNumber };
  if (row.workerName !== null) after.patient = { ...before.patient, name: row.workerName };
  if (row.dateOfBirth !== null && after.patient) after.patient = { ...after.patient, dateOfBirth: row.dateOfBirth };
  const adjuster = {
    ...before.adjuster,
    ...(row.adjusterName === null ? {} : { name: row.adjusterName }),
    ...(row.adjusterEmail === null ? {} : { email: row.adjusterEmail }),
    ...(row.adjusterPhone === null ? {} : { phone: row.adjusterPhone }),
    ...(row.adjusterFax === null ? {} : { fax: row.adjusterFax }),
  };
  // A contact without a name still has to be found by whoever calls.
  if (Object.keys(adjuster).length > 0) after.adjuster = { ...adjuster, name: adjuster.name ?? 'Not named' };
  if (row.employer !== null) after.employer = row.employer;
  if (row.claimsAdministrator !== null) after.payerName = row.claimsAdministrator;
  if (row.injuredOn !== null) after.injuredOn = row.injuredOn;
  if (row.bodyPart !== null) after.bodyPart = row.bodyPart;
  if (row.notes !== null) after.description = row.notes;
  if (row.authorizationNumber !== null && authorizationId !== null) {
    const others = (before.authorizationNumbers ?? []).filter((n) => n.authorizationId !== authorizationId);
    after.authorizationNumbers = [...others, { authorizationId, number: row.authorizationNumber }].slice(-100);
  }
  return after;
}

/** The stored details by their schema; what an older version wrote and no longer fits is left out. */
export function detailsOf(stored: Readonly<Record<string, unknown>>): WcDetails {
  const whole = WcDetails.safeParse(stored);
  if (whole.success) return whole.data;
  const fits = Object.entries(stored).filter(([key, value]) => WcDetails.partial().safeParse({ [key]: value }).success);
  return WcDetails.parse(Object.fromEntries(fits));
}

const named: readonly (readonly [title: string, of: (d: WcDetails) => unknown])[] = [
  ['Worker name', (d) => d.patient?.name],
  ['Date of birth', (d) => d.patient?.dateOfBirth],
  ['Adjuster', (d) => d.adjuster?.name],
  ['Adjuster e-mail', (d) => d.adjuster?.email],
  ['Adjuster phone', (d) => d.adjuster?.phone],
  ['Adjuster fax', (d) => d.adjuster?.fax],
  ['Employer', (d) => d.employer],
  ['Claims administrator', (d) => d.payerName],
  ['Date of injury', (d) => d.injuredOn],
  ['Body part', (d) => d.bodyPart],
  ['Authorization number', (d) => JSON.stringify(sorted(d))],
  ['Notes', (d) => d.description],
];
const sorted = (d: WcDetails) => (d.authorizationNumbers ?? []).map((n) => `${n.authorizationId} ${n.number}`).sort();

/** Which of them differ. Their values stay out of the report. */
export function detailChanges(before: WcDetails, after: WcDetails): FactChange[] {
  return named
    .filter(([, of]) => (of(before) ?? null) !== (of(after) ?? null))
    .map(([title]) => ({ title, before: null, after: null, private: true }));
}

const LONGEST_SEARCH_TEXT = 8_000;

/** Lower-cased words that a search looks through. */
export function searchTextOf(details: WcDetails): string {
  return [...new Set(wordsIn(details))].join(' ').toLowerCase().slice(0, LONGEST_SEARCH_TEXT);
}

function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value.trim()].filter((word) => word !== '');
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(wordsIn);
}
