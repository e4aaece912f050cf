import fc from 'fast-check';
import {
  addBusinessDays,
  addDays,
  businessDaysBetween,
  isBusinessDay,
  nextBusinessDay,
  previousBusinessDay,
  weekdayOf,
  whyClosed,
  type PracticeCalendar,
} from '../../../domain/calendar';
import { calendars, california, dates, thanksgivingOnly } from './sample-calendars';

/** Asks the raw data of one day, without any of the code under test but addDays and weekdayOf. */
function opens(cal: PracticeCalendar, on: string): boolean {
  const exception = cal.exceptions.find((day) => day.on === on);
  return (exception?.intervals ?? cal.week[weekdayOf(on) - 1] ?? []).length > 0;
}

test('R04 the Nth business day is the one found by walking day by day', () => {
  fc.assert(
    fc.property(calendars(), dates(), fc.integer({ min: -60, max: 60 }), (cal, from, n) => {
      const step = Math.sign(n);
      let on = from;
      const closed: string[] = [];
      for (let left = Math.abs(n); left > 0;) {
        on = addDays(on, step);
        if (opens(cal, on)) left -= 1;
        else closed.push(on);
      }
      const found = addBusinessDays(cal, from, n);
      expect(found.on).toBe(on);
      expect(found.skipped.map((day) => day.on)).toEqual(closed);
    }),
  );
});

test('R04 counting the business days up to the Nth gives N', () => {
  fc.assert(
    fc.property(calendars(), dates(), fc.integer({ min: 0, max: 120 }), (cal, from, n) => {
      const { on } = addBusinessDays(cal, from, n);
      expect(businessDaysBetween(cal, from, on)).toBe(n);
      expect(businessDaysBetween(cal, on, from)).toBe(n === 0 ? 0 : -n);
    }),
  );
});

test('R04 the next and previous business days are open with only closed days in between', () => {
  fc.assert(
    fc.property(calendars(), dates(), (cal, from) => {
      const next = nextBusinessDay(cal, from);
      const previous = previousBusinessDay(cal, from);
      expect([isBusinessDay(cal, next), isBusinessDay(cal, previous)]).toEqual([true, true]);
      for (let on = from; on < next; on = addDays(on, 1)) expect(whyClosed(cal, on)).toBeDefined();
      for (let on = from; on > previous; on = addDays(on, -1)) expect(whyClosed(cal, on)).toBeDefined();
    }),
  );
});

test('C04 five business days from Monday before Thanksgiving 2026 end a week and a day later in California', () => {
  expect(addBusinessDays(california(), '2026-11-23', 5)).toEqual({
    on: '2026-12-02',
    skipped: [
      { on: '2026-11-26', reason: 'Thanksgiving Day' },
      { on: '2026-11-27', reason: 'Day after Thanksgiving Day' },
      { on: '2026-11-28', reason: 'weekend' },
      { on: '2026-11-29', reason: 'weekend' },
    ],
  });
  expect(addBusinessDays(thanksgivingOnly(), '2026-11-23', 5).on).toBe('2026-12-01');
});

test('R04 a count runs over the leap day and over the end of the year', () => {
  expect(addBusinessDays(california(), '2028-02-28', 1).on).toBe('2028-02-29');
  expect(addBusinessDays(california(), '2028-02-28', 2).on).toBe('2028-03-01');
  expect(addBusinessDays(california(), '2026-12-31', 1)).toMatchObject({ on: '2027-01-04' });
});

test('R04 a half day is a business day', () => {
  expect(isBusinessDay(california(), '2026-12-24')).toBe(true);
  expect(businessDaysBetween(california(), '2026-12-23', '2026-12-28')).toBe(2);
});

test('R04 a closed day says why', () => {
  const cal = california({
    holidays: [
      { on: '2026-07-04', name: 'Independence Day' },
      { on: '2026-07-03', name: 'Independence Day (observed)' },
    ],
  });
  const withoutWednesdays = { ...cal, week: cal.week.map((day, index) => (index === 2 ? [] : day)) };
  expect(whyClosed(cal, '2026-07-03')).toBe('Independence Day (observed)');
  expect(whyClosed(cal, '2026-07-04')).toBe('weekend');
  expect(whyClosed(cal, '2026-07-06')).toBeUndefined();
  expect(whyClosed(withoutWednesdays, '2026-07-08')).toBe('closed on Wednesdays');
});

test('R04 a Saturday opened by exception counts', () => {
  const cal: PracticeCalendar = {
    ...california(),
    exceptions: [{ on: '2026-11-21', name: 'Open Saturday', intervals: [[540, 720]] }],
  };
  expect(addBusinessDays(cal, '2026-11-20', 1).on).toBe('2026-11-21');
});

test('a calendar without any open day, or a count that is no number, ends in an error instead of a loop', () => {
  const never: PracticeCalendar = { ...california(), week: [[], [], [], [], [], [], []], exceptions: [] };
  expect(() => nextBusinessDay(never, '2026-01-01')).toThrow(/opening hours/);
  expect(() => addBusinessDays(never, '2026-01-01', 1)).toThrow(/opening hours/);
  expect(() => addBusinessDays(california(), '2026-01-01', 1.5)).toThrow(/whole number/);
});
