/** Reads what the rows of a board or view show besides a summary, for one page of ids at a time. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { CivilDay } from '../input/fields';
import { taskTitleClass } from '../privacy/case-privacy';
import { phi, phiBy, plain } from '../privacy/phi';

export const OpenTask = z.strictObject({
  id: z.uuid(),
  key: plain(z.string()),
  title: phiBy('words, of a task that a person added', taskTitleClass, z.string()),
  dueOn: plain(CivilDay),
  priority: plain(z.string()),
});

export interface ViewExtras {
  readonly description: string | null;
  readonly tasks: z.infer<typeof OpenTask>[];
  /** The first few; `claimsCount` of the facts says how many there are. */
  readonly claimNumbers: string[];
}

/** Description (H11), open tasks (H13) and what names the case to whoever bills. */
export async function openTasksOf(pool: Pool, ids: readonly string[]): Promise<Map<string, ViewExtras>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<ViewExtras & { id: string }>(
    `select c.id, c.details->>'description' as description,
            coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'key', t.key, 'title', t.title,
                        'dueOn', to_char(t.due_on, 'YYYY-MM-DD'), 'priority', t.priority) order by t.due_on, t.id)
                      from task t where t.case_id = c.id and t.state = 'open'), '[]'::jsonb) as tasks,
            array(select m.number from case_claim cc join claim m on m.id = cc.claim_id
                  where cc.case_id = c.id order by m.number limit 3) as "claimNumbers"
     from cases c where c.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...extras }) => [id, extras]));
}

const Structure = z.record(z.string(), z.unknown());

/** The bars of authorizations (R26, N11) and the counts of silence, as the case's facts gave them. */
export const BoardDetail = z.strictObject({
  authorizations: phi('visits', z.array(Structure)),
  predictedExhaustion: phi('visits', Structure.nullable()),
  silence: phi('contact', Structure.nullable()),
});
