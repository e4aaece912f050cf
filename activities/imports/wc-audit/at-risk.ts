/** The end of an audit: which of its cases need attention already, most urgent first [B09, E1]. */
import type { Pool } from 'pg';

/** The board's rank of a case that asks for nothing. */
export const UNRANKED = 9;

/** The list a person reads in one sitting; the board has them all. */
export const MOST_LISTED = 500;

export interface RiskyCase {
  readonly row: number;
  /** Null in a dry run, when the case would be new. */
  readonly caseId: string | null;
  /** 1 authorization, 2 silence, 3 billing, 4 other. */
  readonly rank: number;
  /** Civil date of the loss, or since when; within a rank the soonest comes first. */
  readonly on: string | null;
  readonly flags: readonly string[];
}

export interface RiskSummary {
  readonly total: number;
  readonly byFlag: Readonly<Record<string, number>>;
  readonly cases: readonly RiskyCase[];
}

const key = (c: RiskyCase) => `${c.rank}:${c.on ?? '9999'}:${String(c.row).padStart(8, '0')}`;

/** Sorts and cuts; counts all. */
export function summarizeRisk(risky: readonly RiskyCase[]): RiskSummary {
  const byFlag: Record<string, number> = {};
  for (const flag of risky.flatMap((c) => c.flags)) byFlag[flag] = (byFlag[flag] ?? 0) + 1;
  const cases = [...risky].sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, MOST_LISTED);
  return { total: risky.length, byFlag, cases };
}

/** The cases at risk among those that this import's rows are about, as they stand now. */
export async function riskyCases(pool: Pool, importId: string): Promise<RiskyCase[]> {
  const { rows } = await pool.query<RiskyCase>(
    `select r.row, c.id as "caseId", c.attention_rank as rank, to_char(c.attention_on, 'YYYY-MM-DD') as "on", c.flags
     from import_row r join cases c on c.id = r.case_id
     where r.import_id = $1 and r.outcome <> 'refused' and c.closed_at is null and c.attention_rank < $2`,
    [importId, UNRANKED],
  );
  return rows;
}
