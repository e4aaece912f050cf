/** Reads a file of X12 interchanges and streams its 835 remittances as typed records; it stores nothing and checks the envelopes around each transaction. */
import { fault, type FaultDetail, type FaultPlace } from './faults';
import { DEFAULT_LIMITS, type Read835Limits } from './limits';
import { el } from './loop-values';
import type { FaultCode, FaultScope, FileEndRecord, Remit835Record, TransactionEndRecord } from './records';
import { type Problem, type Segment, SegmentSplitter } from './segments';
import { TransactionReader } from './transaction-reader';

export interface Read835Options {
  readonly limits?: Partial<Read835Limits>;
}

/** Names for what else comes in a clearinghouse's mailbox. */
const KINDS: Readonly<Record<string, string>> = {
  '270': 'an eligibility question',
  '271': 'an eligibility answer',
  '275': 'an attachment',
  '276': 'a claim status question',
  '277': 'a claim status answer',
  '278': 'an authorization request',
  '820': 'a premium payment',
  '834': 'an enrollment',
  '837': 'a claim',
  '997': 'an acknowledgement',
  '999': 'an acknowledgement',
};

/** Faults about envelopes listed per file; beyond that a file is noise. */
const MAX_ENVELOPE_FAULTS = 500;

class FileReader {
  readonly out: Remit835Record[] = [];
  private isa: Segment | null = null;
  private gs: Segment | null = null;
  private groups = 0;
  private transactionsInGroup = 0;
  private bare = false;
  private open: TransactionReader | null = null;
  private skipping = false;
  private stopped = false;
  private envelopeFaults = 0;
  private transactions = 0;
  private readonly totals = {
    interchanges: 0,
    accepted: 0,
    refused: 0,
    skipped: 0,
    claims: 0,
    lines: 0,
    unbalanced: 0,
  };

  constructor(private readonly limits: Read835Limits) {}

  private tell(
    scope: FaultScope,
    severity: 'refused' | 'warning',
    code: FaultCode,
    message: string,
    place: FaultPlace,
    detail: FaultDetail = {},
  ): void {
    this.envelopeFaults += 1;
    if (this.envelopeFaults <= MAX_ENVELOPE_FAULTS) this.out.push(fault(scope, severity, code, message, place, detail));
  }

  segment(segment: Segment): void {
    switch (segment.id) {
      case 'ISA':
        this.closeInterchange(segment);
        this.isa = segment;
        this.bare = false;
        this.totals.interchanges += 1;
        return;
      case 'GS':
        this.closeGroup(segment);
        this.gs = segment;
        this.groups += 1;
        if (!/^00[45]01/.test(el(segment, 8))) {
          this.tell(
            'group',
            'warning',
            'version_unknown',
            'GS08 is neither version 4010 nor 5010; the group was read as 5010.',
            segment,
            { element: 'GS08', value: el(segment, 8) },
          );
        }
        return;
      case 'ST':
        this.startTransaction(segment);
        return;
      case 'SE':
        this.endTransaction(segment);
        return;
      case 'GE':
        this.endGroup(segment);
        return;
      case 'IEA':
        this.endInterchange(segment);
        return;
      case 'TA1':
        return;
      default:
        if (this.open) this.open.take(segment);
        else if (!this.skipping) {
          this.tell(
            'group',
            'warning',
            'segment_out_of_place',
            'The segment stands outside any transaction; it is skipped.',
            segment,
            { value: segment.id },
          );
        }
    }
  }

  private startTransaction(st: Segment): void {
    this.closeTransaction(st);
    this.transactionsInGroup += 1;
    const kind = el(st, 1);
    if (kind !== '835') {
      this.skipping = true;
      this.totals.skipped += 1;
      const what = KINDS[kind] ? `${KINDS[kind]} (${kind})` : 'of another kind';
      this.tell(
        'transaction',
        'refused',
        'not_a_remittance',
        `The transaction is ${what}, not a remittance (835); it is skipped.`,
        st,
        { controlNumber: el(st, 2), value: kind },
      );
      return;
    }
    if (!this.gs && !this.bare)
      this.tell(
        'group',
        'warning',
        'group_not_opened',
        'The transaction has no group (GS) around it; it was read all the same.',
        st,
      );
    this.transactions += 1;
    const { isa, gs } = this;
    const envelope = {
      transaction: this.transactions,
      interchangeControlNumber: isa ? el(isa, 13) : '',
      groupControlNumber: gs ? el(gs, 6) : '',
      senderId: isa ? el(isa, 6) : '',
      receiverId: isa ? el(isa, 8) : '',
      isTest: isa !== null && el(isa, 15) === 'T',
      version: el(st, 3) || (gs ? el(gs, 8) : ''),
    };
    this.open = new TransactionReader(st, envelope, this.limits, this.out);
  }

