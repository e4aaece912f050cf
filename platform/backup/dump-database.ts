/** Reads a whole database as it is at one moment, while others go on writing. Changes nothing. */
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import {
  copyOut,
  readAuditHead,
  readMigrationsApplied,
  readSequences,
  readTables,
  SAME_TEXT_EVERYWHERE,
  type Table,
} from './catalog';
import { BackupError } from './passphrase';
import type { Closing, Manifest, PartWriter } from './parts';

/** A database held at one moment. */
export interface Snapshot {
  readonly manifest: Pick<Manifest, 'migrations' | 'postgresVersion' | 'tables'>;
  /** Writes every table; answers how many rows. */
  write(writer: PartWriter): Promise<number>;
  closing(): Promise<Omit<Closing, 'parts'>>;
}

/** Opens a connection of its own, without the time limits of requests. The caller ends it. */
export async function connectAlone(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'caseclock backup',
    connectionTimeoutMillis: 5_000,
  });
  // A reset is reported by the statement that it interrupts.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    throw new BackupError('The database cannot be reached. Check its address and that it runs, then try again.');
  }
  return client;
}

/** A connection that is ready to hold the moment it is told to; `take` sees the database as it is then. */
export async function prepareSnapshot(url: string): Promise<{ take(): Promise<Snapshot>; end(): Promise<void> }> {
  const client = await connectAlone(url);
  await client.query(SAME_TEXT_EVERYWHERE);
  return { take: () => take(client), end: () => client.end() };
}

async function take(client: Client): Promise<Snapshot> {
  await client.query('begin isolation level repeatable read read only');
  // The first statement decides the moment.
  const migrations = await readMigrationsApplied(client);
  if (migrations.length === 0) {
    throw new BackupError('This database holds no Caseclock: it was never brought up to date. Check its address.');
  }
  const tables = await readTables(client);
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  return {
    manifest: { migrations, tables: tables.map((t) => t.name), postgresVersion: rows[0]?.version ?? '' },
    write: (writer) => writeTables(client, tables, writer),
    closing: async () => ({ sequences: await readSequences(client), auditHead: await readAuditHead(client) }),
  };
}

async function writeTables(client: Client, tables: readonly Table[], writer: PartWriter): Promise<number> {
  let rows = 0;
  for (const table of tables) {
    const copy = client.query(copyTo(copyOut(table, table.columns)));
    const columns = [...table.columns];
    await writer.part({ kind: 'table', name: table.name, columns }, copy, () => copy.rowCount);
    rows += copy.rowCount;
  }
  return rows;
}
