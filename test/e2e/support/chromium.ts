/** Finds a Chromium for the browser tests; on a Debian machine where it may, it installs the distribution's own once. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { lock } from '../../../platform/cache-dir';
import { readEnv } from '../../../platform/env';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** Somebody else may be installing something. */
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

/** The program. @throws Error saying how to get one. */
export async function findChromium(): Promise<string> {
  const found = installed();
  if (found !== null) return found;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync('sh', ['-c', 'command -v apt-get']).status !== 0) throw new Error(HOW_TO);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const cache = readEnv().CASECLOCK_CACHE;
  mkdirSync(cache, { recursive: true });
  // Several test files may find that there is none at the same time.
  const release = await lock(path.join(cache, 'chromium.lock'), say);
  try {
    if (installed() === null) {
      say('No Chromium found: installing the distribution’s own with apt-get, once.');
      install();
    }
  } finally {
    release();
  }
  const now = installed();
  if (now === null) throw new Error(HOW_TO);
  return now;
}

function install(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore', env });
    execFileSync('apt-get', ['install', '--no-install-recommends', ...APT, 'chromium'], { stdio: 'ignore', env });
  } catch {
    throw new Error(HOW_TO);
  }
}

/** It calls nobody: without these flags it looks for updates and for its maker's hosts at every start. */
const QUIET = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const options = async () => ({
  executablePath: await findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', ...QUIET],
});

export const launchChromium = async (): Promise<Browser> => chromium.launch(await options());

/** A browser that keeps what a person's browser keeps, in `folder`: history, forms, storage, cache. */
export const launchWithProfile = async (folder: string, baseURL: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { ...(await options()), baseURL, viewport: { width: 1440, height: 900 } });
