/** Replays recorded histories in this process's time zone and prints one JSON line: {name: null | fault}. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { readEnv } from '../../platform/env';
import { workflowBundle } from '../../platform/workflow-bundle';
import { testConverter } from '../support/keys';

async function main(files: readonly string[]): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  const bundle = await workflowBundle(readEnv().CASECLOCK_CACHE);
  const results: Record<string, string | null> = {};
  for (const file of files) {
    const history: unknown = JSON.parse(readFileSync(file, 'utf8'));
    results[path.basename(file)] = await Worker.runReplayHistory(
      { workflowBundle: bundle, dataConverter: testConverter },
      history,
    ).then(
      () => null,
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
    );
  }
  console.log(JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, results }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
