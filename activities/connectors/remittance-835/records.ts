/** The records a remittance becomes, in the order they appear in the file; money is integer cents, days are ISO dates, nothing is judged. */

/** One adjustment of a claim or line: what was taken off the charge (positive) or put on (negative), and why. */
export interface Adjustment {
  readonly group: string;
  readonly carc: string;
  readonly amountCents: number;
  readonly quantity: string | null;
}

/** A value that a qualifier explains: REF (text), AMT (cents) and QTY (decimal text) keep every qualifier the payer sent. */
export interface Qualified<T> {
  readonly qualifier: string;
  readonly value: T;
}

/** A date by its X12 qualifier (232, 233, 050, 472 ...); `toOn` is set for a range. */
export interface QualifiedDate {
  readonly qualifier: string;
  readonly on: string;
  readonly toOn: string | null;
}

export interface PartyName {
  /** X12 entity code: QC patient, IL insured, 74 corrected, 82 rendering, TT crossover, PR other payer, GB other subscriber. */
  readonly entity: string;
  readonly isPerson: boolean;
  readonly last: string;
  readonly first: string;
  readonly middle: string;
  readonly suffix: string;
  readonly idQualifier: string;
  readonly id: string;
}

export interface Contact {
  readonly function: string;
  readonly name: string;
  readonly numbers: readonly Qualified<string>[];
}

/** Payer or payee of a transaction. `npi` and `taxId` are filled from N1 and REF whichever way they came. */
export interface Party {
  readonly name: string;
  readonly idQualifier: string;
  readonly id: string;
  readonly npi: string | null;
  readonly taxId: string | null;
  readonly address: readonly string[];
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
  readonly refs: readonly Qualified<string>[];
  readonly contacts: readonly Contact[];
}

export interface Procedure {
  /** HC, AD, N4, NU, ... as sent; empty when the payer sent none. */
  readonly qualifier: string;
  readonly code: string;
  readonly modifiers: readonly string[];
  readonly description: string;
}

export interface ServiceLine {
  /** 1 for the first SVC of the claim. */
  readonly position: number;
  readonly procedure: Procedure;
  readonly revenueCode: string | null;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly units: string | null;
  /** What was billed when the payer adjudicated another procedure. */
  readonly originalProcedure: Procedure | null;
  readonly originalUnits: string | null;
  readonly dates: readonly QualifiedDate[];
  /** First and last service day; a line without its own date takes the claim's. */
  readonly serviceFromOn: string | null;
  readonly serviceToOn: string | null;
  readonly adjustments: readonly Adjustment[];
  readonly remarkCodes: readonly string[];
  /** Pharmacy reject codes (LQ*RX). */
  readonly rejectCodes: readonly string[];
  readonly refs: readonly Qualified<string>[];
  readonly amounts: readonly Qualified<number>[];
  readonly quantities: readonly Qualified<string>[];
  /** The line number the provider sent (REF*6R). */
  readonly lineControl: string | null;
  /** SVC02 - SVC03 - adjustments: zero when the line balances. */
  readonly differenceCents: number;
}

export interface TransactionRecord {
  readonly type: 'transaction';
  /** 1 for the first 835 of the file; every following record up to `transaction-end` carries the same. */
  readonly transaction: number;
  readonly interchangeControlNumber: string;
  readonly groupControlNumber: string;
  readonly transactionControlNumber: string;
  readonly senderId: string;
  readonly receiverId: string;
  readonly isTest: boolean;
  readonly version: string;
  readonly payer: Party;
  readonly payee: Party;
  readonly bpr: {
    readonly handling: string;
    readonly amountCents: number;
    readonly creditDebit: string;
    readonly method: string;
    readonly format: string;
    readonly originatorId: string;
    readonly paymentOn: string | null;
  };
  readonly trace: { readonly number: string; readonly originId: string; readonly supplementalCode: string };
  readonly receiverRef: string | null;
  readonly productionOn: string | null;
  readonly refs: readonly Qualified<string>[];
  readonly segmentNumber: number;
  readonly byteOffset: number;
  /** Payer and trace, without content: two transactions that share it but differ in `identity` contradict each other. */
  readonly traceKey: string;
}

export interface ClaimRecord {
  readonly type: 'claim';
  readonly transaction: number;
  /** 1 for the first CLP of the transaction. */
  readonly position: number;
  readonly segmentNumber: number;
  readonly byteOffset: number;
  readonly patientControlNumber: string;
  readonly statusCode: string;
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly patientResponsibilityCents: number | null;
  readonly filingIndicator: string;
  readonly payerControlNumber: string;
  readonly facilityCode: string;
  readonly frequencyCode: string;
  readonly drgCode: string;
  readonly patient: PartyName | null;
  readonly subscriber: PartyName | null;
  readonly correctedPatient: PartyName | null;
  readonly renderingProvider: PartyName | null;
  readonly crossoverPayer: PartyName | null;
  readonly otherPayer: PartyName | null;
  readonly otherSubscriber: PartyName | null;
  readonly dates: readonly QualifiedDate[];
  readonly serviceFromOn: string | null;
  readonly serviceToOn: string | null;
  readonly receivedOn: string | null;
  readonly adjustments: readonly Adjustment[];
  /** MIA, MOA and claim-level LQ remark codes, each once. */
  readonly remarkCodes: readonly string[];
  /** MIA and MOA values that are no remark code, by element name (`MIA04`). */
  readonly adjudication: readonly Qualified<string>[];
  readonly refs: readonly Qualified<string>[];
  readonly amounts: readonly Qualified<number>[];
  readonly quantities: readonly Qualified<string>[];
  readonly contacts: readonly Contact[];
  /** Provider number of the TS3 the claim stands under, if any. */
  readonly summaryProviderId: string | null;
  readonly lines: readonly ServiceLine[];
  /** Status 22: takes an earlier payment back; amounts are as sent, usually negative. */
  readonly isReversal: boolean;
  /** Decides again what was decided before: frequency 7, group CR, or a reversal of the same claim came earlier in the transaction. */
  readonly isCorrection: boolean;
  readonly balance: {
    /** CLP03 - CLP04 - every adjustment of claim and lines. */
    readonly differenceCents: number;
    /** CLP03 - sum of SVC02; zero without lines. */
    readonly lineChargeDifferenceCents: number;
    readonly ok: boolean;
  };
  /** Same payer, trace, claim numbers and content give the same identity in any envelope; `occurrence` tells true duplicates apart. */
  readonly identity: string;
  readonly contentHash: string;
  /** 1 for the first such claim of the transaction, 2 for an exact copy ... */
  readonly occurrence: number;
}

