/** Sends rows into temporary tables by COPY while the next ones are still being read; it keeps at most two loads in memory. */
import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Temporary tables: private to the connection, never in the write-ahead log, gone when it ends. */
const TABLES = {
  stage_transaction: `n int, id uuid, identity text, payer_identity text, payer_name text, payee_name text,
    payee_identifier text, trace_number text, method text, payment_on date, bpr bigint, clp bigint, plb bigint,
    difference bigint, claims int, first_row int, balanced boolean, counts jsonb`,
  stage_claim: `n int, id uuid, identity text, position int, number text, status_code text, classification text,
    charge bigint, paid bigint, patient_resp bigint, filing text, payer_control text, frequency text,
    is_reversal boolean, is_correction boolean, patient_name text, patient_identity text, service_from date,
    service_to date, remark_codes text[], denied bigint, denial_codes text[], reasons jsonb, detail jsonb`,
  stage_line: `n int, claim uuid, position int, procedure_code text, qualifier text, modifiers text[],
    revenue_code text, charge bigint, paid bigint, units numeric(15,3), service_from date, service_to date,
    line_control text, remark_codes text[], detail jsonb`,
  stage_adjustment: `n int, claim uuid, line_position int, group_code text, carc text, amount bigint,
    quantity numeric(15,3)`,
  stage_plb: `n int, provider_id text, fiscal_period_on date, reason text, reference text, amount bigint`,
} as const;
export type StagingTable = keyof typeof TABLES;
const NAMES = Object.keys(TABLES) as StagingTable[];

/** A load is sent when its text passes this many characters. */
const LOAD_CHARACTERS = 500_000;

export class Staging {
  private waiting = emptyLoad();
  private size = 0;
  private inFlight: Promise<void> = Promise.resolve();

  constructor(private readonly client: PoolClient) {}

  /** Makes the tables of this connection. */
  async open(): Promise<void> {
    // A load or a merge of a large file takes longer than any request may.
    await this.client.query('set statement_timeout = 0');
    for (const name of NAMES) await this.client.query(`create temp table if not exists ${name} (${TABLES[name]})`);
    await this.clear();
  }

  /** Adds COPY text; true when a load is full and `send` should be awaited. */
  add(table: StagingTable, text: string): boolean {
    if (text !== '') this.waiting[table].push(text);
    this.size += text.length;
    return this.size >= LOAD_CHARACTERS;
  }

  /** Hands the load to the connection. Waits for the load before it, not for this one: reading goes on meanwhile. */
  async send(): Promise<void> {
    await this.inFlight;
    if (this.size === 0) return;
    const load = this.waiting;
    this.waiting = emptyLoad();
    this.size = 0;
    this.inFlight = this.copy(load);
    // Its failure is met by the next `send` or `settle`.
    this.inFlight.catch(() => undefined);
  }

  /** Waits until all that was added is in the tables. */
  async settle(): Promise<void> {
    await this.send();
    await this.inFlight;
  }

  async clear(): Promise<void> {
    await this.inFlight;
    await this.client.query(`truncate ${NAMES.join(', ')}`);
  }

  private async copy(load: Record<StagingTable, string[]>): Promise<void> {
    for (const name of NAMES) {
      if (load[name].length === 0) continue;
      const stream = this.client.query(copyFrom(`copy pg_temp.${name} from stdin`));
      stream.end(load[name].join(''));
      await finished(stream);
    }
  }
}

const emptyLoad = (): Record<StagingTable, string[]> => ({
  stage_transaction: [],
  stage_claim: [],
  stage_line: [],
  stage_adjustment: [],
  stage_plb: [],
});
