/** Nothing that a person wrote about a patient is found outside the application's tables, whatever fails. Real processes, killed. */
import { faultsOf, provingOf, reportOf } from './report';
import { runLeaks } from './run';

/** The same in every run of the suite; `CASECLOCK_LEAKS_SEED` tries another. */
const seed = Number(process.env['CASECLOCK_LEAKS_SEED'] ?? 20261126);

test('I9 with workers and Temporal killed and the database refusing rows, no word about a patient leaves the application tables', async () => {
  const result = await runLeaks({
    seed,
    patients: 30,
    rows: 4,
    seconds: 5,
    faults: ['worker killed', 'temporal killed', 'api killed'],
    say: () => undefined,
  });
  process.stdout.write(`${reportOf(result)}\n`);
  expect(faultsOf(result)).toEqual([]);
  // A run in which little happened would prove little.
  expect(provingOf(result)).toEqual([]);
}, 600_000);
