/** Clocks spread evenly over a minute, with as many bare timers between them: how late each is. */
import { atOnce, pause, percentile, times, until, type Line } from '../figures';
import type { Stand } from '../stand';
import {
  bareArrivals,
  bareAt,
  clockAt,
  eachOnceNoneEarly,
  lateness,
  listenForClocks,
  seconds,
  type Due,
} from './clock-cases';

const BUDGET_MS = 1_000;

export async function clocksSpread(stand: Stand, quick: boolean): Promise<Line[]> {
  const count = quick ? 200 : 1_000;
  const overMs = quick ? 12_000 : 60_000;
  // Time to open them all before the first is due: 40 a second, bare ones included.
  const first = Date.now() + 5_000 + (2 * count * 1_000) / 40;
  const cases: Due = new Map();
  const bare: Due = new Map();
  const claims = await stand.claims(count);
  const step = overMs / count;
  await atOnce(
    32,
    count,
    clockAt(stand, stand.gateway, claims, cases, (n) => Math.round(first + n * step)),
  );
  await atOnce(
    32,
    count,
    bareAt(stand, stand.bare.taskQueue, bare, (n) => Math.round(first + (n + 0.5) * step)),
  );
  if (Date.now() > first) throw new Error('Opening took so long that the first clocks were due already.');
  const arrivals = await listenForClocks(stand);
  try {
    await pause(first + overMs - Date.now());
    await until(
      async () => arrivals.at.size,
      (n) => n >= count,
      60_000,
    );
  } finally {
    arrivals.stop();
  }
  await eachOnceNoneEarly(stand, cases);
  const ours = lateness(cases, arrivals.at);
  const theirs = lateness(bare, await bareArrivals(stand, bare));
  const p99 = percentile(ours, 0.99);
  return [
    {
      what: `${count} clocks spread over ${overMs / 1000} s: lateness`,
      ours: seconds(ours),
      bare: `timers between them: ${seconds(theirs)}`,
      ratio: times(p99 / percentile(theirs, 0.99)),
      budget: 'p99 < 1 s',
      kept: p99 < BUDGET_MS,
    },
  ];
}
