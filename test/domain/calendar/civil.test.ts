import fc from 'fast-check';
import {
  CalendarError,
  CivilDate,
  PracticeCalendar,
  addDays,
  compareDates,
  diffDays,
  isCivilDate,
  weekdayOf,
} from '../../../domain/calendar';
import { california } from './sample-calendars';

const anyDay = fc.integer({ min: -200_000, max: 400_000 });
const utcDate = (epochDay: number): string => new Date(epochDay * 86_400_000).toISOString().slice(0, 10);

test('every date from 1422 to 3065 has the day number and weekday of the Gregorian calendar', () => {
  fc.assert(
    fc.property(anyDay, (epochDay) => {
      const date = utcDate(epochDay);
      expect(addDays('1970-01-01', epochDay)).toBe(date);
      expect(diffDays('1970-01-01', date)).toBe(epochDay);
      expect(weekdayOf(date) % 7).toBe(new Date(epochDay * 86_400_000).getUTCDay());
      expect(isCivilDate(date)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('29 February follows 28 February in leap years and only there', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2028-02-29', 366)).toBe('2029-03-01');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2100-02-28', 1)).toBe('2100-03-01');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});

test.each([
  '2026-02-30',
  '2027-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-4-01',
  '2026-04-31',
  '0000-01-01',
  '',
  'x',
  '2026-01-01 ',
])('a date that does not exist is refused: "%s"', (text) => {
  expect(isCivilDate(text)).toBe(false);
  expect(CivilDate.safeParse(text).success).toBe(false);
  expect(() => addDays(text, 1)).toThrow(CalendarError);
});

test('dates sort by time', () => {
  const sorted = ['2026-10-01', '2025-12-31', '2026-09-30'].sort(compareDates);
  expect(sorted).toEqual(['2025-12-31', '2026-09-30', '2026-10-01']);
});

test('R04 a calendar with faulty data is refused with the fault named', () => {
  const good = california();
  const faults = (change: Partial<PracticeCalendar>): string =>
    PracticeCalendar.safeParse({ ...good, ...change })
      .error?.issues.map(({ message }) => message)
      .join() ?? '';
  const open: [number, number][] = [[480, 1050]];
  expect(faults({})).toBe('');
  expect(faults({ week: [[], [], [], [], [], [], []] })).toContain('no open day');
  expect(faults({ week: [[[1050, 480]], open, open, open, open, [], []] })).toContain('closes before it opens');
  expect(
    faults({
      week: [
        [
          [480, 900],
          [840, 1050],
        ],
        open,
        open,
        open,
        open,
        [],
        [],
      ],
    }),
  ).toContain('overlap');
  expect(faults({ exceptions: [...good.exceptions].reverse() })).toContain('sorted by date');
  expect(faults({ offsets: [...good.offsets].reverse() })).toContain('ascending');
  expect(faults({ coversTo: '2019-12-31' })).toContain('coversFrom');
  expect(faults({ sweep: { fromMinute: 1_400, spreadMinutes: 90 } })).toContain('midnight');
});
