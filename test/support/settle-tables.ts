/** Gives tables that a test has just filled what autovacuum gives those of a practice: statistics, and a visibility map. */
import { Client } from 'pg';

/**
 * As the owner of the tables: the application's role may not, and PostgreSQL only warns it and goes on.
 * @param tables their names; none: all of them.
 * @throws Error when one was left out.
 */
export async function settleTables(ownerUrl: string, ...tables: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  const warnings: string[] = [];
  client.on('notice', (notice) => warnings.push(notice.message ?? ''));
  await client.connect();
  try {
    await client.query(`vacuum analyze ${tables.join(', ')}`);
  } finally {
    await client.end();
  }
  if (warnings.length > 0) throw new Error(`Not every table was vacuumed: ${warnings.join('; ')}`);
}
