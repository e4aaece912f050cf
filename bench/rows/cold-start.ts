/** `npm start` on an empty folder and again on its data, with every program present: seconds to the first page. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../platform/free-port';
import { until, type Line } from '../figures';
import type { Stand } from '../stand';

const BUDGET_SECONDS = 15;
const LIMIT_MS = 120_000;

/** A page of the API's own documentation where no user interface is built yet; it needs the API, not a browser. */
const PAGES = ['/', '/api/v1/docs/'];

async function answers(url: string): Promise<string | null> {
  for (const page of PAGES) {
    try {
      const answer = await fetch(url + page);
      if (answer.ok && answer.headers.get('content-type')?.startsWith('text/html')) return page;
    } catch {
      // Nothing listens yet.
    }
  }
  return null;
}

async function start(data: string): Promise<{ seconds: number; page: string }> {
  const port = await freePort();
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, ...rest } = process.env;
  const from = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: path.resolve(__dirname, '../..'),
    env: { ...rest, CASECLOCK_DATA: data, PORT: String(port) },
    stdio: 'ignore',
    detached: true,
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  try {
    const page = await until(
      async () => (child.exitCode === null ? answers(url) : Promise.reject(new Error('npm start ended early.'))),
      (seen) => seen !== null,
      LIMIT_MS,
    );
    return { seconds: (performance.now() - from) / 1000, page: page ?? '' };
  } finally {
    // The group: npm passes the signal on, but not on every version.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await exited;
  }
}

export async function coldStart(_stand: Stand): Promise<Line[]> {
  const data = mkdtempSync(path.join(tmpdir(), 'caseclock-bench-start-'));
  chmodSync(data, 0o711);
  try {
    const first = await start(data);
    const again = await start(data);
    return [
      {
        what: `cold npm start to the first page (${first.page})`,
        ours: `${first.seconds.toFixed(1)} s on an empty folder, ${again.seconds.toFixed(1)} s on its data`,
        bare: '',
        ratio: '',
        budget: `< ${BUDGET_SECONDS} s`,
        kept: first.seconds < BUDGET_SECONDS,
      },
    ];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
