/** Lets the first test that needs a server start it and all others of the run find it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lock } from '../../../platform/cache-dir';

/** The folder of this test run. Throws when jest was started without the global setup. */
export function runFolder(): string {
  const folder = process.env['CASECLOCK_TEST_RUN'];
  if (!folder) throw new Error('No test run is open: jest must run test/support/global-setup.ts as its globalSetup.');
  return folder;
}

/**
 * The facts about the server `name`, from whoever started it in this run, else from `start`, which is given a folder.
 * The server must outlive the calling process; end-run.cjs ends it by its pid file.
 */
export async function sharedServer<T extends object>(name: string, start: (folder: string) => Promise<T>): Promise<T> {
  const file = path.join(runFolder(), `${name}.json`);
  const release = await lock(path.join(runFolder(), `${name}.lock`), () => undefined);
  try {
    if (!existsSync(file)) {
      watchRunner();
      const folder = path.join(runFolder(), name);
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      writeFileSync(`${file}.new`, JSON.stringify(await start(folder)));
      renameSync(`${file}.new`, file);
    }
    const facts: T = JSON.parse(readFileSync(file, 'utf8'));
    return facts;
  } finally {
    release();
  }
}

function watchRunner(): void {
  const script = path.join(__dirname, 'end-run.cjs');
  const args = [script, runFolder(), process.env['CASECLOCK_TEST_RUN_PID'] ?? ''];
  spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();
}
