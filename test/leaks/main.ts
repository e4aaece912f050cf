/** The long run from the command line: `npm run leaks -- --seed 7 --minutes 2 [--patients 200] [--json]`. */
import { parseArgs } from 'node:util';
import { faultsOf, provingOf, reportOf } from './report';
import { runLeaks } from './run';

const USAGE = 'Usage: npm run leaks -- [--patients <1 to 365>] [--seed <number>] [--minutes <number>] [--json]';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      patients: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      minutes: { type: 'string', default: '2' },
      json: { type: 'boolean', default: false },
    },
  });
  const [patients, seed, minutes] = [values.patients, values.seed, values.minutes].map(Number) as [
    number,
    number,
    number,
  ];
  if (![patients, seed, minutes].every((n) => Number.isFinite(n) && n >= 0) || patients < 1 || patients > 365) {
    throw new Error(USAGE);
  }
  const started = Date.now();
  // With --json the report alone goes to standard output.
  const say = (message: string) =>
    process.stderr.write(`${((Date.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${message}\n`);
  say(`seed ${seed}`);
  const result = await runLeaks({
    seed,
    patients,
    rows: 20,
    seconds: minutes * 60,
    faults: ['worker killed', 'temporal killed', 'api killed', 'worker killed', 'postgres killed'],
    say,
  });
  const wrong = [...faultsOf(result), ...provingOf(result).map((what) => `the run lacked: ${what}`)];
  if (values.json) {
    const plain = (_key: string, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value);
    process.stdout.write(`${JSON.stringify({ ...result, wrong }, plain, 2)}\n`);
  } else {
    process.stdout.write(`\n${reportOf(result)}\n`);
    for (const what of provingOf(result)) process.stdout.write(`the run lacked: ${what}\n`);
  }
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
});
