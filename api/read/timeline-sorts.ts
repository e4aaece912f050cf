/** Sorts what happens on a case as its timeline is filtered: contacts, rules and clocks, care and claims. */
import type { Pool } from 'pg';
import { z } from 'zod';

export const sortsOfTimeline = ['contacts', 'rules', 'care'] as const;
export type Sort = (typeof sortsOfTimeline)[number];

/** SQL patterns of event types; what none of them fits is shown among all only. */
const patterns: Readonly<Record<Sort, readonly string[]>> = {
  contacts: ['adjuster.%', 'note.added', 'action.taken', 'payer.responded'],
  rules: ['clock.%', 'rules.%', 'effect.%'],
  care: [
    ...['visit.%', 'visits.%', 'authorization.%', 'reauthorization.%', 'treatment.%', 'returnToWork.%', 'milestone.%'],
    ...['document.%', 'claim.%', 'claims.%', 'carc.%', 'payment.%', 'denial.%', 'amounts.%'],
  ],
};

export const patternsOf = (sort: Sort | undefined): readonly string[] | null =>
  sort === undefined ? null : patterns[sort];

export const TimelineCounts = z.strictObject({ all: z.int(), contacts: z.int(), rules: z.int(), care: z.int() });

export async function countTimeline(pool: Pool, caseId: string): Promise<z.infer<typeof TimelineCounts>> {
  const { rows } = await pool.query<z.infer<typeof TimelineCounts>>(
    `select (count(*) + (select count(*) from audit_entry a where a.case_id = $1 and a.action = 'case.edited'))::int as all,
            count(*) filter (where e.type like any($2::text[]))::int as contacts,
            count(*) filter (where e.type like any($3::text[]))::int as rules,
            count(*) filter (where e.type like any($4::text[]))::int as care
     from case_event e where e.case_id = $1`,
    [caseId, patterns.contacts, patterns.rules, patterns.care],
  );
  return rows[0] ?? { all: 0, contacts: 0, rules: 0, care: 0 };
}
