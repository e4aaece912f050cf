/** Turns the records of a remittance into rows of the staging tables; judging a claim is left to `classifyClaim`. */
import { classifyClaim, type Classification } from '../../connectors/remittance-835/classify-claim';
import type {
  ClaimRecord,
  PlbRecord,
  ServiceLine,
  TransactionEndRecord,
  TransactionRecord,
} from '../../connectors/remittance-835/records';
import { formatCents } from '../../connectors/remittance-835/values';
import type { RowReason } from '../framework';
import { compactJson, copyLine, textArray } from './copy-text';
import { idFromHash, patientIdentity, patientName, payerIdentity } from './identities';

/** Codes a denial case accepts; another spelling of a group or reason stays in the adjustments. */
const CASE_CODE = /^[A-Z]{2}-[A-Z0-9]{1,5}$/;
const MOST_CODES = 50;
/** Keys are indexed, and an index entry has a largest size. */
const LONGEST_KEY = 100;

export interface StagedClaim {
  readonly claim: string;
  readonly lines: string;
  readonly adjustments: string;
  readonly adjustmentCount: number;
  readonly classification: Classification;
}

/** The rows of a claim, its lines and its adjustments. */
export function claimRows(claim: ClaimRecord, header: TransactionRecord, practiceId: string): StagedClaim {
  const n = claim.transaction;
  const id = idFromHash(claim.identity);
  const classification = classifyClaim(claim);
  const payer = payerIdentity(header.payer, header.trace);
  let lines = '';
  let adjustments = '';
  let adjustmentCount = 0;
  const adjust = (linePosition: number | null, list: ClaimRecord['adjustments']) => {
    for (const { group, carc, amountCents, quantity } of list) {
      adjustments += copyLine([n, id, linePosition, group, carc, amountCents, storable(quantity)]);
      adjustmentCount += 1;
    }
  };
  adjust(null, claim.adjustments);
  for (const line of claim.lines) {
    lines += lineRow(n, id, line);
    adjust(line.position, line.adjustments);
  }
  const row = copyLine([
    n,
    id,
    claim.identity,
    claim.position,
    claimNumber(claim),
    claim.statusCode,
    classification.outcome,
    claim.chargeCents,
    claim.paidCents,
    claim.patientResponsibilityCents ?? 0,
    claim.filingIndicator || null,
    claim.payerControlNumber || null,
    frequencyOf(claim),
    claim.isReversal,
    claim.isCorrection,
    patientName(claim),
    patientIdentity(claim, payer, practiceId),
    claim.serviceFromOn,
    claim.serviceToOn,
    textArray([...new Set([...claim.remarkCodes, ...claim.lines.flatMap((line) => line.remarkCodes)])]),
    Math.max(0, classification.amountCents),
    textArray(classification.carcs.filter((code) => CASE_CODE.test(code)).slice(0, MOST_CODES)),
    JSON.stringify(reasonsOf(claim, classification)),
    claimDetail(claim, classification),
  ]);
  return { claim: row, lines, adjustments, adjustmentCount, classification };
}

function lineRow(n: number, claimId: string, line: ServiceLine): string {
  return copyLine([
    n,
    claimId,
    line.position,
    line.procedure.code,
    line.procedure.qualifier,
    textArray(line.procedure.modifiers),
    line.revenueCode,
    line.chargeCents,
    line.paidCents,
    storable(line.units),
    line.serviceFromOn,
    line.serviceToOn,
    line.lineControl,
    textArray(line.remarkCodes),
    compactJson({
      description: line.procedure.description,
      originalProcedure: line.originalProcedure,
      originalUnits: line.originalUnits,
      rejectCodes: line.rejectCodes,
      refs: line.refs,
      amounts: line.amounts,
      quantities: line.quantities,
      differenceCents: line.differenceCents || null,
    }),
  ]);
}

/** Twelve digits before the point fit the column; no real quantity has more. */
const storable = (quantity: string | null) =>
  quantity !== null && /^-?\d{1,12}(\.|$)/.test(quantity) ? quantity : null;

/** The standard allows 20 characters (38 in version 4010); what is far longer is no number to match by. */
const claimNumber = ({ patientControlNumber: number }: ClaimRecord) => (number.length > LONGEST_KEY ? '' : number);

