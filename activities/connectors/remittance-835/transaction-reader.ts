/** Reads one 835 from ST to SE into records, claim by claim; after a refusal it reads on only to find the end. */
import { ClaimReader } from './claim-reader';
import { canonicalSegment, ContentHash, fingerprint, OccurrenceCounter } from './fingerprint';
import { fault, type FaultDetail } from './faults';
import { type Envelope, HeaderReader } from './header-reader';
import type { Read835Limits } from './limits';
import { civilDate, composite, el, type Reporter, sumCents } from './loop-values';
import type { FaultCode, Remit835Record, TransactionEndRecord, TransactionRecord } from './records';
import type { Segment } from './segments';
import { formatCents } from './values';

/** Reversed claim numbers remembered per transaction; reversals are rare, so this is far above what payers send. */
const MAX_REVERSED = 10_000;

export class TransactionReader implements Reporter {
  private header: HeaderReader | null;
  private record: TransactionRecord | null = null;
  private claim: ClaimReader | null = null;
  private readonly content = new ContentHash();
  private readonly occurrences = new OccurrenceCounter();
  private readonly reversed = new Set<string>();
  private readonly told = new Set<FaultCode>();
  private summaryProviderId: string | null = null;
  private refusedBy: FaultCode | null = null;
  private segmentCount = 1;
  private warnings = 0;
  private suppressedWarnings = 0;
  private claimCount = 0;
  private lineCount = 0;
  private plbCount = 0;
  private unbalancedClaims = 0;
  private chargeCents = 0;
  private clpCents = 0;
  private plbCents = 0;

  constructor(
    readonly st: Segment,
    private readonly envelope: Envelope,
    private readonly limits: Read835Limits,
    private readonly out: Remit835Record[],
  ) {
    this.header = new HeaderReader(st, envelope);
  }

  refuse(
    code: FaultCode,
    message: string,
    segment: Pick<Segment, 'id' | 'number' | 'offset'>,
    detail: FaultDetail = {},
  ): void {
    if (this.refusedBy) return;
    this.refusedBy = code;
    this.out.push(fault('transaction', 'refused', code, message, segment, this.place(detail)));
  }

  warn(code: FaultCode, message: string, segment: Segment, detail: FaultDetail = {}): void {
    if (code === 'component_separator_differs' || code === 'not_utf8') {
      if (this.told.has(code)) return;
      this.told.add(code);
    }
    this.warnings += 1;
    if (this.warnings > this.limits.maxWarnings) this.suppressedWarnings += 1;
    else
      this.out.push(fault(this.claim ? 'claim' : 'transaction', 'warning', code, message, segment, this.place(detail)));
  }

  private place(detail: FaultDetail): FaultDetail {
    return {
      controlNumber: el(this.st, 2),
      transaction: this.envelope.transaction,
      ...(this.claim ? { claim: this.claimCount } : {}),
      ...detail,
    };
  }

  /** Takes any segment between ST and SE. */
  take(segment: Segment): void {
    this.segmentCount += 1;
    if (this.refusedBy) return;
    if (segment.damage) this.tellDamage(segment);
    if (segment.id === 'CLP') this.openClaim(segment);
    else if (this.claim?.take(segment, this)) this.checkSize(this.claim.size, segment);
    else if (this.header && this.takeHeader(segment)) this.checkSize(this.header?.size ?? 0, segment);
    else this.takeBetween(segment);
  }

  private takeHeader(segment: Segment): boolean {
    if (!this.header?.take(segment, this)) return false;
    this.content.add(canonicalSegment(segment));
    return true;
  }

  private takeBetween(segment: Segment): void {
    this.closeClaim();
    switch (segment.id) {
      case 'LX':
      case 'TS2':
        this.closeHeader();
        this.content.add(canonicalSegment(segment));
        return;
      case 'TS3':
        this.closeHeader();
        this.summaryProviderId = el(segment, 1) || null;
        this.content.add(canonicalSegment(segment));
        return;
      case 'PLB':
        this.closeHeader();
        this.takePlb(segment);
        return;
      case 'SVC':
      case 'CAS':
      case 'BPR':
      case 'TRN':
        this.refuse(
          'segment_out_of_place',
          `A ${segment.id} stands where no claim or header is open, so its money cannot be placed. Ask the payer to send the transaction again.`,
          segment,
        );
        return;
      default:
        this.content.add(canonicalSegment(segment));
        this.warn('segment_unknown', 'The segment does not belong in an 835 at this place; it is skipped.', segment, {
          value: segment.id,
        });
    }
  }

  private openClaim(segment: Segment): void {
    this.closeClaim();
    this.closeHeader();
    if (this.refusedBy) return;
    this.claimCount += 1;
    this.claim = new ClaimReader(segment);
  }

  private closeHeader(): void {
    if (!this.header) return;
    const record = this.header.finish(this);
    this.header = null;
    if (!record || this.refusedBy) return;
    this.record = record;
    this.out.push(record);
  }

