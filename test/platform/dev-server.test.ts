import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { readEnv } from '../../platform/env';
import { isAlive } from '../../platform/server-process';
import { findTemporalCli } from '../../platform/temporal/find-cli';
import { startTemporalDevServer } from '../../platform/temporal/start-dev-server';

const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-dev-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a case that was started before the Temporal server was killed is there after the next start', async () => {
  const cli = await findTemporalCli({ cacheDir: readEnv().CASECLOCK_CACHE });
  const start = () => startTemporalDevServer({ cli, dataDir: folder, ui: false });
  const first = await start();
  await withClient(first.address, (client) => client.workflow.start('any', { workflowId: 'kept', taskQueue: 'none' }));
  for (const name of ['temporal.db', 'temporal.db-wal']) {
    expect([name, statSync(path.join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  }
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await start();
  const { runId } = await withClient(second.address, (client) => client.workflow.getHandle('kept').describe());
  expect(runId).toMatch(/^[0-9a-f-]{36}$/);
  await second.stop();
  expect(isAlive(second.pid)).toBe(false);
}, 120_000);

test('a Temporal server that ends while starting is reported with the end of its log', async () => {
  const broken = path.join(folder, 'broken');
  writeFileSync(broken, '#!/bin/sh\necho database is locked\nexit 1\n', { mode: 0o755 });
  await expect(startTemporalDevServer({ cli: broken, dataDir: folder, ui: false })).rejects.toThrow(
    /ended while starting[\s\S]*database is locked/,
  );
});

async function withClient<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}
