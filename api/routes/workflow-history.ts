/** What Temporal knows of a case: its workflow history as a story (M4), and the run, build and machine that keep it (N09). */
import { z } from 'zod';
import { kindOf } from '../../domain/cases';
import { may } from '../auth/permissions';
import { requireCase } from '../auth/reach';
import { askTemporal } from '../history/ask-temporal';
import { readStory } from '../history/read-story';
import { runningOn, runUrl } from '../history/running-on';
import { parts, StoryEntry } from '../history/story-entry';
import type { ApiDeps } from '../deps';
import { IdParams, Instant, PageQuery } from '../input/fields';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute } from '../route';

const Run = z.strictObject({
  runId: plain(z.string()),
  status: z.enum(['running', 'completed', 'continued', 'failed', 'terminated', 'timed-out', 'canceled']),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  url: plain(z.string()).nullable().describe("The run in Temporal's Web UI; null: not shown here, or not to you"),
});

const Story = z.strictObject({
  items: z.array(StoryEntry),
  next: plain(z.string().nullable()),
  kind: plain(z.string()),
  runs: z.array(Run).describe('Every run that Temporal keeps, oldest first'),
  gone: z
    .strictObject({ beforeVersion: z.int().nullable(), retentionDays: z.int().nullable() })
    .nullable()
    .describe('What Temporal has forgotten: the timeline still has it. Null: nothing'),
});

async function kindOfCase(deps: ApiDeps, caseId: string) {
  const { rows } = await deps.db.pool.query<{ kind: string; machineVersion: number; ruleVersion: number }>(
    'select kind, machine_version as "machineVersion", rule_version as "ruleVersion" from cases where id = $1',
    [caseId],
  );
  const row = rows[0];
  if (!row) throw new Problem('not_found', 'There is no case with this id.');
  return row;
}

const story = defineRoute({
  method: 'get',
  path: '/cases/:id/history',
  tag: 'Cases',
  summary: 'Tells the workflow history of a case, newest first: commands, timers, writes, effects, workers, runs',
  description:
    "Read from Temporal, over all of the case's runs, and decoded. The timeline is what the case shows to everybody.",
  permission: 'history.read',
  params: IdParams,
  query: z.strictObject({ ...PageQuery, part: z.enum(parts).optional() }),
  answers: { 200: Story },
  problems: ['not_found', 'conflict', 'unavailable'],
  audit: 'case.history.read',
  async handle({ params, query, caller, deps, req }) {
    await requireCase(deps.db.pool, caller, ['history.read'], params.id);
    const { kind } = await kindOfCase(deps, params.id);
    const { limit, cursor, part } = query;
    const asked = { kind, caseId: params.id, limit, cursor, part };
    const told = await askTemporal(() => readStory({ pool: deps.db.pool, client: deps.client }, asked));
    const origins = may(caller, 'history.decode') ? deps.temporalUiOrigins : [];
    const { namespace } = deps.client.options;
    return {
      status: 200,
      body: {
        items: [...told.items],
        next: told.next,
        kind,
        runs: told.runs.map(({ runId, status, startedAt, endedAt }) => ({
          ...{ runId, status, startedAt: new Date(startedAt).toISOString() },
          endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
          url: runUrl(origins, req.hostname, { namespace, kind, caseId: params.id, runId }),
        })),
        gone: told.gone,
      },
    };
  },
});

const workflow = defineRoute({
  method: 'get',
  path: '/cases/:id/workflow',
  tag: 'Cases',
  summary: 'Shows which run, worker build and machine version keep a case',
  permission: 'case.read',
  params: IdParams,
  answers: {
    200: z.strictObject({
      state: z.enum(['running', 'ended', 'none']).describe('none: Temporal keeps no run any more'),
      runId: plain(z.string()).nullable(),
      startedAt: Instant.nullable(),
      events: z.int().nullable().describe('Length of the run so far'),
      build: plain(z.string()).nullable().describe('Worker build that took its last step'),
      kind: plain(z.string()),
      machineVersion: z.int().describe("The chart's version at its last event"),
      newestMachineVersion: z.int(),
      ruleVersion: z.int(),
      url: plain(z.string()).nullable(),
    }),
  },
  problems: ['not_found', 'unavailable'],
  audit: 'case.workflow.read',
  async handle({ params, caller, deps, req }) {
    await requireCase(deps.db.pool, caller, ['case.read'], params.id);
    const { kind, machineVersion, ruleVersion } = await kindOfCase(deps, params.id);
    const { runId, startedAt, ...run } = await askTemporal(() => runningOn(deps.client, kind, params.id));
    const origins = may(caller, 'history.decode') ? deps.temporalUiOrigins : [];
    const at = { namespace: deps.client.options.namespace, kind, caseId: params.id };
    return {
      status: 200,
      body: {
        ...run,
        ...{ runId, startedAt: startedAt?.toISOString() ?? null },
        ...{ kind, machineVersion, ruleVersion, newestMachineVersion: kindOf(kind).machineVersion },
        url: runId === null ? null : runUrl(origins, req.hostname, { ...at, runId }),
      },
    };
  },
});

export const workflowHistoryRoutes = [story, workflow];
