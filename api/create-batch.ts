/** Stores a batch with the ids of all cases that match at this moment; nothing runs yet. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { bodyHashOf, uuidFrom } from '../commands/ids';
import { KeyReused } from '../commands/types';
import type { CheckedCommand } from './batch-command';
import { keptFilter } from './kept-filter';
import { Problem } from './problem';
import { caseConditions, type Asking, type CaseFilter } from './read/case-filter';
import { Statement } from './read/statement';

export interface NewBatch {
  /** As the filter was asked; what was typed into it is used and not kept. */
  readonly filter: CaseFilter;
  readonly command: CheckedCommand;
  readonly asking: Asking;
  /** Idempotency-Key: the same key and content find the batch that is there. */
  readonly key: string | null;
}

export interface Matches {
  /** Exactly: it is the number a person confirms. */
  readonly total: number;
  readonly practiceIds: readonly string[];
}

/** How many cases match, of those within the asker's scope, and at which locations. */
export async function matchesOf(pool: Pool, filter: CaseFilter, asking: Asking): Promise<Matches> {
  const s = new Statement();
  const where = caseConditions(filter, asking, s).join(' and ');
  const { rows } = await pool.query<{ practiceId: string; n: number }>(
    `select c.practice_id as "practiceId", count(*)::int as n from cases c where ${where} group by 1`,
    s.values,
  );
  return { total: rows.reduce((sum, row) => sum + row.n, 0), practiceIds: rows.map((row) => row.practiceId) };
}

/**
 * Writes batch and items in one statement, so that a batch without its items never exists.
 * @returns the batch's id, new or known.
 * @throws KeyReused; Problem `invalid` when no case matches.
 */
export async function createBatch(pool: Pool, batch: NewBatch): Promise<string> {
  const { filter, command, asking, key } = batch;
  const id = key === null ? randomUUID() : uuidFrom(`batch:${asking.caller.userId}:${key}`);
  const requestHash = bodyHashOf({ filter, command });
  const s = new Statement();
  const values = {
    id: s.value(id, 'uuid'),
    filter: s.value(JSON.stringify(keptFilter(filter)), 'jsonb'),
    command: s.value(JSON.stringify({ ...command, requestHash, may: asking.may }), 'jsonb'),
    by: s.value(asking.caller.userId, 'uuid'),
  };
  const where = caseConditions(filter, asking, s).join(' and ');
  const { rows } = await pool.query<{ total: number }>(
    `with matching as (
       select c.id, c.practice_id from cases c where ${where} and not exists (select 1 from batch where id = ${values.id})),
     stored as (
       insert into batch (id, type, filter, command, state, total, created_by, practice_ids)
       select ${values.id}, 'command', ${values.filter}, ${values.command}, 'queued', n.total, ${values.by},
              array(select distinct practice_id from matching)
       from (select count(*)::int as total from matching) n where n.total > 0
       on conflict (id) do nothing returning id, total),
     items as (
       insert into batch_item (batch_id, case_id, state) select stored.id, matching.id, 'waiting' from stored, matching)
     select total from stored`,
    s.values,
  );
  if (rows[0]) return id;
  const { rows: known } = await pool.query<{ hash: string }>(
    `select command->>'requestHash' as hash from batch where id = $1`,
    [id],
  );
  if (!known[0]) {
    const error = { path: 'body.filter', message: 'matches no case; nothing would be done' };
    throw new Problem('invalid', undefined, { errors: [error] });
  }
  if (known[0].hash !== requestHash) throw new KeyReused(id);
  return id;
}
