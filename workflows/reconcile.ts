/** A sweep over all cases as a durable workflow: step after step, page after page. Holds no case and no finding. */
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { sweepSteps, type ReconcileOrder, type ReconcileOutside, type SweepStep } from '../domain/reconciliation';

/** A worker that died is noticed after 30 s; the next one looks at the page again. */
const outside = proxyActivities<ReconcileOutside>({
  startToCloseTimeout: '15m',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

/** A page is three history events: 200 pages stay far below the 4,096 that slow a replay down. */
const PAGES_PER_RUN = 200;

/** Where an earlier run of the same sweep stood. */
export interface SweepProgress {
  readonly id: string;
  readonly step: SweepStep;
  readonly after: string | null;
  readonly looked: number;
}

export async function reconcile(order: ReconcileOrder, from?: SweepProgress): Promise<void> {
  const id = from?.id ?? (await outside.beginReconciliation(order));
  if (id === null) return;
  let pages = 0;
  let after = from?.after ?? null;
  let looked = from?.looked ?? 0;
  const left = from === undefined ? sweepSteps : sweepSteps.slice(sweepSteps.indexOf(from.step));
  for (const step of left) {
    do {
      if (pages >= PAGES_PER_RUN || workflowInfo().continueAsNewSuggested) {
        await continueAsNew<typeof reconcile>(order, { id, step, after, looked });
      }
      const page = await outside.reconcilePage(id, step, after, order.repair);
      after = page.after;
      looked += page.looked;
      pages += 1;
    } while (after !== null);
  }
  await outside.endReconciliation(id, looked);
}
