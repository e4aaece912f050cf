/**
 * `npm run demo`: a Caseclock of its own in <data>/demo with an invented practice; it stays up until Ctrl-C. A second
 * run finds its cases and adds nothing. `npm run demo -- --once` ends after the summary.
 */
import path from 'node:path';
import { EnvError, readEnv } from '../platform/env';
import { loadDemo } from './demo/load';
import { signInLines } from './demo/sign-in-links';
import { demoSummary } from './demo/summary';
import { printAddresses, serve } from './start/serve';

async function main(): Promise<void> {
  const given = readEnv();
  if (given.DATABASE_URL !== undefined || given.TEMPORAL_ADDRESS !== undefined) {
    throw new Error(
      'The demo never loads invented cases into a database of yours. Unset DATABASE_URL and TEMPORAL_ADDRESS: it brings its own.',
    );
  }
  const env = { ...given, CASECLOCK_DATA: path.join(given.CASECLOCK_DATA, 'demo') };
  const once = process.argv.includes('--once');
  console.log(`The demo starts a Caseclock of its own in ${env.CASECLOCK_DATA}; your own data is not touched.`);
  await serve({
    name: 'demo',
    env,
    practice: { name: 'Invented Orthopedics (demo)', zone: 'America/Los_Angeles', jurisdiction: 'US-CA' },
    whenReady: async (running, progress) => {
      const { db, temporal, seeded } = running;
      await progress.step(
        'Loading 60 WC and 120 denial cases (those that are there stay as they are)',
        () => loadDemo({ db, temporal, taskQueue: env.TASK_QUEUE, practiceId: seeded.practice.id }),
        () => 'The demo practice is there',
      );
      for (const line of await demoSummary(db.pool)) console.log(line);
      printAddresses(running);
      for (const line of await signInLines(db, env.PUBLIC_URL ?? running.apiUrl)) console.log(line);
      console.log(`  More tokens for the demo: CASECLOCK_DATA=${env.CASECLOCK_DATA} npx caseclock token create`);
      return once;
    },
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof EnvError || error instanceof Error ? error.message : error);
  process.exit(1);
});
