import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildCalendar } from '../../platform/calendar/build-calendar';

const years = { fromYear: 2026, toYear: 2027 };

test('R04 a practice is open Monday to Friday 08:00 to 17:30 unless it says otherwise', () => {
  const cal = buildCalendar({ zone: 'America/New_York', holidays: [], ...years });
  expect(cal.week).toEqual([...Array.from({ length: 5 }, () => [[480, 1050]]), [], []]);
  expect(cal).toMatchObject({
    coversFrom: '2026-01-01',
    coversTo: '2027-12-31',
    sweep: { fromMinute: 300, spreadMinutes: 90 },
  });
});

test('R04 holidays of two jurisdictions become one day each, in order; those outside the years are left out', () => {
  const holidays = [
    { on: '2026-12-25', name: 'Christmas Day' },
    { on: '2026-11-26', name: 'Thanksgiving Day' },
    { on: '2026-11-26', name: 'Thanksgiving' },
    { on: '2028-01-01', name: "New Year's Day" },
  ];
  expect(buildCalendar({ zone: 'UTC', holidays, ...years }).exceptions).toEqual([
    { on: '2026-11-26', name: 'Thanksgiving Day', intervals: [] },
    { on: '2026-12-25', name: 'Christmas Day', intervals: [] },
  ]);
});

test('R04 a half day cuts every interval of its weekday at the closing minute, and a full holiday beats it', () => {
  const week: [number, number][][] = Array.from({ length: 7 }, () => [
    [480, 720],
    [780, 1050],
  ]);
  const halfDay = { on: '2026-04-03', name: 'Good Friday', closesAtMinute: 840 };
  const build = (holidays: { on: string; name: string }[]) =>
    buildCalendar({ zone: 'UTC', week, holidays, ...years }).exceptions;
  expect(build([halfDay])).toEqual([
    {
      on: '2026-04-03',
      name: 'Good Friday',
      intervals: [
        [480, 720],
        [780, 840],
      ],
    },
  ]);
  expect(build([halfDay, { on: '2026-04-03', name: 'Founders Day' }])).toEqual([
    { on: '2026-04-03', name: 'Founders Day', intervals: [] },
  ]);
});

test('R04 faulty hours and dates are refused with their place', () => {
  const faulty = { zone: 'UTC', week: [[[1050, 480]], [], [], [], [], [], []] as [number, number][][] };
  expect(() => buildCalendar({ ...faulty, holidays: [], ...years })).toThrow(/closes before it opens[\s\S]*week/);
  const holidays = [{ on: '2026-02-30', name: 'No such day' }];
  expect(() => buildCalendar({ zone: 'UTC', holidays, ...years })).toThrow(/not a real date/);
  expect(() => buildCalendar({ zone: 'Mars/Olympus', holidays: [], ...years })).toThrow(
    expect.objectContaining({ code: 'unknown_zone' }),
  );
});

test('F10 holidays, offsets and due dates are the same whatever time zone the machine is set to', () => {
  const script = join(__dirname, 'print-digest.ts');
  const tsx = require.resolve('tsx/cli');
  const digests = ['UTC', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Auckland'].map((TZ) =>
    execFileSync(process.execPath, [tsx, script], { env: { ...process.env, TZ }, encoding: 'utf8' }),
  );
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(digests).size).toBe(1);
});
