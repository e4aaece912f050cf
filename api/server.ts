/** Runs the API as a process or inside another one: listens, redelivers, and stops without dropping a request. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gateway } from '../commands/gateway';
import { Imports } from '../commands/imports';
import { keepNightly, NIGHTLY_CARE_EVERY_MS } from '../commands/nightly';
import { REDELIVERY_EVERY_MS, redeliverOnce } from '../commands/redeliver';
import { startRounds } from '../commands/rounds';
import { RuleSource } from '../commands/rule-source';
import { careForRules, RULE_CARE_EVERY_MS } from '../commands/rules/care';
import { openDb, type Db } from '../platform/db';
import { readEnv } from '../platform/env';
import { createLog, type Logger } from '../platform/log';
import { openTemporal } from '../platform/temporal/connect';
import { makeApp } from './app';
import { makeChangeFeed } from './changes/change-feed';
import { closeStreams } from './changes/open-streams';
import { makeMetrics } from './metrics';

/** Half a thousand a second from one token: a busy import script, not a mistake in a loop on every machine. */
const REQUESTS_PER_MINUTE = 30_000;
const HEADERS_LIMIT_MS = 10_000;
/** Long enough for a large upload on a slow line. */
const REQUEST_LIMIT_MS = 600_000;
/** Longer than a load balancer's own (usually 60 s), so that it never sends into a closing connection. */
const KEEP_ALIVE_MS = 75_000;
const STOP_LIMIT_MS = 15_000;

export interface ApiParts {
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly taskQueue: string;
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  /** Shared with the rest of the process; without it the API opens and closes its own. */
  readonly db?: Db;
  readonly requestsPerMinute?: number;
  readonly checkAnswers?: boolean;
  now?(): number;
}

export interface RunningApi {
  /** `http://host:port` as it listens. */
  readonly url: string;
  /** Finishes what is under way, ends streams, then stops. */
  stop(): Promise<void>;
}

export async function startApi(parts: ApiParts): Promise<RunningApi> {
  const { log } = parts;
  const db =
    parts.db ?? openDb({ url: parts.databaseUrl, onIdleError: () => log.warn('a database connection was lost') });
  const { client, connection } = openTemporal(parts.temporal);
  const rules = new RuleSource(db.pool);
  const metrics = makeMetrics(db.pool);
  const gateway = new Gateway({
    pool: db.pool,
    client,
    taskQueue: parts.taskQueue,
    rules,
    onUnknown: (commandId, error) =>
      log.warn(
        { commandId, errorType: error instanceof Error ? error.name : typeof error },
        'a command has no answer yet',
      ),
  });
  const changes = makeChangeFeed(parts.databaseUrl, log);
  let stopping = false;
  const app = makeApp(
    {
      db,
      gateway,
      rules,
      client,
      taskQueue: parts.taskQueue,
      log,
      now: parts.now ?? Date.now,
      changes,
      metrics,
      requestsPerMinute: parts.requestsPerMinute ?? REQUESTS_PER_MINUTE,
      checkAnswers: parts.checkAnswers ?? false,
    },
    { stopping: () => stopping },
  );
  const server = createServer(
    { headersTimeout: HEADERS_LIMIT_MS, requestTimeout: REQUEST_LIMIT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    app,
  );
  await listen(server, parts.port, parts.host);
  changes.start();
  const background = { pool: db.pool, client, taskQueue: parts.taskQueue };
  const waits = (what: string) => (error: unknown) =>
    log.warn({ errorType: error instanceof Error ? error.name : typeof error }, `${what} waits`);
  const imports = new Imports(background);
  const rounds = [
    startRounds(REDELIVERY_EVERY_MS, () => redeliverOnce(db.pool, gateway), waits('redelivery')),
    startRounds(RULE_CARE_EVERY_MS, () => careForRules(background, Date.now()), waits('the care for rules')),
    startRounds(RULE_CARE_EVERY_MS, () => imports.startQueued(), waits('an uploaded file')),
    startRounds(NIGHTLY_CARE_EVERY_MS, () => keepNightly(background), waits('the nightly schedule')),
  ];
  const { port } = server.address() as AddressInfo;
  log.info({ port }, 'api listens');
  return {
    url: `http://${parts.host.includes(':') ? `[${parts.host}]` : parts.host}:${port}`,
    stop: async () => {
      stopping = true;
      closeStreams(changes);
      await close(server);
      await Promise.all(rounds.map((stop) => stop()));
      await changes.stop();
      if (!parts.db) await db.close();
      await connection.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** No new connections; answered requests end their connection; what hangs is cut after a limit. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), STOP_LIMIT_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function main(): Promise<void> {
  const env = readEnv();
  const log = createLog({ level: env.LOG_LEVEL, name: 'api' });
  if (!env.DATABASE_URL || !env.TEMPORAL_ADDRESS) {
    throw new Error('The API by itself needs DATABASE_URL and TEMPORAL_ADDRESS; `npm start` brings up everything.');
  }
  const api = await startApi({
    databaseUrl: env.DATABASE_URL,
    temporal: { address: env.TEMPORAL_ADDRESS, namespace: env.TEMPORAL_NAMESPACE },
    taskQueue: env.TASK_QUEUE,
    host: env.HOST,
    port: env.PORT,
    log,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      api.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
