/** The orders that lists of cases come in, each along an index of its own, with the cursors of their pages (R15). */
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../input/cursor';
import type { SummaryRow } from './case-views';
import { segmentsBy, type Segment } from './pages';
import type { Statement } from './statement';

/** `-` in front: the other way round. Dates come soonest first, cases without a date last; of a priority the same. */
export const sorts = [
  'attention',
  'followUpOn',
  '-followUpOn',
  'nextDueAt',
  'openedAt',
  '-openedAt',
  '-changedAt',
  'outstandingCents',
  '-outstandingCents',
  '-priority',
] as const;
export type Sort = (typeof sorts)[number];

type Segments = readonly ((s: Statement) => Segment)[];

const columns = {
  followUpOn: { sql: 'c.follow_up_on', type: 'date', nullable: true },
  nextDueAt: { sql: 'c.next_due_at', type: 'timestamptz', nullable: true },
  openedAt: { sql: 'c.opened_at', type: 'timestamptz', nullable: false },
  changedAt: { sql: 'c.changed_at', type: 'timestamptz', nullable: false },
  outstandingCents: { sql: 'c.outstanding_cents', type: 'bigint', nullable: false },
} as const;
type Column = keyof typeof columns;

/** Orders whose index begins with kind and stage. */
export const isByStage = (sort: Sort): boolean => /followUpOn|outstandingCents|priority/.test(sort);

/** The rest of the list after a cursor, as ranges of the index. */
export function segmentsOf(sort: Sort, cursor: string | undefined): Segments {
  if (sort === 'attention') return attentionSegments(cursor);
  if (sort === '-priority') return prioritySegments(cursor);
  const { name, direction } = partsOf(sort);
  const after = cursor === undefined ? null : decodeCursor(`cases:${sort}`, cursor, [valueOf(name), z.uuid()] as const);
  return segmentsBy({ ...columns[name], id: 'c.id' }, direction, after && { value: after[0], id: after[1] });
}

export function cursorOf(sort: Sort, row: SummaryRow): string {
  if (sort === 'attention') return encodeCursor('cases:attention', [row.attention_rank, row.attention_on, row.id]);
  if (sort === '-priority') return encodeCursor('cases:-priority', [row.priority, row.follow_up_on, row.id]);
  const values: Record<Column, string | null> = {
    followUpOn: row.follow_up_on,
    nextDueAt: row.next_due_at?.toISOString() ?? null,
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    outstandingCents: row.outstanding_cents,
  };
  return encodeCursor(`cases:${sort}`, [values[partsOf(sort).name], row.id]);
}

function valueOf(name: Column) {
  const { type, nullable } = columns[name];
  if (type === 'bigint')
    return z
      .string()
      .regex(/^-?\d{1,18}$/)
      .transform((v): string | null => v);
  if (type === 'date') return z.iso.date().nullable();
  return nullable ? z.iso.datetime().nullable() : z.iso.datetime().transform((v): string | null => v);
}

function partsOf(sort: Sort): { name: Column; direction: 'asc' | 'desc' } {
  return { name: sort.replace('-', '') as Column, direction: sort.startsWith('-') ? 'desc' : 'asc' };
}

/** Rank, then date, then id: the rest of the rank (dated, then undated), then all later ranks in index order. */
function attentionSegments(cursor: string | undefined): Segments {
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

const PRIORITIES = ['high', 'normal', 'low'] as const;

/** High, then normal, then low; within each by follow-up. A priority nobody knows does not exist: the table refuses it. */
function prioritySegments(cursor: string | undefined): Segments {
  const after =
    cursor === undefined
      ? null
      : decodeCursor('cases:-priority', cursor, [z.enum(PRIORITIES), z.iso.date().nullable(), z.uuid()] as const);
  const first = after === null ? 0 : PRIORITIES.indexOf(after[0]);
  return PRIORITIES.slice(first).flatMap((priority, n) => {
    const from = after !== null && n === 0 ? { value: after[1], id: after[2] } : null;
    return segmentsBy({ ...columns.followUpOn, id: 'c.id' }, 'asc', from).map((segment) => (s: Statement): Segment => {
      const { where, orderBy } = segment(s);
      return { where: [...where, `c.priority = ${s.value(priority)}`], orderBy };
    });
  });
}
