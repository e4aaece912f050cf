import { isCivilDate, weekdayOf } from '../../domain/calendar';
import { federalHolidays, holidaySeed, stateHolidays } from '../../platform/calendar/holiday-seed';

const seed = holidaySeed();
const names = (jurisdiction: string, on: string): string[] =>
  seed.filter((row) => row.jurisdiction === jurisdiction && row.on === on).map(({ name }) => name);

test('R04 the federal government, 50 states and DC have rows, one a date, every year from 2024 to 2032', () => {
  const jurisdictions = new Set(seed.map(({ jurisdiction }) => jurisdiction));
  expect(jurisdictions.size).toBe(52);
  expect(new Set(seed.map(({ jurisdiction, on }) => `${jurisdiction} ${on}`)).size).toBe(seed.length);
  expect(seed.filter(({ on, name, source }) => !isCivilDate(on) || name === '' || source === '')).toEqual([]);
  for (const jurisdiction of jurisdictions) {
    const years = new Set(seed.filter((row) => row.jurisdiction === jurisdiction).map(({ on }) => on.slice(0, 4)));
    expect([...years].sort()).toEqual(['2024', '2025', '2026', '2027', '2028', '2029', '2030', '2031', '2032']);
  }
});

test('R04 New Year 2028 is observed on 31 December 2027 and stands in that year, once', () => {
  expect(names('US', '2027-12-31')).toEqual(["New Year's Day"]);
  expect(names('US', '2028-01-01')).toEqual([]);
  expect(names('US-CA', '2027-12-31')).toEqual(["New Year's Day (observed)"]);
  expect(names('US-CA', '2028-01-01')).toEqual([]);
});

test('R04 New Year 2033 is observed on the last day covered', () => {
  expect(names('US', '2032-12-31')).toEqual(["New Year's Day"]);
  expect(names('US-CA', '2032-12-31')).toEqual(["New Year's Day (observed)"]);
});

test('R04 every federal holiday is a weekday: 11 a year, observed dates only', () => {
  const rows = federalHolidays();
  expect(rows.filter(({ on }) => weekdayOf(on) > 5)).toEqual([]);
  expect(rows.length).toBe(9 * 11 + 1);
});

test('R04 Veterans Day is a day off in every state when it falls on a weekend (2028-11-10 and 2029-11-12)', () => {
  const states = [...new Set(seed.map(({ jurisdiction }) => jurisdiction))].filter((code) => code !== 'US');
  const without = (on: string): string[] =>
    states.filter((code) => !names(code, on).some((name) => name.includes('Veterans Day')));
  expect(without('2028-11-10')).toEqual([]);
  expect(without('2029-11-12')).toEqual([]);
  expect(names('US-CA', '2028-11-11')).toEqual([]);
});

test('R04 California is off on Cesar Chavez Day and the day after Thanksgiving, not on Columbus Day', () => {
  const days = stateHolidays('CA')
    .filter(({ on }) => on.startsWith('2026'))
    .map(({ on }) => on);
  expect(days).toEqual(expect.arrayContaining(['2026-03-31', '2026-11-26', '2026-11-27', '2026-07-03']));
  expect(days).not.toContain('2026-10-12');
});

test('R04 Good Friday in Kentucky is a half day from 14:00', () => {
  expect(stateHolidays('KY').find(({ on }) => on === '2026-04-03')).toMatchObject({
    name: 'Good Friday',
    closesAtMinute: 840,
  });
});

test('R04 an unknown state is refused', () => {
  expect(() => stateHolidays('XX')).toThrow(/postal code/);
});
