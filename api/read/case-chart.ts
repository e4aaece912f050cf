/** Reads the stage chart of one case: where it is, since when, what moves it, and what comes by itself (N08, R17). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { CaseNotFound } from '../../commands/types';
import { diffDays } from '../../domain/calendar';
import { kindOf } from '../../domain/cases';
import { chartOf, stages, type Charted, type ChartEdge, type Stage } from '../../domain/kernel';
import { CivilDay, Instant } from '../input/fields';
import { plain } from '../privacy/phi';

const Edge = z.strictObject({
  from: plain(z.string()),
  to: plain(z.string()),
  by: z.enum(['event', 'clock', 'fact']),
  name: plain(z.string()),
  title: plain(z.string()),
  dueAt: Instant.nullable().describe('Of a clock that is armed on this edge'),
});

export const CaseChartView = z
  .strictObject({
    caseId: z.uuid(),
    kind: plain(z.string()),
    version: z.int(),
    machineVersion: z.int(),
    stages: z.array(
      z.strictObject({
        stage: z.enum(stages),
        current: z.boolean(),
        closed: z.boolean(),
        stays: z
          .array(z.strictObject({ from: plain(CivilDay), to: plain(CivilDay.nullable()), days: z.int() }))
          .describe('Each time the case was in it, in calendar days of the practice'),
      }),
    ),
    edges: z.array(Edge).describe('Between stages'),
    regions: z
      .array(
        z.strictObject({
          id: plain(z.string()),
          title: plain(z.string()),
          quiet: z.boolean().describe('Where it started, unflagged, no clock armed'),
          states: z.array(
            z.strictObject({
              id: plain(z.string()),
              title: plain(z.string()),
              current: z.boolean(),
              flag: plain(z.string().nullable()),
            }),
          ),
          edges: z.array(Edge),
        }),
      )
      .describe('What the case keeps in view beside its stage; none once it is closed'),
    next: z
      .strictObject({
        clock: plain(z.string()),
        title: plain(z.string()),
        otherwise: plain(z.string()),
        dueAt: Instant,
        region: plain(z.string().nullable()),
        from: plain(z.string()),
        to: plain(z.string()),
      })
      .nullable()
      .describe('What happens by itself if nobody acts'),
  })
  .meta({ id: 'CaseChart' });
export type CaseChartView = z.infer<typeof CaseChartView>;

interface Row {
  kind: string;
  version: number;
  machine_version: number;
  state: Charted;
  today: string;
}

interface Entered {
  stage: Stage;
  on: string;
}

/** More changes of stage than a case makes in its life; the latest count. */
const MOST_STAYS = 200;

/** @throws CaseNotFound when there is none. Whether the caller may see it was asked before. */
export async function readChart(pool: Pool, caseId: string, now: number): Promise<CaseChartView> {
  const [found, entered] = await Promise.all([
    pool.query<Row>(
      `select c.kind, c.version, c.machine_version, c.state,
              to_char(to_timestamp($2::float8 / 1000) at time zone p.zone, 'YYYY-MM-DD') as today
       from cases c join practice p on p.id = c.practice_id where c.id = $1`,
      [caseId, now],
    ),
    pool.query<Entered>(
      `select e.stage_after as stage, to_char(e.at at time zone p.zone, 'YYYY-MM-DD') as on
       from case_event e join cases c on c.id = e.case_id join practice p on p.id = c.practice_id
       where e.case_id = $1 and e.stage_before is distinct from e.stage_after
       order by e.seq desc limit $2`,
      [caseId, MOST_STAYS],
    ),
  ]);
  const row = found.rows[0];
  if (!row) throw new CaseNotFound(caseId);
  const chart = chartOf(kindOf(row.kind), row.state);
  const stays = staysOf(entered.rows.toReversed(), row.today);
  const edges = (list: readonly ChartEdge[]) => list.map(({ dueAt, ...edge }) => ({ ...edge, dueAt: iso(dueAt) }));
  return {
    caseId,
    kind: row.kind,
    version: row.version,
    machineVersion: row.machine_version,
    stages: chart.stages.map((s) => ({
      ...s,
      stays: stays.filter((stay) => stay.stage === s.stage).map(withoutStage),
    })),
    edges: edges(chart.edges),
    regions: chart.regions.map((r) => ({ ...r, states: r.states.map((s) => ({ ...s })), edges: edges(r.edges) })),
    next: chart.next && { ...chart.next, dueAt: new Date(chart.next.dueAt).toISOString() },
  };
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function staysOf(entered: readonly Entered[], today: string) {
  return entered.map(({ stage, on }, n) => {
    const to = entered[n + 1]?.on ?? null;
    return { stage, from: on, to, days: Math.max(0, diffDays(on, to ?? today)) };
  });
}

const withoutStage = ({ from, to, days }: ReturnType<typeof staysOf>[number]) => ({ from, to, days });
