/** Runs Temporal's dev server on a file, for one machine and one data directory; production sets TEMPORAL_ADDRESS. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { freePort } from '../free-port';
import {
  rotateLog,
  type Say,
  ServerFailedError,
  type ServerProcess,
  startServer,
  stopLeftover,
  type StopSignal,
  tailOf,
} from '../server-process';
import { devServerDynamicConfig, devServerSqlitePragmas, searchAttributes } from './tuning';

/** A running dev server. */
export interface TemporalDevServer {
  /** host:port for clients and workers. */
  readonly address: string;
  readonly namespace: string;
  /** The Web UI's address, or undefined when it was not asked for. */
  readonly uiUrl: string | undefined;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the server has ended, whoever ended it. */
  readonly exited: Promise<unknown>;
  /** The end of the log, for saying why it ended. */
  logTail(): string;
  stop(): Promise<void>;
}

/** What to start. Ports are chosen when not given; `ui: false` saves the Web UI in tests. */
export interface TemporalDevServerOptions {
  /** Path of the `temporal` program, from `findTemporalCli`. */
  readonly cli: string;
  readonly dataDir: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly uiPort?: number;
  readonly ui?: boolean;
  readonly say?: Say;
}

const startLimitMs = 60_000;
const stopSignals: readonly StopSignal[] = [
  { signal: 'SIGTERM', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];

/**
 * Starts the server on `<dataDir>/temporal.db` and waits until its namespace answers. A server that a killed process
 * left behind is stopped first. Throws `DataDirectoryInUseError`, or `ServerFailedError` with the end of the log.
 */
export async function startTemporalDevServer(options: TemporalDevServerOptions): Promise<TemporalDevServer> {
  const { dataDir, namespace = 'default', say = () => undefined } = options;
  mkdirSync(dataDir, { recursive: true });
  const pidFile = path.join(dataDir, 'temporal.pid.json');
  await stopLeftover('Temporal server', pidFile, stopSignals, say);

  const logFile = path.join(dataDir, 'temporal.log');
  rotateLog(logFile);
  const port = options.port ?? (await freePort());
  const uiPort = options.ui === false ? undefined : (options.uiPort ?? (await freePort()));
  const server = startServer({
    name: 'Temporal server',
    command: options.cli,
    args: serverArguments(path.join(dataDir, 'temporal.db'), namespace, port, uiPort),
    env: { ...process.env, TZ: 'UTC' },
    logFile,
    pidFile,
    signals: stopSignals,
  });
  const address = `127.0.0.1:${port}`;
  try {
    await untilItAnswers(server, address, namespace);
    keepToOwner(path.join(dataDir, 'temporal.db'));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    address,
    namespace,
    uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
    pid: server.pid,
    logFile,
    exited: server.exited,
    logTail: () => tailOf(logFile),
    stop: () => server.stop(),
  };
}

/** Ids of cases are in it in clear text; the CLI makes it readable by everybody on the machine. */
function keepToOwner(dbFile: string): void {
  for (const file of [dbFile, `${dbFile}-wal`, `${dbFile}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}

function serverArguments(dbFile: string, namespace: string, port: number, uiPort: number | undefined): string[] {
  const each = (flag: string, values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${String(value)}`]);
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...['--db-filename', dbFile, '--namespace', namespace, '--log-format', 'json', '--log-level', 'warn'],
    ...each('--dynamic-config-value', devServerDynamicConfig),
    ...each('--sqlite-pragma', devServerSqlitePragmas),
    ...each('--search-attribute', searchAttributes),
  ];
}

async function untilItAnswers(server: ServerProcess, address: string, namespace: string): Promise<void> {
  const until = Date.now() + startLimitMs;
  for (;;) {
    if (server.exit()) throw failed('ended while starting', server);
    try {
      const connection = await Connection.connect({ address, connectTimeout: 300 });
      try {
        await connection.workflowService.describeNamespace({ namespace });
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (Date.now() > until) {
        const why = error instanceof Error ? error.message : String(error);
        throw failed(`did not answer on ${address} within ${startLimitMs / 1000} s (${why})`, server);
      }
      await delay(50);
    }
  }
}

function failed(what: string, server: ServerProcess): ServerFailedError {
  return new ServerFailedError(
    `The Temporal server ${what}. The end of its log (${server.logFile}):\n${tailOf(server.logFile)}\n` +
      'If a port is taken, set TEMPORAL_UI_PORT or end the other program; or set TEMPORAL_ADDRESS to a server of your own.',
  );
}
