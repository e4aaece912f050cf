/** Reads changes of cases with their positions, and which of them a caller may see. */
import type { Pool } from 'pg';
import type { Caller } from '../auth/caller';
import { caseScope } from '../auth/row-scope';
import { Statement } from '../read/statement';
import type { Change } from './change-feed';

/** Replay at most this many; beyond it the client is told to read everything again. */
export const MOST_REPLAYED = 1_000;
/** Positions are given before commit, so a lower one may become visible later: replay starts this much earlier. */
const OVERLAP = 100;

export interface SeenChange {
  /** Null for an edit, which is no event. */
  readonly position: string | null;
  readonly seen: boolean;
  readonly caseId: string;
  readonly kind: string;
  readonly version: number;
}

/**
 * Changes after a position, in order. They are counted before they are told apart: a caller who sees little must not make
 * the database walk through everybody else's.
 */
export async function changesAfter(pool: Pool, caller: Caller, position: bigint): Promise<SeenChange[]> {
  const from = position > OVERLAP ? position - BigInt(OVERLAP) : 0n;
  const s = new Statement();
  const { rows } = await pool.query<SeenChange>(
    `select e.position::text, e.case_id as "caseId", c.kind, e.seq as version, (${caseScope(caller, 'case.read', s)}) as seen
     from (select position, case_id, seq from case_event where position > ${s.value(from.toString(), 'bigint')}
           order by position limit ${s.value(MOST_REPLAYED + OVERLAP + 1)}) e
     join cases c on c.id = e.case_id order by e.position`,
    s.values,
  );
  return rows;
}

/** What was heard, in the order it was heard. A case that is not there is left out. */
export async function seenChanges(pool: Pool, caller: Caller, heard: readonly Change[]): Promise<SeenChange[]> {
  if (heard.length === 0) return [];
  const s = new Statement();
  const asked = JSON.stringify(
    heard.map(({ caseId, seq, revision }, n) => ({ n, caseId, seq, edit: revision !== undefined })),
  );
  const { rows } = await pool.query<SeenChange>(
    `select case when h.edit then null else e.position::text end as position, c.id as "caseId", c.kind, h.seq as version,
            (${caseScope(caller, 'case.read', s)}) as seen
     from jsonb_to_recordset(${s.value(asked, 'jsonb')}) as h(n int, "caseId" uuid, seq int, edit boolean)
     join cases c on c.id = h."caseId" left join case_event e on e.case_id = c.id and e.seq = h.seq
     where h.edit or e.position is not null order by h.n`,
    s.values,
  );
  return rows;
}

export async function newest(pool: Pool): Promise<bigint> {
  const { rows } = await pool.query<{ position: string }>(
    `select coalesce(max(position), 0)::text as position from case_event`,
  );
  return BigInt(rows[0]?.position ?? '0');
}
