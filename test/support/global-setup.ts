/** Opens a folder for this test run; it starts no server, so runs of pure tests pay nothing. Browser tests get a browser. */
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium } from '../e2e/support/chromium';

export default async function globalSetup({ nonFlagArgs }: { readonly nonFlagArgs: readonly string[] }): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-test-'));
  // The account that runs PostgreSQL for root must be able to pass through.
  chmodSync(folder, 0o711);
  process.env['CASECLOCK_TEST_RUN'] = folder;
  process.env['CASECLOCK_TEST_RUN_PID'] = String(process.pid);
  // Installing one takes longer than a test may wait. Where that fails, each browser test says how to get one.
  const isForBrowsers = nonFlagArgs.length === 0 || nonFlagArgs.some((asked) => asked.includes('e2e'));
  if (isForBrowsers) await findChromium().catch(() => undefined);
}
