/** A whole Caseclock on a data directory of its own, in this process: started, stopped, and started again on restored data. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Gateway } from '../../commands/gateway';
import { RuleSource } from '../../commands/rule-source';
import type { BackupSources } from '../../platform/backup/write-backup';
import { openDb, type Db } from '../../platform/db';
import { readEnv } from '../../platform/env';
import { startEmbeddedPostgres } from '../../platform/postgres/embedded';
import { openTemporal } from '../../platform/temporal/connect';
import { testConverter } from '../support/keys';
import { findTemporalCli } from '../../platform/temporal/find-cli';
import { startTemporalDevServer } from '../../platform/temporal/start-dev-server';
import { migrate } from '../../prisma/migrate';
import { startWorker } from '../../worker';
import { check } from '../chaos/checker/check';
import type { Violation } from '../chaos/checker/evidence';
import { collect } from '../chaos/collect';
import '../support/quiet-sdk';

const TASK_QUEUE = 'installation';

export interface Installation {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly db: Db;
  readonly temporal: ReturnType<typeof openTemporal>;
  readonly taskQueue: string;
  readonly gateway: Gateway;
  readonly sources: BackupSources;
  /** What the chaos harness's checker says of it: I1 to I7. */
  violations(): Promise<Violation[]>;
  /** From now on nothing of ours works on cases; both servers go on. */
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** A folder that PostgreSQL's account can reach. */
export function folderFor(what: string): { path: string; dir(name: string): string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), `caseclock-${what}-`));
  chmodSync(folder, 0o711);
  return {
    path: folder,
    dir: (name) => path.join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function startInstallation(dataDir: string, options: { worker?: boolean } = {}): Promise<Installation> {
  const env = readEnv();
  mkdirSync(dataDir, { recursive: true });
  const [postgres, server] = await Promise.all([
    startEmbeddedPostgres({ dataDir, durable: false }),
    findTemporalCli({ cacheDir: env.CASECLOCK_CACHE }).then((cli) =>
      startTemporalDevServer({ cli, dataDir, ui: false }),
    ),
  ]);
  await migrate(postgres.url);
  const db = openDb({ url: postgres.url });
  const target = { address: server.address, namespace: server.namespace, dataConverter: testConverter };
  const temporal = openTemporal(target);
  const gateway = new Gateway({
    pool: db.pool,
    client: temporal.client,
    taskQueue: TASK_QUEUE,
    rules: new RuleSource(db.pool),
  });
  const begin = () =>
    startWorker({
      ...target,
      taskQueue: TASK_QUEUE,
      cacheDir: env.CASECLOCK_CACHE,
      memoryMb: 512,
      stickySeconds: 5,
      pool: db.pool,
    });
  let worker = options.worker === false ? null : await begin();
  const stopWorker = async () => {
    await worker?.stop();
    worker = null;
  };
  return {
    dataDir,
    databaseUrl: postgres.url,
    db,
    temporal,
    taskQueue: TASK_QUEUE,
    gateway,
    sources: { databaseUrl: postgres.url, dataDir, temporal: { is: 'running', pid: server.pid } },
    violations: async () => {
      const evidence = await collect({ db, temporal, places: () => [] }, []);
      // Words outside of Postgres are searched by the chaos harness.
      return check({ ...evidence, leaks: [] });
    },
    stopWorker,
    startWorker: async () => void (worker ??= await begin()),
    stop: async () => {
      await stopWorker();
      await temporal.connection.close();
      await db.close();
      await Promise.all([server.stop(), postgres.stop()]);
    },
  };
}
