/** Gathers the header of an 835 (BPR, TRN, payer and payee) into its first record; it reads no claim. */
import { fingerprint, payerKey } from './fingerprint';
import { civilDate, contact, el, reference, type Reporter, sumCents } from './loop-values';
import type { Contact, Party, Qualified, TransactionRecord } from './records';
import type { Segment } from './segments';

/** What the envelope tells about a transaction. */
export type Envelope = Pick<
  TransactionRecord,
  'transaction' | 'interchangeControlNumber' | 'groupControlNumber' | 'senderId' | 'receiverId' | 'isTest' | 'version'
>;

class PartyReader {
  private n1: Segment | null = null;
  private address: string[] = [];
  private n4: Segment | null = null;
  private extraName = '';
  private readonly refs: Qualified<string>[] = [];
  private readonly contacts: Contact[] = [];

  take(segment: Segment): boolean {
    if (segment.id === 'N1') this.n1 = segment;
    else if (segment.id === 'N2') this.extraName = `${this.extraName} ${el(segment, 1)}`;
    else if (segment.id === 'N3') this.address.push(...[el(segment, 1), el(segment, 2)].filter((line) => line !== ''));
    else if (segment.id === 'N4') this.n4 = segment;
    else if (segment.id === 'REF') this.refs.push(reference(segment));
    else if (segment.id === 'PER') this.contacts.push(contact(segment));
    else return segment.id === 'RDM';
    return true;
  }

  get present(): boolean {
    return this.n1 !== null;
  }

  finish(): Party {
    const part = (segment: Segment | null, at: number): string => (segment ? el(segment, at) : '');
    const idQualifier = part(this.n1, 3);
    const id = part(this.n1, 4);
    const ref = (...qualifiers: string[]): string | null =>
      this.refs.find(({ qualifier }) => qualifiers.includes(qualifier))?.value ?? null;
    return {
      name: `${part(this.n1, 2)}${this.extraName}`.trim(),
      idQualifier,
      id,
      npi: idQualifier === 'XX' ? id : ref('HPI'),
      taxId: idQualifier === 'FI' ? id : ref('TJ'),
      address: this.address,
      city: part(this.n4, 1),
      state: part(this.n4, 2),
      postalCode: part(this.n4, 3),
      country: part(this.n4, 4),
      refs: this.refs,
      contacts: this.contacts,
    };
  }
}

export class HeaderReader {
  private bpr: Segment | null = null;
  private trn: Segment | null = null;
  private readonly payer = new PartyReader();
  private readonly payee = new PartyReader();
  private party: PartyReader | null = null;
  private readonly refs: Qualified<string>[] = [];
  private productionOn: string | null = null;
  size = 0;

  constructor(
    private readonly st: Segment,
    private readonly envelope: Envelope,
  ) {}

  /** Takes a header segment; false when it does not belong to a header. */
  take(segment: Segment, report: Reporter): boolean {
    this.size += segment.text.length;
    if (segment.id === 'N1') {
      this.party = { PR: this.payer, PE: this.payee }[el(segment, 1)] ?? new PartyReader();
      return this.party.take(segment);
    }
    if (this.party?.take(segment)) return true;
    switch (segment.id) {
      case 'BPR':
        this.bpr = segment;
        return true;
      case 'TRN':
        this.trn ??= segment;
        return true;
      case 'REF':
        this.refs.push(reference(segment));
        return true;
      case 'DTM':
        if (el(segment, 1) === '405') this.productionOn = civilDate(segment, 2, report);
        return true;
      case 'CUR':
      case 'NTE':
      case 'PER':
        return true;
      default:
        return false;
    }
  }

  /** The transaction's record; null when the payment (BPR) is missing or unreadable, which refuses the transaction. */
  finish(report: Reporter): TransactionRecord | null {
    const { bpr, trn, st } = this;
    if (!bpr || el(bpr, 2) === '') {
      report.refuse(
        'payment_missing',
        'The transaction names no payment (BPR), so nothing can be balanced against it. Ask the payer to send it again.',
        bpr ?? st,
      );
      return null;
    }
    const payer = this.payer.finish();
    if (!this.payer.present)
      report.warn('payer_missing', 'The transaction names no payer (N1*PR). Choose the payer by hand.', st);
    if (!trn || !el(trn, 2))
      report.warn(
        'trace_missing',
        'The transaction has no trace number (TRN02); it is told apart by its content only.',
        trn ?? st,
      );
    const trace = {
      number: trn ? el(trn, 2) : '',
      originId: trn ? el(trn, 3) : '',
      supplementalCode: trn ? el(trn, 4) : '',
    };
    const originatorId = el(bpr, 10);
    return {
      type: 'transaction',
      ...this.envelope,
      transactionControlNumber: el(st, 2),
      payer,
      payee: this.payee.finish(),
      bpr: {
        handling: el(bpr, 1),
        amountCents: sumCents(bpr, 2, report),
        creditDebit: el(bpr, 3),
        method: el(bpr, 4),
        format: el(bpr, 5),
        originatorId,
        paymentOn: civilDate(bpr, 16, report),
      },
      trace,
      receiverRef: this.refs.find(({ qualifier }) => qualifier === 'EV')?.value ?? null,
      productionOn: this.productionOn,
      refs: this.refs,
      segmentNumber: st.number,
      byteOffset: st.offset,
      traceKey: fingerprint(payerKey(trace.originId, originatorId, payer.id, payer.name), trace.number),
    };
  }
}
