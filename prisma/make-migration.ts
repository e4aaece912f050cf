/** Writes the next migration: the SQL that turns what prisma/migrations makes into what schema.prisma says. It applies nothing. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../platform/postgres/embedded';
import { prismaFolder, readMigrations, withSchemaEngine } from './schema-engine';

/** What to compare; `now` names the folder. */
export interface MigrationRequest {
  readonly name: string;
  readonly folder?: string;
  readonly schemaFile?: string;
  readonly now?: Date;
}

/**
 * Compares the migrations folder with the schema on a throwaway PostgreSQL and writes
 * `<timestamp>_<name>/migration.sql`.
 * @returns the path written, or undefined when there is nothing to change.
 * Hand-written SQL of earlier migrations (triggers, functions, partial indexes) is run but never compared.
 */
export async function makeMigration(request: MigrationRequest): Promise<string | undefined> {
  if (!/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(request.name)) {
    throw new Error('Give the migration a short name of small letters, digits and underscores: add_claim_versions.');
  }
  const folder = request.folder ?? path.join(prismaFolder, 'migrations');
  const schemaFile = request.schemaFile ?? path.join(prismaFolder, 'schema.prisma');
  const schema = readFileSync(schemaFile, 'utf8');
  const earlier = readMigrations(folder);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'caseclock-shadow-'));
  // The account that runs PostgreSQL for root must be able to pass through.
  chmodSync(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  try {
    const { stdout } = await withSchemaEngine(server.url, schema, (engine) =>
      engine.diff({
        // The engine refuses an empty migrations folder, which is where the first migration starts.
        from: earlier.migrationDirectories.length === 0 ? { tag: 'empty' } : { tag: 'migrations', ...earlier },
        to: { tag: 'schemaDatamodel', files: [{ path: path.basename(schemaFile), content: schema }] },
        script: true,
        exitCode: null,
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    const sql = stdout?.trim() ?? '';
    if (sql === '' || /^-- This is an empty migration\.?$/.test(sql)) return undefined;
    const stamp = (request.now ?? new Date()).toISOString().replace(/\D/g, '').slice(0, 14);
    const file = path.join(folder, `${stamp}_${request.name}`, 'migration.sql');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${sql}\n`);
    writeFileSync(path.join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n');
    return file;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (require.main === module) {
  makeMigration({ name: process.argv[2] ?? '' }).then(
    (file) =>
      console.log(file ? `Wrote ${path.relative('.', file)}. Read it before committing.` : 'Nothing to change.'),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}
