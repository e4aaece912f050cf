/** Runs a Caseclock until Ctrl-C or SIGTERM: brings it up, prints where it is, takes it down. Shared by start and demo. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import type { Env } from '../../platform/env';
import { createLog, type Logger } from '../../platform/log';
import { rotateLog } from '../../platform/server-process';
import type { FirstPractice } from '../../prisma/seed';
import { BringUp, StartStopped, type Caseclock } from './bring-up';
import { makeProgress, type Progress } from './progress';
import { quietSdk } from '../../platform/temporal/sdk-logging';

/** One press of Ctrl-C reaches us from the terminal and again from the program that started us: within this it is one. */
const SAME_PRESS_MS = 500;
const INTERRUPTED = 130;

export interface ServeOptions {
  readonly name: string;
  readonly env: Env;
  readonly practice?: FirstPractice;
  /** Runs once everything serves; `true` ends the process afterwards. */
  whenReady?(running: Caseclock, progress: Progress): Promise<boolean>;
}

/** Never returns while it serves; ends the process itself: 0 when stopped in order, 1 after a failure. */
export async function serve(options: ServeOptions): Promise<void> {
  // The history of a case must not depend on the machine's zone.
  process.env['TZ'] = 'UTC';
  const { env } = options;
  const progress = makeProgress();
  const log = fileLog(env, options.name);
  quietSdk(log);
  const bringUp = new BringUp(env, progress, log);
  let firstSignalAt = 0;
  let failed = false;

  const end = async () => {
    await bringUp.stop();
    progress.say(failed ? 'Stopped after a failure.' : 'Stopped. Everything is saved; start again to go on.');
    process.exit(failed ? 1 : 0);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (firstSignalAt === 0) {
      firstSignalAt = now;
      log.info({ signal }, 'stopping');
      console.log('\nStopping: the API first, then the worker, Temporal, PostgreSQL (again to force it) ...');
      void end();
    } else if (now - firstSignalAt > SAME_PRESS_MS) {
      console.log('Forced. What was acknowledged is saved; the next start cleans up.');
      bringUp.kill();
      process.exit(INTERRUPTED);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const onFault = (error: unknown) => {
    log.fatal({ err: error }, 'unexpected');
    console.error(`Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`);
    failed = true;
    void end();
  };
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);

  try {
    const running = await bringUp.start(options.practice);
    log.info({ url: running.apiUrl }, 'ready');
    if (await options.whenReady?.(running, progress)) await end();
  } catch (error) {
    if (error instanceof StartStopped || firstSignalAt > 0) return;
    log.fatal({ err: error }, 'start failed');
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    await bringUp.stop();
    process.exit(1);
  }
}

/** Lines for people go to the terminal, the JSON log to a file beside the data. */
function fileLog(env: Env, name: string): Logger {
  mkdirSync(env.CASECLOCK_DATA, { recursive: true });
  const file = path.join(env.CASECLOCK_DATA, 'caseclock.log');
  rotateLog(file);
  // Written at once: the last lines before an end are the ones that matter.
  return createLog({
    level: env.LOG_LEVEL,
    name,
    destination: pino.destination({ dest: file, sync: true, mode: 0o600 }),
  });
}

/** The addresses, and how to make a first request. */
export function printAddresses(running: Caseclock): void {
  const { apiUrl, temporal, newToken, setUpLink } = running;
  console.log('');
  console.log(`  Caseclock     ${apiUrl}`);
  console.log(`  API           ${apiUrl}/api/v1`);
  console.log(`  Docs          ${apiUrl}/api/v1/docs`);
  if (temporal.uiUrl) console.log(`  Temporal UI   ${temporal.uiUrl}`);
  console.log('');
  if (setUpLink) {
    console.log('  Set up the first administrator (the link works once; another start makes another):');
    console.log('');
    console.log(`    ${setUpLink}`);
    console.log('');
  }
  if (newToken) {
    console.log('  Your API token, shown this once (only its hash is kept):');
    console.log('');
    console.log(`    ${newToken}`);
    console.log('');
    console.log('  Try it:');
    console.log(`    curl -H "Authorization: Bearer ${newToken}" ${apiUrl}/api/v1/cases`);
  } else {
    console.log('  An API token exists. To make another: npx caseclock token create');
  }
  console.log('');
  console.log('  Ctrl-C stops everything.');
}
