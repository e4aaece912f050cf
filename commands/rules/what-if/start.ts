/** Starts what-ifs and ends those that nobody waits for: one a person runs at a time, and only the newest few are kept. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

const KEPT_A_PERSON = 5;
const KEPT_FOR = '1 day';
/** Without a sign of life for so long its process is gone. */
export const LOST_AFTER = '1 minute';

export interface WhatIfAsked {
  readonly createdBy: string;
  readonly scope: string;
  readonly changes: unknown;
  readonly basedOn: number;
  readonly total: number;
}

export interface WhatIfStarted {
  readonly id: string;
  /** The caller runs it. False: the same question is being answered already, for another page of the same person. */
  readonly isNew: boolean;
}

/** The row of a new what-if, or of the one that runs for the very same question. */
export async function createWhatIf(pool: Pool, asked: WhatIfAsked): Promise<WhatIfStarted> {
  const { rows } = await pool.query<WhatIfStarted>(
    `with same as (
       select id from rule_what_if
       where created_by = $2 and state = 'running' and scope = $3 and changes = $4::jsonb and based_on = $5
         and beat_at > now() - $9::interval
       order by created_at desc limit 1),
     replaced as (
       update rule_what_if set state = 'replaced', finished_at = now()
       where created_by = $2 and state = 'running' and not exists (select from same)),
     old as (
       delete from rule_what_if w using (
         select id, row_number() over (partition by created_by order by created_at desc) as n from rule_what_if) k
       where k.id = w.id and not exists (select from same)
         and (w.created_at < now() - $7::interval or (w.created_by = $2 and k.n >= $8))),
     made as (
       insert into rule_what_if (id, created_by, scope, changes, based_on, total, state)
       select $1, $2, $3, $4::jsonb, $5, $6, 'running' where not exists (select from same)
       returning id)
     select id, true as "isNew" from made union all select id, false from same`,
    [
      ...[randomUUID(), asked.createdBy, asked.scope, JSON.stringify(asked.changes), asked.basedOn, asked.total],
      ...[KEPT_FOR, KEPT_A_PERSON, LOST_AFTER],
    ],
  );
  return rows[0] as WhatIfStarted;
}

/** It cannot go on: whoever looks is told to ask again. */
export async function failWhatIf(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `update rule_what_if set state = 'failed', finished_at = now() where id = $1 and state = 'running'`,
    [id],
  );
}
