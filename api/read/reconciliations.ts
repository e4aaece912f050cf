/** Reads sweeps, what they found, and the figure of cases that wait for nothing and nobody (N10). */
import type { Pool } from 'pg';
import { z } from 'zod';
import {
  findingCodes,
  findingOutcomes,
  reconciliationStates,
  reconciliationTriggers,
} from '../../domain/reconciliation';
import { Instant } from '../input/fields';
import { plain } from '../privacy/phi';

export const ReconciliationView = z
  .strictObject({
    id: z.uuid(),
    trigger: z.enum(reconciliationTriggers),
    repair: z.boolean().describe('Whether what is certain was mended'),
    state: z.enum(reconciliationStates).describe('failed: its run was lost with data of Temporal'),
    startedBy: z.uuid().nullable(),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    looked: z.int().describe('Cases and workflows looked at; 0 until it has finished'),
    found: z.int(),
    repaired: z.int(),
    open: z.int().describe('Found and not repaired: somebody has to look'),
  })
  .meta({ id: 'Reconciliation' });
export type ReconciliationView = z.infer<typeof ReconciliationView>;

export const FindingView = z
  .strictObject({
    caseId: z.uuid().nullable(),
    kind: plain(z.string().nullable()),
    code: z.enum(findingCodes),
    words: plain(z.string()),
    outcome: z.enum(findingOutcomes),
    done: plain(z.string()).describe('What was done, or what a person has to do'),
    detail: plain(z.record(z.string(), z.unknown())).describe('Versions, ids of commands, names of clocks'),
    at: Instant,
  })
  .meta({ id: 'Finding' });
type FindingView = z.infer<typeof FindingView>;

export const NoOrphanView = z
  .strictObject({
    openCases: z.int(),
    orphans: z.int().describe('Open cases with no armed clock, no open task and no command on its way; must be 0'),
    lastSweep: ReconciliationView.nullable().describe('The newest one that has finished'),
  })
  .meta({ id: 'NoOrphan' });

type Row = Omit<ReconciliationView, 'startedAt' | 'finishedAt'> & {
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
};

const SELECT = `select r.id, r.trigger, r.repair, r.state, r.started_by as "startedBy", r.started_at as "startedAt",
    r.finished_at as "finishedAt", r.looked, count(f.key)::int as found,
    count(f.key) filter (where f.outcome = 'repaired')::int as repaired,
    count(f.key) filter (where f.outcome <> 'repaired')::int as open
  from reconciliation r left join reconciliation_finding f on f.reconciliation_id = r.id`;

const viewOf = (row: Row): ReconciliationView => ({
  ...row,
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

export async function readReconciliation(pool: Pool, id: string): Promise<ReconciliationView | null> {
  const { rows } = await pool.query<Row>(`${SELECT} where r.id = $1 group by r.id`, [id]);
  return rows[0] ? viewOf(rows[0]) : null;
}

/** Newest first. @param after startedAt and id of the last row before. */
export async function listReconciliations(pool: Pool, limit: number, after: readonly [string, string] | null) {
  const { rows } = await pool.query<Row>(
    `${SELECT} where $1::timestamptz is null or (r.started_at, r.id) < ($1, $2::uuid)
     group by r.id order by r.started_at desc, r.id desc limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return { items: rows.slice(0, limit).map(viewOf), more: rows.length > limit };
}

/** In the order of their keys: by code, then by case. */
export async function listFindings(pool: Pool, id: string, limit: number, after: string | null) {
  const { rows } = await pool.query<Omit<FindingView, 'at'> & { key: string; at: Date }>(
    `select key, case_id as "caseId", kind, code, words, outcome, done, detail, at from reconciliation_finding
     where reconciliation_id = $1 and ($2::text is null or key > $2) order by key limit $3`,
    [id, after, limit + 1],
  );
  const page = rows.slice(0, limit);
  return {
    items: page.map(({ key: _key, at, ...row }): FindingView => ({ ...row, at: at.toISOString() })),
    next: rows.length > page.length ? (page.at(-1)?.key ?? null) : null,
  };
}

/** Counted now, over every open case. */
export async function readNoOrphan(pool: Pool): Promise<z.infer<typeof NoOrphanView>> {
  const counts = await pool.query<{ openCases: number; orphans: number }>(
    `select count(*)::int as "openCases",
            count(*) filter (where not exists (select 1 from clock k where k.case_id = c.id)
              and not exists (select 1 from task t where t.case_id = c.id and t.state = 'open')
              and not exists (select 1 from command m where m.case_id = c.id and m.state = 'pending'))::int as orphans
     from cases c where c.closed_at is null`,
  );
  const last = await pool.query<Row>(
    `${SELECT} where r.state = 'finished' group by r.id order by r.started_at desc, r.id desc limit 1`,
  );
  const { openCases = 0, orphans = 0 } = counts.rows[0] ?? {};
  return { openCases, orphans, lastSweep: last.rows[0] ? viewOf(last.rows[0]) : null };
}
