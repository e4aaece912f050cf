/** The long run from the command line: `npm run chaos -- --ops 3000 --seed 7 --minutes 10`. */
import { parseArgs } from 'node:util';
import { reportOf } from './report';
import { runChaos } from './run';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ops: { type: 'string', default: '3000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      minutes: { type: 'string', default: '10' },
      log: { type: 'string' },
    },
  });
  const [ops, seed, minutes] = [values.ops, values.seed, values.minutes].map(Number) as [number, number, number];
  if (![ops, seed, minutes].every((n) => Number.isFinite(n) && n >= 0) || ops < 50) {
    throw new Error('Usage: npm run chaos -- --ops <50 or more> --seed <number> --minutes <number> [--log <file>]');
  }
  const started = Date.now();
  const say = (message: string) =>
    console.log(`${((Date.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${message}`);
  say(`seed ${seed}`);
  const result = await runChaos({
    seed,
    ops,
    seconds: minutes * 60,
    longestDownMs: 10_000,
    ...(values.log ? { keepLogIn: values.log } : {}),
    say,
  });
  console.log(`\n${reportOf(result)}`);
  process.exitCode = result.violations.length === 0 && result.cameToRest ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
});
