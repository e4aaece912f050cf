/** Stops the servers that the tests of this run started, if any, and removes the run's folder. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

export default function globalTeardown(): void {
  const folder = process.env['CASECLOCK_TEST_RUN'];
  if (folder) execFileSync(process.execPath, [path.join(__dirname, 'servers', 'end-run.cjs'), folder]);
}
