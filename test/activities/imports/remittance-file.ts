/** Writes 835 files for tests: claims with adjustments, balanced unless told otherwise, in any envelope. */

export interface TestClaim {
  readonly number: string;
  readonly status?: string;
  readonly charge: number;
  readonly paid: number;
  readonly patientResponsibility?: number;
  readonly control?: string;
  readonly frequency?: string;
  /** `CO*16*100.00` */
  readonly adjustments?: readonly string[];
  readonly member?: string;
  readonly lines?: readonly {
    readonly code: string;
    readonly charge: number;
    readonly paid: number;
    readonly adjustments?: readonly string[];
  }[];
}

export interface TestTransaction {
  readonly trace: string;
  readonly paidOn?: string;
  readonly claims: readonly TestClaim[];
  /** Positive lowers the payment. */
  readonly plb?: number;
  /** Instead of what balances. */
  readonly bpr?: number;
  /** Instead of the segments that are there. */
  readonly segmentCount?: number;
  readonly payer?: string;
}

export interface Envelope {
  readonly element: string;
  readonly component: string;
  readonly segment: string;
  readonly control: string;
}

const USUAL: Envelope = { element: '*', component: ':', segment: '~', control: '000000001' };
const money = (amount: number) => amount.toFixed(2);

export function remittance(transactions: readonly TestTransaction[], envelope: Envelope = USUAL): string {
  const segments = [
    `ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260105*1200*^*00501*${envelope.control}*0*P*:`,
    `GS*HP*PAYER*CLINIC*20260105*1200*${Number(envelope.control)}*X*005010X221A1`,
    ...transactions.flatMap((transaction, index) => transactionSegments(transaction, index)),
    `GE*${transactions.length}*${Number(envelope.control)}`,
    `IEA*1*${envelope.control}`,
  ];
  return segments
    .map((segment) => segment.replaceAll('*', envelope.element).replaceAll(':', envelope.component))
    .map((segment) => `${segment}${envelope.segment}`)
    .join('');
}

function transactionSegments(t: TestTransaction, index: number): string[] {
  const control = String(index + 1).padStart(4, '0');
  const payment = t.bpr ?? t.claims.reduce((sum, { paid }) => sum + paid, 0) - (t.plb ?? 0);
  const inner = [
    `ST*835*${control}`,
    `BPR*I*${money(payment)}*C*CHK************${t.paidOn ?? '20260105'}`,
    `TRN*1*${t.trace}*1512345678`,
    `N1*PR*${t.payer ?? 'ACME MUTUAL'}*XV*12345`,
    'N1*PE*HARBOR THERAPY*XX*1234567893',
    'LX*1',
    ...t.claims.flatMap(claimSegments),
    ...(t.plb === undefined ? [] : [`PLB*1234567893*20261231*WO:1*${money(t.plb)}`]),
  ];
  return [...inner, `SE*${t.segmentCount ?? inner.length + 1}*${control}`];
}

function claimSegments(c: TestClaim): string[] {
  return [
    `CLP*${c.number}*${c.status ?? '1'}*${money(c.charge)}*${money(c.paid)}*${c.patientResponsibility === undefined ? '' : money(c.patientResponsibility)}*12*${c.control ?? `ICN${c.number}`}*11*${c.frequency ?? '1'}`,
    ...(c.adjustments ?? []).map((adjustment) => `CAS*${adjustment}`),
    `NM1*QC*1*DOE*PAT****MI*${c.member ?? `M${c.number}`}`,
    'DTM*232*20251201',
    ...(c.lines ?? []).flatMap((line) => [
      `SVC*HC:${line.code}*${money(line.charge)}*${money(line.paid)}**1`,
      ...(line.adjustments ?? []).map((adjustment) => `CAS*${adjustment}`),
    ]),
  ];
}
