/** Which fields a role may see: one table of role -> groups, and which group a list is searched or sorted by (G17). */
import type { Role } from '../../domain/effects';
import { fieldGroups, sorted, type FieldClass, type FieldGroup } from '../../domain/privacy';
import type { Caller } from './caller';

/**
 * What the work of each role needs. Billing appeals need the treatment that was denied; who books needs authorizations
 * and visits but no diagnosis; who runs accounts, audits, credentials or the system itself sees stages, counts, ids and
 * the dates of clocks. A new role sees nothing until it has a line here: the type asks for one.
 */
const table: Readonly<Record<Role, readonly FieldGroup[]>> = {
  coordinator: fieldGroups,
  manager: fieldGroups,
  compliance: fieldGroups,
  biller: fieldGroups,
  coder: ['identity', 'clinical', 'visits', 'money', 'words'],
  'case-manager': ['identity', 'clinical', 'visits', 'contact', 'words'],
  intake: ['identity', 'clinical', 'visits', 'contact', 'words'],
  'front-desk': ['identity', 'visits', 'contact'],
  'clinical-staff': ['identity', 'clinical', 'visits', 'words'],
  'account-executive': [],
  auditor: [],
  credentialing: [],
  administrator: [],
};

/** What breaking the glass shows of its one case: what care needs at once, and no money. */
export const emergencyGroups: readonly FieldGroup[] = ['identity', 'clinical', 'visits', 'contact', 'words'];

/** All that the roles give together; nobody who is not signed in has any. */
export function groupsOf(caller: Pick<Caller, 'roles'> | undefined): ReadonlySet<FieldGroup> {
  return new Set((caller?.roles ?? []).flatMap((role) => table[role]));
}

/** The groups a class needs that are not among those given; a field that nobody has sorted needs all. */
export function lacking(given: ReadonlySet<FieldGroup>, needed: FieldClass | undefined): readonly FieldGroup[] {
  if (needed === 'plain') return [];
  const all: readonly FieldGroup[] =
    needed === undefined ? fieldGroups : typeof needed === 'string' ? [needed] : needed;
  return all.filter((group) => !given.has(group));
}

/** What a search for words can look through; it looks only through those of these that the caller has. */
export const searchGroups: readonly FieldGroup[] = ['identity', 'clinical', 'contact', 'words'];

/**
 * Fields of queries and filters, and values of `sort` without their sign -> what is learnt by asking. A test fails for
 * a query field that has no line. `search` looks through the groups that the caller has (case-search.ts).
 */
export const askedFields: Readonly<Record<string, FieldClass | 'search'>> = {
  q: 'search',
  number: 'identity',
  fileName: 'identity',
  subject: 'words',
  tag: 'words',
  outstandingCents: 'money',
  outstandingOver: 'money',
  ...plainly(
    'limit',
    'cursor',
    'sort',
    'count',
    'kind',
    'stage',
    'open',
    'owner',
    'flag',
    'carc',
    'priority',
    'payerId',
  ),
  ...plainly('claimId', 'practiceId', 'jurisdiction', 'followUp', 'followUpFrom', 'followUpTo', 'waiting', 'dueBefore'),
  ...plainly(
    'changedSince',
    'attention',
    'section',
    'perSection',
    'state',
    'assignee',
    'role',
    'due',
    'dueFrom',
    'dueTo',
  ),
  ...plainly('caseId', 'status'),
  ...plainly('ids', 'exceptIds', 'page'),
  ...plainly('hasCase', 'ruleId', 'name', 'withinDays', 'moved', 'outcome', 'dryRun', 'options', 'year', 'on', 'at'),
  ...plainly('closedFrom', 'closedTo'),
  // Figures. The subject of a denial is a code, which the facts of the case show to everybody who sees it.
  ...plainly('subjectCode', 'of', 'by', 'step', 'goLiveOn', 'task', 'outcomeOf', 'clockFrom', 'clockTo'),
  // Which cases stand behind a bar tells when somebody was treated, billed, owed for or spoken with.
  ...sorted('visits', 'visitFrom', 'visitTo', 'warnedFrom', 'warnedTo'),
  ...sorted(['clinical', 'money'] as const, 'billedFrom', 'billedTo'),
  ...sorted('money', 'owedOn'),
  ...sorted('contact', 'silentOn'),
  ...plainly('followUpOn', 'nextDueAt', 'openedAt', 'changedAt', 'reviewed', 'which', 'part', 'days', 'show'),
  ...plainly('postponed', 'overdue', 'unread'),
  ...plainly('scope'),
  // Who, what and when of the audit trail; and an id of a patient, which rows show to everybody who reads them.
  ...plainly('actor', 'action', 'purpose', 'requestId', 'from', 'to', 'format', 'after', 'known', 'patientId'),
};

function plainly(...names: readonly string[]): Readonly<Record<string, 'plain'>> {
  return Object.fromEntries(names.map((name) => [name, 'plain']));
}
