/** One row of an audit as facts of a case; types and the key that two spellings of a claim number share. */
import type { StatusFacts } from './status-words';

export interface AuditRow {
  /** 1 for the first data row; what the report counts. */
  readonly row: number;
  /** The number the spreadsheet program shows. */
  readonly sheetRow: number;
  readonly claimNumber: string;
  readonly claimKey: string;
  readonly workerName: string | null;
  readonly dateOfBirth: string | null;
  readonly employer: string | null;
  readonly adjusterName: string | null;
  readonly adjusterPhone: string | null;
  readonly adjusterEmail: string | null;
  readonly adjusterFax: string | null;
  readonly injuredOn: string | null;
  readonly bodyPart: string | null;
  readonly authorizationNumber: string | null;
  readonly authorizedFrom: string | null;
  readonly authorizedTo: string | null;
  readonly visitsAuthorized: number | null;
  readonly visitsUsed: number | null;
  readonly lastContactOn: string | null;
  readonly status: StatusFacts | null;
  /** 'US-CA'; null: the practice's own. */
  readonly jurisdiction: string | null;
  readonly claimsAdministrator: string | null;
  readonly reauthorizationRequestedOn: string | null;
  readonly nextAppointmentOn: string | null;
  readonly followUpOn: string | null;
  readonly treatmentCompletedOn: string | null;
  readonly claimSubmittedOn: string | null;
  readonly paidOn: string | null;
  readonly paidCents: number | null;
  readonly returnToWorkOn: string | null;
  readonly notes: string | null;
}

/** Something about a row, for its report: code, words with what to do, and no name of a person. */
export interface RowNote {
  readonly code: string;
  readonly message: string;
}

export type RowRead =
  | { readonly ok: true; readonly row: AuditRow; readonly notes: readonly RowNote[] }
  | { readonly ok: false; readonly row: number; readonly faults: readonly RowNote[] };

/** Two spellings of a claim number are the same claim when their letters and digits are. */
export const claimKeyOf = (claimNumber: string): string =>
  claimNumber
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
