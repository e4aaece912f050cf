/** Prints one hash over all seeded holidays and a year of due dates, to compare processes that run in different zones. */
import { createHash } from 'node:crypto';
import { addDays, dueAfterBusinessDays } from '../../domain/calendar';
import { buildCalendar } from '../../platform/calendar/build-calendar';
import { holidaySeed } from '../../platform/calendar/holiday-seed';

const seed = holidaySeed();
const holidays = seed.filter(({ jurisdiction }) => jurisdiction === 'US-CA');
const cal = buildCalendar({ zone: 'America/Los_Angeles', holidays, fromYear: 2024, toYear: 2032 });
const rule = { days: 10, countsThrough: 'end', spreadKey: 'case-1' } as const;
const dues = Array.from({ length: 366 }, (_, day) =>
  dueAfterBusinessDays(cal, { ...rule, anchorOn: addDays('2026-01-01', day) }),
);
process.stdout.write(createHash('sha256').update(JSON.stringify({ seed, cal, dues })).digest('hex'));
