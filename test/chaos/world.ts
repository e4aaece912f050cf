/** Everything of one run: PostgreSQL, Temporal, proxies before both, two workers, two API processes, all killable. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createToken } from '../../api/auth/tokens';
import { openDb, type Db } from '../../platform/db';
import { readEnv } from '../../platform/env';
import { freePort } from '../../platform/free-port';
import { fixedRing } from '../../platform/keys/key-ring';
import { keyText, newKey } from '../../platform/keys/key-text';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../platform/postgres/embedded';
import { openTemporal } from '../../platform/temporal/connect';
import { dataConverterFor } from '../../platform/temporal/data-converter';
import { findTemporalCli } from '../../platform/temporal/find-cli';
import { startTemporalDevServer, type TemporalDevServer } from '../../platform/temporal/start-dev-server';
import { workflowBundle } from '../../platform/workflow-bundle';
import { migrate } from '../../prisma/migrate';
import { Kept, signalFamily } from './processes';
import { CutProxy } from './proxy';
import type { Random } from './random';

const PROCESSES = 2;

export interface World {
  readonly folder: string;
  /** The harness's own connection, past the proxy and as the owner: it looks, it is no part of what is tested. */
  readonly db: Db;
  readonly temporal: ReturnType<typeof openTemporal>;
  readonly workers: readonly Kept[];
  readonly apis: readonly Kept[];
  readonly apiUrls: readonly string[];
  readonly databaseProxy: CutProxy;
  readonly temporalProxy: CutProxy;
  readonly token: string;
  readonly actorId: string;
  readonly users: readonly string[];
  readonly claims: readonly string[];
  killPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  stallPostgres(stalled: boolean): void;
  killTemporal(): Promise<void>;
  startTemporal(): Promise<void>;
  /** Files in which no word of a person may stand: Temporal's database and every process's log. */
  places(): { name: string; read(): Buffer }[];
  stop(): Promise<void>;
}

/** Starts it; `stop` ends every process and removes the folder. */
export async function startWorld(random: Random, zone: string, claimCount: number): Promise<World> {
  const env = readEnv();
  const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-chaos-'));
  // The account that runs PostgreSQL for root must be able to pass through.
  chmodSync(folder, 0o711);
  const cli = await findTemporalCli({ cacheDir: env.CASECLOCK_CACHE });
  const [postgresPort, temporalPort] = [await freePort(), await freePort()];
  const beginPostgres = () => startEmbeddedPostgres({ dataDir: folder, port: postgresPort });
  const beginTemporal = () => startTemporalDevServer({ cli, dataDir: folder, port: temporalPort, ui: false });
  // The bundle is made once here, or both workers would make it while they are expected to work.
  let [postgres, temporalServer]: [EmbeddedPostgres, TemporalDevServer] = await Promise.all([
    beginPostgres(),
    beginTemporal(),
  ]);
  await Promise.all([workflowBundle(env.CASECLOCK_CACHE), migrate(postgres.url)]);
  const db = openDb({ url: postgres.url });
  const keys = keyText(newKey(new Date()));
  const { address, namespace } = temporalServer;
  const temporal = openTemporal({ address, namespace, dataConverter: dataConverterFor(fixedRing(keys)) });
  const databaseProxy = new CutProxy(postgresPort, random.next);
  const temporalProxy = new CutProxy(temporalPort, random.next);
  const seeded = await seedPractice(db, zone, claimCount);

  const through = new URL(postgres.appUrl);
  through.port = String(await databaseProxy.listen());
  const shared = {
    DATABASE_URL: through.href,
    TEMPORAL_ADDRESS: `127.0.0.1:${await temporalProxy.listen()}`,
    TASK_QUEUE: 'chaos',
    CASECLOCK_KEYS: keys,
    LOG_LEVEL: 'info',
    WORKER_MEMORY_MB: '512',
    // Cases of a killed worker wait so long; with the default of 300 s a run would mostly wait.
    WORKER_STICKY_SECONDS: '10',
  };
  const log = (name: string) => path.join(folder, `${name}.log`);
  const numbers = Array.from({ length: PROCESSES }, (_, i) => i + 1);
  const workers = numbers.map(
    (n) =>
      new Kept({
        name: `worker ${n}`,
        script: 'worker.ts',
        env: shared,
        readyWhen: 'worker runs',
        logFile: log(`worker-${n}`),
      }),
  );
  const ports = await Promise.all(numbers.map(() => freePort()));
  const apis = numbers.map(
    (n, i) =>
      new Kept({
        name: `api ${n}`,
        script: 'api/server.ts',
        env: { ...shared, PORT: String(ports[i]) },
        readyWhen: 'api listens',
        logFile: log(`api-${n}`),
      }),
  );
  await Promise.all([...workers, ...apis].map((p) => p.start()));

  return {
    folder,
    db,
    temporal,
    workers,
    apis,
    apiUrls: ports.map((port) => `http://127.0.0.1:${port}`),
    databaseProxy,
    temporalProxy,
    ...seeded,
    async killPostgres() {
      signalFamily(postgres.pid, 'SIGKILL');
      await postgres.exited;
    },
    async startPostgres() {
      postgres = await beginPostgres();
    },
    stallPostgres: (stalled) => signalFamily(postgres.pid, stalled ? 'SIGSTOP' : 'SIGCONT'),
    async killTemporal() {
      signalFamily(temporalServer.pid, 'SIGKILL');
      await temporalServer.exited;
    },
    async startTemporal() {
      temporalServer = await beginTemporal();
    },
    places: () =>
      [
        'temporal.db',
        'temporal.db-wal',
        'temporal.log',
        'postgres.log',
        ...numbers.flatMap((n) => [`worker-${n}.log`, `api-${n}.log`]),
      ]
        .filter((name) => statSync(path.join(folder, name), { throwIfNoEntry: false }))
        .map((name) => ({ name, read: () => readFileSync(path.join(folder, name)) })),
    async stop() {
      await Promise.all([...workers, ...apis].map((p) => p.kill()));
      await Promise.all([databaseProxy.close(), temporalProxy.close()]);
      await temporal.connection.close();
      await db.close();
      signalFamily(postgres.pid, 'SIGCONT');
      await Promise.all([temporalServer.stop(), postgres.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function seedPractice(db: Db, zone: string, claimCount: number) {
  const practice = await db.prisma.practice.create({
    data: { name: 'Practice under fault', zone, jurisdiction: 'US-CA' },
  });
  const users = await Promise.all(
    [1, 2, 3].map((n) =>
      db.prisma.user.create({
        data: {
          email: `chaos-${n}@example.test`,
          displayName: `Person ${n}`,
          roles: ['manager', 'coordinator'],
          allLocations: true,
        },
      }),
    ),
  );
  const claims = await Promise.all(
    Array.from({ length: claimCount }, (_, n) =>
      db.prisma.claim.create({ data: { practiceId: practice.id, number: `C-${n}` } }),
    ),
  );
  const actorId = (users[0] as { id: string }).id;
  return {
    actorId,
    token: await createToken(db, actorId, 'chaos'),
    users: users.map((u) => u.id),
    claims: claims.map((c) => c.id),
  };
}
