/** Puts rows on the audit trail: all that arrive while one call is under way go together in the next. */
import type { Pool, PoolClient } from 'pg';
import { isDbUnavailable } from '../db';
import { codesOnly, type AuditEntry } from './entry';

/** Rows in one call: large enough for a burst, small enough that nobody waits long for the chain. */
const MOST_AT_ONCE = 200;

interface Waiting {
  readonly entry: AuditEntry;
  resolve(): void;
  reject(error: unknown): void;
}

const writers = new WeakMap<Pool, Writer>();

/**
 * Settles when the row is committed. On a pool it goes with others in a statement of its own; on a client it is part of
 * that client's transaction, and holds the end of the chain until that ends: write it last.
 * @throws database errors. After a lost connection the row may be there: it is not written again.
 */
export function appendAudit(db: Pool | PoolClient, entry: AuditEntry): Promise<void> {
  if (isClient(db)) return write(db, [entry]);
  let writer = writers.get(db);
  if (!writer) writers.set(db, (writer = new Writer(db)));
  return writer.append(entry);
}

const isClient = (db: Pool | PoolClient): db is PoolClient => 'release' in db;

class Writer {
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(private readonly pool: Pool) {}

  append(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      if (this.#busy) return;
      this.#busy = true;
      // What arrives in the same turn of the loop goes along; a row that comes alone does not wait for others.
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      await this.#write(batch);
    }
    this.#busy = false;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      await write(
        this.pool,
        batch.map((item) => item.entry),
      );
      for (const item of batch) item.resolve();
    } catch (error) {
      // Nothing was written, or, after a lost connection, nobody knows. One row that cannot be must not take others along.
      if (batch.length === 1 || isDbUnavailable(error)) for (const item of batch) item.reject(error);
      else for (const item of batch) await this.#write([item]);
    }
  }
}

async function write(db: Pool | PoolClient, entries: readonly AuditEntry[]): Promise<void> {
  await db.query({
    name: 'audit-append',
    text: 'select audit_append($1::jsonb)',
    values: [JSON.stringify(entries.map((entry) => ({ ...entry, data: codesOnly(entry.data ?? {}) })))],
  });
}
