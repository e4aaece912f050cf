/** What happened on a case: its timeline, and the receipts of the clocks that fired. */
import { z } from 'zod';
import { requireCase } from '../auth/reach';
import { IdParams, pageOf, PageQuery, Yes } from '../input/fields';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { readReceipts, ReceiptView } from '../read/receipts';
import { readTimeline, TimelineEntry } from '../read/timeline';
import { countTimeline, sortsOfTimeline, TimelineCounts } from '../read/timeline-sorts';
import { defineRoute } from '../route';

const timeline = defineRoute({
  method: 'get',
  path: '/cases/:id/timeline',
  tag: 'Cases',
  summary: 'Shows what happened on a case, newest first: who, what, before and after, which rule, which clock',
  description: '`show` leaves out other sorts of entries; `count=true` adds how many there are of each.',
  permission: 'case.read',
  params: IdParams,
  query: z.strictObject({ ...PageQuery, show: z.enum(sortsOfTimeline).optional(), count: Yes.optional() }),
  answers: { 200: z.strictObject({ ...pageOf(TimelineEntry).shape, counts: TimelineCounts.optional() }) },
  problems: ['not_found'],
  audit: 'case.timeline.read',
  async handle({ params, query, caller, deps }) {
    await requireCase(deps.db.pool, caller, ['case.read'], params.id);
    const { limit, cursor, show, count } = query;
    const [page, counts] = await Promise.all([
      readTimeline(deps.db.pool, params.id, limit, cursor, show),
      count ? countTimeline(deps.db.pool, params.id) : undefined,
    ]);
    return { status: 200, body: { ...page, ...(counts ? { counts } : {}) } };
  },
});

const receipts = defineRoute({
  method: 'get',
  path: '/cases/:id/receipts',
  tag: 'Clocks',
  summary: 'Shows the receipt of every clock that fired on a case, newest first',
  description: 'What armed it, the day count, when it was due, when it fired, and the tasks it opened (N02).',
  permission: 'clock.read',
  params: IdParams,
  query: z.strictObject(PageQuery),
  answers: { 200: pageOf(ReceiptView) },
  audit: 'case.receipts.read',
  problems: ['not_found'],
  async handle({ params, query, caller, deps }) {
    await requireCase(deps.db.pool, caller, ['clock.read'], params.id);
    const before =
      query.cursor === undefined ? null : decodeCursor('receipts', query.cursor, [z.int().nonnegative()] as const)[0];
    const rows = await readReceipts(deps.db.pool, params.id, before, query.limit + 1);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return {
      status: 200,
      body: { items, next: rows.length > items.length && last ? encodeCursor('receipts', [last.seq]) : null },
    };
  },
});

export const historyRoutes = [timeline, receipts];
