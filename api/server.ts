/** Runs the API as a process or inside another one: listens, redelivers, and stops without dropping a request. */
import type { Server } from 'node:http';
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
import { errorCode } from '../platform/error-code';
import { createLog, type Logger } from '../platform/log';
import { warnWhereUnprotected } from '../platform/postgres/application-role';
import { requireSafeLinks } from '../platform/env-tls';
import { openTemporal, type TemporalTarget } from '../platform/temporal/connect';
import { temporalTargetOf } from '../platform/temporal/target';
import { httpTlsOf, type HttpTls } from '../platform/tls-files';
import { makeApp } from './app';
import { makeChangeFeed } from './changes/change-feed';
import { closeStreams } from './changes/open-streams';
import { makeListener, type HttpLimits } from './listener';
import { makeMetrics } from './metrics';
import { openMailer } from './sign-in/mail';
import { openOidc } from './sign-in/oidc-client';
import { signInSettings, usualSignIn, type SignInSettings } from './sign-in/settings';
import { SWEEP_EVERY_MS, sweepSignIn } from './sign-in/sweep';
import { makeSignIn } from './sign-in/visit';

/** Half a thousand a second from one token: a busy import script, not a mistake in a loop on every machine. */
const REQUESTS_PER_MINUTE = 30_000;
/** Enough for a broken script, too few for guessing. */
const FAILURES_PER_MINUTE = 300;
const STOP_LIMIT_MS = 15_000;
/** A port scan must not fill the log. */
const HANDSHAKE_REPORT_MS = 1_000;

export interface ApiParts {
  readonly databaseUrl: string;
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  /** Shared with the rest of the process; without it the API opens and closes its own. */
  readonly db?: Db;
  readonly requestsPerMinute?: number;
  readonly failuresPerMinute?: number;
  readonly checkAnswers?: boolean;
  /** With it the API speaks HTTPS only. */
  readonly tls?: HttpTls | undefined;
  readonly limits?: Partial<HttpLimits>;
  /** After so long a command is answered as pending; see the gateway. */
  readonly commandWaitMs?: number;
  /** Where Temporal's Web UI is shown: the only pages whose browsers may ask for decoded payloads. */
  readonly temporalUiOrigins?: readonly string[];
  /** What differs from the usual; a process with an environment gives all of it. */
  readonly signIn?: Partial<SignInSettings>;
  now?(): number;
}

export interface RunningApi {
  /** `http://host:port` or `https://host:port` as it listens. */
  readonly url: string;
  /** Finishes what is under way, ends streams, then stops. */
  stop(): Promise<void>;
}

export async function startApi(parts: ApiParts): Promise<RunningApi> {
  const { log } = parts;
  const db =
    parts.db ?? openDb({ url: parts.databaseUrl, onIdleError: () => log.warn('a database connection was lost') });
  if (!parts.db) warnWhereUnprotected(db.pool, log);
  const { client, connection } = openTemporal(parts.temporal);
  const rules = new RuleSource(db.pool);
  const metrics = makeMetrics(db.pool);
  const gateway = new Gateway({
    pool: db.pool,
    client,
    taskQueue: parts.taskQueue,
    rules,
    waitMs: parts.commandWaitMs,
    onUnknown: (commandId, error) =>
      log.warn(
        { commandId, errorType: error instanceof Error ? error.name : typeof error },
        'a command has no answer yet',
      ),
  });
  const changes = makeChangeFeed(parts.databaseUrl, log);
  let stopping = false;
  let url = '';
  const settings = { ...usualSignIn(), ...parts.signIn };
  const mailer = settings.mail === null ? null : openMailer(settings.mail);
  const signIn = makeSignIn({
    settings,
    mailer,
    oidc: settings.oidc === null ? null : openOidc(settings.oidc),
    origin: () => url,
    onFailure: (error) =>
      log.warn({ errorType: error instanceof Error ? error.name : typeof error }, 'a step after an answer failed'),
  });
  const now = parts.now ?? Date.now;
  const app = makeApp(
    {
      db,
      gateway,
      rules,
      client,
      taskQueue: parts.taskQueue,
      log,
      temporalUiOrigins: parts.temporalUiOrigins ?? [],
      now,
      changes,
      metrics,
      signIn,
      requestsPerMinute: parts.requestsPerMinute ?? REQUESTS_PER_MINUTE,
      failuresPerMinute: parts.failuresPerMinute ?? FAILURES_PER_MINUTE,
      checkAnswers: parts.checkAnswers ?? false,
    },
    { stopping: () => stopping, tls: parts.tls !== undefined },
  );
  const server = makeListener(app, parts.tls, parts.limits);
  const handshakeFailed = atMostEvery(HANDSHAKE_REPORT_MS, (errorCode: string | undefined, suppressed: number) =>
    log.warn({ errorCode, suppressed }, 'a TLS handshake failed'),
  );
  server.on('tlsClientError', (error) => handshakeFailed(errorCode(error)));
  await listen(server, parts.port, parts.host);
  const { port } = server.address() as AddressInfo;
  url = `${parts.tls ? 'https' : 'http'}://${parts.host.includes(':') ? `[${parts.host}]` : parts.host}:${port}`;
  changes.start();
  const background = { pool: db.pool, client, taskQueue: parts.taskQueue };
  const waits = (what: string) => (error: unknown) =>
    log.warn({ errorType: error instanceof Error ? error.name : typeof error }, `${what} waits`);
  const imports = new Imports(background);
  const rounds = [
    startRounds(REDELIVERY_EVERY_MS, () => redeliverOnce(db.pool, gateway), waits('redelivery')),
    startRounds(RULE_CARE_EVERY_MS, () => careForRules(background, Date.now()), waits('the care for rules')),
    startRounds(RULE_CARE_EVERY_MS, () => imports.startQueued(), waits('an uploaded file')),
    startRounds(SWEEP_EVERY_MS, () => sweepSignIn(db.pool, now()), waits('the sweep of old sessions')),
    startRounds(NIGHTLY_CARE_EVERY_MS, () => keepNightly(background), waits('the nightly schedule')),
  ];
  log.info({ port }, 'api listens');
  return {
    url,
    stop: async () => {
      stopping = true;
      closeStreams(changes);
      await close(server);
      await Promise.all(rounds.map((stop) => stop()));
      await signIn.settled();
      mailer?.close();
      await changes.stop();
      if (!parts.db) await db.close();
      await connection.close();
    },
  };
}

/** Reports the first at once and then one in so many ms, with the number of those left out. */
function atMostEvery(ms: number, report: (what: string | undefined, suppressed: number) => void) {
  let lastAt = -Infinity;
  let suppressed = 0;
  return (what: string | undefined): void => {
    if (performance.now() - lastAt < ms) {
      suppressed += 1;
      return;
    }
    report(what, suppressed);
    lastAt = performance.now();
    suppressed = 0;
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
  for (const link of requireSafeLinks(env)) log.warn(link);
  const api = await startApi({
    databaseUrl: env.DATABASE_URL,
    temporal: temporalTargetOf(env, env.TEMPORAL_ADDRESS, log),
    tls: httpTlsOf(env),
    temporalUiOrigins: env.TEMPORAL_UI_ORIGIN ?? [],
    taskQueue: env.TASK_QUEUE,
    host: env.HOST,
    port: env.PORT,
    log,
    signIn: signInSettings(env),
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
