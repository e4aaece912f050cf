/** How much there is of each thing, beside the places of the navigation. */
import { z } from 'zod';
import type { Asking } from '../read/case-filter';
import { countClocks, countOpen, countTasks } from '../read/counts';
import { defineRoute } from '../route';

const Count = z.strictObject({ n: z.int(), more: z.boolean().describe('There are more: counting stops at 10,000') });

export default defineRoute({
  method: 'get',
  path: '/counts',
  tag: 'Views',
  summary: 'Counts what you may see: cases that ask for a person, open cases, your open tasks, running clocks',
  permission: 'case.read',
  answers: {
    200: z.strictObject({
      today: Count.describe('Open WC cases that ask for a person now'),
      wc: Count.describe('Open WC cases'),
      denials: Count.describe('Open denial cases'),
      tasks: Count.describe('Open tasks of yours, of those you cover, and of your teams'),
      clocks: Count.describe('Clocks that run'),
    }),
  },
  audit: false,
  unaudited: 'Numbers of rows: nothing of a patient.',
  async handle({ caller, deps }) {
    const { pool } = deps.db;
    const asking: Asking = { caller, may: ['case.read'], now: deps.now() };
    const [today, wc, denials, tasks, clocks] = await Promise.all([
      countOpen(pool, { kind: 'wc', attention: true }, asking),
      countOpen(pool, { kind: 'wc' }, asking),
      countOpen(pool, { kind: 'denial' }, asking),
      countTasks(pool, asking),
      countClocks(pool, asking),
    ]);
    return { status: 200, body: { today, wc, denials, tasks, clocks } };
  },
});
