/** Counts the views of a list and what is outstanding in each, exactly, from an index alone; and what a filter would meet (R13). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { stages, type Stage } from '../../domain/kernel';
import { phi } from '../privacy/phi';
import { caseConditions, type Asking, type CaseFilter } from './case-filter';
import { Statement } from './statement';

const OPEN: readonly Stage[] = ['New', 'In Progress', 'Awaiting Payment'];

/** The six views of H24-H29 and the stages each shows. `my-open` is of the caller, and of whom the caller covers. */
export const viewStages = {
  all: stages,
  open: OPEN,
  'my-open': OPEN,
  'in-progress': ['In Progress'],
  'awaiting-payment': ['Awaiting Payment'],
  resolved: ['Resolved'],
} as const satisfies Record<string, readonly Stage[]>;
export type ViewName = keyof typeof viewStages;
export const viewNames = Object.keys(viewStages) as [ViewName, ...ViewName[]];

const Sum = z.strictObject({ cases: z.int(), outstandingCents: phi('money', z.int()) });
export const ViewCount = z.strictObject({ view: z.enum(viewNames), ...Sum.shape }).meta({ id: 'ViewCount' });
export const Matching = Sum.meta({ id: 'MatchingCases' });

interface Row {
  readonly stage: Stage;
  readonly n: number;
  readonly cents: string;
  readonly mine: number;
  readonly myCents: string;
}

/** All six in one pass. Of the cases the caller may see; with a kind, of that kind. */
export async function countViews(
  pool: Pool,
  kind: string | undefined,
  asking: Asking,
): Promise<z.input<typeof ViewCount>[]> {
  const s = new Statement();
  const { userId, coversIds } = asking.caller;
  const mine = `c.owner_user_id = any(${s.value([userId, ...coversIds], 'uuid[]')})`;
  const where = caseConditions({ kind }, asking, s).join(' and ');
  const { rows } = await pool.query<Row>(
    `select c.stage, count(*)::int as n, sum(c.outstanding_cents)::text as cents,
            (count(*) filter (where ${mine}))::int as mine,
            coalesce(sum(c.outstanding_cents) filter (where ${mine}), 0)::text as "myCents"
     from cases c where ${where === '' ? 'true' : where} group by c.stage`,
    s.values,
  );
  return viewNames.map((view) => {
    const shown: readonly string[] = viewStages[view];
    const of = rows.filter(({ stage }) => shown.includes(stage));
    const [cases, cents] = view === 'my-open' ? (['mine', 'myCents'] as const) : (['n', 'cents'] as const);
    return {
      view,
      cases: of.reduce((sum, row) => sum + row[cases], 0),
      outstandingCents: of.reduce((sum, row) => sum + Number(row[cents]), 0),
    };
  });
}

/** How many cases a filter meets and what is outstanding on them, exactly: what a person confirms before a bulk. */
export async function sumMatching(pool: Pool, filter: CaseFilter, asking: Asking): Promise<z.input<typeof Matching>> {
  const s = new Statement();
  const where = caseConditions(filter, asking, s).join(' and ');
  const { rows } = await pool.query<{ cases: number; cents: string }>(
    `select count(*)::int as cases, coalesce(sum(c.outstanding_cents), 0)::text as cents from cases c where ${where}`,
    s.values,
  );
  return { cases: rows[0]?.cases ?? 0, outstandingCents: Number(rows[0]?.cents ?? 0) };
}
