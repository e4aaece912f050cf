/** Faults at random while 300 commands run: nothing is lost, nothing is doubled. Real processes, killed with kill -9. */
import { proving } from './proving';
import { inWords, reportOf } from './report';
import { runChaos } from './run';

/** The same in every run of the suite; `CASECLOCK_CHAOS_SEED` tries another. */
const seed = Number(process.env['CASECLOCK_CHAOS_SEED'] ?? 20261121);

test('F1-F8 killing the worker, the API, Temporal or Postgres at random during 300 commands loses and doubles nothing', async () => {
  const result = await runChaos({ seed, ops: 300, seconds: 30, longestDownMs: 6_000, say: () => undefined });
  process.stdout.write(`${reportOf(result)}\n`);
  expect(result.violations.map(inWords)).toEqual([]);
  expect(result.cameToRest).toBe(true);
  // A run in which little happened would prove little.
  expect(proving(result)).toEqual([]);
}, 900_000);
