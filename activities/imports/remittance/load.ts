/** The first phase of a remittance: reads the file, stages its claims and merges whole transactions; it opens no case. */
import { read835 } from '../../connectors/remittance-835/read-835';
import type {
  ClaimRecord,
  FaultRecord,
  FileEndRecord,
  TransactionEndRecord,
  TransactionRecord,
} from '../../connectors/remittance-835/records';
import { ImportRefused, type ImportRun, type ReportedException } from '../framework';
import { mergeStaged } from './merge';
import { claimRows, plbRow, transactionRow, type TransactionCounts } from './staged-rows';
import { Staging } from './staging';
import { summarize } from './summary';

/** Transactions are merged together until one of these is reached: many small ones would each cost a commit. */
const MERGE_TRANSACTIONS = 300;
const MERGE_LINES = 60_000;

type Sums = Pick<TransactionCounts, 'adjustments' | 'denied' | 'underPaid' | 'reversals' | 'deniedCents'>;
const NOTHING: Sums = { adjustments: 0, denied: 0, underPaid: 0, reversals: 0, deniedCents: 0 };

class Loader {
  private header: TransactionRecord | null = null;
  private sums: Sums = NOTHING;
  private nextRow = 1;
  private stagedLines = 0;
  private staged = 0;
  private readonly refused = new Map<number, object>();
  private readonly exceptions = new Map<number, ReportedException[]>();
  private readonly fileFaults: FaultRecord[] = [];

  constructor(
    private readonly run: ImportRun,
    private readonly staging: Staging,
    private readonly merge: (parts: {
      exceptions: ReadonlyMap<number, readonly ReportedException[]>;
      refused: ReadonlyMap<number, object>;
    }) => Promise<void>,
    /** Transactions that an earlier attempt finished. */
    private readonly done: ReadonlySet<number>,
  ) {}

  async load(input: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const record of read835(input)) {
      if (record.type === 'file-end') await this.finish(record);
      else if (record.type === 'fault') this.takeFault(record);
      else if (record.type === 'transaction-end') await this.endTransaction(record);
      else if (this.done.has(record.transaction)) continue;
      else if (record.type === 'transaction') this.header = record;
      else if (record.type === 'plb') this.staging.add('stage_plb', plbRow(record));
      else if (this.stageClaim(record)) await this.staging.send();
      if (this.run.signal.aborted) throw this.run.signal.reason;
    }
  }

  /** True when enough waits to be sent. */
  private stageClaim(record: ClaimRecord): boolean {
    if (!this.header) return false;
    const rows = claimRows(record, this.header, this.run.practiceId);
    const { outcome, amountCents } = rows.classification;
    const atStake = outcome === 'denied' || outcome === 'under-paid';
    this.sums = {
      adjustments: this.sums.adjustments + rows.adjustmentCount,
      denied: this.sums.denied + (outcome === 'denied' ? 1 : 0),
      underPaid: this.sums.underPaid + (outcome === 'under-paid' ? 1 : 0),
      reversals: this.sums.reversals + (outcome === 'reversal' ? 1 : 0),
      deniedCents: this.sums.deniedCents + (atStake ? amountCents : 0),
    };
    this.staging.add('stage_line', rows.lines);
    this.staging.add('stage_adjustment', rows.adjustments);
    return this.staging.add('stage_claim', rows.claim);
  }

  private async endTransaction(end: TransactionEndRecord): Promise<void> {
    const { header, sums } = this;
    const firstRow = this.nextRow;
    this.nextRow += end.claimCount;
    this.header = null;
    this.sums = NOTHING;
    if (this.done.has(end.transaction)) return;
    const counts = countsOf(end, header, sums, firstRow);
    if (end.ok && end.identity !== null && header) {
      this.staging.add('stage_transaction', transactionRow(header, { ...end, identity: end.identity }, counts));
    } else this.refused.set(end.transaction, { ...counts, refusedBy: end.refusedBy, segment: end.segmentNumber });
    this.staged += 1;
    this.stagedLines += end.lineCount + end.claimCount;
    if (this.staged >= MERGE_TRANSACTIONS || this.stagedLines >= MERGE_LINES) await this.mergeNow();
  }

  private async mergeNow(): Promise<void> {
    if (this.staged === 0) return;
    await this.staging.settle();
    await this.merge({ exceptions: this.exceptions, refused: this.refused });
    await this.staging.clear();
    this.exceptions.clear();
    this.refused.clear();
    this.staged = 0;
    this.stagedLines = 0;
  }

  private takeFault(fault: FaultRecord): void {
    const n = fault.transaction;
    if (n === null) this.fileFaults.push(fault);
    else if (!this.done.has(n)) this.exceptions.set(n, [...(this.exceptions.get(n) ?? []), exceptionOf(fault)]);
  }

  private async finish(end: FileEndRecord): Promise<void> {
    await this.mergeNow();
    await this.run.except(this.fileFaults.map(exceptionOf));
    await this.run.summarize({ file: { ...end, type: undefined } });
    await summarize(this.run);
    if (end.accepted > 0) return;
    const fatal = this.fileFaults.find(({ severity, scope }) => severity === 'refused' && scope === 'file');
    if (fatal) throw new ImportRefused(fatal.code, fatal.message);
    if (end.refused > 0) {
      throw new ImportRefused(
        'nothing_accepted',
        'No transaction of the file could be accepted, so nothing was imported. The exceptions say why, by segment; ask the payer for the file again.',
      );
    }
    throw new ImportRefused(
      'not_a_remittance',
      'The file holds no remittance (835), only transactions of other kinds. Choose the remittance file.',
    );
  }
}

