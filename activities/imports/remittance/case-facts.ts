/** Writes a decided claim as the data of a denial case and its events; ids, codes, dates and cents go one way, PHI the other. */
import { DenialDetails } from '../../../domain/cases/denial/details';
import { OpenData } from '../../../domain/cases/denial/events';
import { PayerClass } from '../../../domain/cases/denial/vocabulary';
import type { NewCaseRow } from '../../../commands/types';
import type { ImportRun } from '../framework';
import type { DecidedClaim } from './decided-claims';

/** The code for a claim denied without any reason: the payer has to name one. */
const NO_REASON = 'OA-A1';
/** Subjects whose words differ between the code list and the chart; the others only change spaces into dashes. */
const SUBJECTS: Readonly<Record<string, string>> = {
  'modifier or coding': 'coding',
  'information missing': 'missing-information',
};
const REMARK = /^[A-Z]{1,2}\d{1,4}$/;

export const codesOf = (claim: DecidedClaim): readonly string[] =>
  claim.denialCodes.length > 0 ? claim.denialCodes : [NO_REASON];

/** Facts of a new case, as the chart takes them. @throws ZodError when a fact does not fit; the row is then reported. */
export function openDataOf(claim: DecidedClaim, importId: string): OpenData {
  const subject = claim.subject === null ? null : (SUBJECTS[claim.subject] ?? claim.subject.replaceAll(' ', '-'));
  const payerClass = PayerClass.safeParse(claim.payerClass);
  return OpenData.parse({
    claims: [{ claimId: claim.claimId, submissionId: null }],
    carcCodes: codesOf(claim),
    ...(subject === null ? {} : { subject }),
    priority: 'normal',
    deniedOn: claim.decidedOn,
    ...(claim.serviceFrom !== null && claim.serviceFrom <= claim.decidedOn ? { serviceFrom: claim.serviceFrom } : {}),
    deniedCents: claim.deniedCents,
    outstandingCents: claim.deniedCents,
    payerId: claim.payerId,
    ...(payerClass.success ? { payerClass: payerClass.data } : {}),
    ...(claim.followUpIntervalDays === null ? {} : { followUpIntervalDays: claim.followUpIntervalDays }),
    ...(claim.appealWindowDays === null ? {} : { appealWindowDays: claim.appealWindowDays }),
    sourceImportId: importId,
  });
}

/** What only Postgres holds of a new case. */
export function newCaseRowOf(claim: DecidedClaim, run: Pick<ImportRun, 'practiceId' | 'jurisdiction'>): NewCaseRow {
  const name = claim.patientName.slice(0, 200).trim();
  const details = DenialDetails.parse({
    ...(name
      ? {
          patient: {
            name,
            ...(claim.birthDate ? { dateOfBirth: claim.birthDate } : {}),
            ...(claim.memberId?.trim() ? { memberId: claim.memberId.slice(0, 60) } : {}),
          },
        }
      : {}),
    payerName: claim.payerName.slice(0, 200),
    ...(claim.payerControlNumber ? { payerReference: claim.payerControlNumber.slice(0, 80) } : {}),
    claimNumbers: [claim.number.slice(0, 60)],
    ...remarks(claim.remarkCodes),
  });
  return {
    practiceId: run.practiceId,
    jurisdiction: run.jurisdiction,
    priority: 'normal',
    details,
    subject: null,
    tags: [],
    payerId: claim.payerId,
    patientId: claim.patientId,
    claimNumber: null,
    searchText: [claim.patientName, claim.payerName, claim.number, claim.memberId, claim.payerControlNumber]
      .filter((word) => word !== null && word !== '')
      .join(' ')
      .toLowerCase(),
  };
}

function remarks(codes: readonly string[]): { remarkCodes?: string[] } {
  const known = [...new Set(codes)].filter((code) => REMARK.test(code)).slice(0, 100);
  return known.length > 0 ? { remarkCodes: known } : {};
}
