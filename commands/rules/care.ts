/** Looks after rules and batches when nobody asks: what waits is started, what runs out is extended, who is behind is reached. */
import { startBatch, startQueuedBatches, type BatchDeps } from '../batches';
import { calendarsNeedExtension } from './calendar';
import { publish } from './publish';
import { BEHIND } from './rollout';

/** Looking costs three small statements; a queued batch should not wait long for a Temporal that is back. */
export const RULE_CARE_EVERY_MS = 30_000;

/**
 * One round; safe in any number of processes. Batches that Temporal could not take are started. Calendars that end within
 * 12 months are extended by publishing them anew. Live cases behind the newest version (a rollout that gave up after an
 * hour) get its rollout again.
 */
export async function careForRules(deps: BatchDeps, now: number): Promise<void> {
  await startQueuedBatches(deps);
  if (await calendarsNeedExtension(deps.pool, now)) await extendCalendars(deps, now);
  else await rollOutAgain(deps);
}

async function extendCalendars(deps: BatchDeps, now: number): Promise<void> {
  await publish(deps, {
    seen: null,
    // One extension a year, whoever notices first.
    key: `extend:${new Date(now).getUTCFullYear()}`,
    publishedBy: null,
    note: 'Calendar extended by a year.',
    reverts: null,
    request: 'extend',
    make: (_client, current) => Promise.resolve({ layers: current.layers, scopes: ['default'] }),
  });
}

async function rollOutAgain(deps: BatchDeps): Promise<void> {
  const { rows } = await deps.pool.query<{ id: string }>(
    `with newest as (select version, batch_id from rule_version order by version desc limit 1)
     update batch set state = 'queued', finished_at = null from newest
     where batch.id = newest.batch_id and batch.state = 'finished'
       and exists (select 1 from cases c where ${BEHIND.replaceAll('$1', 'newest.version')}
                     and not exists (select 1 from batch_item i where i.batch_id = batch.id and i.case_id = c.id
                                       and i.state = 'refused'))
     returning batch.id`,
  );
  for (const { id } of rows) await startBatch(deps, id);
}
