/** Reads keyset pages along an index: rows come in segments, each a range of the index, until the page is full. */
import type { Pool } from 'pg';
import { Statement } from './statement';

/** A range of the order: its conditions and its ORDER BY, both written in code. */
export interface Segment {
  readonly where: readonly string[];
  readonly orderBy: string;
}

export interface PageRequest {
  readonly limit: number;
  /** Builds the statement that reads at most `limit` rows of a segment. */
  sql(segment: Segment, limit: number, s: Statement): string;
  /** Segments in order, after the cursor. Each builds its conditions on the statement it is given. */
  readonly segments: readonly ((s: Statement) => Segment)[];
}

/** At most `limit` rows, and whether more follow. */
export async function readRows<R extends object>(
  pool: Pool,
  request: PageRequest,
): Promise<{ rows: R[]; more: boolean }> {
  const rows: R[] = [];
  for (const segment of request.segments) {
    const wanted = request.limit + 1 - rows.length;
    if (wanted <= 0) break;
    const s = new Statement();
    const text = request.sql(segment(s), wanted, s);
    const result = await pool.query<R>(text, s.values);
    rows.push(...result.rows);
  }
  const more = rows.length > request.limit;
  return { rows: more ? rows.slice(0, request.limit) : rows, more };
}

/**
 * Segments of an order by one column, then id; rows without a value come last.
 * @param column written in code, such as `c.follow_up_on`.
 * @param after the last row's value and id, or null for the first page.
 */
export function segmentsBy(
  column: { readonly sql: string; readonly id: string; readonly type: string; readonly nullable: boolean },
  direction: 'asc' | 'desc',
  after: { readonly value: string | null; readonly id: string } | null,
): ((s: Statement) => Segment)[] {
  const op = direction === 'asc' ? '>' : '<';
  const withValue = (s: Statement): Segment => ({
    where: [
      ...(column.nullable ? [`${column.sql} is not null`] : []),
      ...(after === null
        ? []
        : [`(${column.sql}, ${column.id}) ${op} (${s.value(after.value, column.type)}, ${s.value(after.id, 'uuid')})`]),
    ],
    orderBy: `${column.sql} ${direction}, ${column.id} ${direction}`,
  });
  const without = (s: Statement): Segment => ({
    where: [
      `${column.sql} is null`,
      ...(after === null || after.value !== null ? [] : [`${column.id} ${op} ${s.value(after.id, 'uuid')}`]),
    ],
    orderBy: `${column.id} ${direction}`,
  });
  if (!column.nullable) return [withValue];
  return after !== null && after.value === null ? [without] : [withValue, without];
}
