import fc from 'fast-check';
import { CalendarError, instantOf, localDateOf, localMinuteOf } from '../../../domain/calendar';
import { ZONES, california, dates, intlWallClock } from './sample-calendars';

const instants = fc.integer({ min: Date.parse('2020-01-02T00:00Z'), max: Date.parse('2035-12-30T00:00Z') });

describe.each(ZONES)('%s', (zone) => {
  const cal = california({ zone });

  test('R04 local dates and times are those a wall clock shows, 2020 to 2035', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const shown = intlWallClock(zone, instant);
        expect({ on: localDateOf(cal, instant), minute: localMinuteOf(cal, instant) }).toEqual({
          on: shown.on,
          minute: shown.minute,
        });
      }),
      { numRuns: 1_000 },
    );
  });

  test('R04 a local time leads back to its instant, or to its first showing when clocks show it twice', () => {
    // Half of the instants lie within three hours of a change of the clocks, where it can go wrong.
    const changes = cal.offsets.map(([from]) => from).filter((from) => from > Date.parse('2020-01-03T00:00Z'));
    const nearChanges =
      changes.length === 0
        ? instants
        : fc
            .tuple(fc.constantFrom(...changes), fc.integer({ min: -10_800_000, max: 10_800_000 }))
            .map(([from, shift]) => from + shift);
    fc.assert(
      fc.property(fc.oneof(instants, nearChanges), (instant) => {
        const back = instantOf(cal, localDateOf(cal, instant), localMinuteOf(cal, instant));
        const minuteStart = Math.floor(instant / 60_000) * 60_000;
        const shown = intlWallClock(zone, minuteStart);
        expect(intlWallClock(zone, back)).toEqual(shown);
        expect(back).toBeLessThanOrEqual(minuteStart);
        const repeated = [30, 60].map((minutes) => minuteStart - minutes * 60_000);
        const first = repeated.find(
          (earlier) => JSON.stringify(intlWallClock(zone, earlier)) === JSON.stringify(shown),
        );
        expect(back).toBe(first ?? minuteStart);
      }),
      { numRuns: 1_000 },
    );
  });

  test('R04 every local minute has an instant that shows it, or the end of the jump that leaves it out', () => {
    const springDates = cal.offsets.map(([from]) => intlWallClock(zone, from).on).filter((on) => on >= '2020-01-01');
    const nearChanges = springDates.length === 0 ? dates() : fc.constantFrom(...springDates);
    fc.assert(
      fc.property(fc.oneof(dates(), nearChanges), fc.integer({ min: 0, max: 1_439 }), (on, minute) => {
        const at = instantOf(cal, on, minute);
        const shown = intlWallClock(zone, at);
        expect([shown.on, shown.second]).toEqual([on, 0]);
        if (shown.minute === minute) return;
        expect(shown.minute).toBeGreaterThan(minute);
        expect(intlWallClock(zone, at - 1_000).minute).toBeLessThan(minute);
      }),
      { numRuns: 1_000 },
    );
  });
});

test('R04 02:30 on the spring night in Los Angeles means 03:00, the first instant after the jump', () => {
  const cal = california();
  const at = instantOf(cal, '2026-03-08', 150);
  expect(new Date(at).toISOString()).toBe('2026-03-08T10:00:00.000Z');
  expect(localMinuteOf(cal, at)).toBe(180);
});

test('R04 01:30 on the autumn night in Los Angeles means its first showing', () => {
  const at = instantOf(california(), '2026-11-01', 90);
  expect(new Date(at).toISOString()).toBe('2026-11-01T08:30:00.000Z');
});

test('24:00 of a day is 00:00 of the next', () => {
  const cal = california();
  expect(instantOf(cal, '2026-11-01', 1_440)).toBe(instantOf(cal, '2026-11-02', 0));
});

test('an instant or minute that cannot be is refused', () => {
  const cal = california();
  expect(() => localDateOf(cal, Number.NaN)).toThrow(CalendarError);
  expect(() => instantOf(cal, '2026-11-01', 1_441)).toThrow(/0 \(00:00\) to 1440/);
});
