/** Runs the PostgreSQL that comes with the installation, for one machine and one data directory; production sets DATABASE_URL. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client, DatabaseError } from 'pg';
import { freePort } from '../free-port';
import {
  isAlive,
  rotateLog,
  type Say,
  ServerFailedError,
  type ServerProcess,
  startServer,
  stopLeftover,
  type StopSignal,
  tailOf,
} from '../server-process';
import { type Account, clusterFolder, makeOwnFolder, postgresAccount } from './account';
import { applicationUrl, giveLogin } from './application-role';
import { findPostgresBinaries, type PostgresBinaries, PostgresUnavailableError } from './binaries';

const run = promisify(execFile);

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** Address of the database `caseclock` as its owner, a superuser, with the password: for migrations and backups. */
  readonly url: string;
  /** The same as the application's role: for everything else. */
  readonly appUrl: string;
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the server has ended, whoever ended it. */
  readonly exited: Promise<unknown>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

/** What to start. `durable: false` is for tests only: it trades fsync for speed. */
export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly durable?: boolean;
  readonly say?: Say;
}

const user = 'caseclock';
const database = 'caseclock';
const startLimitMs = 60_000;
/** Backends notice within seconds that their server has died. */
const orphanLimitMs = 15_000;

/** PostgreSQL's own meanings: SIGINT is fast shutdown, SIGQUIT immediate with recovery at the next start. */
const stopSignals: readonly StopSignal[] = [
  { signal: 'SIGINT', waitMs: 30_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];

/**
 * Starts PostgreSQL on `<dataDir>/postgres`, making the cluster and the database at the first start.
 * A server that a killed process left behind is stopped first, and one that was itself killed recovers.
 * Throws `PostgresUnavailableError` (no program, no account), `DataDirectoryInUseError`, or `ServerFailedError`
 * with the end of the log.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const say = options.say ?? (() => undefined);
  mkdirSync(options.dataDir, { recursive: true });
  const pidFile = path.join(options.dataDir, 'postgres.pid.json');
  await stopLeftover('PostgreSQL', pidFile, stopSignals, say);

  const account = postgresAccount(say);
  const binaries = findPostgresBinaries(account, say);
  const folder = clusterFolder(path.join(options.dataDir, 'postgres'), account, say);
  const password = clusterPassword(path.join(options.dataDir, 'postgres.password'));
  const appPassword = clusterPassword(path.join(options.dataDir, 'postgres-app.password'));
  if (!existsSync(path.join(folder, 'PG_VERSION'))) {
    say('Preparing a new PostgreSQL database (a few seconds, once)');
    await initialise(binaries, folder, password, account);
  }
  await forgetStaleLock(folder);

  const logFile = path.join(options.dataDir, 'postgres.log');
  rotateLog(logFile);
  const port = options.port ?? (await freePort());
  const server = startServer({
    name: 'PostgreSQL',
    command: binaries.postgres,
    args: ['-D', folder, ...settings(port, options.durable ?? true)],
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
    cwd: folder,
    ...(account ?? {}),
    logFile,
    pidFile,
    signals: stopSignals,
  });
  const url = (name: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`;
  try {
    await untilItAnswers(server, url('postgres'));
    await ensureDatabase(url('postgres'));
    await giveLogin(url('postgres'), appPassword);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const appUrl = applicationUrl(url(database), appPassword);
  const { pid, exited } = server;
  return { url: url(database), appUrl, port, pid, logFile, exited, stop: () => server.stop() };
}

/**
 * Durability is spelled out although it is the default: an acknowledged command must survive a power cut.
 * `unix_socket_directories` is empty because its default folder is not writable everywhere.
 */
function settings(port: number, durable: boolean): string[] {
  const onOff = durable ? 'on' : 'off';
  const values = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: onOff,
    synchronous_commit: onOff,
    full_page_writes: onOff,
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    // An error's own text can quote a value ("invalid input syntax for type date"): errors go to whoever asked, who logs
    // their code. What the server does by itself, and why it ends, is logged. Statements can carry PHI, too.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
  };
  return Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

/** One random password per data directory, readable by its owner only. Losing the owner's means losing the cluster. */
function clusterPassword(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return password;
}

async function initialise(binaries: PostgresBinaries, folder: string, password: string, account?: Account) {
  const passwordFile = path.join(tmpdir(), `caseclock-${randomBytes(8).toString('hex')}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  // Made beside its place and moved there: a start that is killed halfway leaves no half cluster behind.
  const preparing = `${folder}.preparing`;
  rmSync(preparing, { recursive: true, force: true });
  makeOwnFolder(preparing, account);
  try {
    if (account) chownSync(passwordFile, account.uid, account.gid);
    // PostgreSQL's builtin C.UTF-8 sorts and folds alike on every machine, whatever locales the system has.
    await run(
      binaries.initdb,
      [
        `--pgdata=${preparing}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { cwd: preparing, env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' }, ...(account ?? {}) },
    );
    renameSync(preparing, folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PostgresUnavailableError(
      `A new PostgreSQL database could not be prepared in ${folder}: ${why}\n` +
        'Make room or fix the permissions there, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * After kill -9 or a container's restart, the number in postmaster.pid may belong to an unrelated program, or to a dead
 * postgres that nobody has collected yet; PostgreSQL takes both for a living one and refuses to start. Only these cases
 * are cleared, and only when no backend of the dead server is left: a living postgres keeps its lock.
 */
async function forgetStaleLock(folder: string): Promise<void> {
  const lock = path.join(folder, 'postmaster.pid');
  if (process.platform !== 'linux' || !existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (isAlive(pid) && commandOf(pid) === 'postgres') return;
  // Backends end by themselves when their server has died; until then they may still write.
  const until = Date.now() + orphanLimitMs;
  while (backendsIn(folder).length > 0 && Date.now() < until) await delay(50);
  if (backendsIn(folder).length === 0) rmSync(lock, { force: true });
}

/** Name of a living process; empty when it has gone. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Living postgres processes that work in this folder. */
function backendsIn(folder: string): number[] {
  const here = realpathSync(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandOf(pid) === 'postgres' && isAlive(pid) && workingFolderOf(pid) === here);
}

function workingFolderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

async function untilItAnswers(server: ServerProcess, url: string): Promise<void> {
  const until = Date.now() + startLimitMs;
  for (;;) {
    if (server.exit()) throw failed('ended while starting', server);
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      // Class 57 is "starting up" or "recovering"; any other answer of the server will not get better by waiting.
      if (error instanceof DatabaseError && !error.code?.startsWith('57'))
        throw failed(`refused us: ${error.message}`, server);
      if (Date.now() > until) throw failed(`did not answer within ${startLimitMs / 1000} s`, server);
      await delay(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database} template template0 encoding 'UTF8'`);
  } finally {
    await client.end();
  }
}

function failed(what: string, server: ServerProcess): ServerFailedError {
  return new ServerFailedError(
    `PostgreSQL ${what}. The end of its log (${server.logFile}):\n${tailOf(server.logFile)}\n` +
      'If the files are damaged or its password file is lost, restore a backup; or set DATABASE_URL to another PostgreSQL.',
  );
}