/** 7 and 8 as sent; a correction that names no frequency is a 7; a first sending is empty. */
function frequencyOf(claim: ClaimRecord): string {
  if (claim.frequencyCode === '7' || claim.frequencyCode === '8') return claim.frequencyCode;
  return claim.isCorrection ? '7' : '';
}

function reasonsOf(claim: ClaimRecord, { outcome, carcs, amountCents }: Classification): RowReason[] {
  const reasons: RowReason[] = [];
  const codes = carcs.length > 0 ? carcs.slice(0, 10).join(', ') : 'no reason given';
  if (outcome === 'denied') reasons.push({ code: 'denied', message: `Denied, ${formatCents(amountCents)}: ${codes}.` });
  else if (outcome === 'under-paid')
    reasons.push({ code: 'under-paid', message: `Paid in part, ${formatCents(amountCents)} refused: ${codes}.` });
  else if (outcome !== 'paid') reasons.push({ code: outcome, message: OUTCOME_WORDS[outcome] });
  if (!claim.balance.ok)
    reasons.push({ code: 'claim_not_balanced', message: 'The claim does not add up; see the exceptions.' });
  if (!claimNumber(claim))
    reasons.push({ code: 'claim_number_missing', message: 'No claim number; match it by hand.' });
  return reasons;
}

const OUTCOME_WORDS = {
  reversal: 'Takes an earlier payment back.',
  correction: 'Corrects an earlier decision.',
  forwarded: 'Sent on to another payer undecided.',
} as const;

function claimDetail(claim: ClaimRecord, classification: Classification): string {
  return compactJson({
    subject: classification.subject,
    frequencyCode: claim.frequencyCode,
    facilityCode: claim.facilityCode,
    drgCode: claim.drgCode,
    receivedOn: claim.receivedOn,
    dates: claim.dates,
    subscriber: claim.subscriber,
    correctedPatient: claim.correctedPatient,
    renderingProvider: claim.renderingProvider,
    crossoverPayer: claim.crossoverPayer,
    otherPayer: claim.otherPayer,
    otherSubscriber: claim.otherSubscriber,
    adjudication: claim.adjudication,
    refs: claim.refs,
    amounts: claim.amounts,
    quantities: claim.quantities,
    contacts: claim.contacts,
    summaryProviderId: claim.summaryProviderId,
    memberId: claim.patient?.id ?? null,
    differenceCents: claim.balance.differenceCents || null,
  });
}

export function plbRow(plb: PlbRecord): string {
  return copyLine([
    plb.transaction,
    plb.providerId,
    plb.fiscalPeriodOn,
    plb.reason,
    plb.reference || null,
    plb.amountCents,
  ]);
}

/** Sums of a transaction as its part of the import keeps them; money in cents. */
export interface TransactionCounts {
  readonly payer: string;
  readonly traceNumber: string;
  readonly controlNumber: string;
  readonly paymentOn: string | null;
  /** Row of the transaction's first claim in the report. */
  readonly firstRow: number;
  readonly claims: number;
  readonly lines: number;
  readonly adjustments: number;
  readonly providerAdjustments: number;
  readonly denied: number;
  readonly underPaid: number;
  readonly reversals: number;
  readonly deniedCents: number;
  readonly chargeCents: number;
  readonly bprCents: number;
  readonly clpCents: number;
  readonly plbCents: number;
  readonly differenceCents: number;
}

export function transactionRow(
  header: TransactionRecord,
  end: TransactionEndRecord & { readonly identity: string },
  counts: TransactionCounts,
): string {
  const { payee } = header;
  return copyLine([
    header.transaction,
    idFromHash(end.identity),
    end.identity,
    payerIdentity(header.payer, header.trace),
    header.payer.name || 'Unknown payer',
    payee.name,
    payee.npi ?? payee.taxId ?? payee.id,
    header.trace.number.slice(0, LONGEST_KEY),
    header.bpr.method,
    header.bpr.paymentOn ?? header.productionOn,
    end.balanced.bprCents,
    end.balanced.clpCents,
    end.balanced.plbCents,
    end.balanced.differenceCents,
    end.claimCount,
    counts.firstRow,
    end.balanced.ok,
    JSON.stringify(counts),
  ]);
}
