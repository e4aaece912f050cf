/**
 * Ends the servers of a test run and removes its folder: at once, or, given the id of the test runner's process, when
 * that has ended. The second is the net for a run that was interrupted or killed. Plain JavaScript, so it starts fast.
 */
const { existsSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const path = require('node:path');

const [folder, runner] = process.argv.slice(2);
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

function running(pid) {
  if (!signal(pid, 0)) return false;
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

while (runner && running(Number(runner)) && existsSync(folder)) pause(500);

const pidFiles = existsSync(folder)
  ? readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.pid.json'))
  : [];
for (const file of pidFiles) {
  const { pid } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  // Throwaway data: PostgreSQL's immediate shutdown frees its shared memory, which SIGKILL would leave behind.
  signal(pid, file.includes('postgres') ? 'SIGQUIT' : 'SIGKILL');
  for (let waited = 0; running(pid) && waited < 5000; waited += 25) pause(25);
  if (running(pid)) signal(pid, 'SIGKILL');
}
if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
