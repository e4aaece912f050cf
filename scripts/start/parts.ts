/** The three parts `npm start` keeps running: PostgreSQL, Temporal and the worker, embedded or somebody else's. */
import type { Pool } from 'pg';
import { EnvError, type Env } from '../../platform/env';
import type { Logger } from '../../platform/log';
import { freePort } from '../../platform/free-port';
import { startEmbeddedPostgres } from '../../platform/postgres/embedded';
import { tailOf } from '../../platform/server-process';
import { findTemporalCli } from '../../platform/temporal/find-cli';
import type { TemporalTarget as Target } from '../../platform/temporal/connect';
import { startTemporalDevServer } from '../../platform/temporal/start-dev-server';
import { temporalTargetOf } from '../../platform/temporal/target';
import { startUiFront } from '../../platform/temporal/ui-front';
import { startWorker } from '../../worker';
import { keepAlive } from './keep-alive';
import { preferred } from './ports';
import type { Progress } from './progress';

const LAST_LINES = 8;
/** Where people expect Temporal's Web UI. */
const UI_PORT = 8233;

export interface TemporalTarget extends Target {
  /** Null when the server is not ours: it may have one, we do not know where. */
  readonly uiUrl: string | null;
}

interface Stoppable {
  stop(): Promise<void>;
  kill(): void;
}

const nothing: Stoppable = { stop: () => Promise.resolve(), kill: () => undefined };

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** Reports go to the person and, without the server's own words, to the log. */
function reporter(part: string, progress: Progress, log: Logger): (message: string) => void {
  return (message) => {
    progress.say(message);
    log.warn({ part }, message.split('\n')[0] ?? '');
  };
}

/** Where the database is: `url` as the application's role, `ownerUrl` as the owner of the tables. */
export interface DatabaseTarget {
  readonly url: string;
  readonly ownerUrl: string;
}

/** PostgreSQL at DATABASE_URL, or an embedded one that is started again on the same port when it dies. */
export async function keepDatabase(env: Env, progress: Progress, log: Logger): Promise<Stoppable & DatabaseTarget> {
  if (env.DATABASE_URL !== undefined) {
    progress.say('Using the PostgreSQL that DATABASE_URL names');
    return { ...nothing, url: env.DATABASE_URL, ownerUrl: env.DATABASE_OWNER_URL ?? env.DATABASE_URL };
  }
  if (env.DATABASE_OWNER_URL !== undefined) {
    const mustBe = 'must be set where DATABASE_OWNER_URL is, to the same database as the application role';
    throw new EnvError([{ variable: 'DATABASE_URL', mustBe }]);
  }
  let port: number | undefined;
  const start = async () => {
    const server = await startEmbeddedPostgres({
      dataDir: env.CASECLOCK_DATA,
      say: progress.say,
      ...(port === undefined ? {} : { port }),
    });
    port = server.port;
    return {
      url: server.appUrl,
      ownerUrl: server.url,
      ended: server.exited,
      stop: server.stop,
      kill: () => killProcess(server.pid),
      lastWords: () => tailOf(server.logFile, LAST_LINES),
    };
  };
  const kept = await progress.step(
    'Starting PostgreSQL',
    () => keepAlive('PostgreSQL', start, reporter('postgres', progress, log)),
    () => `PostgreSQL runs on 127.0.0.1:${port ?? ''}`,
  );
  const { url, ownerUrl } = kept.current();
  return { url, ownerUrl, stop: kept.stop, kill: kept.kill };
}

/** Temporal at TEMPORAL_ADDRESS, or an embedded one that is started again on the same ports when it dies. */
export async function keepTemporal(
  env: Env,
  progress: Progress,
  log: Logger,
  apiUrl: () => string | null = () => null,
): Promise<Stoppable & { target: TemporalTarget }> {
  const namespace = env.TEMPORAL_NAMESPACE;
  if (env.TEMPORAL_ADDRESS !== undefined) {
    progress.say(`Using the Temporal server at ${env.TEMPORAL_ADDRESS}`);
    return { ...nothing, target: { ...temporalTargetOf(env, env.TEMPORAL_ADDRESS, log, true), uiUrl: null } };
  }
  // Before anything is written: an installation without usable keys must not start.
  const target = temporalTargetOf(env, '', log, true);
  let port: number | undefined;
  const uiPort = await freePort();
  const kept = await progress.step(
    'Starting Temporal',
    async () => {
      const cli = await findTemporalCli({ cacheDir: env.CASECLOCK_CACHE, say: progress.say });
      const start = async () => {
        const server = await startTemporalDevServer({
          cli,
          dataDir: env.CASECLOCK_DATA,
          namespace,
          uiPort,
          say: progress.say,
          ...(port === undefined ? {} : { port }),
        });
        port = Number(server.address.split(':')[1]);
        return {
          address: server.address,
          ended: server.exited,
          stop: server.stop,
          kill: () => killProcess(server.pid),
          lastWords: () => tailOf(server.logFile, LAST_LINES),
        };
      };
      return keepAlive('Temporal', start, reporter('temporal', progress, log));
    },
    (server) => `Temporal runs on ${server.current().address}`,
  );
  const front = await openFront(env, () => uiPort, apiUrl).catch(async (error: unknown) => {
    await kept.stop();
    throw error;
  });
  return {
    target: { ...target, security: undefined, address: kept.current().address, uiUrl: front.url },
    stop: async () => {
      await front.close();
      await kept.stop();
    },
    kill: kept.kill,
  };
}

/** The usual port may be taken by another Caseclock; one that was asked for stands. */
async function openFront(env: Env, uiPort: () => number, apiUrl: () => string | null) {
  const wanted = env.TEMPORAL_UI_PORT ?? (await preferred(UI_PORT));
  const front = await startUiFront(wanted, uiPort, apiUrl).catch((error: unknown) => {
    if (env.TEMPORAL_UI_PORT !== undefined) throw error;
    return startUiFront(0, uiPort, apiUrl);
  });
  const address = front.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : wanted;
  return { url: `http://127.0.0.1:${port}`, close: front.close };
}

/** The worker in this process; it lives through an absent server and is made anew when it gave up. */
export async function keepWorker(parts: {
  env: Env;
  temporal: TemporalTarget;
  pool: Pool;
  progress: Progress;
  log: Logger;
}): Promise<Stoppable> {
  const { env, temporal, pool, progress, log } = parts;
  const start = async () => {
    const worker = await startWorker({
      ...temporal,
      taskQueue: env.TASK_QUEUE,
      cacheDir: env.CASECLOCK_CACHE,
      memoryMb: env.WORKER_MEMORY_MB,
      stickySeconds: env.WORKER_STICKY_SECONDS,
      pool,
    });
    // A worker that died has nothing left to stop.
    const stop = () => worker.stop().catch(() => undefined);
    return { ended: worker.done, stop, kill: () => undefined, lastWords: () => '' };
  };
  return progress.step(
    'Starting the worker',
    () => keepAlive('the worker', start, reporter('worker', progress, log)),
    () => 'Worker takes up cases',
  );
}
