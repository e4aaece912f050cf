/** Concludes from a row what it says about authorization, treatment, claim and payment; dates it lacks are named as such. Pure. */
import { uuidFrom } from '../../../commands/ids';
import type { AuditRow, RowNote } from './audit-row';
import { noteOf, type PlanContext } from './plan';

export interface RowAuthorization {
  readonly authorizationId: string;
  readonly startsOn: string;
  /** False: the sheet gave no start, so it says nothing about a start we know. */
  readonly startGiven: boolean;
  readonly endsOn: string | null;
  readonly visitsLimit: number | null;
  readonly visitsUsed: number | null;
  readonly number: string | null;
}

export interface RowFacts {
  readonly authorization: RowAuthorization | null;
  readonly treatment: 'not-started' | 'treating' | 'complete' | null;
  readonly completedOn: { readonly on: string; readonly given: boolean } | null;
  readonly submittedOn: { readonly on: string; readonly given: boolean } | null;
  readonly payment: { readonly on: string; readonly cents: number; readonly final: boolean } | null;
  readonly notes: readonly RowNote[];
}

/** The earliest of the dates that are known. */
const earliest = (...dates: (string | null)[]): string =>
  dates.filter((d): d is string => d !== null).sort()[0] as string;

export function factsOf(row: AuditRow, context: PlanContext): RowFacts {
  const notes: RowNote[] = [];
  const note = (code: string, words: string) => notes.push(noteOf(row, code, words));
  const { today } = context;
  const status = row.status;

  let submittedOn: RowFacts['submittedOn'] = row.claimSubmittedOn ? { on: row.claimSubmittedOn, given: true } : null;
  let completedOn: RowFacts['completedOn'] = row.treatmentCompletedOn
    ? { on: row.treatmentCompletedOn, given: true }
    : null;
  if (completedOn === null && status?.treatment === 'complete') {
    completedOn = { on: row.claimSubmittedOn ?? today, given: false };
    note(
      'treatment_date_assumed',
      `the status says treatment is complete, but no date is given; ${completedOn.on} was used.`,
    );
  }
  if (submittedOn === null && status?.submitted === true) {
    submittedOn = { on: today, given: false };
    note('claim_date_assumed', `the status says the claim was submitted, but no date is given; ${today} was used.`);
  }

  let payment: RowFacts['payment'] = null;
  if (row.paidOn !== null && row.paidCents !== null && row.paidCents > 0) {
    payment = { on: row.paidOn, cents: row.paidCents, final: status?.paid === true };
  } else if (row.paidOn !== null || status?.paid === true || (row.paidCents ?? 0) > 0) {
    note(
      'payment_incomplete',
      'a payment needs both its date and its amount; it was not recorded. Record it on the case.',
    );
  }
  if (row.nextAppointmentOn !== null && row.nextAppointmentOn < today) {
    note('appointment_past', `the next appointment ${row.nextAppointmentOn} has passed; it was not booked.`);
  }
  const treated =
    completedOn !== null ? 'complete' : (row.visitsUsed ?? 0) > 0 ? 'treating' : (status?.treatment ?? null);
  return {
    authorization: authorizationOf(row, context, note),
    treatment: treated,
    completedOn,
    submittedOn,
    payment,
    notes,
  };
}

function authorizationOf(
  row: AuditRow,
  { practiceId, today }: PlanContext,
  note: (code: string, words: string) => void,
): RowAuthorization | null {
  const { authorizedFrom: from, authorizedTo: endsOn, visitsUsed, authorizationNumber: number } = row;
  // An authorization without an end and without a limit would cover every visit for ever.
  const visitsLimit = row.visitsAuthorized === 0 ? null : row.visitsAuthorized;
  if (endsOn === null && visitsLimit === null) {
    if (from !== null || (visitsUsed ?? 0) > 0 || number !== null) {
      note(
        'authorization_incomplete',
        'neither an expiration nor a number of authorized visits is given; no authorization was recorded.',
      );
    }
    return null;
  }
  const startsOn = from ?? earliest(row.injuredOn, endsOn, today);
  if (from === null)
    note('authorization_start_assumed', `the authorization has no start; ${startsOn} is used where none is known.`);
  const name = number ?? startsOn;
  return {
    authorizationId: uuidFrom(`wc-audit:authorization:${practiceId}:${row.claimKey}:${name}`),
    startsOn,
    startGiven: from !== null,
    endsOn,
    visitsLimit,
    visitsUsed,
    number,
  };
}

/** Early afternoon UTC of a date: the same civil date in every zone of the United States. */
export const middayOf = (on: string): number => Date.parse(`${on}T18:00:00Z`);

export const visitIdOf = (practiceId: string, claimKey: string, on: string): string =>
  uuidFrom(`wc-audit:visit:${practiceId}:${claimKey}:${on}`);
export const requestIdOf = (practiceId: string, claimKey: string, on: string): string =>
  uuidFrom(`wc-audit:reauthorization:${practiceId}:${claimKey}:${on}`);
