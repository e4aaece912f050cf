/** A batch as a durable workflow: page after page, again for what has no outcome yet, until all have one. Holds no item. */
import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { BatchOutside } from '../domain/batches';

const brief = proxyActivities<BatchOutside>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
});

/** A worker that died is noticed after 20 s; the next one goes on behind the last item that has its outcome. */
const long = proxyActivities<BatchOutside>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
});

/** A page is three history events: 200 pages stay far below the 4,096 that slow a replay down. */
const PAGES_PER_RUN = 200;
/** 1 s doubling to 1 min: about an hour of asking again for what has no outcome; then the inbox alone goes on. */
const MOST_ROUNDS = 60;
const LONGEST_PAUSE_S = 60;

/** Where an earlier run of the same batch stood. */
export interface BatchProgress {
  readonly after: string | null;
  readonly rounds: number;
}

/** Runs one batch to its end. Started as `batch:<id>`. */
export async function runBatch(batchId: string, from?: BatchProgress): Promise<void> {
  if (!from && !(await brief.beginBatch(batchId))) return;
  let { after, rounds } = from ?? { after: null, rounds: 0 };
  for (let pages = 1; ; pages += 1) {
    const page = await long.runBatchPage(batchId, after);
    if (page.stopped) return brief.endBatch(batchId, 'stopped');
    after = page.after;
    if (after === null) {
      if (page.left === 0 || rounds >= MOST_ROUNDS) return brief.endBatch(batchId, 'finished');
      await sleep(Math.min(2 ** rounds, LONGEST_PAUSE_S) * 1_000);
      rounds += 1;
    }
    if (pages >= PAGES_PER_RUN || workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof runBatch>(batchId, { after, rounds });
    }
  }
}
