/** Figures for whoever runs the work: denials, Tier 1, WC measures, clocks met, no orphan; and the cases behind each bar. */
import { z } from 'zod';
import {
  breakdowns,
  DenialBreakdown,
  DenialInsights,
  cellFields,
  denialFields,
  readBreakdown,
  readDenials,
} from '../insights/denials';
import { behindFields, listBehind, listFilterOf } from '../insights/cases-behind';
import { ClocksMet, readClocksMet } from '../insights/clocks-met';
import { clocksMetSentence, tileSentences } from '../insights/definitions';
import { periodFields, periodOf, steps, todayOfPractices } from '../insights/period';
import { NoOrphanHere, readNoOrphanHere, readTierOne, TierOne } from '../insights/tier-one';
import { readWcMeasures, WcMeasures } from '../insights/wc-measures';
import { CivilDay, pageOf, PageQuery } from '../input/fields';
import { plain } from '../privacy/phi';
import { caseFilterFields, type Asking } from '../read/case-filter';
import { ListedCase, listedCase } from '../read/cover-for';
import { defineRoute, type RouteContext } from '../route';

const QUARTER_DAYS = 90;
const YEAR_DAYS = 365;
const { practiceId } = caseFilterFields;
const Days = { from: plain(CivilDay), to: plain(CivilDay) };
const text = plain(z.string());
const { open, outstanding, outcomes, active, resolved, drafts, activities, noOrphan: sentence } = tileSentences;

const COUNTS = {
  audit: false,
  unaudited: 'Sums and counts over many cases: no case and no patient is named.',
} as const;
const asks = ({ caller, deps }: Pick<RouteContext, 'caller' | 'deps'>): Asking => ({
  caller,
  may: ['case.read'],
  now: deps.now(),
});

const denials = defineRoute({
  method: 'get',
  path: '/insights/denials',
  tag: 'Insights',
  summary: 'Counts denial cases by payer and subject with the dollars outstanding, and by how they ended in a period',
  description: 'By default the last 90 days. Every figure covers the cases that you may see.',
  permission: 'case.read',
  query: z.strictObject({ ...periodFields, ...denialFields }),
  answers: {
    200: z.strictObject({
      ...Days,
      sentences: z.strictObject({ open: text, outstanding: text, outcomes: text }),
      ...DenialInsights.shape,
    }),
  },
  ...COUNTS,
  async handle({ query, caller, deps }) {
    const { from, to, ...narrowed } = query;
    const { pool } = deps.db;
    const period = periodOf({ from, to }, await todayOfPractices(pool, deps.now()), QUARTER_DAYS);
    const body = await readDenials(pool, narrowed, period, asks({ caller, deps }));
    return { status: 200, body: { ...period, sentences: { open, outstanding, outcomes }, ...body } };
  },
});

const breakdown = defineRoute({
  method: 'get',
  path: '/insights/denials/breakdown',
  tag: 'Insights',
  summary: 'Parts the cases of one bar by owner or by CARC code',
  permission: 'case.read',
  query: z.strictObject({ by: z.enum(breakdowns), ...cellFields }),
  answers: { 200: DenialBreakdown },
  ...COUNTS,
  async handle({ query, caller, deps }) {
    const { by, ...cell } = query;
    return { status: 200, body: await readBreakdown(deps.db.pool, by, cell, asks({ caller, deps })) };
  },
});

const tierOne = defineRoute({
  method: 'get',
  path: '/insights/tier-1',
  tag: 'Insights',
  summary: 'Counts active and resolved cases, drafts and open activities',
  description: 'Resolved: in the period, by default the last 90 days. Everything else is as of now.',
  permission: 'case.read',
  query: z.strictObject({ ...periodFields, practiceId }),
  answers: {
    200: z.strictObject({
      ...Days,
      sentences: z.strictObject({ active: text, resolved: text, drafts: text, activities: text }),
      ...TierOne.shape,
    }),
  },
  ...COUNTS,
  async handle({ query, caller, deps }) {
    const { pool } = deps.db;
    const period = periodOf(query, await todayOfPractices(pool, deps.now()), QUARTER_DAYS);
    const asking = asks({ caller, deps });
    const body = await readTierOne(pool, { asking, practiceId: query.practiceId, period });
    return { status: 200, body: { ...period, sentences: { active, resolved, drafts, activities }, ...body } };
  },
});

