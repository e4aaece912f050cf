/** Clocks spread evenly over a minute, with as many bare timers between them: how late each is. */
import { atOnce, pause, percentile, times, took, until, type Line } from '../figures';
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
const CALLERS = 32;
/** Opened first, to learn the pace of this machine. */
const WARM_UP = 100;

export async function clocksSpread(stand: Stand, quick: boolean): Promise<Line[]> {
  const count = quick ? 200 : 1_000;
  const overMs = quick ? 12_000 : 60_000;
  const claims = await stand.claims(count + WARM_UP);
  const make = (cases: Due, bare: Due, atCase: (n: number) => number, atBare: (n: number) => number, from: number) => ({
    case: clockAt(stand, stand.gateway, claims.slice(from), cases, atCase),
    bare: bareAt(stand, stand.bare.taskQueue, bare, atBare),
  });
  const far = () => Date.now() + 3_600_000;
  const warm = make(new Map(), new Map(), far, far, count);
  const pace = await took(async () => {
    await atOnce(CALLERS, WARM_UP, warm.case);
    await atOnce(CALLERS, WARM_UP, warm.bare);
  });
  const first = Date.now() + 5_000 + (1.5 * count * pace) / WARM_UP;
  const cases: Due = new Map();
  const bare: Due = new Map();
  const step = overMs / count;
  const at = (n: number) => Math.round(first + n * step);
  const real = make(cases, bare, at, (n) => at(n + 0.5), 0);
  await atOnce(CALLERS, count, real.case);
  await atOnce(CALLERS, count, real.bare);
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