  private endTransaction(se: Segment): void {
    if (this.open) this.count(this.open.close(se, se));
    else if (!this.skipping)
      this.tell('group', 'warning', 'segment_out_of_place', 'An SE closes no transaction; it is skipped.', se);
    this.open = null;
    this.skipping = false;
  }

  /** Something else stands where the SE should be. */
  private closeTransaction(at: FaultPlace & { readonly id: string }): void {
    if (this.open) this.count(this.open.close(null, at));
    this.open = null;
    this.skipping = false;
  }

  private count(end: TransactionEndRecord): void {
    if (!end.ok) {
      this.totals.refused += 1;
      return;
    }
    this.totals.accepted += 1;
    this.totals.claims += end.claimCount;
    this.totals.lines += end.lineCount;
    if (!end.balanced.ok) this.totals.unbalanced += 1;
  }

  private endGroup(ge: Segment): void {
    this.closeTransaction(ge);
    const { gs } = this;
    if (!gs) {
      if (!this.bare)
        this.tell('interchange', 'warning', 'group_not_opened', 'A GE closes no group; it is skipped.', ge);
    } else {
      const detail = { controlNumber: el(gs, 6) };
      if (el(ge, 2) !== el(gs, 6)) {
        this.tell(
          'group',
          'warning',
          'group_control_mismatch',
          'GE02 does not repeat GS06. Complete transactions are kept; check with the payer that none is missing.',
          ge,
          { ...detail, element: 'GE02' },
        );
      }
      if (Number(el(ge, 1)) !== this.transactionsInGroup) {
        this.tell(
          'group',
          'warning',
          'group_count_mismatch',
          `GE01 does not name the ${this.transactionsInGroup} transactions that are there. Complete ones are kept; check with the payer that none is missing.`,
          ge,
          { ...detail, element: 'GE01', value: el(ge, 1) },
        );
      }
    }
    this.gs = null;
    this.transactionsInGroup = 0;
  }

  private closeGroup(at: FaultPlace & { readonly id: string }): void {
    this.closeTransaction(at);
    if (this.gs && !this.bare) {
      this.tell(
        'group',
        'warning',
        'group_not_closed',
        'The group has no GE: the file is cut off or damaged. Complete transactions are kept; ask for the complete file.',
        at,
        { controlNumber: el(this.gs, 6) },
      );
    }
    this.gs = null;
    this.transactionsInGroup = 0;
  }

  private endInterchange(iea: Segment): void {
    this.closeGroup(iea);
    const { isa } = this;
    if (isa) {
      const detail = { controlNumber: el(isa, 13) };
      if (el(iea, 2) !== el(isa, 13)) {
        this.tell(
          'interchange',
          'warning',
          'interchange_control_mismatch',
          'IEA02 does not repeat ISA13. Complete transactions are kept; check with the payer that none is missing.',
          iea,
          { ...detail, element: 'IEA02' },
        );
      }
      if (Number(el(iea, 1)) !== this.groups) {
        this.tell(
          'interchange',
          'warning',
          'interchange_count_mismatch',
          `IEA01 does not name the ${this.groups} groups that are there. Complete transactions are kept; check with the payer that none is missing.`,
          iea,
          { ...detail, element: 'IEA01', value: el(iea, 1) },
        );
      }
    }
    this.isa = null;
    this.groups = 0;
  }

  private closeInterchange(at: FaultPlace & { readonly id: string }): void {
    this.closeGroup(at);
    if (this.isa) {
      this.tell(
        'interchange',
        'warning',
        'interchange_not_closed',
        'The interchange has no IEA: the file is cut off or damaged. Complete transactions are kept; ask for the complete file.',
        at,
        { controlNumber: el(this.isa, 13) },
      );
    }
    this.isa = null;
    this.groups = 0;
  }

