/** Brings an empty database to exactly the level a backup was made at, and says whether this code knows that level. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '../../prisma/migrate';
import { prismaFolder } from '../../prisma/schema-engine';
import type { Say } from '../server-process';
import { BackupError } from './passphrase';
import type { Manifest } from './parts';

const migrations = path.join(prismaFolder, 'migrations');

/** @throws BackupError when the backup was made by a newer Caseclock, or by one with another history. */
export function requireKnownLevel(needed: Manifest['migrations'], folder = migrations): void {
  const unknown = needed.filter(({ name }) => !existsSync(path.join(folder, name, 'migration.sql')));
  if (unknown.length > 0) {
    throw new BackupError(
      `The backup was made by a newer Caseclock: this one does not know ${unknown.map((m) => m.name).join(', ')}. ` +
        'Install at least that version and restore again. Nothing was changed.',
    );
  }
  const different = needed.filter(({ name, checksum }) => checksumOf(path.join(folder, name)) !== checksum);
  if (different.length > 0) {
    throw new BackupError(
      `The backup comes from another Caseclock: ${different.map((m) => m.name).join(', ')} is not what it was there. ` +
        'Use the version that made it. Nothing was changed.',
    );
  }
}

/** As Prisma computes it. */
const checksumOf = (folder: string): string =>
  createHash('sha256')
    .update(readFileSync(path.join(folder, 'migration.sql')))
    .digest('hex');

/** Applies the named migrations and no others. */
export async function bringToLevel(url: string, needed: Manifest['migrations'], say: Say): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-level-'));
  try {
    for (const { name } of needed) {
      mkdirSync(path.join(folder, name));
      cpSync(path.join(migrations, name, 'migration.sql'), path.join(folder, name, 'migration.sql'));
    }
    cpSync(path.join(migrations, 'migration_lock.toml'), path.join(folder, 'migration_lock.toml'));
    await migrate(url, say, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
