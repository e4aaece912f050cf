/** Invents patients: in every field that can hold a word about a person stands a canary of its own. */
import type { Canaries } from '../canaries';

export interface Patient {
  readonly n: number;
  /** Body of POST /claims. */
  claim(): Record<string, unknown>;
  /** Body of POST /cases for a denial on this claim. */
  denial(claimId: string, today: string): Record<string, unknown>;
  wc(today: string): Record<string, unknown>;
}

const ACCENT = ' Ren\u00e9e \u00d1';

export function makePatient(canaries: Canaries, n: number): Patient {
  const word = (field: string) => canaries.word(field);
  const name = `${word('patient.name')}, ${word('patient.first-name')}${ACCENT}`;
  const dateOfBirth = canaries.birthDate('patient.dateOfBirth');
  const mail = (field: string) => `${word(field)}@example.test`;
  return {
    n,
    claim: () => ({
      number: word('claim.number'),
      payer: { name: word('payer.name'), identity: word('payer.identity') },
      patient: { name, identity: word('patient.identity'), dateOfBirth },
      payerControlNumber: word('claim.payerControlNumber'),
      serviceFrom: '2026-01-05',
      chargeCents: 10_000 + n,
      submissions: [{ payerControl: word('submission.payerControl') }],
    }),
    denial: (claimId, today) => ({
      kind: 'denial',
      data: {
        claims: [{ claimId, submissionId: null }],
        carcCodes: ['CO-16'],
        priority: 'normal',
        deniedOn: today,
        deniedCents: 10_000 + n,
        outstandingCents: 10_000 + n,
      },
      details: {
        patient: {
          name,
          dateOfBirth,
          accountNumber: word('patient.accountNumber'),
          memberId: word('patient.memberId'),
        },
        payerName: word('payer.name'),
        payerReference: word('payer.reference'),
        claimNumbers: [word('claim.number')],
        description: `${word('case.description')}\nsecond line \u2014 ${word('case.description')}`,
      },
      tags: [word('case.tag').toLowerCase()],
    }),
    wc: (today) => {
      const authorizationId = crypto.randomUUID();
      return {
        kind: 'wc',
        subject: word('case.subject'),
        data: {
          startedOn: today,
          authorizations: [
            { authorizationId, startsOn: today, endsOn: null, visitsLimit: 12, source: 'manual', determinedOn: today },
          ],
        },
        details: {
          claimNumber: word('wc.claimNumber'),
          patient: {
            name,
            dateOfBirth,
            phone: word('patient.phone'),
            email: mail('patient.email'),
            accountNumber: word('patient.accountNumber'),
          },
          employer: word('wc.employer'),
          employment: word('wc.employment'),
          payerName: word('payer.name'),
          claimsAdministrator: word('wc.claimsAdministrator'),
          adjuster: {
            name: word('adjuster.name'),
            email: mail('adjuster.email'),
            phone: word('adjuster.phone'),
            fax: word('adjuster.fax'),
          },
          injuryType: word('wc.injuryType'),
          bodyPart: word('wc.bodyPart'),
          authorizationNumbers: [{ authorizationId, number: word('authorization.number') }],
          description: word('case.description'),
          tags: [word('case.tag')],
        },
      };
    },
  };
}
