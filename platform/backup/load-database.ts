/** Fills an empty, migrated database from a backup's tables: one transaction, every row read back and compared. */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import {
  columnsOf,
  copyOut,
  quoted,
  readAuditHead,
  readTables,
  readTriggers,
  SAME_TEXT_EVERYWHERE,
  type Table,
  type Trigger,
} from './catalog';
import { BackupError } from './passphrase';
import type { Closing } from './parts';

const STATE_WORDS = { O: 'enable', A: 'enable always', R: 'enable replica', D: 'disable' } as const;

/** The loading of one backup. Nothing stands before `commit`. */
export class Loading {
  readonly #written = new Map<string, { rows: number; sha256: string; columns: readonly string[] }>();
  #triggers: readonly Trigger[] = [];
  #tables: readonly Table[] = [];

  constructor(private readonly client: Client) {}

  /**
   * Empties the tables (migrations may have put rows there) and silences written triggers: rows that may never be
   * changed come back as they were, and what a trigger once added is in the backup already.
   */
  async begin(): Promise<void> {
    await this.client.query(SAME_TEXT_EVERYWHERE);
    await this.client.query('begin');
    this.#tables = await readTables(this.client);
    this.#triggers = await readTriggers(this.client);
    for (const name of new Set(this.#triggers.map((t) => t.table))) {
      await this.client.query(`alter table ${quoted(name)} disable trigger user`);
    }
    const names = this.#tables.map((t) => quoted(t.name)).join(', ');
    if (names !== '') await this.client.query(`truncate ${names} restart identity`);
  }

  /** @returns the rows that the database took. */
  async table(head: Pick<Table, 'name' | 'columns'>, content: AsyncIterable<Buffer>): Promise<number> {
    const known = this.#tables.find((t) => t.name === head.name);
    const missing = known ? head.columns.filter((c) => !known.columns.includes(c)) : [head.name];
    if (missing.length > 0) {
      throw new BackupError(`The database has no place for ${missing.join(', ')} of the backup. Nothing was changed.`);
    }
    const hash = createHash('sha256');
    const copy = this.client.query(copyFrom(`copy ${quoted(head.name)} (${columnsOf(head)}) from stdin`));
    async function* hashed() {
      for await (const chunk of content) {
        hash.update(chunk);
        yield chunk;
      }
    }
    await pipeline(hashed(), copy);
    this.#written.set(head.name, { rows: copy.rowCount, sha256: hash.digest('hex'), columns: head.columns });
    return copy.rowCount;
  }

  /** Sequences, triggers, then every row is read again and must be the one that was written. */
  async finish(closing: Closing): Promise<number> {
    for (const { name, last, called } of closing.sequences) {
      await this.client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), last, called]);
    }
    await this.client.query('set constraints all immediate');
    for (const { table, name, state } of this.#triggers) {
      await this.client.query(`alter table ${quoted(table)} ${STATE_WORDS[state]} trigger ${quoted(name)}`);
    }
    let rows = 0;
    for (const table of this.#tables) rows += await this.#readBack(table);
    if ((await readAuditHead(this.client)) !== closing.auditHead) {
      throw new BackupError('The end of the audit chain is not the one of the backup. Nothing was changed.');
    }
    return rows;
  }

  async commit(): Promise<void> {
    await this.client.query('commit');
    // Without figures the first lists after a restore would be planned for empty tables.
    await this.client.query('analyze');
  }

  async #readBack(table: Table): Promise<number> {
    const { name } = table;
    const written = this.#written.get(name);
    if (!written) throw new BackupError(`The backup has no rows of the table ${name}. Nothing was changed.`);
    const hash = createHash('sha256');
    const copy = this.client.query(copyTo(copyOut(table, written.columns)));
    for await (const chunk of copy) hash.update(chunk as Buffer);
    if (copy.rowCount !== written.rows || hash.digest('hex') !== written.sha256) {
      throw new BackupError(`The table ${name} does not hold what the backup has. Nothing was changed.`);
    }
    return written.rows;
  }
}
