import fc from 'fast-check';
import {
  addBusinessMinutes,
  instantOf,
  openIntervals,
  sweepInstant,
  type PracticeCalendar,
} from '../../../domain/calendar';
import { ZONES, california, dates, intlWallClock, thanksgivingOnly } from './sample-calendars';

const minutesAfter = (cal: PracticeCalendar, on: string, minute: number, minutes: number): string =>
  new Date(addBusinessMinutes(cal, instantOf(cal, on, minute), minutes)).toISOString();
const instantText = (cal: PracticeCalendar, on: string, minute: number): string =>
  new Date(instantOf(cal, on, minute)).toISOString();

test('R05 24 business hours are more than one business day', () => {
  const cal = thanksgivingOnly();
  // Friday 10:00: 7.5 h until 17:30, then Monday's 9.5 h, then 7 h of Tuesday.
  expect(minutesAfter(cal, '2026-11-13', 600, 24 * 60)).toBe(instantText(cal, '2026-11-17', 900));
});

test('R05 half an hour before closing runs on at the next opening', () => {
  const cal = thanksgivingOnly();
  expect(minutesAfter(cal, '2026-11-25', 17 * 60, 60)).toBe(instantText(cal, '2026-11-27', 8 * 60 + 30));
  expect(minutesAfter(cal, '2026-11-25', 17 * 60, 30)).toBe(instantText(cal, '2026-11-25', 17 * 60 + 30));
});

test('R05 what arrives on a closed day starts to count at the next opening', () => {
  const cal = thanksgivingOnly();
  expect(minutesAfter(cal, '2026-11-28', 600, 0)).toBe(instantText(cal, '2026-11-30', 480));
  expect(minutesAfter(cal, '2026-11-28', 600, 90)).toBe(instantText(cal, '2026-11-30', 570));
});

test('R04 a half day gives its short hours only', () => {
  const cal = california();
  // Thursday 24 December closes at 12:00, the 25th is closed, so 5 h from 08:00 end on Monday at 09:00.
  expect(minutesAfter(cal, '2026-12-24', 480, 5 * 60)).toBe(instantText(cal, '2026-12-28', 540));
});

test('R04 a lunch break does not count', () => {
  const base = california();
  const cal = {
    ...base,
    week: base.week.map((day) =>
      day.length === 0
        ? day
        : ([
            [480, 720],
            [780, 1050],
          ] as [number, number][]),
    ),
  };
  expect(minutesAfter(cal, '2026-11-16', 690, 60)).toBe(instantText(cal, '2026-11-16', 810));
});

test('R04 an hour that the spring night leaves out is not counted, one that the autumn night repeats is', () => {
  const cal: PracticeCalendar = { ...california(), week: Array.from({ length: 7 }, () => [[0, 1_440]]) };
  const day = (on: string): number => instantOf(cal, on, 0);
  expect(addBusinessMinutes(cal, day('2026-03-08'), 23 * 60)).toBe(day('2026-03-09'));
  expect(addBusinessMinutes(cal, day('2026-11-01'), 25 * 60)).toBe(day('2026-11-02'));
});

test('R05 business minutes end within opening hours, never before the start, and adding in two steps is the same', () => {
  const cal = california();
  const minutes = fc.integer({ min: 1, max: 5_000 });
  fc.assert(
    fc.property(dates(), fc.integer({ min: 0, max: 1_439 }), minutes, minutes, (on, minute, first, second) => {
      const start = instantOf(cal, on, minute);
      const end = addBusinessMinutes(cal, start, first + second);
      const shown = intlWallClock(cal.zone, end);
      expect(end).toBeGreaterThanOrEqual(start + (first + second) * 60_000);
      expect(openIntervals(cal, shown.on).some(([from, to]) => shown.minute >= from && shown.minute <= to)).toBe(true);
      expect(addBusinessMinutes(cal, addBusinessMinutes(cal, start, first), second)).toBe(end);
    }),
  );
});

test('R05 negative or endless business minutes are refused', () => {
  const cal = california();
  expect(() => addBusinessMinutes(cal, 0, -1)).toThrow(/zero or more/);
  expect(() => addBusinessMinutes(cal, 0, Number.POSITIVE_INFINITY)).toThrow(/zero or more/);
});

describe('deadlines counted in days fire before the working day begins', () => {
  test.each(ZONES)('between 05:00 and 06:30 on the wall clock, clock-change days included: %s', (zone) => {
    const cal = california({ zone });
    const on = fc.oneof(dates(), fc.constantFrom('2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04'));
    fc.assert(
      fc.property(on, fc.uuid(), (date, key) => {
        const shown = intlWallClock(zone, sweepInstant(cal, date, key));
        expect(shown.on).toBe(date);
        expect(shown.minute).toBeGreaterThanOrEqual(300);
        expect(shown.minute).toBeLessThan(390);
      }),
    );
  });

  test('the same case has the same second of the morning on every date, whatever the season', () => {
    const cal = california();
    const shown = ['2026-03-07', '2026-03-08', '2026-07-01', '2026-11-01'].map((on) => {
      const { minute, second } = intlWallClock(cal.zone, sweepInstant(cal, on, 'case-1'));
      return `${minute}:${second}`;
    });
    expect(new Set(shown).size).toBe(1);
  });

  test('ten thousand cases spread over the whole window: no minute gets three times its share', () => {
    const cal = california();
    const perMinute = new Map<number, number>();
    for (let index = 0; index < 10_000; index += 1) {
      const { minute } = intlWallClock(
        cal.zone,
        sweepInstant(cal, '2026-11-20', `wc:00000000-0000-4000-8000-${index}`),
      );
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
    }
    expect(perMinute.size).toBe(90);
    expect(Math.max(...perMinute.values())).toBeLessThan((3 * 10_000) / 90);
  });

  test('the spread never changes between releases: a known case keeps its instant', () => {
    // FNV-1a of 'foobar' is 0xbf9cf968 = 3214735720; modulo 5400 s that is 2320 s after 05:00 Pacific.
    expect(new Date(sweepInstant(california(), '2026-11-20', 'foobar')).toISOString()).toBe('2026-11-20T13:38:40.000Z');
  });
});
