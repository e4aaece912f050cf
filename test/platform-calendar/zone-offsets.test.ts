import { zoneOffsets } from '../../platform/calendar/zone-offsets';

const text = (offsets: [number, number][]): string[] =>
  offsets.map(([from, minutes]) => `${new Date(from).toISOString().slice(0, 16)} ${minutes}`);

test('F10 Los Angeles changes its clocks at 10:00 and 09:00 UTC on the statutory Sundays of 2026', () => {
  expect(text(zoneOffsets('America/Los_Angeles', 2026, 2026)).slice(1)).toEqual([
    '2026-03-08T10:00 -420',
    '2026-11-01T09:00 -480',
  ]);
});

test('F10 Lord Howe Island moves by half an hour', () => {
  expect(text(zoneOffsets('Australia/Lord_Howe', 2026, 2026)).slice(1)).toEqual([
    '2026-04-04T15:00 630',
    '2026-10-03T15:30 660',
  ]);
});

test.each([
  ['America/Phoenix', -420],
  ['Asia/Kolkata', 330],
  ['UTC', 0],
])('F10 %s never changes its clocks', (zone, minutes) => {
  expect(zoneOffsets(zone, 2020, 2035).map(([, offset]) => offset)).toEqual([minutes]);
});

test('F10 an unknown zone is refused with an example of a good one', () => {
  expect(() => zoneOffsets('Pacific Time', 2026, 2026)).toThrow(
    expect.objectContaining({ code: 'unknown_zone', message: expect.stringContaining('America/Los_Angeles') }),
  );
});

test.each([
  [1970, 2026],
  [2026, 2025],
  [2026, 2101],
  [2026.5, 2027],
])('F10 years %d to %d are refused', (fromYear, toYear) => {
  expect(() => zoneOffsets('UTC', fromYear, toYear)).toThrow(/give two years from 1980 to 2100/);
});
