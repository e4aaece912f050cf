import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addBusinessDays } from '../../../domain/calendar';
import { california } from './sample-calendars';

const FOLDER = join(__dirname, '../../../domain/calendar');
const FORBIDDEN = /\b(Intl|Date\.(now|UTC|parse)|new Date|toLocale\w*|process|Math\.random|TextEncoder|require)\b/;

test.each(readdirSync(FOLDER))('F10 the day count depends on its data alone, on any machine: %s', (file) => {
  const source = readFileSync(join(FOLDER, file), 'utf8');
  expect(source.match(FORBIDDEN)?.[0]).toBeUndefined();
  const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, path]) => path);
  expect(imports.filter((path) => path !== 'zod' && !path?.startsWith('./'))).toEqual([]);
});

test('ten business days are counted in well under a millisecond, so that a board can show them for every case', () => {
  const cal = california();
  for (let warm = 0; warm < 2_000; warm += 1) addBusinessDays(cal, '2026-11-20', 10);
  const runs = 5_000;
  const started = process.hrtime.bigint();
  for (let run = 0; run < runs; run += 1) addBusinessDays(cal, '2026-11-20', 10);
  const microseconds = Number(process.hrtime.bigint() - started) / 1_000 / runs;
  // Measured at 5 us; the limit is wide because test machines are busy.
  expect(microseconds).toBeLessThan(200);
});
