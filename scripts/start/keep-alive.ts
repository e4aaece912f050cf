/** Keeps one embedded server or the worker running: reports its end and starts it again, ever less eagerly. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Say } from '../../platform/server-process';

/** Something that runs until it is stopped or dies. */
export interface Runs {
  /** Settles when it has ended, for whatever reason; a rejection counts as an end. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
  /** Ends it at once; for the second Ctrl-C. */
  kill(): void;
  /** What its log said last, for the report. */
  lastWords(): string;
}

export interface Kept<T extends Runs> {
  /** The one that runs now, or ran last. */
  current(): T;
  stop(): Promise<void>;
  kill(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Whoever lived this long did not die of its start: the next wait is short again. */
const HEALTHY_AFTER_MS = 60_000;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const indented = (text: string) => text.replace(/^/gm, '      | ');

/**
 * Starts it and starts it again whenever it ends unasked. The first start's error is thrown; later ones are reported
 * and tried again after 0.5 s, doubling to 30 s.
 */
export async function keepAlive<T extends Runs>(name: string, start: () => Promise<T>, say: Say): Promise<Kept<T>> {
  const asked = new AbortController();
  let current = await start();

  const revive = async (): Promise<void> => {
    let wait = FIRST_WAIT_MS;
    for (;;) {
      say(`Starting ${name} again in ${wait / 1000} s`);
      await delay(wait, undefined, { signal: asked.signal }).catch(() => undefined);
      if (asked.signal.aborted) return;
      try {
        current = await start();
        say(`${name} runs again`);
        return;
      } catch (error) {
        say(`${name} did not start: ${messageOf(error)}`);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    }
  };
  const watch = (async () => {
    let unhealthy = 0;
    while (!asked.signal.aborted) {
      const from = Date.now();
      const why = await current.ended.then(
        () => '',
        (error: unknown) => ` (${messageOf(error)})`,
      );
      if (asked.signal.aborted) return;
      const words = current.lastWords();
      say(`${name} has ended unasked${why}. ${words ? `It said last:\n${indented(words)}` : ''}`.trimEnd());
      // Whatever is left of it goes first; a server that dies at once each time is not started in a tight loop.
      await current.stop().catch(() => undefined);
      unhealthy = Date.now() - from > HEALTHY_AFTER_MS ? 0 : unhealthy + 1;
      const pause = unhealthy > 2 ? Math.min(FIRST_WAIT_MS * 2 ** unhealthy, LONGEST_WAIT_MS) : 0;
      await delay(pause, undefined, { signal: asked.signal }).catch(() => undefined);
      await revive();
    }
  })();
  return {
    current: () => current,
    stop: async () => {
      asked.abort();
      // A start that is under way ends first, so that what it started is stopped too.
      const stopped = current.stop();
      await Promise.allSettled([stopped, watch]);
      await current.stop();
    },
    kill: () => {
      asked.abort();
      current.kill();
    },
  };
}
