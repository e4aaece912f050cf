/** One run: load and faults together, everything up again, rest, evidence, checker. The seed decides all choices. */
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { perform } from './caller';
import { check } from './checker/check';
import type { Evidence, Violation } from './checker/evidence';
import { collect, drain } from './collect';
import { Faults, type Fault } from './faults';
import { Generator } from './generator';
import { OpLog } from './op-log';
import { Random } from '../support/world/random';
import { startWorld } from '../support/world/world';

export interface RunOptions {
  readonly seed: number;
  /** Commands, openings included. */
  readonly ops: number;
  /** The load and the faults last at least this long. */
  readonly seconds: number;
  /** Longest time a server is down, ms. */
  readonly longestDownMs: number;
  /** A copy of the operation log is left here. */
  readonly keepLogIn?: string;
  say(message: string): void;
}

export interface RunResult {
  readonly options: RunOptions;
  readonly evidence: Evidence;
  readonly violations: readonly Violation[];
  readonly faults: readonly Fault[];
  /** False: commands or clocks were still waiting when the wait ended. */
  readonly cameToRest: boolean;
  readonly drainMs: number;
  readonly cuts: { readonly database: number; readonly temporal: number };
  /** Processes of ours that ended without being killed. */
  readonly endedByThemselves: number;
}

const CASES = 40;
const CALLERS = 8;
const DRAIN_WITHIN_MS = 420_000;
const ZONE = 'America/Los_Angeles';

/** @throws when the servers cannot be started; a broken invariant is a violation in the result. */
export async function runChaos(options: RunOptions): Promise<RunResult> {
  const { seed, say } = options;
  // Load, faults and proxies draw apart, so that the length of one does not change the choices of another.
  const [load, trouble, wire] = [new Random(seed), new Random(seed + 1), new Random(seed + 2)];
  const world = await startWorld({ name: 'chaos', random: wire, zone: ZONE, claims: CASES + 10 });
  try {
    const log = new OpLog(path.join(world.folder, 'ops.jsonl'));
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date());
    const generator = new Generator({ ...world, random: load, today, now: Date.now });
    const faults = new Faults(world, trouble, options.longestDownMs, say);
    let patience = Infinity;
    const caller = {
      token: world.token,
      urls: world.apiUrls,
      givingUp: () => Date.now() > patience,
      faultsBetween: (from: number, to: number) => faults.between(from, to),
    };
    let planned = 0;
    const startedAt = Date.now();
    // The load is spread over the time asked for, and over the first round of faults however long that takes.
    const allowed = () => options.ops * Math.min((Date.now() - startedAt) / (options.seconds * 1_000), faults.progress);
    const openings = Math.min(CASES, Math.floor(options.ops / 5));
    const call = async (): Promise<void> => {
      while (planned < options.ops) {
        if (planned >= allowed()) {
          await delay(50);
          continue;
        }
        const opening = planned < openings || generator.opened.length === 0 || load.chance(0.02);
        planned += 1;
        const op = opening ? generator.opening(planned % 2 === 0 ? 'denial' : 'wc') : generator.event();
        log.append(await perform(caller, op));
        await delay(load.int(0, 600));
      }
    };
    const breaking = faults.run(() => Date.now() < startedAt + options.seconds * 1_000);
    const calling = Promise.all(Array.from({ length: CALLERS }, call));
    await breaking;
    say('everything is up again');
    patience = Date.now() + 60_000;
    await calling;
    const drainFrom = Date.now();
    const cameToRest = await drain(world, DRAIN_WITHIN_MS);
    const drainMs = Date.now() - drainFrom;
    say(`came to rest: ${cameToRest}, ${(drainMs / 1_000).toFixed(1)} s`);
    const evidence = await collect(world, log.ops);
    if (options.keepLogIn) copyFileSync(log.file, options.keepLogIn);
    return {
      options,
      evidence,
      violations: check(evidence),
      faults: faults.done,
      cameToRest,
      drainMs,
      cuts: { database: world.databaseProxy.cuts, temporal: world.temporalProxy.cuts },
      endedByThemselves: [...world.workers, ...world.apis].reduce((sum, p) => sum + p.endedByItself, 0),
    };
  } finally {
    await world.stop();
  }
}
