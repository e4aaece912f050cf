/** Reads pages of cases in an allowed order, each order along its index (R15, R16). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { caseKinds } from '../../domain/cases';
import { stages } from '../../domain/kernel';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { caseConditions, type Asking, type CaseFilter } from './case-filter';
import { SUMMARY, SUMMARY_JOINS, summaryOf, type CaseSummary, type SummaryRow } from './case-views';
import { readRows, segmentsBy, type Segment } from './pages';
import { Statement } from './statement';

/** `-` in front: the other way round. Dates come soonest first, cases without a date last. */
export const sorts = [
  'attention',
  'followUpOn',
  '-followUpOn',
  'nextDueAt',
  'openedAt',
  '-openedAt',
  '-changedAt',
] as const;
export type Sort = (typeof sorts)[number];

const columns = {
  followUpOn: { sql: 'c.follow_up_on', type: 'date', nullable: true },
  nextDueAt: { sql: 'c.next_due_at', type: 'timestamptz', nullable: true },
  openedAt: { sql: 'c.opened_at', type: 'timestamptz', nullable: false },
  changedAt: { sql: 'c.changed_at', type: 'timestamptz', nullable: false },
} as const;

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
  const segments = list.sort === 'attention' ? attentionSegments(list.cursor) : columnSegments(list.sort, list.cursor);
  const { rows, more } = await readRows<SummaryRow>(pool, {
    limit: list.limit,
    segments,
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
  if (list.sort.endsWith('followUpOn')) {
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

function columnSegments(sort: Sort, cursor: string | undefined) {
  const { name, direction } = partsOf(sort);
  const column = columns[name];
  const after = cursor === undefined ? null : decodeCursor(`cases:${sort}`, cursor, [valueOf(name), z.uuid()] as const);
  return segmentsBy({ ...column, id: 'c.id' }, direction, after === null ? null : { value: after[0], id: after[1] });
}

const valueOf = (name: keyof typeof columns) =>
  columns[name].type === 'date'
    ? z.iso.date().nullable()
    : columns[name].nullable
      ? z.iso.datetime().nullable()
      : z.iso.datetime().transform((v): string | null => v);

function partsOf(sort: Sort): { name: keyof typeof columns; direction: 'asc' | 'desc' } {
  const name = sort.replace('-', '') as keyof typeof columns;
  return { name, direction: sort.startsWith('-') ? 'desc' : 'asc' };
}

/** Rank, then date, then id: the rest of the rank (dated, then undated), then all later ranks in index order. */
function attentionSegments(cursor: string | undefined): ((s: Statement) => Segment)[] {
  const orderBy = 'c.attention_rank, c.attention_on, c.id';
  if (cursor === undefined) return [() => ({ where: [], orderBy })];
  const [rank, on, id] = decodeCursor('cases:attention', cursor, [
    z.int().min(0).max(1_000),
    z.iso.date().nullable(),
    z.uuid(),
  ] as const);
  const ofRank = segmentsBy({ sql: 'c.attention_on', id: 'c.id', type: 'date', nullable: true }, 'asc', {
    value: on,
    id,
  });
  return [
    ...ofRank.map((segment) => (s: Statement): Segment => {
      const { where } = segment(s);
      return { where: [...where, `c.attention_rank = ${s.value(rank, 'int')}`], orderBy };
    }),
    (s) => ({ where: [`c.attention_rank > ${s.value(rank, 'int')}`], orderBy }),
  ];
}

function cursorOf(sort: Sort, row: SummaryRow): string {
  if (sort === 'attention') return encodeCursor('cases:attention', [row.attention_rank, row.attention_on, row.id]);
  const values = {
    followUpOn: row.follow_up_on,
    nextDueAt: row.next_due_at?.toISOString() ?? null,
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
  return encodeCursor(`cases:${sort}`, [values[partsOf(sort).name], row.id]);
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
