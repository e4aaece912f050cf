/** Tries ways of getting a program in order, saying what happens; it knows no particular program. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { failedLately, rememberFailure } from '../cache-dir';
import { errorCode } from '../error-code';
import type { Say } from '../server-process';

const run = promisify(execFile);

/** One way: gives the program's path, undefined when it does not apply here, or throws the reason it failed. */
export interface Way {
  readonly name: string;
  attempt(): Promise<string | undefined>;
}

/** No way led to the program. The message lists each with its reason, and how to install by hand. */
export class ExecutableNotFoundError extends Error {
  override readonly name = 'ExecutableNotFoundError';
  constructor(
    program: string,
    readonly tried: readonly { way: string; reason: string }[],
    byHand: string,
  ) {
    super(
      [
        `${program} could not be found or installed.`,
        ...tried.map(({ way, reason }) => `  ${way}: ${reason}`),
        byHand,
      ].join('\n'),
    );
  }
}

/** The first way that leads to the program. Throws `ExecutableNotFoundError` after the last. */
export async function firstThatWorks(program: string, ways: readonly Way[], byHand: string, say: Say): Promise<string> {
  const tried: { way: string; reason: string }[] = [];
  for (const [index, way] of ways.entries()) {
    try {
      const found = await way.attempt();
      if (found !== undefined) {
        say(`Using ${program} from ${way.name}: ${found}`);
        return found;
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tried.push({ way: way.name, reason });
      const next = ways[index + 1];
      say(`${program} not from ${way.name}: ${reason}.${next ? ` Next: ${next.name}` : ''}`);
    }
  }
  throw new ExecutableNotFoundError(program, tried, byHand);
}

/** Checks that a program runs with these arguments within ten seconds. Throws the reason in plain words. */
export async function checkRuns(file: string, args: readonly string[]): Promise<void> {
  try {
    await run(file, args, { timeout: 10_000, windowsHide: true });
  } catch (error) {
    const why = errorCode(error) === 'ENOENT' ? 'it does not exist' : 'it does not run';
    throw new Error(`${why} (${[file, ...args].join(' ')})`);
  }
}

/** Where PATH finds a command, or undefined. */
export function onPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const names = process.platform === 'win32' ? [`${command}.exe`, `${command}.cmd`] : [command];
  for (const folder of (env['PATH'] ?? '').split(path.delimiter).filter(Boolean)) {
    for (const name of names) {
      const stat = statSync(path.join(folder, name), { throwIfNoEntry: false });
      if (stat?.isFile() && (process.platform === 'win32' || (stat.mode & 0o111) !== 0)) return path.join(folder, name);
    }
  }
  return undefined;
}

/**
 * Lets the SDK download a server. It has no call that only downloads, so a child process starts the server once and
 * ends it. The child is ended when nothing has arrived for 15 s: the SDK itself would wait for minutes.
 * A failure is remembered in the cache. @returns the file that was downloaded, inside `folder`.
 */
export async function sdkDownload(
  kind: 'createLocal' | 'createTimeSkipping',
  folder: string,
  cache: string,
  quietMs = 15_000,
): Promise<string> {
  const memory = `sdk-${kind}`;
  const before = failedLately(cache, memory);
  if (before !== undefined) throw new Error(`it failed in the last hours (${before}), so it is not tried again yet`);
  const script =
    'const [testing, kind, downloadDir] = process.argv.slice(1);' +
    "Promise.resolve().then(() => require(testing).TestWorkflowEnvironment[kind]({ server: { executable: { type: 'cached-download', downloadDir, ttl: '3650d' } } }))" +
    '.then((env) => env.teardown()).then(() => process.exit(0), (error) => { console.error(error.message); process.exit(1); });';
  const child = spawn(process.execPath, ['-e', script, require.resolve('@temporalio/testing'), kind, folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  const { said, timedOut } = await watched(child, () => sizeOf(folder), quietMs);
  const file = readdirSync(folder).find((name) => name.startsWith('temporal') && !name.endsWith('.downloading'));
  if (file) return path.join(folder, file);
  const reason = timedOut
    ? `nothing arrived for ${quietMs / 1000} s`
    : (said.trim().split('\n')[0] ?? 'it ended without a file');
  rememberFailure(cache, memory, reason);
  throw new Error(reason);
}

/** Runs an installer, saying every 15 s that it is still at work. Throws the end of what it printed when it fails. */
export async function runInstaller(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; doing: string; say: Say },
): Promise<void> {
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const ticker = setInterval(() => options.say(`Still ${options.doing} (${seconds()} s)`), 15_000);
  try {
    const { said, code } = await watched(child);
    if (code !== 0) throw new Error(`it failed: ${said.trim().split('\n').slice(-3).join(' | ')}`);
  } finally {
    clearInterval(ticker);
  }
}

function watched(child: ChildProcess, progress?: () => number, quietMs = 0) {
  return new Promise<{ said: string; code: number | null; timedOut: boolean }>((resolve) => {
    let said = '';
    let timedOut = false;
    let [last, lastAt] = [0, Date.now()];
    const hear = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000));
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const timer = setInterval(() => {
      if (!progress) return;
      const now = progress();
      if (now !== last) [last, lastAt] = [now, Date.now()];
      if (Date.now() - lastAt > quietMs) {
        timedOut = true;
        child.kill('SIGKILL');
      }
    }, 500);
    const end = (code: number | null) => {
      clearInterval(timer);
      resolve({ said, code, timedOut });
    };
    child.once('close', end);
    child.once('error', (error) => {
      said += error.message;
      end(null);
    });
  });
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
