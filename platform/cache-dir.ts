/** Keeps programs fetched once per machine: safe to fill from several processes, never half filled. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './error-code';
import { isSameProcess, processIdentity, type Say } from './server-process';

/** How long a failed download is not tried again: a machine without the network should not wait at every start. */
const failureMemoryMs = 6 * 60 * 60 * 1000;

/**
 * Makes `<cache>/<name>` by letting `fill` work in a scratch folder that is then moved into place in one step. One
 * process fills, others wait for it; the lock of a process that died is taken over.
 * @returns the folder. Whatever `fill` throws is thrown, and leaves nothing behind.
 */
export async function install(
  cache: string,
  name: string,
  fill: (folder: string) => Promise<void>,
  say: Say,
): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const target = path.join(cache, name);
  const release = await lock(path.join(cache, `${name}.lock`), say);
  try {
    if (existsSync(target)) return target;
    const scratch = mkdtempSync(path.join(cache, `${name}.partial-`));
    try {
      await fill(scratch);
      renameSync(scratch, target);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return target;
  } finally {
    release();
  }
}

/** Remembers that this way of getting a program failed, and why. */
export function rememberFailure(cache: string, name: string, reason: string): void {
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, `${name}.failed.json`), JSON.stringify({ at: Date.now(), reason }));
}

/** Why this way failed in the last six hours, or undefined. */
export function failedLately(cache: string, name: string): string | undefined {
  try {
    const memory: unknown = JSON.parse(readFileSync(path.join(cache, `${name}.failed.json`), 'utf8'));
    if (typeof memory !== 'object' || memory === null || !('at' in memory) || !('reason' in memory)) return undefined;
    const fresh = typeof memory.at === 'number' && Math.abs(Date.now() - memory.at) < failureMemoryMs;
    return fresh ? String(memory.reason) : undefined;
  } catch {
    return undefined;
  }
}

/** Takes a lock file that names its holder; waits while the holder lives. */
export async function lock(file: string, say: Say): Promise<() => void> {
  const mine = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) });
  for (let told = false; ;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    if (holderIsGone(file)) rmSync(file, { force: true });
    else {
      if (!told) say(`Waiting for another process that holds ${file}`);
      told = true;
      await delay(100);
    }
  }
}

function holderIsGone(file: string): boolean {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('identity' in holder)) return true;
    return typeof holder.pid !== 'number' || !isSameProcess(holder.pid, String(holder.identity));
  } catch {
    // Being written right now (not yet JSON), or gone already: look again.
    return false;
  }
}