function exceptionOf(fault: FaultRecord): ReportedException {
  return {
    key: [fault.transaction, fault.code, fault.segmentNumber, fault.byteOffset, fault.element, fault.claim].join(':'),
    scope: fault.scope,
    code: fault.code,
    message: fault.element ? `${fault.element}: ${fault.message}` : fault.message,
    severity: fault.severity,
    needsDecision: fault.severity === 'refused' || fault.code === 'transaction_not_balanced',
    segmentNumber: fault.segmentNumber,
    segmentId: fault.segmentId,
    byteOffset: fault.byteOffset,
    controlNumber: fault.controlNumber,
    amountCents: fault.differenceCents,
  };
}

function countsOf(
  end: TransactionEndRecord,
  header: TransactionRecord | null,
  sums: Sums,
  firstRow: number,
): TransactionCounts {
  const { bprCents, clpCents, plbCents, differenceCents } = end.balanced;
  return {
    payer: header?.payer.name ?? '',
    traceNumber: header?.trace.number ?? '',
    controlNumber: end.transactionControlNumber,
    paymentOn: header?.bpr.paymentOn ?? null,
    firstRow,
    claims: end.claimCount,
    lines: end.lineCount,
    providerAdjustments: end.plbCount,
    chargeCents: end.chargeCents,
    ...sums,
    bprCents,
    clpCents,
    plbCents,
    differenceCents,
  };
}

/**
 * Loads the file. A worker that takes over reads it again from the start, skips what its parts say is done, and goes on;
 * memory holds two loads of text, whatever the file's size.
 * @throws ImportRefused when nothing in the file could be accepted.
 */
export async function loadRemittance(run: ImportRun): Promise<void> {
  const { rows } = await run.pool.query<{ n: number }>('select n from import_part where import_id = $1', [
    run.importId,
  ]);
  const client = await run.pool.connect();
  let broken = true;
  try {
    const staging = new Staging(client);
    await staging.open();
    const merge = (parts: Pick<Parameters<typeof mergeStaged>[1], 'exceptions' | 'refused'>) =>
      mergeStaged(client, {
        importId: run.importId,
        practiceId: run.practiceId,
        dryRun: run.dryRun,
        ...parts,
      });
    await new Loader(run, staging, merge, new Set(rows.map(({ n }) => n))).load(counted(run));
    broken = false;
  } finally {
    // A connection with half a load on it, or with our settings, serves nobody else.
    client.release(broken ? true : await resetOrDestroy(client));
  }
}

async function resetOrDestroy(client: { query(text: string): Promise<unknown> }): Promise<boolean> {
  try {
    await client.query('discard temp');
    await client.query('reset statement_timeout');
    return false;
  } catch {
    return true;
  }
}

async function* counted(run: ImportRun): AsyncGenerator<Uint8Array, void, undefined> {
  let read = 0;
  for await (const chunk of run.read()) {
    read += chunk.length;
    run.progress(read, run.bytes);
    yield chunk;
  }
}
