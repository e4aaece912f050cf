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

/** The row of a new what-if; the caller runs it. */
export async function createWhatIf(pool: Pool, asked: WhatIfAsked): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `with replaced as (
       update rule_what_if set state = 'replaced', finished_at = now()
       where created_by = $2 and state = 'running'),
     old as (
       delete from rule_what_if w using (
         select id, row_number() over (partition by created_by order by created_at desc) as n from rule_what_if) k
       where k.id = w.id and (w.created_at < now() - $7::interval or (w.created_by = $2 and k.n >= $8)))
     insert into rule_what_if (id, created_by, scope, changes, based_on, total, state)
     values ($1, $2, $3, $4, $5, $6, 'running')`,
    [
      ...[id, asked.createdBy, asked.scope, JSON.stringify(asked.changes), asked.basedOn, asked.total],
      ...[KEPT_FOR, KEPT_A_PERSON],
    ],
  );
  return id;
}

/** It cannot go on: whoever looks is told to ask again. */
export async function failWhatIf(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `update rule_what_if set state = 'failed', finished_at = now() where id = $1 and state = 'running'`,
    [id],
  );
}
