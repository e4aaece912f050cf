/** Goes through the audit trail row by row and says where the chain is broken. Reads in one snapshot, in constant memory. */
import type { ClientBase } from 'pg';
import { CHAIN_COLUMNS, GENESIS, hashOf, type ChainRow } from './chain';

/**
 * changed: the row's own hash does not fit what it says.
 * unlinked: it does not follow the row before it: one was rewritten, or rows between them were removed.
 * cut-off: the newest rows are gone, or the count is another than the head's.
 * forgotten: a row whose hash was noted earlier is not there, or is another.
 */
export type BreakKind = 'changed' | 'unlinked' | 'cut-off' | 'forgotten';

export interface Break {
  /** Id of the row. */
  readonly id: string;
  readonly kind: BreakKind;
  readonly detail: string;
}

export interface ChainEnd {
  readonly id: string;
  readonly hash: string;
}

export interface ChainReport {
  readonly ok: boolean;
  /** Rows looked at. */
  readonly rows: number;
  readonly breaks: readonly Break[];
  /** Breaks found; `breaks` holds the first hundred. */
  readonly broken: number;
  /** What the database says is the end, for keeping elsewhere. */
  readonly head: ChainEnd & { readonly count: string };
  /** The last row looked at; null when there was none. */
  readonly last: ChainEnd | null;
  /** False: rows after `last` were not looked at. */
  readonly complete: boolean;
}

export interface VerifyOptions {
  /** Goes on behind this row, which was verified before. */
  readonly after?: ChainEnd | undefined;
  /** Looks at so many rows at most. */
  readonly limit?: number | undefined;
  /** A head that was kept elsewhere: its row must still be there, with that hash. */
  readonly known?: ChainEnd | undefined;
}

const AT_ONCE = 2_000;
const MOST_BREAKS = 100;

/** Verifies on a connection of the caller's, which is in no transaction. */
export async function verifyChain(client: ClientBase, options: VerifyOptions = {}): Promise<ChainReport> {
  await client.query('begin isolation level repeatable read read only');
  try {
    return await verifyWithin(client, options);
  } finally {
    await client.query('rollback');
  }
}

async function verifyWithin(client: ClientBase, { after, known, limit = Infinity }: VerifyOptions) {
  const breaks: Break[] = [];
  let broken = 0;
  const found = (id: string, kind: BreakKind, detail: string) => {
    broken += 1;
    if (breaks.length < MOST_BREAKS) breaks.push({ id, kind, detail });
  };
  const head = await headOf(client);
  await client.query(
    `declare trail no scroll cursor for select ${CHAIN_COLUMNS} from audit_entry
     where audit_entry.id > ${BigInt(after?.id ?? 0)} order by audit_entry.id`,
  );
  let last: ChainEnd | null = null;
  let rows = 0;
  let ended = false;
  let met = known === undefined || (after !== undefined && BigInt(after.id) >= BigInt(known.id));
  while (!ended && rows < limit) {
    const asked = Math.min(AT_ONCE, limit - rows);
    const page: { rows: ChainRow[] } = await client.query<ChainRow>(`fetch ${asked} from trail`);
    ended = page.rows.length < asked;
    for (const row of page.rows) {
      const previous: ChainEnd | null = last ?? after ?? null;
      if (hashOf(row.prevHash, row) !== row.hash) found(row.id, 'changed', 'its own hash does not fit what it says');
      if (row.prevHash !== (previous?.hash ?? GENESIS)) {
        const before = previous === null ? 'the beginning' : `row ${previous.id}`;
        found(row.id, 'unlinked', `does not follow ${before}: one was rewritten, or rows between were removed`);
      }
      if (row.id === known?.id) {
        met = true;
        if (row.hash !== known.hash) found(row.id, 'forgotten', 'had another hash when it was noted');
      }
      last = { id: row.id, hash: row.hash };
    }
    rows += page.rows.length;
  }
  if (ended) {
    const end = last ?? after ?? { id: '0', hash: GENESIS };
    if (end.id !== head.id || end.hash !== head.hash) {
      found(end.id, 'cut-off', `is the last row, but the chain ends at ${head.id}`);
    } else if (after === undefined && String(rows) !== head.count) {
      found(end.id, 'cut-off', `${rows} rows are there, ${head.count} were written`);
    }
    if (!met && known) found(known.id, 'forgotten', 'is not there any more');
  }
  return { ok: broken === 0, rows, breaks, broken, head, last, complete: ended };
}

async function headOf(client: ClientBase): Promise<ChainReport['head']> {
  const { rows } = await client.query<ChainReport['head']>(
    `select last_id::text as id, encode(last_hash, 'hex') as hash, count::text from audit_head`,
  );
  // Without its head the chain has no known end, whatever rows are there.
  return rows[0] ?? { id: '-', hash: '-', count: '-' };
}
