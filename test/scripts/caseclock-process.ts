/** Runs `npm start`, the demo or the command line as real processes on a data directory of their own. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../../platform/server-process';
import { eventually } from '../support/eventually';

const root = path.resolve(__dirname, '../..');
const START_LIMIT_MS = 150_000;

export interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token: string | null;
  output(): string;
  /** Ids of our process, PostgreSQL and Temporal. */
  pids(): { own: number; postgres: number; temporal: number };
  /** Sends the signal and waits for the exit code; null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A directory that the account of PostgreSQL can reach; `remove` deletes it. */
export function dataDirectory(): { path: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-start-'));
  chmodSync(folder, 0o711);
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const environment = (data: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => {
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, NODE_ENV: _node, ...rest } = process.env;
  return { ...rest, CASECLOCK_DATA: data, PORT: '0', ...more };
};

/** Starts a script and waits until it serves. `dataFolder` is where it really keeps its data. */
export async function startScript(script: string, data: string, dataFolder = data): Promise<Started> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join('scripts', script)], {
    cwd: root,
    env: environment(data),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await eventually(
    () => ({ ready: output.includes('Ctrl-C stops everything.'), code: child.exitCode, output }),
    ({ ready, code }) => {
      if (code !== null) throw new Error(`${script} ended with ${code}:\n${output}`);
      return ready;
    },
    START_LIMIT_MS,
  );
  return {
    child,
    url: /API +(http:\S+)\/api\/v1/.exec(output)?.[1] ?? '',
    token: /ccl_[A-Za-z0-9_-]{43}/.exec(output)?.[0] ?? null,
    output: () => output,
    pids: () => ({
      own: child.pid ?? 0,
      postgres: pidIn(dataFolder, 'postgres.pid.json'),
      temporal: pidIn(dataFolder, 'temporal.pid.json'),
    }),
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

function pidIn(folder: string, file: string): number {
  const record: { pid: number } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  return record.pid;
}

/** Waits until none of the processes runs. */
export async function gone(pids: readonly number[]): Promise<number[]> {
  return eventually(
    () => pids.filter(isAlive),
    (alive) => alive.length === 0,
  );
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line to its end. */
export function caseclock(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    const all = { ...process.env, ...env };
    execFile(process.execPath, ['bin/caseclock.js', ...args], { cwd: root, env: all }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}
