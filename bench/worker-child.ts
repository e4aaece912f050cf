/** Starts, asks and stops a worker process; it knows nothing of what the worker does. */
import { fork } from 'node:child_process';
import path from 'node:path';
import { freePort } from '../platform/free-port';
import type { Ask, Told, WorkerOrder } from './worker-process';

/** Then it is ended: a bench that was interrupted leaves nothing behind. */
const STOP_WITHIN_MS = 15_000;

export interface WorkerChild {
  readonly taskQueue: string;
  readonly pid: number;
  /** Memory of the whole process now, and the processor time it has used. */
  usage(): Promise<{ rssMb: number; cpuMs: number }>;
  /** Workflows in its cache, from the worker's own metric. */
  cached(): Promise<number>;
  stop(): Promise<void>;
}

/** @throws when the worker ended before it was ready. */
export async function startWorkerChild(order: Omit<WorkerOrder, 'metricsAddress'>): Promise<WorkerChild> {
  const metricsAddress = `127.0.0.1:${await freePort()}`;
  const child = fork(path.join(__dirname, 'worker-process.ts'), [], {
    execArgv: process.execArgv,
    env: { ...process.env, TZ: 'UTC', BENCH_WORKER: JSON.stringify({ ...order, metricsAddress }) },
    // Ctrl-C reaches the bench only, which then stops its workers in order.
    detached: true,
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const told = () =>
    Promise.race([
      new Promise<Told>((resolve) => child.once('message', (message) => resolve(message as Told))),
      exited.then((code): never => {
        throw new Error(`The ${order.mode} worker ended with ${code}.`);
      }),
    ]);
  const ask = (what: Ask) => child.send(what);
  await told();
  return {
    taskQueue: order.taskQueue,
    pid: child.pid ?? 0,
    usage: async () => {
      const answer = told();
      ask('memory');
      const got = await answer;
      if ('ready' in got) throw new Error('The worker answered something else.');
      return got;
    },
    cached: async () => {
      const text = await (await fetch(`http://${metricsAddress}/metrics`)).text();
      return [...text.matchAll(/^temporal_sticky_cache_size\{[^}]*\} (\d+)/gm)].reduce((n, m) => n + Number(m[1]), 0);
    },
    stop: async () => {
      if (child.connected) ask('stop');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await exited;
      clearTimeout(force);
    },
  };
}