const wc = defineRoute({
  method: 'get',
  path: '/insights/wc',
  tag: 'Insights',
  summary: 'The WC measures as trends, each before and since a go-live date',
  description:
    'By default the last 365 days by month, parted by the day the first case was entered. Each measure says what it ' +
    'counts. What ended before it was entered is not in the record, so the first bars may show less than there was.',
  permission: 'case.read',
  query: z.strictObject({
    ...periodFields,
    practiceId,
    step: z.enum(steps).default('month'),
    goLiveOn: CivilDay.optional().describe('First day of the new side'),
  }),
  answers: { 200: WcMeasures },
  ...COUNTS,
  async handle({ query, caller, deps }) {
    const { pool } = deps.db;
    const today = await todayOfPractices(pool, deps.now());
    const period = periodOf(query, today, YEAR_DAYS, query.step);
    const { practiceId: at, step, goLiveOn } = query;
    const asking = asks({ caller, deps });
    return { status: 200, body: await readWcMeasures(pool, { asking, practiceId: at, period, step, goLiveOn, today }) };
  },
});

const clocksMet = defineRoute({
  method: 'get',
  path: '/insights/clocks-met',
  tag: 'Insights',
  summary: 'The share of clocks met, by person, by team and by clock',
  description: 'By default of the last 90 days.',
  permission: 'clock.read',
  query: z.strictObject({ ...periodFields, practiceId }),
  answers: { 200: z.strictObject({ ...Days, sentence: text, ...ClocksMet.shape }) },
  ...COUNTS,
  async handle({ query, caller, deps }) {
    const { pool } = deps.db;
    const period = periodOf(query, await todayOfPractices(pool, deps.now()), QUARTER_DAYS);
    const asking: Asking = { ...asks({ caller, deps }), may: ['case.read', 'clock.read'] };
    const body = await readClocksMet(pool, { asking, practiceId: query.practiceId, period });
    return { status: 200, body: { ...period, sentence: clocksMetSentence, ...body } };
  },
});

const noOrphan = defineRoute({
  method: 'get',
  path: '/insights/no-orphan',
  tag: 'Insights',
  summary: 'Counts the open cases you may see that wait for no clock, no task and no command',
  permission: 'case.read',
  query: z.strictObject({ practiceId }),
  answers: { 200: z.strictObject({ sentence: text, ...NoOrphanHere.shape }) },
  ...COUNTS,
  async handle({ query, caller, deps }) {
    const body = await readNoOrphanHere(deps.db.pool, { asking: asks({ caller, deps }), practiceId: query.practiceId });
    return { status: 200, body: { sentence, ...body } };
  },
});

const cases = defineRoute({
  method: 'get',
  path: '/insights/cases',
  tag: 'Insights',
  summary: 'Lists the cases behind a bar, newest arrival first',
  description:
    '`filter` says the same for `GET /cases`, where its fields can; else it is null. Each figure takes its own days: ' +
    'lapses visitFrom and visitTo, billing-lag billedFrom and billedTo, lead-time warnedFrom and warnedTo, receivables ' +
    'owedOn, silence silentOn, clocks clockFrom and clockTo.',
  permission: 'case.read',
  query: z.strictObject({ ...behindFields, ...PageQuery }),
  answers: {
    200: z.strictObject({
      ...pageOf(ListedCase).shape,
      total: z.int(),
      filter: plain(z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])).nullable()),
    }),
  },
  audit: 'case.list',
  shows: 'cases',
  async handle({ query, caller, deps }) {
    const { limit, cursor, ...asked } = query;
    const page = await listBehind(deps.db.pool, asked, { limit, cursor }, asks({ caller, deps }));
    return {
      status: 200,
      body: {
        ...page,
        items: page.items.map((item) => listedCase(caller, item)),
        filter: listFilterOf(asked),
      },
    };
  },
});

export const insightRoutes = [denials, breakdown, tierOne, wc, clocksMet, noOrphan, cases];
