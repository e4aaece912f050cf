/** Brings a database up to date with prisma/migrations, by one applier at a time; it makes no migrations. */
import path from 'node:path';
import { Client } from 'pg';
import { readEnv } from '../platform/env';
import type { Say } from '../platform/server-process';
import { prismaFolder, readMigrations, withSchemaEngine } from './schema-engine';

/** A database could not be brought up to date. The message names the migration and says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  constructor(
    message: string,
    /** The migration that failed, if one did. */
    readonly migration?: string,
  ) {
    super(message);
  }
}

/** Any constant will do, as long as every version of Caseclock uses the same: it is "cclk" in ASCII. */
const advisoryLock = 0x63636c6b;

/**
 * Applies the migrations that the database lacks and records them in `_prisma_migrations`. Each is one transaction.
 * Any number of processes may call it at once: one applies, the others wait and then find nothing to do.
 * @returns the names of the migrations applied by this call, oldest first.
 * Throws `MigrationError`, also when an earlier migration failed or the folder lacks one the database has.
 */
export async function migrate(
  databaseUrl: string,
  say: Say = () => undefined,
  folder = path.join(prismaFolder, 'migrations'),
): Promise<string[]> {
  const migrationsList = readMigrations(folder);
  const lock = new Client({ connectionString: databaseUrl });
  lock.on('error', () => undefined);
  await lock.connect();
  try {
    const { rows } = await lock.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [advisoryLock]);
    if (!rows[0]?.got) {
      say('Waiting for another process that is updating the database');
      await lock.query('select pg_advisory_lock($1)', [advisoryLock]);
    }
    await retryFailed(lock);
    const filters = { externalTables: [], externalEnums: [] };
    const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, undefined, (engine) =>
      engine.applyMigrations({ migrationsList, filters }),
    );
    if (appliedMigrationNames.length > 0) say(`Database updated: ${appliedMigrationNames.join(', ')}`);
    return appliedMigrationNames;
  } catch (error) {
    throw await explained(error, lock);
  } finally {
    // Ending the session gives the lock back, also after an error.
    await lock.end();
  }
}

/**
 * A migration is one transaction, so a failed one left nothing behind but its record, which would block every later
 * start. Marking it rolled back is what `prisma migrate resolve --rolled-back` does.
 */
async function retryFailed(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string | null }>(
    `select to_regclass('_prisma_migrations')::text as "table"`,
  );
  if (rows[0]?.table == null) return;
  await client.query(
    'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null',
  );
}

async function explained(error: unknown, client: Client): Promise<MigrationError> {
  if (error instanceof MigrationError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const failed = await client
    .query<{ migration_name: string; logs: string | null }>(
      `select migration_name, logs from _prisma_migrations
       where finished_at is null and rolled_back_at is null order by started_at desc limit 1`,
    )
    .then(({ rows }) => rows[0])
    .catch(() => undefined);
  if (!failed) {
    return new MigrationError(
      `The database could not be updated: ${withoutTrace(said)}\nNothing was changed. Fix this and start again.`,
    );
  }
  return new MigrationError(
    `Migration ${failed.migration_name} failed and was undone: ${withoutTrace(failed.logs ?? said)}\n` +
      'Correct its migration.sql or the data that it trips over, and start again: it is then tried anew.',
    failed.migration_name,
  );
}

/** The engine appends a numbered trace of its own functions, which helps nobody here. */
function withoutTrace(text: string): string {
  return text.replace(/\n\s+0: [\s\S]*$/, '');
}

if (require.main === module) {
  const url = readEnv().DATABASE_URL;
  if (!url) {
    console.error('Set DATABASE_URL to the database to update. (npm start updates the embedded one itself.)');
    process.exit(2);
  }
  migrate(url, console.log).then(
    (names) => names.length === 0 && console.log('The database is up to date.'),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}
