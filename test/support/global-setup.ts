/** Opens a folder for this test run; it starts no server, so runs of pure tests pay nothing. */
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export default function globalSetup(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-test-'));
  // The account that runs PostgreSQL for root must be able to pass through.
  chmodSync(folder, 0o711);
  process.env['CASECLOCK_TEST_RUN'] = folder;
  process.env['CASECLOCK_TEST_RUN_PID'] = String(process.pid);
}
