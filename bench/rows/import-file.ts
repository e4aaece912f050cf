/** The 835 import up to the database; how it is measured stands in bench/import-835.ts. */
import { benchImport835 } from '../import-835';
import { times, type Line } from '../figures';
import type { Stand } from '../stand';

const LINES_A_MINUTE = 100_000;

export async function importFile(_stand: Stand, quick: boolean): Promise<Line[]> {
  const results = await benchImport835(quick ? [1] : [1, 20]);
  return results.map((f) => {
    const floor = f.parseSeconds + f.copySeconds;
    const perMinute = (f.lines / f.loadSeconds) * 60;
    return {
      what: `835 import of ${f.megabytes} MB, ${f.lines} claim lines`,
      ours: `${Math.round(perMinute).toLocaleString('en')} lines a minute; memory ${f.restRssMb.toFixed(0)} MB at rest, ${f.peakRssMb.toFixed(0)} MB at most`,
      bare: `parse and COPY: ${Math.round((f.lines / floor) * 60).toLocaleString('en')} lines a minute`,
      ratio: times(floor / f.loadSeconds),
      budget: `>= ${LINES_A_MINUTE.toLocaleString('en')} lines a minute, memory constant`,
      kept: perMinute >= LINES_A_MINUTE,
    };
  });
}
