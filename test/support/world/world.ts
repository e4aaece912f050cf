/** Everything of one run: PostgreSQL, Temporal, proxies before both, two workers, two API processes, all killable. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createToken } from '../../../api/auth/tokens';
import { openDb, type Db } from '../../../platform/db';
import { readEnv } from '../../../platform/env';
import { freePort } from '../../../platform/free-port';
import { fixedRing } from '../../../platform/keys/key-ring';
import { keyText, newKey } from '../../../platform/keys/key-text';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../platform/postgres/embedded';
import { openTemporal } from '../../../platform/temporal/connect';
import { dataConverterFor } from '../../../platform/temporal/data-converter';
import { findTemporalCli } from '../../../platform/temporal/find-cli';
import { startTemporalDevServer, type TemporalDevServer } from '../../../platform/temporal/start-dev-server';
import { workflowBundle } from '../../../platform/workflow-bundle';
import { migrate } from '../../../prisma/migrate';
import { Kept, signalFamily } from './processes';
import { CutProxy } from './proxy';
import type { Random } from './random';

const PROCESSES = 2;

export interface WorldOptions {
  /** Names the run's folder, its task queue and its users. */
  readonly name: string;
  /** What the proxies draw from. */
  readonly random: Random;
  readonly zone: string;
  readonly claims: number;
  /** Further variables of every worker and API process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface World {
  readonly folder: string;
  /** Temporary files of all processes and servers: a folder each, by name. */
  readonly temporary: Readonly<Record<string, string>>;
  /** The harness's own connection, past the proxy and as the owner: it looks, it is no part of what is tested. */
  readonly db: Db;
  readonly temporal: ReturnType<typeof openTemporal>;
  readonly workers: readonly Kept[];
  readonly apis: readonly Kept[];
  readonly apiUrls: readonly string[];
  readonly databaseProxy: CutProxy;
  readonly temporalProxy: CutProxy;
  readonly token: string;
  readonly databasePassword: string;
  readonly actorId: string;
  readonly users: readonly string[];
  readonly claims: readonly string[];
  killPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  stallPostgres(stalled: boolean): void;
  killTemporal(): Promise<void>;
  startTemporal(): Promise<void>;
  /** The servers' process ids as they are now. */
  serverPids(): { readonly postgres: number; readonly temporal: number };
  /** Files in which no word of a person may stand: Temporal's database and every process's log. */
  places(): { name: string; read(): Buffer }[];
  stop(): Promise<void>;
}

/** Starts it; `stop` ends every process and removes the folder. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { name: worldName, random } = options;
  const env = readEnv();
  const folder = mkdtempSync(path.join(tmpdir(), `caseclock-${worldName}-`));
  // The account that runs PostgreSQL for root must be able to pass through.
  chmodSync(folder, 0o711);
  const cli = await findTemporalCli({ cacheDir: env.CASECLOCK_CACHE });
  const [postgresPort, temporalPort] = [await freePort(), await freePort()];
  const numbers = Array.from({ length: PROCESSES }, (_, i) => i + 1);
  const temporary = temporaryFolders(folder, ['servers', ...numbers.flatMap((n) => [`worker-${n}`, `api-${n}`])]);
  const beginPostgres = () =>
    withTemporary(temporary['servers'], () => startEmbeddedPostgres({ dataDir: folder, port: postgresPort }));
  const beginTemporal = () =>
    withTemporary(temporary['servers'], () =>
      startTemporalDevServer({ cli, dataDir: folder, port: temporalPort, ui: false }),
    );
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
  const seeded = await seedPractice(db, options);

  const through = new URL(postgres.appUrl);
  through.port = String(await databaseProxy.listen());
  const shared = {
    DATABASE_URL: through.href,
    TEMPORAL_ADDRESS: `127.0.0.1:${await temporalProxy.listen()}`,
    TASK_QUEUE: worldName,
    CASECLOCK_KEYS: keys,
    LOG_LEVEL: 'info',
    WORKER_MEMORY_MB: '512',
    // Cases of a killed worker wait so long; with the default of 300 s a run would mostly wait.
    WORKER_STICKY_SECONDS: '10',
    ...options.env,
  };
  const log = (name: string) => path.join(folder, `${name}.log`);
  const workers = numbers.map(
    (n) =>
      new Kept({
        name: `worker ${n}`,
        script: 'worker.ts',
        env: { ...shared, TMPDIR: temporary[`worker-${n}`] as string },
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
        env: { ...shared, PORT: String(ports[i]), TMPDIR: temporary[`api-${n}`] as string },
        readyWhen: 'api listens',
        logFile: log(`api-${n}`),
      }),
  );
  await Promise.all([...workers, ...apis].map((p) => p.start()));

  return {
    folder,
    temporary,
    db,
    temporal,
    workers,
    apis,
    apiUrls: ports.map((port) => `http://127.0.0.1:${port}`),
    databaseProxy,
    temporalProxy,
    ...seeded,
    databasePassword: decodeURIComponent(through.password),
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
    serverPids: () => ({ postgres: postgres.pid, temporal: temporalServer.pid }),
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

function temporaryFolders(folder: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const own = path.join(folder, 'tmp', name);
      mkdirSync(own, { recursive: true });
      // PostgreSQL may run under an account of its own.
      if (name === 'servers') chmodSync(own, 0o1777);
      return [name, own];
    }),
  );
}

let starting = 0;
let usual: string | undefined;

/** The servers inherit our environment: for as long as one starts, temporary files go to their folder. */
async function withTemporary<T>(folder: string | undefined, start: () => Promise<T>): Promise<T> {
  if (starting === 0) usual = process.env['TMPDIR'];
  starting += 1;
  process.env['TMPDIR'] = folder;
  try {
    return await start();
  } finally {
    starting -= 1;
    if (starting === 0 && usual === undefined) delete process.env['TMPDIR'];
    else if (starting === 0) process.env['TMPDIR'] = usual;
  }
}

async function seedPractice(db: Db, { name, zone, claims: claimCount }: WorldOptions) {
  const practice = await db.prisma.practice.create({
    data: { name: 'Practice under fault', zone, jurisdiction: 'US-CA' },
  });
  const users = await Promise.all(
    [1, 2, 3].map((n) =>
      db.prisma.user.create({
        data: {
          email: `${name}-${n}@example.test`,
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
    token: await createToken(db, actorId, name),
    users: users.map((u) => u.id),
    claims: claims.map((c) => c.id),
  };
}
