/** Real servers for integration tests: one PostgreSQL and one Temporal per run, a database of its own per test file. */
import { randomUUID } from 'node:crypto';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Client } from 'pg';
import { readEnv } from '../../platform/env';
import { startEmbeddedPostgres } from '../../platform/postgres/embedded';
import { findTemporalCli } from '../../platform/temporal/find-cli';
import { findTestServer } from '../../platform/temporal/find-test-server';
import type { TemporalTarget } from '../../platform/temporal/connect';
import { startTemporalDevServer } from '../../platform/temporal/start-dev-server';
import { searchAttributes } from '../../platform/temporal/tuning';
import { migrate } from '../../prisma/migrate';
import { testConverter } from './keys';
import { sharedServer } from './servers/shared-server';

/** A migrated, empty database of one's own. */
export interface TestDatabase {
  /** As the application's role: what the API and the worker connect as. */
  readonly url: string;
  /** As the owner of the tables, a superuser: for what the application may not do. */
  readonly ownerUrl: string;
  /** Drops the database, ending connections that are still open. */
  drop(): Promise<void>;
}

const template = 'caseclock_template';

/** A fresh database with all migrations, copied from a template in tenths of a second. Call once per test file. */
export async function startPostgres(): Promise<TestDatabase> {
  const { url, appUrl } = await sharedServer('postgres', async (folder) => {
    const server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    await sql(server.url, `create database ${template}`);
    await migrate(withDatabase(server.url, template));
    return { url: server.url, appUrl: server.appUrl };
  });
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Several test files may copy the template at once: that waits on the server, while a connection to it would fail.
  await sql(url, `create database ${name} template ${template}`);
  return {
    url: withDatabase(appUrl, name),
    ownerUrl: withDatabase(url, name),
    drop: () => sql(url, `drop database if exists ${name} with (force)`),
  };
}

/** The run's Temporal dev server; its database is in `folder`. Give each test file a task queue of its own. */
export async function startTemporal(): Promise<TemporalTarget & { folder: string }> {
  const facts = await sharedServer('temporal', async (folder) => {
    const cli = await findTemporalCli({ cacheDir: readEnv().CASECLOCK_CACHE });
    const { address, namespace } = await startTemporalDevServer({ cli, dataDir: folder, ui: false });
    return { address, namespace, folder };
  });
  return { ...facts, dataConverter: testConverter };
}

/**
 * A time-skipping environment of one's own: its time is global, so tests that share one disturb each other. Call
 * `teardown()` on it afterwards. The SDK allows the server five seconds to answer, which a busy machine can miss:
 * tried three times.
 */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await findTestServer({ cacheDir: readEnv().CASECLOCK_CACHE });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const env = await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
        client: { dataConverter: testConverter },
      });
      await registerSearchAttributes(env);
      return env;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** The test server knows none of our search attributes and refuses a workflow task that names one. */
async function registerSearchAttributes(env: TestWorkflowEnvironment): Promise<void> {
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(
      Object.entries(searchAttributes).map(([name, type]) => [
        name,
        type === 'Datetime'
          ? temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_DATETIME
          : temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
      ]),
    ),
  });
}

function withDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

async function sql(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
