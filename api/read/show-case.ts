/** Reads one case whole: its row, running clocks, open tasks and claims. */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { RuleSource } from '../../commands/rule-source';
import { CaseNotFound } from '../../commands/types';
import { doableOn, requireCase } from '../auth/reach';
import { CivilDay, Instant } from '../input/fields';
import type { Asking } from './case-filter';
import { byKind } from '../privacy/case-privacy';
import { openRecord, phi, plain } from '../privacy/phi';
import { CaseSummary, SUMMARY, SUMMARY_JOINS, summaryOf, type SummaryRow } from './case-views';
import { clockColumns, ClockView, clockViewOf, type ClockRow } from './clocks';
import { TaskView, taskColumns, taskViewOf, type TaskRow } from './task-view';
import { calendarsOf, leftUntil, localDay, TimeLeft } from './time-left';

export const AllowedView = z
  .strictObject({
    type: plain(z.string()),
    title: plain(z.string()),
    by: z.enum(['anyone', 'manager', 'system']),
    ok: z.boolean(),
    why: plain(z.string()).optional().describe('What is missing, when it is not allowed (N08)'),
  })
  .meta({ id: 'AllowedEvent' });

export const CaseClaimView = z.strictObject({
  claimId: z.uuid(),
  submissionId: z.uuid().nullable(),
  number: phi('identity', z.string()),
  active: z.boolean(),
  status: plain(z.string().nullable()),
  serviceFrom: phi('clinical', CivilDay.nullable()),
  chargeCents: phi('money', z.int()),
  paidCents: phi('money', z.int()),
  outstandingCents: phi('money', z.int()),
});

export const CaseView = z
  .strictObject({
    ...CaseSummary.shape,
    details: openRecord(byKind.details, z.record(z.string(), z.unknown())).describe(
      'Facts of the case in words; the schema is the one of its kind',
    ),
    detail: openRecord(byKind.detail, z.record(z.string(), z.unknown())).describe(
      'Authorizations, visits and other structures, with their sources',
    ),
    allowed: z.array(AllowedView),
    may: plain(z.array(z.string())).describe(
      'What you may do to this case, by permission; see also `by` of each event',
    ),
    clocks: z.array(z.strictObject({ ...ClockView.shape, left: TimeLeft })),
    tasks: z.array(z.strictObject({ ...TaskView.shape, left: TimeLeft })),
    claims: z.array(CaseClaimView),
    machineVersion: z.int(),
    ruleVersion: z.int(),
    readAt: Instant,
  })
  .meta({ id: 'Case' });
export type CaseView = z.infer<typeof CaseView>;

/** The case as the database has it: how urgent its dates are follows from the calendar of its practice. */
type CaseRead = Omit<CaseView, 'clocks' | 'tasks'> & {
  readonly clocks: z.infer<typeof ClockView>[];
  readonly tasks: z.infer<typeof TaskView>[];
};

export async function withTimeLeft(view: CaseRead, rules: RuleSource, now: number): Promise<CaseView> {
  const calendar = (await calendarsOf(rules, [view]))(view);
  const today = localDay(calendar.zone, now);
  const left = (on: string) => leftUntil(calendar, today, on);
  return {
    ...view,
    clocks: view.clocks.map((clock) => ({ ...clock, left: left(localDay(calendar.zone, Date.parse(clock.dueAt))) })),
    tasks: view.tasks.map((task) => ({ ...task, left: left(task.dueOn) })),
  };
}

interface WholeRow extends SummaryRow {
  details: Record<string, unknown>;
  detail: Record<string, unknown>;
  allowed: z.infer<typeof AllowedView>[];
  machine_version: number;
  rule_version: number;
}

/**
 * The case whole.
 * @throws CaseNotFound when there is none, or none that the caller may see: nothing else is read then.
 */
export async function showCase(pool: Pool, id: string, { caller, may, now }: Asking): Promise<CaseRead> {
  await requireCase(pool, caller, may, id);
  const [main, mayDo, clocks, tasks, claims] = await Promise.all([
    pool.query<WholeRow>(
      `select ${SUMMARY}, c.details, c.detail, c.allowed, c.machine_version, c.rule_version
       from cases c ${SUMMARY_JOINS} where c.id = $1`,
      [id],
    ),
    doableOn(pool, caller, id),
    pool.query<ClockRow>(
      `select ${clockColumns} from clock k join cases c on c.id = k.case_id where k.case_id = $1 order by k.due_at, k.slot`,
      [id],
    ),
    pool.query<TaskRow>(
      `select ${taskColumns} where t.case_id = $1 and t.state = 'open' order by t.due_on, t.id limit 200`,
      [id],
    ),
    pool.query<z.infer<typeof CaseClaimView>>(
      `select cc.claim_id as "claimId", cc.submission_id as "submissionId", m.number, cc.active, m.status,
              to_char(m.service_from, 'YYYY-MM-DD') as "serviceFrom", m.charge_cents::float8 as "chargeCents",
              m.paid_cents::float8 as "paidCents", m.outstanding_cents::float8 as "outstandingCents"
       from case_claim cc join claim m on m.id = cc.claim_id where cc.case_id = $1 order by m.number, m.id limit 500`,
      [id],
    ),
  ]);
  const row = main.rows[0];
  if (!row) throw new CaseNotFound(id);
  return {
    ...summaryOf(row),
    details: row.details,
    detail: row.detail,
    allowed: row.allowed,
    may: [...mayDo],
    clocks: clocks.rows.map((clock) => clockViewOf(clock, now)),
    tasks: tasks.rows.map((row) => taskViewOf(row, now)),
    claims: claims.rows,
    machineVersion: row.machine_version,
    ruleVersion: row.rule_version,
    readAt: new Date(now).toISOString(),
  };
}
