/** Runs the leak harness for as long as asked; see docs/reliability.md. The harness itself belongs to the tests. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Started as a process of its own: nothing outside the tests imports them.
const harness = path.resolve(__dirname, '..', 'test', 'leaks', 'main.ts');
const { status } = spawnSync(process.execPath, ['--import', 'tsx', harness, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
