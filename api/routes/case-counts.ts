/** Counts: of the views as they are, and of what a filter meets, before a bulk is sent to all of it (H24-H29, R13). */
import { z } from 'zod';
import { BodyFilter, KindName } from '../read/case-filter';
import { countViews, Matching, sumMatching, ViewCount } from '../read/count-views';
import { defineRoute } from '../route';

const views = defineRoute({
  method: 'get',
  path: '/views/counts',
  tag: 'Views',
  summary: 'Counts the six views, with what is outstanding in each, of the cases you may see',
  permission: 'case.read',
  query: z.strictObject({ kind: KindName.optional() }),
  answers: { 200: z.strictObject({ items: z.array(ViewCount) }) },
  audit: false,
  unaudited: 'Counts and sums of whole queues: no case and no patient is told from another.',
  async handle({ query, caller, deps }) {
    const items = await countViews(deps.db.pool, query.kind, { caller, may: ['case.read'], now: deps.now() });
    return { status: 200, body: { items } };
  },
});

const matching = defineRoute({
  method: 'post',
  path: '/cases/count',
  tag: 'Cases',
  summary: 'Counts what a filter meets, exactly, and sums what is outstanding there',
  permission: 'case.read',
  body: z.strictObject({ filter: BodyFilter }),
  answers: { 200: Matching },
  audit: 'case.count',
  async handle({ body, caller, deps }) {
    const asking = { caller, may: ['case.read'] as const, now: deps.now() };
    const sum = await sumMatching(deps.db.pool, body.filter, asking);
    const filter = Object.keys(body.filter);
    return { status: 200, body: sum, audited: { count: sum.cases, ...(filter.length > 0 ? { filter } : {}) } };
  },
});

export const caseCountRoutes = [views, matching];
