/** Gathers one claim (CLP to the next CLP, LX, PLB or SE) into a record and checks its sums; it judges neither payer nor provider. */
import { canonicalSegment } from './fingerprint';
import { LineReader, servicePeriod } from './line-reader';
import {
  adjustments,
  contact,
  dates,
  el,
  optionalCents,
  partyName,
  quantity,
  reference,
  type Reporter,
  sumCents,
} from './loop-values';
import type { Adjustment, ClaimRecord, Contact, PartyName, Qualified, QualifiedDate, ServiceLine } from './records';
import type { Segment } from './segments';
import { formatCents } from './values';

/** CLP02 as the guides of 4010 and 5010 name it. */
const STATUSES = new Set([
  '1',
  '2',
  '3',
  '4',
  '5',
  '10',
  '13',
  '15',
  '16',
  '17',
  '19',
  '20',
  '21',
  '22',
  '23',
  '25',
  '27',
]);
/** Where MIA and MOA carry remark codes. */
const REMARKS: Readonly<Record<string, readonly number[]>> = { MIA: [5, 20, 21, 22, 23], MOA: [3, 4, 5, 6, 7] };

/** What only the transaction knows about a claim. */
export type ClaimContext = Pick<
  ClaimRecord,
  'transaction' | 'position' | 'summaryProviderId' | 'identity' | 'contentHash' | 'occurrence'
> & {
  readonly followsReversal: boolean;
};

export class ClaimReader {
  private readonly lineReaders: LineReader[] = [];
  private readonly names = new Map<string, PartyName>();
  private readonly dates: QualifiedDate[] = [];
  private readonly adjustments: Adjustment[] = [];
  private readonly remarkCodes = new Set<string>();
  private readonly adjudication: Qualified<string>[] = [];
  private readonly refs: Qualified<string>[] = [];
  private readonly amounts: Qualified<number>[] = [];
  private readonly quantities: Qualified<string>[] = [];
  private readonly contacts: Contact[] = [];
  private readonly canonicals: string[] = [];
  /** Characters taken so far, for the caller's limit. */
  size = 0;

  constructor(readonly clp: Segment) {
    this.note(clp);
  }

  /** The claim's segments without delimiters and envelope, for hashing. */
  get canonical(): string {
    return this.canonicals.join('');
  }

  get patientControlNumber(): string {
    return el(this.clp, 1);
  }

  get statusCode(): string {
    return el(this.clp, 2).replace(/^0+(?=\d)/, '');
  }

  /** Takes a segment of the claim's loops; false when it does not belong there. */
  take(segment: Segment, report: Reporter): boolean {
    if (segment.id === 'SVC') {
      this.lineReaders.push(new LineReader(segment, this.lineReaders.length + 1));
      this.note(segment);
      return true;
    }
    const line = this.lineReaders.at(-1);
    const taken = (line?.take(segment, report) ?? false) || this.takeOwn(segment, report);
    if (taken) this.note(segment);
    return taken;
  }

  private note(segment: Segment): void {
    this.size += segment.text.length;
    this.canonicals.push(canonicalSegment(segment));
  }

  private takeOwn(segment: Segment, report: Reporter): boolean {
    switch (segment.id) {
      case 'CAS':
        this.adjustments.push(...adjustments(segment, report));
        return true;
      case 'NM1':
        if (!this.names.has(el(segment, 1))) this.names.set(el(segment, 1), partyName(segment));
        return true;
      case 'MIA':
      case 'MOA':
        this.takeAdjudication(segment);
        return true;
      case 'REF':
        this.refs.push(reference(segment));
        return true;
      case 'DTM':
        this.dates.push(...dates(segment, report));
        return true;
      case 'PER':
        this.contacts.push(contact(segment));
        return true;
      case 'AMT': {
        const value = optionalCents(segment, 2, report);
        if (value !== null) this.amounts.push({ qualifier: el(segment, 1), value });
        return true;
      }
      case 'QTY': {
        const value = quantity(segment, 2, report);
        if (value !== null) this.quantities.push({ qualifier: el(segment, 1), value });
        return true;
      }
      case 'LQ':
        if (el(segment, 2)) this.remarkCodes.add(el(segment, 2).toUpperCase());
        return true;
      case 'N1':
      case 'N3':
      case 'N4':
        return true;
      default:
        return false;
    }
  }

  private takeAdjudication(segment: Segment): void {
    const remarks = REMARKS[segment.id] ?? [];
    for (let at = 1; at < segment.elements.length; at += 1) {
      const value = el(segment, at);
      if (value === '') continue;
      if (remarks.includes(at)) this.remarkCodes.add(value.toUpperCase());
      else this.adjudication.push({ qualifier: `${segment.id}${String(at).padStart(2, '0')}`, value });
    }
  }