/** A provider-level adjustment: a positive amount lowers the payment, a negative one raises it. */
export interface PlbRecord {
  readonly type: 'plb';
  readonly transaction: number;
  readonly position: number;
  readonly segmentNumber: number;
  readonly byteOffset: number;
  readonly providerId: string;
  readonly fiscalPeriodOn: string | null;
  readonly reason: string;
  readonly reference: string;
  readonly amountCents: number;
}

/**
 * Closes a transaction. A transaction is only known to be good here: stage its claims and PLB records as they come, then
 * commit them when `ok`, discard them when not. `balanced.ok === false` with `ok` means: keep, but on the exception list.
 */
export interface TransactionEndRecord {
  readonly type: 'transaction-end';
  readonly transaction: number;
  readonly transactionControlNumber: string;
  readonly ok: boolean;
  /** Code of the fault that refused it. */
  readonly refusedBy: FaultCode | null;
  readonly claimCount: number;
  readonly lineCount: number;
  readonly plbCount: number;
  readonly chargeCents: number;
  readonly balanced: {
    readonly bprCents: number;
    readonly clpCents: number;
    readonly plbCents: number;
    /** BPR - (sum of CLP04 - sum of PLB). */
    readonly differenceCents: number;
    readonly ok: boolean;
  };
  readonly unbalancedClaims: number;
  readonly suppressedWarnings: number;
  /** Same content from the same payer under the same trace, in whatever envelope; null when refused. */
  readonly identity: string | null;
  readonly segmentNumber: number;
}

export type FaultScope = 'file' | 'interchange' | 'group' | 'transaction' | 'claim';

export type FaultCode =
  | 'file_empty'
  | 'foreign_file'
  | 'no_interchange'
  | 'no_isa'
  | 'no_remittance'
  | 'text_outside_interchange'
  | 'isa_unreadable'
  | 'isa_not_fixed_length'
  | 'interchange_not_closed'
  | 'interchange_control_mismatch'
  | 'interchange_count_mismatch'
  | 'group_not_opened'
  | 'group_not_closed'
  | 'group_control_mismatch'
  | 'group_count_mismatch'
  | 'version_unknown'
  | 'not_a_remittance'
  | 'transaction_not_closed'
  | 'transaction_control_mismatch'
  | 'segment_count_mismatch'
  | 'segment_too_long'
  | 'too_many_elements'
  | 'segment_not_terminated'
  | 'segment_out_of_place'
  | 'segment_unknown'
  | 'loop_too_large'
  | 'payment_missing'
  | 'trace_missing'
  | 'payer_missing'
  | 'claim_number_missing'
  | 'status_unknown'
  | 'amount_missing'
  | 'amount_unreadable'
  | 'quantity_unreadable'
  | 'impossible_date'
  | 'procedure_missing'
  | 'component_separator_differs'
  | 'adjustment_incomplete'
  | 'group_code_unknown'
  | 'not_utf8'
  | 'control_characters'
  | 'claim_not_balanced'
  | 'line_not_balanced'
  | 'lines_do_not_sum_to_charge'
  | 'transaction_not_balanced';

/** What is wrong, where, and what to do. `message` holds no data of the file; `value` holds the offending text where it is no name. */
export interface FaultRecord {
  readonly type: 'fault';
  readonly scope: FaultScope;
  readonly code: FaultCode;
  readonly severity: 'refused' | 'warning';
  readonly message: string;
  readonly segmentNumber: number;
  readonly byteOffset: number;
  readonly segmentId: string | null;
  /** Element at fault, such as `BPR16`. */
  readonly element: string | null;
  readonly value: string | null;
  readonly controlNumber: string | null;
  /** Number of the 835 in the file, when inside one. */
  readonly transaction: number | null;
  /** Position of the claim in its transaction, when inside one. */
  readonly claim: number | null;
  readonly differenceCents: number | null;
}

/** The last record of every file. `refused`: nothing to keep; `partly`: some transactions were refused. */
export interface FileEndRecord {
  readonly type: 'file-end';
  readonly outcome: 'imported' | 'partly' | 'refused';
  readonly bytes: number;
  readonly segments: number;
  readonly interchanges: number;
  readonly accepted: number;
  readonly refused: number;
  /** Transactions of another kind (999, 277, 837 ...), skipped. */
  readonly skipped: number;
  readonly claims: number;
  readonly lines: number;
  readonly unbalanced: number;
}

export type Remit835Record =
  TransactionRecord | ClaimRecord | PlbRecord | TransactionEndRecord | FaultRecord | FileEndRecord;
