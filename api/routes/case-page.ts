/** What the page of a case shows beside the case itself: its stage chart, and where each fact comes from. */
import { z } from 'zod';
import { requireCase } from '../auth/reach';
import { IdParams } from '../input/fields';
import { CaseChartView, readChart } from '../read/case-chart';
import { readSources, SourceView } from '../read/case-sources';
import { defineRoute } from '../route';

const chart = defineRoute({
  method: 'get',
  path: '/cases/:id/chart',
  tag: 'Cases',
  summary: 'Shows the stage chart of a case: stages and times in them, what moves it, what comes by itself',
  description: 'Read from the statechart that runs the case, so that it shows what is, for every kind (N08).',
  permission: 'case.read',
  params: IdParams,
  answers: { 200: CaseChartView },
  problems: ['not_found'],
  audit: 'case.chart.read',
  async handle({ params, caller, deps }) {
    await requireCase(deps.db.pool, caller, ['case.read'], params.id);
    return { status: 200, body: await readChart(deps.db.pool, params.id, deps.now()) };
  },
});

const sources = defineRoute({
  method: 'get',
  path: '/cases/:id/sources',
  tag: 'Cases',
  summary: 'Shows where each fact of a case comes from: the event, edit or import that gave it, who, and when',
  permission: 'case.read',
  params: IdParams,
  answers: { 200: z.strictObject({ items: z.array(SourceView) }) },
  problems: ['not_found'],
  audit: 'case.sources.read',
  async handle({ params, caller, deps }) {
    await requireCase(deps.db.pool, caller, ['case.read'], params.id);
    return { status: 200, body: { items: await readSources(deps.db.pool, params.id) } };
  },
});

export const casePageRoutes = [chart, sources];
