/** Runs the worker: the only file that wires workflows, activities and Temporal together. */
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Pool } from 'pg';
import { makeActivities, type ActivityDeps } from './activities';
import { makeMayReach } from './api/auth/may-reach';
import { makeEditForBatch } from './api/batch-edit';
import { Gateway } from './commands/gateway';
import { RuleSource } from './commands/rule-source';
import { openDb } from './platform/db';
import { readEnv } from './platform/env';
import { requireSafeLinks } from './platform/env-tls';
import { createLog } from './platform/log';
import { warnWhereUnprotected } from './platform/postgres/application-role';
import { openTemporal, type TemporalTarget } from './platform/temporal/connect';
import { temporalTargetOf } from './platform/temporal/target';
import { quietSdk } from './platform/temporal/sdk-logging';
import { workerTuning } from './platform/temporal/tuning';
import { workflowBundle } from './platform/workflow-bundle';

export interface WorkerParts extends TemporalTarget {
  readonly taskQueue: string;
  readonly cacheDir: string;
  readonly memoryMb: number;
  readonly stickySeconds?: number | undefined;
  readonly pool: Pool;
  readonly activities?: Omit<
    ActivityDeps,
    'pool' | 'gateway' | 'rules' | 'mayReach' | 'editForBatch' | 'client' | 'taskQueue'
  >;
  /** Replaced by tests that need a case to be evicted. */
  readonly maxCachedWorkflows?: number;
}

export interface RunningWorker {
  /** Settles when the worker has stopped; rejects when it died. */
  readonly done: Promise<void>;
  /** Finishes what is under way, then stops. */
  stop(): Promise<void>;
}

/** Starts a worker that answers cases on the given task queue. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { pool, taskQueue } = parts;
  const connection = await NativeConnection.connect({ address: parts.address, ...parts.security });
  // Imports and batches send commands to cases, by the same gateway as the API.
  const temporal = openTemporal(parts);
  const rules = new RuleSource(pool);
  const gateway = new Gateway({ pool, client: temporal.client, taskQueue, rules });
  const worker = await Worker.create({
    connection,
    namespace: parts.namespace,
    dataConverter: parts.dataConverter,
    taskQueue,
    workflowBundle: await workflowBundle(parts.cacheDir),
    activities: makeActivities({
      pool,
      gateway,
      rules,
      mayReach: makeMayReach(pool),
      editForBatch: makeEditForBatch(pool),
      client: temporal.client,
      taskQueue,
      ...parts.activities,
    }),
    ...workerTuning(parts.memoryMb, parts.stickySeconds),
    ...(parts.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: parts.maxCachedWorkflows }),
  });
  const done = worker.run().finally(async () => {
    await Promise.all([connection.close(), temporal.connection.close()]);
  });
  // A worker that dies before anyone waits on it is reported by whoever waits, not as an unhandled rejection.
  done.catch(() => undefined);
  return {
    done,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

async function main(): Promise<void> {
  const env = readEnv();
  const log = createLog({ level: env.LOG_LEVEL, name: 'worker' });
  quietSdk(log);
  // It serves no HTTP.
  for (const link of requireSafeLinks({ ...env, HOST: '127.0.0.1' })) log.warn(link);
  if (!env.DATABASE_URL || !env.TEMPORAL_ADDRESS) {
    throw new Error('A worker by itself needs DATABASE_URL and TEMPORAL_ADDRESS; `npm start` brings up everything.');
  }
  const db = openDb({ url: env.DATABASE_URL, onIdleError: () => log.warn('a database connection was lost') });
  warnWhereUnprotected(db.pool, log);
  const worker = await startWorker({
    ...temporalTargetOf(env, env.TEMPORAL_ADDRESS, log),
    taskQueue: env.TASK_QUEUE,
    cacheDir: env.CASECLOCK_CACHE,
    memoryMb: env.WORKER_MEMORY_MB,
    stickySeconds: env.WORKER_STICKY_SECONDS,
    pool: db.pool,
  });
  log.info('worker runs');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void worker.stop());
  await worker.done;
  await db.close();
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
