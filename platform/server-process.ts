/** Starts and stops a server program that must outlive Ctrl-C and be found again after kill -9; knows no particular program. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './error-code';

/** Tells a person what is going on while something is prepared: one short sentence. */
export type Say = (message: string) => void;

/** How a server ended: by exit code, or by signal. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server program that is running. */
export interface ServerProcess {
  readonly pid: number;
  readonly logFile: string;
  /** Settles when the program has ended, for whatever reason. Never rejects. */
  readonly exited: Promise<ServerExit>;
  /** The exit, once the program has ended. */
  exit(): ServerExit | undefined;
  /** Asks it to end, waits, forces it; resolves when it is gone. Calling it twice is harmless. */
  stop(): Promise<void>;
}

/** A server ended or never answered. The message carries the end of its log and what to do. */
export class ServerFailedError extends Error {
  override readonly name = 'ServerFailedError';
}

/** Another living Caseclock process uses the same data directory. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError';
}

/** A program to start. `signals` are sent in order, each given its milliseconds before the next. */
export interface ServerSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  readonly pidFile: string;
  readonly signals: readonly StopSignal[];
}

/** One step of stopping a program. */
export interface StopSignal {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

interface PidRecord {
  pid: number;
  identity: string;
  ownerPid: number;
  ownerIdentity: string;
}

/**
 * Starts the program in a process group of its own, so that a terminal's Ctrl-C reaches only us and we stop things in
 * order. Its output goes to a file, not a pipe: a pipe would kill it when we are killed. A pid file lets a later start
 * find it.
 */
export function startServer(spec: ServerSpec): ServerProcess {
  const log = openSync(spec.logFile, 'a', 0o600);
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  closeSync(log);
  // The owner decides how long to live; a forgotten stop() must not hang it.
  child.unref();
  let ended: ServerExit | undefined;
  const exited = new Promise<ServerExit>((resolve) => {
    const end = (exit: ServerExit) => {
      ended ??= exit;
      resolve(ended);
    };
    child.once('exit', (code, signal) => end({ code, signal }));
    child.once('error', () => end({ code: null, signal: null }));
  });
  const pid = child.pid;
  if (pid === undefined) {
    throw new ServerFailedError(`${spec.name} could not be started: ${spec.command} cannot be run by this user.`);
  }
  writePidFile(spec.pidFile, pid);
  let stopping: Promise<void> | undefined;
  return {
    pid,
    logFile: spec.logFile,
    exited,
    exit: () => ended,
    stop: () =>
      (stopping ??= (async () => {
        if (!ended) await endProcess(pid, spec.signals, () => ended !== undefined);
        rmSync(spec.pidFile, { force: true });
      })()),
  };
}

/**
 * Stops the server that an earlier, killed process left behind on this pid file, if there is one.
 * Throws `DataDirectoryInUseError` when the process that owns it is still alive.
 */
export async function stopLeftover(
  name: string,
  pidFile: string,
  signals: readonly StopSignal[],
  say: Say,
): Promise<void> {
  const record = readPidFile(pidFile);
  if (!record) return;
  if (isSameProcess(record.pid, record.identity)) {
    const foreign = record.ownerPid !== process.pid && isSameProcess(record.ownerPid, record.ownerIdentity);
    if (foreign) {
      throw new DataDirectoryInUseError(
        `${name} in ${path.dirname(pidFile)} belongs to a running Caseclock (process ${record.ownerPid}). ` +
          'Stop that one first, or give this one another CASECLOCK_DATA.',
      );
    }
    say(`Stopping the ${name} that an earlier run left behind (process ${record.pid})`);
    await endProcess(record.pid, signals, () => !isSameProcess(record.pid, record.identity));
  }
  rmSync(pidFile, { force: true });
}

/** The last lines of a log file, for an error message; empty when there is none. */
export function tailOf(logFile: string, lines = 15): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/** Moves a log that has grown past `limitBytes` aside, keeping one earlier file. */
export function rotateLog(logFile: string, limitBytes = 20 * 1024 * 1024): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > limitBytes) renameSync(logFile, `${logFile}.1`);
}

/** Whether a process with this id runs; a zombie that nobody has collected does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
  return processStat(pid)?.state !== 'Z';
}

/**
 * A mark that tells a process from a later one with the same id: its start time. Empty where the system does not say,
 * in which case only the id is compared.
 */
export function processIdentity(pid: number): string {
  if (process.platform === 'linux') return processStat(pid)?.startedAt ?? '';
  if (process.platform === 'win32') return '';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Whether the process of this id still is the one that had this mark. */
export function isSameProcess(pid: number, identity: string): boolean {
  return isAlive(pid) && processIdentity(pid) === identity;
}

/** Sends the signals in order until `gone` says so; the poll is 25 ms because a stop is on the way out of `npm start`. */
async function endProcess(pid: number, signals: readonly StopSignal[], gone: () => boolean): Promise<void> {
  for (const { signal, waitMs } of signals) {
    if (gone()) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const until = Date.now() + waitMs;
    while (Date.now() < until && !gone()) await delay(25);
  }
}

function processStat(pid: number): { state: string; startedAt: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may itself hold spaces and parentheses: count fields after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { state: fields[0] ?? '', startedAt: `${boot}:${fields[19] ?? ''}` };
  } catch {
    return undefined;
  }
}

function writePidFile(pidFile: string, pid: number): void {
  const record: PidRecord = {
    pid,
    identity: processIdentity(pid),
    ownerPid: process.pid,
    ownerIdentity: processIdentity(process.pid),
  };
  writeFileSync(`${pidFile}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${pidFile}.new`, pidFile);
}

function readPidFile(pidFile: string): PidRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(pidFile, 'utf8'));
    if (typeof record !== 'object' || record === null) return undefined;
    const fields = new Map<string, unknown>(Object.entries(record));
    const [pid, identity] = [fields.get('pid'), fields.get('identity')];
    const [ownerPid, ownerIdentity] = [fields.get('ownerPid'), fields.get('ownerIdentity')];
    if (typeof pid !== 'number' || typeof identity !== 'string') return undefined;
    if (typeof ownerPid !== 'number' || typeof ownerIdentity !== 'string') return undefined;
    return { pid, identity, ownerPid, ownerIdentity };
  } catch {
    return undefined;
  }
}
