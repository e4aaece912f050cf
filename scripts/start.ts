/** `npm start`: everything on one machine - PostgreSQL, Temporal, migrations, worker, API - until Ctrl-C. */
import path from 'node:path';
import { EnvError, readEnv } from '../platform/env';
import { printAddresses, serve } from './start/serve';

async function main(): Promise<void> {
  const env = readEnv();
  const data = path.relative('', env.CASECLOCK_DATA) || '.';
  console.log(`Caseclock starts. Its data and logs are in ${data.startsWith('..') ? env.CASECLOCK_DATA : data}.`);
  await serve({
    name: 'start',
    env,
    whenReady: async (running) => {
      printAddresses(running);
      console.log(`  Ready after ${process.uptime().toFixed(1)} s.`);
      return false;
    },
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof EnvError ? error.message : error);
  process.exit(1);
});
