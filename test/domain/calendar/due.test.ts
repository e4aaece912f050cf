import fc from 'fast-check';
import {
  Due,
  addDays,
  dueAfterBusinessDays,
  dueAfterCalendarDays,
  dueAfterHours,
  dueBeforeDate,
  dueOnDate,
  instantOf,
  isBusinessDay,
  type BusinessDaysRule,
} from '../../../domain/calendar';
import { calendars, california, dates, intlWallClock, thanksgivingOnly } from './sample-calendars';

const CUTOFF = 17 * 60 + 30;
const spreadKey = 'wc:5f0c';
const fiveDays = { days: 5, cutoffMinute: CUTOFF, countsThrough: 'start', capCalendarDays: 14, spreadKey } as const;

test('C04 N12 a fax after 17:30 on the Friday before Thanksgiving counts from Monday and is due on 1 December', () => {
  const cal = thanksgivingOnly();
  const anchorAt = instantOf(cal, '2026-11-20', 17 * 60 + 42);
  const due = dueAfterBusinessDays(cal, { ...fiveDays, anchorAt });
  expect(due.on).toBe('2026-12-01');
  expect(due.explanation).toEqual({
    anchorAt,
    anchorOn: '2026-11-20',
    startsOn: '2026-11-23',
    skipped: [
      { on: '2026-11-21', reason: 'weekend' },
      { on: '2026-11-22', reason: 'weekend' },
      { on: '2026-11-26', reason: 'Thanksgiving Day' },
      { on: '2026-11-28', reason: 'weekend' },
      { on: '2026-11-29', reason: 'weekend' },
    ],
    countedDays: 5,
    endsOn: '2026-12-01',
    holidaysKnown: true,
    text:
      'Received Fri 20 Nov 2026 17:42, after 17:30, so it counts from Mon 23 Nov; Thu 26 Nov skipped ' +
      '(Thanksgiving Day); day 5 is Tue 1 Dec; due Tue 1 Dec before the working day begins.',
  });
});

test('C04 N12 California also skips the day after Thanksgiving and names both', () => {
  const cal = california();
  const due = dueAfterBusinessDays(cal, { ...fiveDays, anchorOn: '2026-11-23' });
  expect(due.explanation.text).toBe(
    'Received Mon 23 Nov 2026; Thu 26 Nov (Thanksgiving Day) and Fri 27 Nov (Day after Thanksgiving Day) skipped; ' +
      'day 5 is Wed 2 Dec; due Wed 2 Dec before the working day begins.',
  );
});

test('C04 an arrival at 17:30 sharp still counts that day, 20 seconds later it does not', () => {
  const cal = thanksgivingOnly();
  const sharp = instantOf(cal, '2026-11-16', CUTOFF);
  expect(dueAfterBusinessDays(cal, { ...fiveDays, anchorAt: sharp }).on).toBe('2026-11-23');
  const late = dueAfterBusinessDays(cal, { ...fiveDays, anchorAt: sharp + 20_000 });
  expect(late.on).toBe('2026-11-24');
  expect(late.explanation.text).toContain(
    'Received Mon 16 Nov 2026 17:30:20, after 17:30, so it counts from Tue 17 Nov',
  );
});

test('C04 an arrival on a weekend or holiday counts as the next business day', () => {
  const cal = california();
  const saturday = dueAfterBusinessDays(cal, { ...fiveDays, days: 1, anchorAt: instantOf(cal, '2026-11-14', 600) });
  expect(saturday.explanation).toMatchObject({ startsOn: '2026-11-16', endsOn: '2026-11-17' });
  expect(saturday.explanation.text).toContain('a weekend day, so it counts from Mon 16 Nov');
  const holiday = dueAfterBusinessDays(cal, { ...fiveDays, days: 1, anchorOn: '2026-11-26' });
  expect(holiday.explanation.text).toBe(
    'Received Thu 26 Nov 2026, no working day (Thanksgiving Day), so it counts from Mon 30 Nov; day 1 is Tue 1 Dec; ' +
      'due Tue 1 Dec before the working day begins.',
  );
});

