/** Turns measured times into the figures of the table, and runs A and B so that drift of the machine cancels. */

/** One row of the table. Ratios are ours / bare, measured in the same run. */
export interface Line {
  readonly what: string;
  readonly ours: string;
  readonly bare: string;
  readonly ratio: string;
  readonly budget: string;
  /** Null: reported, there is no budget. */
  readonly kept: boolean | null;
}

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

export const p50 = (values: readonly number[]): number => percentile(values, 0.5);

export const ms = (value: number): string => `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ms`;
export const times = (ratio: number): string => `${ratio.toFixed(2)} x`;
export const spread = (values: readonly number[]): string =>
  `p50 ${ms(p50(values))}, p95 ${ms(percentile(values, 0.95))}`;

/** Milliseconds that work took. */
export async function took(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

type Work = (n: number) => Promise<unknown>;

/**
 * Times several ways of working one after another, `rounds` times, each round beginning with another one. The first
 * tenth of the rounds warms up and is not counted.
 */
export async function takeTurns<K extends string>(
  ways: Readonly<Record<K, Work>>,
  rounds: number,
): Promise<Record<K, number[]>> {
  const names = Object.keys(ways) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  const warmUp = Math.ceil(rounds / 10);
  for (let n = 0; n < rounds + warmUp; n += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + n) % names.length] as K;
      const time = await took(() => ways[name](n));
      if (n >= warmUp) times[name].push(time);
    }
  }
  return times;
}

/** Runs `work` for 0 to count-1 with so many callers at once; `goOn` false ends early. @returns how many ran. */
export async function atOnce(
  callers: number,
  count: number,
  work: Work,
  goOn: () => boolean = () => true,
): Promise<number> {
  let next = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < count && goOn()) {
        const n = next;
        next += 1;
        await work(n);
      }
    }),
  );
  return next;
}

/** Events a second of `callers` that do nothing else for `forMs`. */
export async function throughput(callers: number, forMs: number, work: Work): Promise<number> {
  const from = performance.now();
  const done = await atOnce(callers, Number.POSITIVE_INFINITY, work, () => performance.now() - from < forMs);
  return (done * 1000) / (performance.now() - from);
}

/** Looks again until it holds. @throws with what was last seen. */
export async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean, withinMs: number): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`Not within ${withinMs} ms; last seen: ${JSON.stringify(seen)}`);
    await pause(200);
  }
}

export const pause = (forMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, forMs));
