/** The limits that cases are measured against: the least a Temporal workflow does for an update, a start and a timer. */
import { condition, defineUpdate, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';

/** What the bare timer writes: one row. */
export interface BareOutside {
  writeRow(id: string): Promise<void>;
}

const { writeRow } = proxyLocalActivities<BareOutside>({ startToCloseTimeout: '10s' });

export const addUpdate = defineUpdate<number, [number]>('add');

const A_MONTH = '30 days';

/** Answers an update with a sum, and waits on one timer, as a case waits on its soonest clock. */
export async function bareCounter(): Promise<void> {
  let sum = 0;
  setHandler(addUpdate, (n) => (sum += n));
  await sleep(A_MONTH);
}

/** Waits for an instant (epoch ms), writes one row, and lives on, as a case does. */
export async function bareTimer(id: string, dueAt: number): Promise<void> {
  await sleep(Math.max(1, dueAt - Date.now()));
  await writeRow(id);
  await condition(() => false);
}
