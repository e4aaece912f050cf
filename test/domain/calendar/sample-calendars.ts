/** Calendars for the tests, built from the machine's zone data, and the wall clock as Intl shows it for comparison. */
import fc from 'fast-check';
import { addDays, type PracticeCalendar } from '../../../domain/calendar';
import { buildCalendar, type Holiday } from '../../../platform/calendar/build-calendar';

export const ZONES = [
  'America/Los_Angeles',
  'America/New_York',
  'America/Phoenix',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
] as const;

const CALIFORNIA: Holiday[] = [
  { on: '2026-11-11', name: 'Veterans Day' },
  { on: '2026-11-26', name: 'Thanksgiving Day' },
  { on: '2026-11-27', name: 'Day after Thanksgiving Day' },
  { on: '2026-12-24', name: 'Christmas Eve', closesAtMinute: 12 * 60 },
  { on: '2026-12-25', name: 'Christmas Day' },
  { on: '2027-01-01', name: "New Year's Day" },
];

/** Monday to Friday 08:00 to 17:30 with California's holidays around the end of 2026. */
export function california(changes: { zone?: string; holidays?: Holiday[] } = {}): PracticeCalendar {
  const { zone = 'America/Los_Angeles', holidays = CALIFORNIA } = changes;
  return buildCalendar({ zone, holidays, fromYear: 2020, toYear: 2035 });
}

/** Federal Thanksgiving only: the Friday after is worked. */
export function thanksgivingOnly(): PracticeCalendar {
  return california({ holidays: [{ on: '2026-11-26', name: 'Thanksgiving Day' }] });
}

/** Any date from 2020 to 2035, holidays or not. */
export function dates(): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: 5_843 }).map((days) => addDays('2020-01-01', days));
}

/** Calendars with any weekday pattern that has an open day, and up to 60 closed, half or additional days. */
export function calendars(): fc.Arbitrary<PracticeCalendar> {
  const intervals = fc.constantFrom<[number, number][]>(
    [],
    [[480, 1050]],
    [
      [480, 720],
      [780, 1050],
    ],
    [[0, 1440]],
  );
  const week = fc.array(intervals, { minLength: 7, maxLength: 7 }).filter((days) => days.some((day) => day.length > 0));
  const exceptions = fc
    .uniqueArray(fc.record({ on: dates(), name: fc.constant('Closed here'), intervals }), {
      maxLength: 60,
      selector: ({ on }) => on,
    })
    .map((days) => days.sort((left, right) => (left.on < right.on ? -1 : 1)));
  const base = california();
  return fc.record({ week, exceptions }).map((parts) => ({ ...base, ...parts }));
}

/** What a wall clock in `zone` shows at `instant`, from Intl: the independent witness. */
export function intlWallClock(zone: string, instant: number): { on: string; minute: number; second: number } {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, format);
  }
  const shown = format.format(instant);
  const [hour, minute, second] = shown.slice(11).split(':').map(Number);
  return { on: shown.slice(0, 10), minute: (hour ?? 0) * 60 + (minute ?? 0), second: second ?? 0 };
}

const formats = new Map<string, Intl.DateTimeFormat>();
