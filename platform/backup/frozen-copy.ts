/** Copies the files of a running server as they are at one instant, by holding its process still; knows no server's format. */
import { execFileSync, spawn } from 'node:child_process';
import { constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { BackupError } from './passphrase';

/** Longer than any copy may take: whatever becomes of us, the server goes on after this. */
const SAFETY_NET_S = 15;
/** Callers of the server wait meanwhile; their own limits begin at five seconds. */
const LONGEST_HOLD_MS = 5_000;
const STANDS_STILL_WITHIN_MS = 2_000;

/**
 * Runs `work` while the process stands still, and lets it go on whatever happens. What it has written is then what a
 * power cut at this instant would leave, which a database that syncs its log recovers from.
 * @returns what `work` gave, and for how many milliseconds the process was held.
 * @throws BackupError when this system cannot hold a process, or `work` took too long.
 */
export async function whileHeld<T>(
  pid: number,
  work: () => Promise<T>,
  limitMs = LONGEST_HOLD_MS,
): Promise<{ result: T; heldMs: number }> {
  if (process.platform === 'win32') {
    throw new BackupError('On Windows a running Caseclock cannot be held still. Stop it, then make the backup.');
  }
  const net = spawn('sh', ['-c', `sleep ${SAFETY_NET_S}; kill -CONT ${pid}`], { detached: true, stdio: 'ignore' });
  net.on('error', () => undefined);
  net.unref();
  const from = performance.now();
  let late = false;
  const goOn = () => process.kill(pid, 'SIGCONT');
  const limit = setTimeout(() => {
    late = true;
    goOn();
  }, limitMs);
  let result: T;
  try {
    process.kill(pid, 'SIGSTOP');
    await untilStill(pid);
    result = await work();
  } finally {
    clearTimeout(limit);
    goOn();
    net.kill();
  }
  if (late) {
    throw new BackupError(
      `Copying Temporal's database took longer than its callers may wait (${limitMs / 1000} s). It goes on, and there is ` +
        'no backup. Stop Caseclock and make the backup then: nothing needs to be held.',
    );
  }
  return { result, heldMs: performance.now() - from };
}

/** Copies what is there of these files; where the file system can share blocks, in no time. */
export async function copyAll(files: readonly { readonly from: string; readonly to: string }[]): Promise<void> {
  for (const { from, to } of files) {
    if (existsSync(from)) await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  }
}

/** The signal is delivered in its own time: no thread may be running any more. */
async function untilStill(pid: number): Promise<void> {
  const until = performance.now() + STANDS_STILL_WITHIN_MS;
  while (!isStill(pid)) {
    if (performance.now() > until) throw new BackupError('Temporal could not be held still. It goes on; try again.');
    await delay(5);
  }
}

function isStill(pid: number): boolean {
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('T');
  }
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    return 'Tt'.includes(stat.charAt(stat.lastIndexOf(')') + 2));
  });
}