test('C05 when the whole tenth day must pass, it is due before the following business day begins', () => {
  const cal = california();
  const rule: BusinessDaysRule = {
    anchorOn: '2026-11-10',
    days: 10,
    countsThrough: 'end',
    label: 'Last contact',
    spreadKey,
  };
  const due = dueAfterBusinessDays(cal, rule);
  expect(due.on).toBe('2026-11-30');
  expect(due.explanation.text).toBe(
    'Last contact Tue 10 Nov 2026; Wed 11 Nov skipped (Veterans Day); day 10 is Wed 25 Nov, which has to pass in full; ' +
      'Thu 26 Nov (Thanksgiving Day) and Fri 27 Nov (Day after Thanksgiving Day) skipped; ' +
      'due Mon 30 Nov before the working day begins.',
  );
});

test('C04 never more than 14 calendar days, as in California Labor Code 4610(i)(1)', () => {
  const cal = california();
  const due = dueAfterBusinessDays(cal, { ...fiveDays, days: 10, anchorOn: '2026-11-20' });
  expect(due.on).toBe('2026-12-04');
  expect(due.explanation).toMatchObject({ countedDays: 8, cap: { calendarDays: 14, insteadOf: '2026-12-08' } });
  expect(due.explanation.text).toContain(
    'day 10 would be Tue 8 Dec, but 14 calendar days from Fri 20 Nov end on Fri 4 Dec, and the earlier date decides',
  );
  expect(dueAfterBusinessDays(cal, { ...fiveDays, anchorOn: '2026-11-20' }).explanation.cap).toBeUndefined();
  const sameDay = dueAfterBusinessDays(cal, { ...fiveDays, days: 8, anchorOn: '2026-11-20' });
  expect(sameDay.on).toBe('2026-12-04');
  expect(sameDay.explanation.text).toContain('day 8 is Fri 4 Dec; due');
});

test('C04 a due date is never before the anchor, never past the calendar limit, and its text ends in it', () => {
  const rules = fc.record({ days: fc.nat(30), cap: fc.option(fc.nat(40), { nil: undefined }), end: fc.boolean() });
  fc.assert(
    fc.property(calendars(), dates(), fc.nat(86_399_999), rules, (cal, on, ms, { days, cap, end }) => {
      const anchorAt = instantOf(cal, on, 0) + ms;
      const countsThrough = end ? 'end' : 'start';
      const rule = { days, cutoffMinute: CUTOFF, countsThrough, capCalendarDays: cap, spreadKey } as const;
      const due = dueAfterBusinessDays(cal, { ...rule, anchorAt });
      expect(Due.safeParse(due).success).toBe(true);
      expect(due.at).toBeGreaterThanOrEqual(anchorAt);
      expect(intlWallClock(cal.zone, due.at).on).toBe(due.on);
      expect(due.on >= due.explanation.endsOn).toBe(true);
      if (cap !== undefined) expect(due.explanation.endsOn <= addDays(due.explanation.anchorOn, cap)).toBe(true);
      if (cap === undefined && days > 0) expect(isBusinessDay(cal, due.on)).toBe(true);
    }),
  );
});

test('C04 with no days to wait it is due at once when the morning is already over', () => {
  const cal = california();
  const anchorAt = instantOf(cal, '2026-11-20', 600);
  const due = dueAfterBusinessDays(cal, { anchorAt, days: 0, countsThrough: 'start', spreadKey });
  expect(due).toMatchObject({ at: anchorAt, on: '2026-11-20' });
  expect(due.explanation.text).toContain('due at once');
});

