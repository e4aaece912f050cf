/** A worker in a process of its own, for cases or for bare workflows, so that callers and worker share no event loop. */
import path from 'node:path';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  bundleWorkflowCode,
  makeTelemetryFilterString,
} from '@temporalio/worker';
import { openDb } from '../platform/db';
import { fixedRing } from '../platform/keys/key-ring';
import { dataConverterFor, failureConverterPath } from '../platform/temporal/data-converter';
import { workerTuning } from '../platform/temporal/tuning';
import { startWorker, type RunningWorker } from '../worker';
import type { BareOutside } from './bare-workflows';

export interface WorkerOrder {
  readonly mode: 'cases' | 'bare';
  readonly address: string;
  readonly namespace: string;
  /** Keys that encrypt payloads; null: without encryption, to see what it costs. */
  readonly keys: string | null;
  readonly taskQueue: string;
  readonly databaseUrl: string;
  readonly cacheDir: string;
  readonly memoryMb: number;
  readonly stickySeconds?: number;
  readonly metricsAddress: string;
}

/** What the parent asks. */
export type Ask = 'memory' | 'stop';
export type Told = { readonly ready: true } | { readonly rssMb: number; readonly cpuMs: number };

const ORDER = 'BENCH_WORKER';

async function startBare(order: WorkerOrder, activities: BareOutside): Promise<RunningWorker> {
  const connection = await NativeConnection.connect({ address: order.address });
  const worker = await Worker.create({
    connection,
    namespace: order.namespace,
    taskQueue: order.taskQueue,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: path.join(__dirname, 'bare-workflows.ts'),
      logger: new DefaultLogger('ERROR'),
    }),
    activities: { ...activities },
    ...workerTuning(order.memoryMb, order.stickySeconds),
  });
  const done = worker.run().finally(() => connection.close());
  done.catch(() => undefined);
  return {
    done,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

async function main(order: WorkerOrder, tell: (told: Told) => void): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) },
      metrics: { prometheus: { bindAddress: order.metricsAddress } },
    },
  });
  const { pool, close } = openDb({ url: order.databaseUrl });
  const writeRow = async (id: string) => {
    await pool.query('insert into bare_row (id) values ($1)', [id]);
  };
  const dataConverter = order.keys === null ? { failureConverterPath } : dataConverterFor(fixedRing(order.keys));
  const worker =
    order.mode === 'cases'
      ? await startWorker({ ...order, dataConverter, pool })
      : await startBare(order, { writeRow });
  process.on('message', (ask: Ask) => {
    if (ask === 'stop') void worker.stop();
    else {
      const { user, system } = process.cpuUsage();
      tell({ rssMb: process.memoryUsage.rss() / 1_048_576, cpuMs: (user + system) / 1000 });
    }
  });
  // A parent that was killed leaves no worker behind.
  process.once('disconnect', () => process.exit(1));
  tell({ ready: true });
  await worker.done;
  await close();
  process.removeAllListeners('disconnect');
  process.disconnect();
}

const order = process.env[ORDER];
if (require.main === module && order !== undefined && process.send) {
  const send = process.send.bind(process);
  main(JSON.parse(order) as WorkerOrder, (told) => void send(told)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
