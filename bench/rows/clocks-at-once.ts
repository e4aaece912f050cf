/** Thousands of clocks due at one instant, beside as many bare timers that each write one row. */
import { atOnce, p50, pause, times, until, type Line } from '../figures';
import { workerTuning } from '../../platform/temporal/tuning';
import { openCases, type Stand } from '../stand';
import type { WorkerChild } from '../worker-child';
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

const CALLERS = 64;
const BUDGET_SECONDS = 60;
const RATIO = 0.7;
/**
 * Megabytes for the worker: as much as the heap of one workflow thread (4 GB) safely holds. What does not fit into the
 * cache is replayed, for bare workflows as for cases.
 */
const MEMORY_MB = 4_096;
const WARM_UP = 200;
/** Longer than the storm: a case whose worker is waited for is not replayed from its start (WORKER_STICKY_SECONDS). */
const STICKY_SECONDS = 300;
/** A drain that misses its budget is still measured. */
const LIMIT_MS = 600_000;

/** A cache of cases that cost more than they should would take the whole machine down with it. */
async function mustFit(stand: Stand, worker: WorkerChild, count: number): Promise<void> {
  const before = (await worker.usage()).rssMb;
  await openCases(stand, WARM_UP, stand.gatewayFor(worker.taskQueue));
  const each = ((await worker.usage()).rssMb - before) / WARM_UP;
  const cached = Math.min(count, workerTuning(MEMORY_MB).maxCachedWorkflows);
  const needed = before + each * cached;
  if (needed < 2 * MEMORY_MB) return;
  throw new Error(
    `A cached case costs ${each.toFixed(1)} MB, so ${cached} would need ${needed.toFixed(0)} MB; see the row worker-memory first.`,
  );
}

/** Prepares `count` for one instant chosen from the pace of a warm-up; what would come too late is left out. */
async function prepare(
  count: number,
  make: (due: Due, at: number) => (n: number) => Promise<unknown>,
): Promise<{ due: Due; at: number }> {
  const far = Date.now() + 3_600_000;
  const from = performance.now();
  await atOnce(CALLERS, WARM_UP, make(new Map(), far));
  const perOne = (performance.now() - from) / WARM_UP;
  const at = Date.now() + 4_000 + Math.round(count * perOne * 1.1);
  const due: Due = new Map();
  await atOnce(CALLERS, count, make(due, at), () => Date.now() < at - 3_000);
  return { due, at };
}

async function drainCases(stand: Stand, count: number) {
  const worker = await stand.startWorker('cases', { memoryMb: MEMORY_MB, stickySeconds: STICKY_SECONDS });
  await mustFit(stand, worker, count);
  const gateway = stand.gatewayFor(worker.taskQueue);
  const claims = (await stand.claims(count + WARM_UP)).values();
  const { due, at } = await prepare(count, (map, instant) => (n) => {
    const claim = claims.next().value as string;
    return clockAt(stand, gateway, { [n]: claim } as unknown as string[], map, () => instant)(n);
  });
  const cached = await worker.cached();
  const arrivals = await listenForClocks(stand);
  try {
    await pause(at - Date.now());
    await until(
      async () => arrivals.at.size,
      (n) => n >= due.size,
      LIMIT_MS,
    );
    await eachOnceNoneEarly(stand, due);
  } finally {
    arrivals.stop();
    // A worker left behind would go on draining beside the next row.
    await worker.stop();
  }
  return { late: lateness(due, arrivals.at), cached };
}

async function drainBare(stand: Stand, count: number) {
  const worker = await stand.startWorker('bare', { memoryMb: MEMORY_MB, stickySeconds: STICKY_SECONDS });
  const { due, at } = await prepare(count, (map, instant) => bareAt(stand, worker.taskQueue, map, () => instant));
  try {
    await pause(at - Date.now());
    const arrived = await until(
      () => bareArrivals(stand, due),
      (rows) => rows.size >= due.size,
      LIMIT_MS,
    );
    return { late: lateness(due, arrived) };
  } finally {
    await worker.stop();
  }
}

export async function clocksAtOnce(stand: Stand, quick: boolean): Promise<Line[]> {
  const count = quick ? 1_000 : 10_000;
  const bare = await drainBare(stand, count);
  const cases = await drainCases(stand, count);
  const drained = (late: number[]) => late.reduce((most, ms) => Math.max(most, ms), 0) / 1000;
  const rate = (late: number[]) => late.length / drained(late);
  const ratio = rate(cases.late) / rate(bare.late);
  const told = (late: number[]) =>
    `${late.length} in ${drained(late).toFixed(1)} s (${rate(late).toFixed(0)} a second); late ${seconds(late)}`;
  return [
    {
      what: `${count} clocks due at one instant; each task once, none early (${cases.cached} in the cache, WORKER_STICKY_SECONDS ${STICKY_SECONDS})`,
      ours: told(cases.late),
      bare: `timers: ${told(bare.late)}`,
      ratio: times(ratio),
      budget: `<= ${BUDGET_SECONDS} s and >= ${RATIO} x`,
      kept: drained(cases.late) <= BUDGET_SECONDS && ratio >= RATIO && p50(cases.late) > 0,
    },
  ];
}
