/** What a cached case costs the worker in memory, and that the worker keeps to the number it was given memory for. */
import { pause, until, type Line } from '../figures';
import { openCases, type Stand } from '../stand';
import { workerTuning } from '../../platform/temporal/tuning';

const BUDGET_MB = 0.5;

/** Memory after the garbage of opening has had time to go: the least of several looks. */
async function settled(look: () => Promise<{ rssMb: number }>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 6; n += 1) {
    await pause(500);
    least = Math.min(least, (await look()).rssMb);
  }
  return least;
}

export async function workerMemory(stand: Stand, quick: boolean): Promise<Line[]> {
  const step = quick ? 300 : 1_000;
  // Memory for exactly two steps of cases: the third must push others out.
  const perCase = 1 / (workerTuning(1_256).maxCachedWorkflows / 1_000);
  const memoryMb = 256 + 2 * step * perCase;
  const cap = workerTuning(memoryMb).maxCachedWorkflows;
  const worker = await stand.startWorker('cases', { memoryMb });
  const gateway = stand.gatewayFor(worker.taskQueue);
  // The first cases fill what every worker needs once, however many cases it keeps.
  await openCases(stand, 20, gateway);
  const rss = [await settled(worker.usage)];
  for (let n = 0; n < 2; n += 1) {
    await openCases(stand, n === 0 ? step : step - 20, gateway);
    rss.push(await settled(worker.usage));
  }
  const full = await worker.cached();
  await openCases(stand, step / 2, gateway);
  const over = await until(
    () => worker.cached(),
    (cached) => cached <= cap,
    10_000,
  );
  await worker.stop();
  const [none, one, two] = rss as [number, number, number];
  const each = (two - none) / (full - 20);
  return [
    {
      what: 'worker memory per cached case',
      ours: `${each.toFixed(2)} MB (${none.toFixed(0)} MB with 20, ${one.toFixed(0)} with ${step}, ${two.toFixed(0)} with ${full}); ${over} cached after ${step / 2} more, cap ${cap}`,
      bare: '',
      ratio: '',
      budget: `<= ${BUDGET_MB} MB, cap respected`,
      kept: each <= BUDGET_MB && full >= 2 * step - 20,
    },
  ];
}
