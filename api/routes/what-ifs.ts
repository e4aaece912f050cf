/** What-ifs over HTTP: what a draft would do to every live case the caller may see, before anything is published (N03). */
import { z } from 'zod';
import { runWhatIf } from '../../commands/rules/what-if/run';
import { createWhatIf, failWhatIf } from '../../commands/rules/what-if/start';
import type { RuleLayers } from '../../domain/kernel';
import type { PracticeCalendar } from '../../domain/calendar';
import type { Caller } from '../auth/caller';
import { IdParams, pageOf, PageQuery } from '../input/fields';
import { Problem } from '../problem';
import { practiceIn, requireScopes } from '../publishable';
import { countLiveCases, readLiveCases } from '../read/live-cases';
import { RuleChange, RuleScope } from '../read/rule-changes';
import { readWhatIf, readWhatIfCases, WhatIfCase, whatIfParts, WhatIfView } from '../read/what-if';
import { defineRoute, type RouteContext } from '../route';
import { draftedLayers } from './rules';

type Deps = RouteContext['deps'];

const start = defineRoute({
  method: 'post',
  path: '/rules/what-ifs',
  tag: 'Rules',
  summary: 'Computes what changes of rules would do to every live case',
  description:
    'Publishes nothing. Each live case that you may see is run through its chart with its own rules and with the ' +
    'changes: flags today, new tasks by day and owner, clocks that move. It runs in the background: follow the ' +
    'Location. Asking something else ends your earlier one; the same question is answered by the one that runs.',
  permission: 'rules.publish',
  body: z.strictObject({ scope: RuleScope, changes: z.array(RuleChange).min(1).max(100) }),
  answers: { 202: WhatIfView },
  problems: ['conflict'],
  audit: 'rules.what-if',
  async handle({ body, caller, deps }) {
    const { pool } = deps.db;
    await requireScopes(pool, caller, [body.scope]);
    const { rows } = await pool.query<{ version: number; layers: RuleLayers }>(
      'select version, layers from rule_version order by version desc limit 1',
    );
    const current = rows[0] ?? { version: 0, layers: {} };
    const layers = draftedLayers(current.layers, body.scope, body.changes);
    const calendar = await calendarFor(deps, caller, body.scope);
    const total = await countLiveCases(pool, caller, body.scope);
    const { scope, changes } = body;
    const asked = { createdBy: caller.userId, scope, changes, basedOn: current.version, total };
    const { id, isNew } = await createWhatIf(pool, asked);
    const page = (after: string | null) => readLiveCases(pool, caller, scope, after);
    const run = { id, layers, calendar, now: deps.now(), page };
    if (isNew) void runWhatIf({ pool, rules: deps.rules }, run).catch((error: unknown) => fail(deps, id, error));
    return {
      status: 202,
      body: await mustRead(deps, caller, id),
      headers: { Location: `/api/v1/rules/what-ifs/${id}` },
    };
  },
});

/** Nobody waits for it here; whoever looks sees that it failed. A stopping process may have no database any more. */
async function fail(deps: Deps, id: string, error: unknown): Promise<void> {
  deps.log.warn({ whatIf: id, errorType: error instanceof Error ? error.name : typeof error }, 'a what-if failed');
  await failWhatIf(deps.db.pool, id).catch(() => undefined);
}

const show = defineRoute({
  method: 'get',
  path: '/rules/what-ifs/:id',
  tag: 'Rules',
  summary: 'Shows a what-if of your own: how far it is, and its totals',
  permission: 'rules.publish',
  params: IdParams,
  answers: { 200: WhatIfView },
  problems: ['not_found'],
  audit: 'rules.what-if.read',
  async handle({ params, caller, deps }) {
    return { status: 200, body: await mustRead(deps, caller, params.id) };
  },
});

const cases = defineRoute({
  method: 'get',
  path: '/rules/what-ifs/:id/cases',
  tag: 'Rules',
  summary: 'Lists the cases on which something would change, those first that it reaches soonest',
  permission: 'rules.publish',
  params: IdParams,
  query: z.strictObject({ ...PageQuery, which: z.enum(whatIfParts).default('all') }),
  answers: { 200: pageOf(WhatIfCase) },
  problems: ['not_found'],
  audit: 'rules.what-if.cases.read',
  async handle({ params, query, caller, deps }) {
    await mustRead(deps, caller, params.id);
    return { status: 200, body: await readWhatIfCases(deps.db.pool, caller, { id: params.id, ...query }) };
  },
});

async function mustRead({ db }: Deps, caller: Caller, id: string): Promise<WhatIfView> {
  const found = await readWhatIf(db.pool, caller, id);
  if (!found) throw new Problem('not_found', 'There is no what-if of yours with this id.');
  return found;
}

/** Days are told by the calendar of the practice concerned: the one named, or the first that the rules are for. */
async function calendarFor({ db, rules }: Deps, { locationIds }: Caller, scope: string): Promise<PracticeCalendar> {
  const state = scope.startsWith('jurisdiction:') ? scope.slice('jurisdiction:'.length) : null;
  const { rows } = await db.pool.query<{ id: string; jurisdiction: string }>(
    `select id, jurisdiction from practice where ($1::uuid is null or id = $1)
     order by jurisdiction is distinct from coalesce($2, jurisdiction), not (id = any($3::uuid[])), created_at, id limit 1`,
    [practiceIn(scope), state, locationIds === 'all' ? [] : locationIds],
  );
  const [practice] = rows;
  if (!practice) throw new Problem('conflict', 'There is no practice yet whose cases the rules could be tried on.');
  return (await rules.snapshotFor(practice.id, practice.jurisdiction)).calendar;
}

export const whatIfRoutes = [start, show, cases];