test('C01 a warning 14 days ahead that falls on a holiday or weekend comes earlier, never later', () => {
  const cal = california();
  const due = dueBeforeDate(cal, { on: '2027-01-15', leadDays: 14, label: 'authorization ends', spreadKey });
  expect(due.on).toBe('2026-12-31');
  expect(due.explanation.text).toBe(
    "14 days before Fri 15 Jan 2027 (authorization ends) is Fri 1 Jan 2027, no working day (New Year's Day), so it " +
      'moves earlier to Thu 31 Dec 2026; due Thu 31 Dec 2026 before the working day begins.',
  );
  fc.assert(
    fc.property(calendars(), dates(), fc.nat(60), (any, on, leadDays) => {
      const found = dueBeforeDate(any, { on, leadDays, spreadKey });
      expect(found.on <= addDays(on, -leadDays)).toBe(true);
      expect(isBusinessDay(any, found.on)).toBe(true);
    }),
  );
});

test('H12 a follow-up date falls due that morning, or on the business day its rule says', () => {
  const cal = california();
  const onChristmas = (roll: 'none' | 'before' | 'after') => dueOnDate(cal, { on: '2026-12-25', roll, spreadKey });
  expect([onChristmas('none').on, onChristmas('before').on, onChristmas('after').on]).toEqual([
    '2026-12-25',
    '2026-12-24',
    '2026-12-28',
  ]);
  expect(onChristmas('after').explanation.text).toBe(
    'Set for Fri 25 Dec 2026, no working day (Christmas Day), so it moves on to Mon 28 Dec; due Mon 28 Dec before the working day begins.',
  );
  expect(onChristmas('none').explanation.text).toContain('due early on Fri 25 Dec, although it is no working day');
});

test('calendar days are counted straight through and rolled at the end, never before the anchor', () => {
  const cal = california();
  const after = (days: number, roll: 'none' | 'before' | 'after') =>
    dueAfterCalendarDays(cal, { anchorOn: '2026-11-21', days, roll, spreadKey }).on;
  expect([after(5, 'none'), after(5, 'before'), after(5, 'after')]).toEqual(['2026-11-26', '2026-11-25', '2026-11-30']);
  expect(after(1, 'before')).toBe('2026-11-21');
  const text = dueAfterCalendarDays(cal, { anchorOn: '2026-11-21', days: 5, roll: 'after', spreadKey }).explanation
    .text;
  expect(text).toContain(
    '5 calendar days later is Thu 26 Nov, no working day (Thanksgiving Day), so it moves on to Mon 30 Nov',
  );
});

test('R05 a clock counted in hours is exact, also over the autumn night', () => {
  const cal = california();
  const anchorAt = instantOf(cal, '2026-10-31', 12 * 60);
  const due = dueAfterHours(cal, { anchorAt, hours: 24 });
  expect(due).toMatchObject({ at: anchorAt + 86_400_000, on: '2026-11-01' });
  expect(due.explanation.text).toBe(
    'Received Sat 31 Oct 2026 12:00; due exactly 24 hours later, Sun 1 Nov 11:00, on whatever day that falls.',
  );
});

test('N12 where holidays are not known, the explanation says so', () => {
  const due = dueAfterCalendarDays(california(), { anchorOn: '2035-12-20', days: 30, roll: 'after', spreadKey });
  expect(due.explanation.holidaysKnown).toBe(false);
  expect(due.explanation.text).toContain('Holidays are known from Wed 1 Jan 2020 to Mon 31 Dec 2035 only');
});

test('impossible rules are refused with what to give instead', () => {
  const cal = california();
  const rule = { anchorOn: '2026-11-20', days: 5, countsThrough: 'start', spreadKey } as const;
  expect(() => dueAfterBusinessDays(cal, { ...rule, days: -1 })).toThrow(/whole number from 0/);
  expect(() => dueAfterBusinessDays(cal, { ...rule, anchorOn: '2026-02-30' })).toThrow(/not a real date/);
  expect(() => dueAfterBusinessDays(cal, { ...rule, capCalendarDays: 1.5 })).toThrow(/limit in calendar days/);
  expect(() => dueBeforeDate(cal, { on: '2026-11-20', leadDays: -3, spreadKey })).toThrow(/lead days/);
  expect(() => dueAfterHours(cal, { anchorAt: 0, hours: -1 })).toThrow(/zero or more/);
});
