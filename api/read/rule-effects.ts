/** Reads what a published version did to each live case: clocks old due -> new due, flags, tasks (N05). From the timeline. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { BEHIND } from '../../commands/rules/rollout';
import type { Caller } from '../auth/caller';
import { may } from '../auth/permissions';
import { netChanges, type ClockChange } from '../../domain/kernel';
import { caseScope } from '../auth/row-scope';
import { CivilDay, Instant } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { clockWords } from './case-views';
import { Statement } from './statement';

export const CaseEffect = z.strictObject({
  caseId: z.uuid(),
  kind: plain(z.string()),
  patient: phi('identity', z.string().nullable()),
  claimNumber: phi('identity', z.string().nullable()),
  /** The case's version with this event. */
  version: z.int(),
  at: Instant,
  clocks: z.array(
    z.strictObject({
      name: plain(z.string()),
      title: plain(z.string()),
      change: z.enum(['armed', 'fired', 'stopped', 'moved', 'redated']),
      dueBefore: Instant.nullable(),
      dueAfter: Instant.nullable(),
    }),
  ),
  flagsRaised: plain(z.array(z.string())),
  flagsCleared: plain(z.array(z.string())),
  tasksOpened: plain(z.array(z.strictObject({ key: z.string(), title: z.string(), dueOn: CivilDay }))).describe(
    'Tasks of the chart: a rule opens no other',
  ),
  tasksClosed: plain(z.array(z.strictObject({ key: z.string(), outcome: z.string() }))),
});
export type CaseEffect = z.infer<typeof CaseEffect>;

export const EffectTotals = z.strictObject({
  /** Cases the version was applied to, and those on which something changed. */
  applied: z.int(),
  changed: z.int(),
  refused: z.int(),
  skipped: z.int(),
  /** Live cases it has still to reach. */
  toCome: z.int(),
  finished: z.boolean(),
});

type Order =
  | { readonly type: 'task.open'; readonly key: string; readonly title: string; readonly dueOn: string }
  | { readonly type: 'task.close'; readonly key: string; readonly outcome: string }
  | { readonly type: 'notice.send' | 'letter.draft' };

interface Row {
  caseId: string;
  kind: string;
  patient: string | null;
  claimNumber: string | null;
  version: number;
  at: Date;
  clockChanges: ClockChange[];
  effects: Order[];
  flagsBefore: string[] | null;
  flagsAfter: string[] | null;
}

const CHANGED = `(e.clock_changes <> '[]' or e.effects <> '[]' or i.outcome->'flagsBefore' <> i.outcome->'flagsAfter')`;
const APPLIED = `batch_item i join case_event e on e.case_id = i.case_id and e.seq = (i.outcome->>'version')::int
  join cases c on c.id = i.case_id where i.state = 'applied'`;

/** Cases that the caller may read, in the order of their ids, only those on which something changed. */
export async function readEffects(pool: Pool, caller: Caller, batchId: string, limit: number, after: string | null) {
  const s = new Statement();
  const where = [`i.batch_id = ${s.value(batchId, 'uuid')}`, CHANGED, caseScope(caller, 'case.read', s)];
  if (after !== null) where.push(`i.case_id > ${s.value(after, 'uuid')}`);
  const { rows } = await pool.query<Row>(
    `select i.case_id as "caseId", c.kind, c.claim_number as "claimNumber",
            (select coalesce((select p.name from patient p where p.id = c.patient_id), c.details #>> '{patient,name}')) as patient,
            e.seq as version, e.at, e.clock_changes as "clockChanges", e.effects,
            i.outcome->'flagsBefore' as "flagsBefore", i.outcome->'flagsAfter' as "flagsAfter"
     from ${APPLIED} and ${where.join(' and ')} order by i.case_id limit ${s.value(limit + 1)}`,
    s.values,
  );
  return { items: rows.slice(0, limit).map(effectOf), more: rows.length > limit };
}

/** Counts over the cases that the caller may read; whoever reads none but publishes rules sees how many there were. */
export async function effectTotals(
  pool: Pool,
  caller: Caller,
  version: number,
  batchId: string,
): Promise<z.infer<typeof EffectTotals>> {
  const s = new Statement();
  const seen = caseScope(caller, may(caller, 'case.read') ? 'case.read' : 'rules.read', s);
  const batch = s.value(batchId, 'uuid');
  const items = (state: string) =>
    `select count(*)::int from batch_item i join cases c on c.id = i.case_id
     where i.batch_id = ${batch} and i.state = '${state}' and ${seen}`;
  const { rows } = await pool.query<z.infer<typeof EffectTotals>>(
    `select (select count(*)::int from ${APPLIED} and i.batch_id = ${batch} and ${seen}) as applied,
            (select count(*)::int from ${APPLIED} and i.batch_id = ${batch} and ${seen} and ${CHANGED}) as changed,
            (${items('refused')}) as refused, (${items('skipped')}) as skipped,
            (select count(*)::int from cases c
             where ${BEHIND.replaceAll('$1', s.value(version, 'int'))} and ${seen}) as "toCome",
            (select state = 'finished' from batch where id = ${batch}) as finished`,
    s.values,
  );
  return rows[0] ?? { applied: 0, changed: 0, refused: 0, skipped: 0, toCome: 0, finished: true };
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function effectOf(row: Row): CaseEffect {
  const before = row.flagsBefore ?? [];
  const after = row.flagsAfter ?? [];
  return {
    caseId: row.caseId,
    kind: row.kind,
    patient: row.patient,
    claimNumber: row.claimNumber,
    version: row.version,
    at: row.at.toISOString(),
    clocks: netChanges(row.clockChanges).map(({ name, change, dueBefore, dueAfter }) => ({
      name,
      title: clockWords(row.kind, name).title,
      change,
      dueBefore: instant(dueBefore),
      dueAfter: instant(dueAfter),
    })),
    flagsRaised: after.filter((flag) => !before.includes(flag)),
    flagsCleared: before.filter((flag) => !after.includes(flag)),
    tasksOpened: row.effects.flatMap((e) =>
      e.type === 'task.open' ? [{ key: e.key, title: e.title, dueOn: e.dueOn }] : [],
    ),
    tasksClosed: row.effects.flatMap((e) => (e.type === 'task.close' ? [{ key: e.key, outcome: e.outcome }] : [])),
  };
}