  finish(report: Reporter, context: ClaimContext): ClaimRecord {
    const { clp } = this;
    const { followsReversal, ...known } = context;
    const chargeCents = this.required(3, report);
    const paidCents = this.required(4, report);
    if (!this.patientControlNumber)
      report.warn('claim_number_missing', 'CLP01 has no claim number; match the claim by hand.', clp, {
        element: 'CLP01',
      });
    if (!STATUSES.has(this.statusCode))
      report.warn('status_unknown', 'CLP02 is no claim status of the 835 guides; it is kept as sent.', clp, {
        element: 'CLP02',
        value: this.statusCode,
      });
    const period = servicePeriod(this.dates);
    const lines = this.lineReaders.map((line) => line.finish(report, period.from, period.to));
    const balance = this.balance(chargeCents, paidCents, lines, report);
    const starts = lines.flatMap(({ serviceFromOn }) => serviceFromOn ?? []).sort();
    const ends = lines.flatMap(({ serviceToOn }) => serviceToOn ?? []).sort();
    const isReversal = this.statusCode === '22';
    const frequencyCode = el(clp, 9);
    const hasCorrection = [this.adjustments, ...lines.map((line) => line.adjustments)].some((list) =>
      list.some(({ group }) => group === 'CR'),
    );
    return {
      type: 'claim',
      ...known,
      segmentNumber: clp.number,
      byteOffset: clp.offset,
      patientControlNumber: this.patientControlNumber,
      statusCode: this.statusCode,
      chargeCents,
      paidCents,
      patientResponsibilityCents: optionalCents(clp, 5, report),
      filingIndicator: el(clp, 6),
      payerControlNumber: el(clp, 7),
      facilityCode: el(clp, 8),
      frequencyCode,
      drgCode: el(clp, 11),
      patient: this.names.get('QC') ?? null,
      subscriber: this.names.get('IL') ?? null,
      correctedPatient: this.names.get('74') ?? null,
      renderingProvider: this.names.get('82') ?? null,
      crossoverPayer: this.names.get('TT') ?? null,
      otherPayer: this.names.get('PR') ?? null,
      otherSubscriber: this.names.get('GB') ?? null,
      dates: this.dates,
      serviceFromOn: period.from ?? starts[0] ?? null,
      serviceToOn: period.to ?? ends.at(-1) ?? null,
      receivedOn: this.dates.find(({ qualifier }) => qualifier === '050')?.on ?? null,
      adjustments: this.adjustments,
      remarkCodes: [...this.remarkCodes],
      adjudication: this.adjudication,
      refs: this.refs,
      amounts: this.amounts,
      quantities: this.quantities,
      contacts: this.contacts,
      lines,
      isReversal,
      isCorrection: !isReversal && (frequencyCode === '7' || followsReversal || hasCorrection),
      balance,
    };
  }

  private required(at: number, report: Reporter): number {
    if (el(this.clp, at) === '') {
      report.refuse(
        'amount_missing',
        `CLP0${at} has no amount, so the transaction cannot be added up. Ask the payer to send it again.`,
        this.clp,
        { element: `CLP0${at}` },
      );
      return 0;
    }
    return sumCents(this.clp, at, report);
  }

  private balance(
    chargeCents: number,
    paidCents: number,
    lines: readonly ServiceLine[],
    report: Reporter,
  ): ClaimRecord['balance'] {
    const all = [this.adjustments, ...lines.map((line) => line.adjustments)].flat();
    const differenceCents = chargeCents - paidCents - all.reduce((sum, { amountCents }) => sum + amountCents, 0);
    const lineChargeDifferenceCents = lines.length
      ? chargeCents - lines.reduce((sum, line) => sum + line.chargeCents, 0)
      : 0;
    if (differenceCents !== 0) {
      report.warn(
        'claim_not_balanced',
        `The claim's charge differs from payment plus adjustments by ${formatCents(differenceCents)}. It is stored; ask the payer before posting.`,
        this.clp,
        { differenceCents },
      );
    }
    if (lineChargeDifferenceCents !== 0) {
      report.warn(
        'lines_do_not_sum_to_charge',
        `The claim's charge differs from the sum of its lines by ${formatCents(lineChargeDifferenceCents)}. It is stored; ask the payer before posting.`,
        this.clp,
        { differenceCents: lineChargeDifferenceCents },
      );
    }
    return {
      differenceCents,
      lineChargeDifferenceCents,
      ok: differenceCents === 0 && lineChargeDifferenceCents === 0 && lines.every((line) => line.differenceCents === 0),
    };
  }
}
