/** Chooses the account and folder for embedded PostgreSQL, which refuses to run as root; only root needs any of this. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { PostgresUnavailableError } from './binaries';
import type { Say } from '../server-process';

/** A Unix account, by number. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const accountName = 'postgres';

/**
 * The account to run PostgreSQL under: `undefined` means our own; as root it is `postgres`, made if it is missing.
 * Throws `PostgresUnavailableError` when it cannot be made.
 */
export function postgresAccount(say: Say): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = lookUp();
  if (found) return found;
  say(`Making the system account "${accountName}", because PostgreSQL refuses to run as root`);
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', accountName], { stdio: 'pipe' });
  } catch (error) {
    // Another process may have made it just now, which the lookup below sees.
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    if (!lookUp()) {
      throw new PostgresUnavailableError(
        `PostgreSQL refuses to run as root, and the account "${accountName}" could not be made (${why}). ` +
          'Start Caseclock as another user, make that account by hand, or set DATABASE_URL.',
      );
    }
  }
  const made = lookUp();
  if (!made) throw new PostgresUnavailableError(`The account "${accountName}" was made but cannot be found.`);
  return made;
}

/**
 * The folder for the cluster: `wanted` where the account can reach it, otherwise one under /var/lib named after it.
 * The folder exists and belongs to the account afterwards.
 */
export function clusterFolder(wanted: string, account: Account | undefined, say: Say): string {
  const folder = account && !reachable(wanted, account) ? elsewhere(wanted, say) : wanted;
  makeOwnFolder(folder, account);
  return folder;
}

/** Makes a folder that the account owns alone; its parents stay ours. */
export function makeOwnFolder(folder: string, account: Account | undefined): void {
  mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) giveTo(folder, account);
}

function elsewhere(wanted: string, say: Say): string {
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const folder = path.join('/var/lib', `caseclock-${hash}`, 'postgres');
  say(
    `Keeping PostgreSQL's files in ${folder}: running as root it uses the account "${accountName}", ` +
      `which cannot reach ${wanted}`,
  );
  return folder;
}

/** Whether the account may pass through every existing folder above this one. Access lists are not considered. */
function reachable(folder: string, account: Account): boolean {
  for (let at = path.dirname(folder); ; at = path.dirname(at)) {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat) {
      const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return false;
    }
    if (at === path.dirname(at)) return true;
  }
}

/** A cluster restored or copied by root belongs to root; PostgreSQL wants to own all of it. */
function giveTo(folder: string, { uid, gid }: Account): void {
  if (statSync(folder).uid === uid) return;
  chownSync(folder, uid, gid);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    chownSync(path.join(entry.parentPath, entry.name), uid, gid);
  }
}

function lookUp(): Account | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, accountName], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
