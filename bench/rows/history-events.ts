/** How many events Temporal keeps for one applied event, and that a case which only waits adds none. */
import { workflowIdOf } from '../../platform/names';
import { p50, pause, type Line } from '../figures';
import { applied, eventFor, followUp, openCases, type Stand } from '../stand';
import { bareUpdate, startBare } from './apply-event';
import { life } from './disk';

const UPDATES = 10;
const BUDGET = 7;
const HOUR = 3_600_000;

export async function historyEvents(stand: Stand, quick: boolean): Promise<Line[]> {
  const length = async (workflowId: string) =>
    (await stand.client.workflow.getHandle(workflowId).describe()).historyLength;
  const [caseId, lived] = (await openCases(stand, 2)) as [string, string];
  const [bareId] = (await startBare(stand, 1)) as [string];
  const workflowId = workflowIdOf('denial', caseId);
  const each = async (id: string, work: (n: number) => Promise<unknown>, times = UPDATES) => {
    const added: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const before = await length(id);
      await work(n);
      // The answer may come before the workflow task that carried it is counted.
      await pause(100);
      added.push((await length(id)) - before);
    }
    return added;
  };
  const opened = await length(workflowId);
  const set = await each(workflowId, (n) => applied(stand.gateway.submit(followUp(caseId, n))));
  const nearer = await each(workflowId, (n) => {
    const dueAt = Date.now() + (40 - n) * HOUR;
    return applied(stand.gateway.submit(eventFor(caseId, 'clock.moved', { clock: 'unworkedDenial', dueAt })));
  });
  const bare = await each(bareId, (n) => bareUpdate(stand, bareId, n));
  const { rows } = await stand.db.pool.query<{ id: string }>(
    'select claim_id as id from case_claim where case_id = $1',
    [lived],
  );
  // Without the last event, which ends the workflow and so adds what any workflow's end adds.
  const events = life(lived, rows[0]?.id ?? '').slice(0, -1);
  const typical = await each(
    workflowIdOf('denial', lived),
    (n) => applied(stand.gateway.submit(events[n] as (typeof events)[number])),
    events.length,
  );
  const mean = typical.reduce((a, b) => a + b, 0) / typical.length;
  const before = await length(workflowId);
  await pause(quick ? 3_000 : 15_000);
  const idle = (await length(workflowId)) - before;
  return [
    {
      what: 'history events per applied event',
      ours: `${p50(set)}; mean of a life ${mean.toFixed(1)}, most ${Math.max(...typical)}; ${p50(nearer)} when the soonest clock comes nearer; ${opened} to open`,
      bare: `update: ${p50(bare)}`,
      ratio: `+${p50(set) - p50(bare)}`,
      budget: `<= ${BUDGET} in the mean of a life`,
      kept: Math.max(p50(set), mean) <= BUDGET,
    },
    {
      what: 'history events of an idle case',
      ours: `${idle} in ${quick ? 3 : 15} s`,
      bare: '',
      ratio: '',
      budget: '0',
      kept: idle === 0,
    },
  ];
}
