/** Writes what came of a batch's items and how far the batch is. An item's outcome is written once. */
import type { Pool } from 'pg';
import type { CommandOutcome } from '../../commands/types';
import type { BatchState, ItemState } from '../../domain/batches';

export interface Settled {
  readonly caseId: string;
  readonly state: Exclude<ItemState, 'waiting'>;
  /** `{commandId, version}` or `{commandId, refusal}`; a rules batch adds the flags before and after. */
  readonly outcome: Readonly<Record<string, unknown>>;
}

/** Settles one item and answers the batch's state, so that a stop is noticed with each item. */
export async function settle(pool: Pool, batchId: string, item: Settled): Promise<BatchState> {
  const { rows } = await pool.query<{ state: BatchState }>({
    name: 'settle-batch-item',
    text: `with item as (
             update batch_item set state = $3, outcome = coalesce(outcome, '{}') || $4::jsonb
             where batch_id = $1 and case_id = $2 and state in ('waiting', 'pending'))
           select state from batch where id = $1`,
    values: [batchId, item.caseId, item.state, JSON.stringify(item.outcome)],
  });
  return rows[0]?.state ?? 'stopped';
}

/** Counts a batch's items into its row. `done`: applied or skipped, `failed`: refused; the rest of `total` is to come. */
export async function countItems(pool: Pool, batchId: string): Promise<void> {
  await pool.query(
    `update batch b set done = n.done, failed = n.failed, total = greatest(b.total, n.total)
     from (select count(*)::int as total, count(*) filter (where state = 'refused')::int as failed,
                  count(*) filter (where state in ('applied', 'skipped'))::int as done
           from batch_item where batch_id = $1) n
     where b.id = $1`,
    [batchId],
  );
}

/** An item's state and outcome from its command's. */
export function settledBy(outcome: CommandOutcome): Settled {
  const { caseId, commandId } = outcome;
  switch (outcome.state) {
    case 'applied':
      return { caseId, state: 'applied', outcome: { commandId, version: outcome.version } };
    case 'refused':
      return { caseId, state: 'refused', outcome: { commandId, refusal: outcome.refusal } };
    case 'pending':
      return { caseId, state: 'pending', outcome: { commandId } };
  }
}
