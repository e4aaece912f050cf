/** Reads pages of cases in an allowed order, each order along its index (R15, R16). */
import type { Pool } from 'pg';
import { caseKinds } from '../../domain/cases';
import { stages } from '../../domain/kernel';
import { caseConditions, type Asking, type CaseFilter } from './case-filter';
import { cursorOf, isByStage, segmentsOf, type Sort } from './case-order';
import { SUMMARY, SUMMARY_JOINS, summaryOf, type CaseSummary, type SummaryRow } from './case-views';
import { readRows, type Segment } from './pages';
import { Statement } from './statement';

export interface CaseList {
  readonly filter: CaseFilter;
  readonly sort: Sort;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** A page of summaries. Sorted by attention only open cases are listed: what is closed asks for none. */
export async function listCases(
  pool: Pool,
  list: CaseList,
  asking: Asking,
): Promise<{ items: CaseSummary[]; next: string | null }> {
  const { rows, more } = await readRows<SummaryRow>(pool, {
    limit: list.limit,
    segments: segmentsOf(list.sort, list.cursor),
    sql: (segment, limit, s) => pageSql(list, asking, segment, limit, s),
  });
  const last = rows.at(-1);
  return { items: rows.map(summaryOf), next: more && last ? cursorOf(list.sort, last) : null };
}

/**
 * One index range per kind (and per stage, where the index has it), merged. A plain `in (...)` would sort every match.
 */
function pageSql(list: CaseList, asking: Asking, segment: Segment, limit: number, s: Statement): string {
  const where = [...caseConditions(list.filter, asking, s), ...segment.where];
  if (list.sort === 'attention') where.push('c.closed_at is null');
  const kinds = list.filter.kind ? [list.filter.kind] : caseKinds.map((k) => k.kind);
  const ranges = [`unnest(${s.value(kinds, 'text[]')}) as k(kind)`];
  where.push('c.kind = k.kind');
  if (isByStage(list.sort)) {
    ranges.push(`unnest(${s.value(stagesOf(list.filter), 'text[]')}) as st(stage)`);
    where.push('c.stage = st.stage');
  }
  const most = s.value(limit);
  const page = `select c.* from ${ranges.join(' cross join ')} cross join lateral (
      select c.* from cases c where ${where.join(' and ')} order by ${segment.orderBy} limit ${most}
    ) c order by ${segment.orderBy} limit ${most}`;
  return `with page as materialized (${page}) select ${SUMMARY} from page c ${SUMMARY_JOINS} order by ${segment.orderBy}`;
}

const CLOSED: readonly string[] = ['Resolved', 'Canceled'];

function stagesOf(filter: CaseFilter): string[] {
  return stages.filter(
    (stage) =>
      (filter.stage === undefined || filter.stage.includes(stage)) &&
      (filter.open === undefined || CLOSED.includes(stage) !== filter.open),
  );
}

const MOST_COUNTED = 10_000;

/** How many match; counting stops at 10,000. */
export async function countCases(
  pool: Pool,
  filter: CaseFilter,
  asking: Asking,
): Promise<{ atLeast: number; exact: boolean }> {
  const s = new Statement();
  const where = ['true', ...caseConditions(filter, asking, s)].join(' and ');
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from (select 1 from cases c where ${where} limit ${s.value(MOST_COUNTED + 1)}) x`,
    s.values,
  );
  const n = rows[0]?.n ?? 0;
  return { atLeast: Math.min(n, MOST_COUNTED), exact: n <= MOST_COUNTED };
}

/** How many open WC cases stand at each rank of attention, of those the caller may see. */
export async function countRanks(pool: Pool, asking: Asking): Promise<{ rank: number; n: number }[]> {
  const s = new Statement();
  const where = caseConditions({ kind: 'wc', open: true }, asking, s).join(' and ');
  const { rows } = await pool.query<{ rank: number; n: number }>(
    `select c.attention_rank as rank, count(*)::int as n from cases c where ${where} group by 1`,
    s.values,
  );
  return rows;
}
