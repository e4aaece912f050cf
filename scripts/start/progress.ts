/** Tells the person at the terminal what is being done and how long each step took. Ids and addresses only. */
import type { Say } from '../../platform/server-process';

export interface Progress {
  readonly say: Say;
  /** Announces a step, runs it, and prints its outcome with the seconds it took. What it throws is thrown. */
  step<T>(doing: string, work: () => Promise<T>, done?: (result: T) => string): Promise<T>;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** @param write receives whole lines without their end; console.log by default. */
export function makeProgress(write: (line: string) => void = console.log): Progress {
  const begun = performance.now();
  return {
    say: (message) => write(`    ${message}`),
    step: async (doing, work, done) => {
      const from = performance.now();
      write(`  … ${doing}`);
      try {
        const result = await work();
        const now = performance.now();
        write(`  ✓ ${done?.(result) ?? doing} (${seconds(now - from)}, at ${seconds(now - begun)})`);
        return result;
      } catch (error) {
        write(`  ✗ ${doing} failed after ${seconds(performance.now() - from)}`);
        throw error;
      }
    },
  };
}