  problem(problem: Problem): void {
    const { kind, detail } = problem;
    switch (kind) {
      case 'foreign_file':
        this.stopped = true;
        this.tell('file', 'refused', 'foreign_file', `The file is ${detail}.`, problem);
        return;
      case 'no_isa':
        this.bare = true;
        this.tell(
          'file',
          'warning',
          'no_isa',
          'The file has no interchange header (ISA); its delimiters were worked out from the first segment. Check the totals.',
          problem,
        );
        return;
      case 'isa_unreadable':
        this.closeInterchange(problem);
        this.tell(
          'interchange',
          'refused',
          'isa_unreadable',
          'The interchange header (ISA) is cut off or damaged, so its delimiters are unknown and it is skipped. Ask for the file again.',
          problem,
        );
        return;
      case 'isa_not_fixed_length':
        this.tell(
          'interchange',
          'warning',
          'isa_not_fixed_length',
          'The interchange header (ISA) does not have its fixed length; it was read by its separators.',
          problem,
        );
        return;
      case 'text_outside_interchange':
        this.tell(
          'file',
          'warning',
          'text_outside_interchange',
          'There is text before, between or after the interchanges; it is skipped.',
          problem,
        );
        return;
      case 'segment_not_terminated':
        this.damaged(problem, 'The last segment is cut off. Ask for the complete file.');
        return;
      case 'segment_too_long':
        this.damaged(
          problem,
          `A segment is longer than ${this.limits.maxSegmentBytes} bytes; no segment of the standard is. Ask for the file again.`,
        );
        return;
      case 'too_many_elements':
        this.damaged(
          problem,
          `A segment has ${detail} elements; the most in a remittance is 24. Ask for the file again.`,
        );
    }
  }

  private damaged(problem: Problem, message: string): void {
    const code = problem.kind as 'segment_not_terminated' | 'segment_too_long' | 'too_many_elements';
    if (this.open) this.open.refuse(code, message, problem);
    else this.tell('interchange', 'warning', code, message, problem);
  }

  finish(bytes: number, segments: number): void {
    const at = { number: segments, offset: bytes, id: '' };
    this.closeInterchange(at);
    const { totals } = this;
    const seen = totals.accepted + totals.refused + totals.skipped;
    if (bytes === 0) this.tell('file', 'refused', 'file_empty', 'The file is empty. Ask for it again.', at);
    else if (!this.stopped && totals.interchanges === 0 && !this.bare) {
      this.tell(
        'file',
        'refused',
        'no_interchange',
        'The file holds no X12 interchange (nothing begins with ISA). Choose the remittance file (835) the payer or clearinghouse sent.',
        at,
      );
    } else if (!this.stopped && seen === 0) {
      this.tell('file', 'refused', 'no_remittance', 'The file holds no transaction at all. Ask for it again.', at);
    }
    const end: FileEndRecord = {
      type: 'file-end',
      outcome: totals.accepted === 0 ? 'refused' : totals.refused > 0 ? 'partly' : 'imported',
      bytes,
      segments,
      ...totals,
    };
    this.out.push(end);
  }
}

/**
 * Streams a file of X12 interchanges as records: for each 835 `transaction`, its `claim` and `plb` records and
 * `transaction-end`; `fault` wherever something is wrong; `file-end` last. Bad input never throws (only the source can);
 * memory does not grow with the file. Commit what was staged for a transaction only at its `transaction-end` with `ok`.
 */
export async function* read835(
  input: AsyncIterable<Uint8Array>,
  options: Read835Options = {},
): AsyncGenerator<Remit835Record, void, undefined> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const splitter = new SegmentSplitter(limits);
  const file = new FileReader(limits);
  const drain = function* (tokens: ReturnType<SegmentSplitter['push']>): Generator<Remit835Record> {
    for (const token of tokens) {
      if (token.segment) file.segment(token.segment);
      else file.problem(token.problem);
      if (file.out.length === 0) continue;
      yield* file.out;
      file.out.length = 0;
    }
  };
  for await (const chunk of input) yield* drain(splitter.push(chunk));
  yield* drain(splitter.end());
  file.finish(splitter.bytes, splitter.segments);
  yield* file.out;
}
