/** Finds a Chromium for the browser tests; on a Debian machine where it may, it installs the distribution's own once. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** Two test processes may want to install at once: apt waits for the other. */
const APT = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300'];

const HOW_TO =
  'The browser tests need Chromium. Install it (Debian, Ubuntu: "apt-get install chromium"; elsewhere Chromium or Chrome ' +
  'by its own installer), or set CHROMIUM to the program, then run the tests again.';

function installed(): string | null {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  for (const name of NAMES) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    if (found !== '') return found;
  }
  return null;
}

/** @throws Error saying how to get one. */
function findChromium(): string {
  const found = installed();
  if (found !== null) return found;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync('sh', ['-c', 'command -v apt-get']).status !== 0) throw new Error(HOW_TO);
  process.stdout.write('No Chromium found: installing the distribution’s own with apt-get, once.\n');
  try {
    execFileSync('apt-get', ['update', ...APT], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '--no-install-recommends', ...APT, 'chromium'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {
    throw new Error(HOW_TO);
  }
  const now = installed();
  if (now === null) throw new Error(HOW_TO);
  return now;
}

/** It calls nobody: without these flags it looks for updates and for its maker's hosts at every start. */
const QUIET = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', ...QUIET],
  });
}