  private closeClaim(): void {
    const { claim, record } = this;
    if (!claim || !record || this.refusedBy) {
      this.claim = null;
      return;
    }
    const { canonical } = claim;
    this.content.add(canonical);
    const contentHash = fingerprint(canonical);
    const occurrence = this.occurrences.next(contentHash);
    const done = claim.finish(this, {
      transaction: this.envelope.transaction,
      position: this.claimCount,
      summaryProviderId: this.summaryProviderId,
      contentHash,
      occurrence,
      identity: fingerprint(record.traceKey, contentHash, occurrence),
      followsReversal: this.reversed.has(claim.patientControlNumber),
    });
    this.claim = null;
    if (this.refusedBy) return;
    if (done.isReversal && this.reversed.size < MAX_REVERSED) this.reversed.add(done.patientControlNumber);
    this.clpCents += done.paidCents;
    this.chargeCents += done.chargeCents;
    this.lineCount += done.lines.length;
    if (!done.balance.ok) this.unbalancedClaims += 1;
    this.out.push(done);
  }

  private takePlb(segment: Segment): void {
    if (this.refusedBy) return;
    this.content.add(canonicalSegment(segment));
    const fiscalPeriodOn = civilDate(segment, 2, this);
    for (let at = 3; at < segment.elements.length; at += 2) {
      if (el(segment, at) === '' && el(segment, at + 1) === '') continue;
      const [reason = '', ...rest] = composite(segment, at, this);
      const amountCents = sumCents(segment, at + 1, this);
      if (this.refusedBy) return;
      this.plbCount += 1;
      this.plbCents += amountCents;
      this.out.push({
        type: 'plb',
        transaction: this.envelope.transaction,
        position: this.plbCount,
        segmentNumber: segment.number,
        byteOffset: segment.offset,
        providerId: el(segment, 1),
        fiscalPeriodOn,
        reason,
        reference: rest.join(' ').trim(),
        amountCents,
      });
    }
  }

  private checkSize(size: number, segment: Segment): void {
    if (size <= this.limits.maxLoopBytes) return;
    this.refuse(
      'loop_too_large',
      'A single claim or header is larger than any the standard allows. Ask the payer to send the transaction again.',
      segment,
    );
  }

  private tellDamage(segment: Segment): void {
    if (segment.damage === 'latin1')
      this.warn('not_utf8', 'The text is not valid UTF-8 and was read as Latin-1. Check names with accents.', segment);
    else
      this.warn(
        'control_characters',
        'The segment holds control characters; each was replaced by a mark. Check the values.',
        segment,
      );
  }

  /** Closes at SE, or at whatever stands where SE should be (`se` null). */
  close(se: Segment | null, at: Pick<Segment, 'id' | 'number' | 'offset'>): TransactionEndRecord {
    if (se) this.checkTrailer(se);
    else
      this.refuse(
        'transaction_not_closed',
        'The transaction has no SE: the file is cut off or damaged. Nothing of it is kept; ask for the complete file.',
        at,
      );
    this.closeClaim();
    this.closeHeader();
    const bpr = this.record?.bpr;
    const expected = this.clpCents - this.plbCents;
    const bprCents = bpr?.amountCents ?? 0;
    const debit = bpr?.creditDebit === 'D' && bprCents !== expected;
    const differenceCents = (debit ? -bprCents : bprCents) - expected;
    const ok = this.refusedBy === null;
    if (ok && differenceCents !== 0) {
      const message = `The payment differs from claim payments less provider adjustments by ${formatCents(differenceCents)}. It is kept on the exception list; do not post it before the payer explains.`;
      this.out.push(
        fault('transaction', 'warning', 'transaction_not_balanced', message, at, this.place({ differenceCents })),
      );
    }
    const end: TransactionEndRecord = {
      type: 'transaction-end',
      transaction: this.envelope.transaction,
      transactionControlNumber: el(this.st, 2),
      ok,
      refusedBy: this.refusedBy,
      claimCount: this.claimCount,
      lineCount: this.lineCount,
      plbCount: this.plbCount,
      chargeCents: this.chargeCents,
      balanced: {
        bprCents,
        clpCents: this.clpCents,
        plbCents: this.plbCents,
        differenceCents,
        ok: ok && differenceCents === 0,
      },
      unbalancedClaims: this.unbalancedClaims,
      suppressedWarnings: this.suppressedWarnings,
      identity:
        ok && this.record
          ? fingerprint(this.record.traceKey, bprCents, this.record.bpr.paymentOn ?? '', this.content.digest())
          : null,
      segmentNumber: at.number,
    };
    this.out.push(end);
    return end;
  }

  private checkTrailer(se: Segment): void {
    this.segmentCount += 1;
    if (el(se, 2) !== el(this.st, 2)) {
      this.refuse(
        'transaction_control_mismatch',
        'SE02 does not repeat the number of ST02, so parts of two transactions may be mixed. Ask the payer to send it again.',
        se,
        { element: 'SE02' },
      );
    }
    if (!/^\d{1,10}$/.test(el(se, 1)) || Number(el(se, 1)) !== this.segmentCount) {
      this.refuse(
        'segment_count_mismatch',
        `SE01 does not name the ${this.segmentCount} segments that are there, so some were lost or added. Ask the payer to send it again.`,
        se,
        { element: 'SE01', value: el(se, 1) },
      );
    }
  }
}
