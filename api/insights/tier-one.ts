/** Reads the Tier 1 figures: active and resolved cases, drafts, open activities (H34); and that no case is orphaned (N10). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { stages, type Stage } from '../../domain/kernel';
import { caseScope } from '../auth/row-scope';
import { Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { caseConditions, todayOf, type Asking } from '../read/case-filter';
import { Statement } from '../read/statement';
import type { Period } from './period';

export const TierOne = z
  .strictObject({
    active: z.array(z.strictObject({ kind: plain(z.string()), stage: z.enum(stages), cases: z.int() })),
    resolved: z.array(
      z.strictObject({ kind: plain(z.string()), outcome: plain(z.string().nullable()), cases: z.int() }),
    ),
    drafts: z.strictObject({
      letters: z.int().describe('Letters and e-mails ordered as drafts, on open cases'),
      cases: z.int(),
    }),
    activities: z
      .array(
        z.strictObject({
          kind: plain(z.string()),
          task: plain(z.string()).describe('What the tasks ask for; own: added by a person'),
          open: z.int(),
          late: z.int().describe('Due before today'),
          today: z.int(),
          cases: z.int(),
        }),
      )
      .describe('Open tasks'),
    visits: z.int().describe('Cases whose next visit is booked for today or later'),
  })
  .meta({ id: 'TierOne' });
type TierOne = z.infer<typeof TierOne>;

export interface TierOneQuery {
  readonly asking: Asking;
  readonly practiceId: string | undefined;
  readonly period: Period;
}

export async function readTierOne(pool: Pool, query: TierOneQuery): Promise<TierOne> {
  const [active, resolved, drafts, activities, visits] = await Promise.all([
    readActive(pool, query),
    readResolved(pool, query),
    readDrafts(pool, query),
    readActivities(pool, query),
    countVisits(pool, query),
  ]);
  return { active, resolved, drafts, activities, visits };
}

const openCases = ({ asking, practiceId }: TierOneQuery, s: Statement): string =>
  caseConditions({ open: true, practiceId }, asking, s).join(' and ');

async function readActive(pool: Pool, query: TierOneQuery): Promise<TierOne['active']> {
  const s = new Statement();
  const { rows } = await pool.query<{ kind: string; stage: Stage; cases: number }>(
    `select c.kind, c.stage, count(*)::int as cases from cases c where ${openCases(query, s)} group by 1, 2 order by 1, 2`,
    s.values,
  );
  return rows.toSorted((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
}

async function readResolved(pool: Pool, { asking, practiceId, period }: TierOneQuery): Promise<TierOne['resolved']> {
  const s = new Statement();
  const filter = { stage: ['Resolved' as const], practiceId, closedFrom: period.from, closedTo: period.to };
  const { rows } = await pool.query<TierOne['resolved'][number]>(
    `select c.kind, c.facts->>'outcome' as outcome, count(*)::int as cases from cases c
     where ${caseConditions(filter, asking, s).join(' and ')} group by 1, 2 order by 1, 3 desc, 2`,
    s.values,
  );
  return rows;
}

/** SQL that holds for an order `x` of a draft that was carried out: the draft waits for a person. */
export const DRAFT = `x.type = 'letter.draft' and x.state = 'done'`;

async function readDrafts(pool: Pool, query: TierOneQuery): Promise<TierOne['drafts']> {
  const s = new Statement();
  const { rows } = await pool.query<TierOne['drafts']>(
    `select count(*)::int as letters, count(distinct x.case_id)::int as cases
     from outside_effect x join cases c on c.id = x.case_id where ${DRAFT} and ${openCases(query, s)}`,
    s.values,
  );
  return rows[0] ?? { letters: 0, cases: 0 };
}

/** What a task `t` asks for: its key without the count behind it. */
export const TASK_KIND = `split_part(t.key, ':', 1)`;

async function readActivities(pool: Pool, query: TierOneQuery): Promise<TierOne['activities']> {
  const s = new Statement();
  const at = s.value(new Date(query.asking.now).toISOString(), 'timestamptz');
  const scope = caseScope(query.asking.caller, 'task.read', s);
  const { rows } = await pool.query<TierOne['activities'][number]>(
    `select c.kind, ${TASK_KIND} as task, count(*)::int as open,
            count(*) filter (where t.due_on < d.today)::int as late,
            count(*) filter (where t.due_on = d.today)::int as today,
            count(distinct t.case_id)::int as cases
     from task t join cases c on c.id = t.case_id
     join (select id, (${at} at time zone zone)::date as today from practice) d on d.id = c.practice_id
     where t.state = 'open' and ${scope} and ${openCases(query, s)} group by 1, 2 order by 3 desc, 1, 2`,
    s.values,
  );
  return rows;
}

/** SQL that holds for cases `c` with a visit to come. Dates of facts are ISO text and compare as such. */
export const visitToCome = (asking: Asking, s: Statement): string =>
  `c.kind = 'wc' and c.facts->>'nextVisitOn' >= to_char(${todayOf('c', asking.now, s)}, 'YYYY-MM-DD')`;

async function countVisits(pool: Pool, query: TierOneQuery): Promise<number> {
  const s = new Statement();
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from cases c where ${openCases(query, s)} and ${visitToCome(query.asking, s)}`,
    s.values,
  );
  return rows[0]?.n ?? 0;
}

export const NoOrphanHere = z
  .strictObject({
    openCases: z.int(),
    orphans: z.int().describe('Open cases with no armed clock, no open task and no command on its way; must be 0'),
    sweptAt: Instant.nullable().describe('When the newest sweep over all cases finished; null: none has'),
  })
  .meta({ id: 'NoOrphanHere' });

/** SQL that holds for open cases `c` that wait for nothing and nobody. */
export const ORPHAN = `not exists (select 1 from clock k where k.case_id = c.id)
  and not exists (select 1 from task t where t.case_id = c.id and t.state = 'open')
  and not exists (select 1 from command m where m.case_id = c.id and m.state = 'pending')`;

/** Counted now, over the open cases that the caller may see. */
export async function readNoOrphanHere(
  pool: Pool,
  query: Pick<TierOneQuery, 'asking' | 'practiceId'>,
): Promise<z.infer<typeof NoOrphanHere>> {
  const s = new Statement();
  const where = caseConditions({ open: true, practiceId: query.practiceId }, query.asking, s).join(' and ');
  const { rows } = await pool.query<{ openCases: number; orphans: number; sweptAt: Date | null }>(
    `select count(*)::int as "openCases", count(*) filter (where ${ORPHAN})::int as orphans,
            (select max(r.finished_at) from reconciliation r where r.state = 'finished') as "sweptAt"
     from cases c where ${where}`,
    s.values,
  );
  const { openCases = 0, orphans = 0, sweptAt = null } = rows[0] ?? {};
  return { openCases, orphans, sweptAt: sweptAt?.toISOString() ?? null };
}
