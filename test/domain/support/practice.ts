/** A Los Angeles practice for the tests of the domain: its calendar, rule sets and wall clock. */
import type { PracticeCalendar } from '../../../domain/calendar';
import type { RuleSetting, RuleSnapshot } from '../../../domain/kernel';

const WORKDAY: [number, number][] = [[480, 1_050]];
const holiday = (on: string, name: string) => ({ on, name, intervals: [] });

/** 2026 and 2027: Monday to Friday 08:00-17:30, federal holidays, deadlines counted in days from 05:00 to 06:30. */
export const calendar: PracticeCalendar = {
  zone: 'America/Los_Angeles',
  offsets: [
    [Date.UTC(2025, 10, 2, 9), -480],
    [Date.UTC(2026, 2, 8, 10), -420],
    [Date.UTC(2026, 10, 1, 9), -480],
    [Date.UTC(2027, 2, 14, 10), -420],
    [Date.UTC(2027, 10, 7, 9), -480],
  ],
  week: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, [], []],
  exceptions: [
    holiday('2026-01-01', "New Year's Day"),
    holiday('2026-01-19', 'Martin Luther King Day'),
    holiday('2026-02-16', "Washington's Birthday"),
    holiday('2026-05-25', 'Memorial Day'),
    holiday('2026-07-03', 'Independence Day observed'),
    holiday('2026-09-07', 'Labor Day'),
    holiday('2026-11-26', 'Thanksgiving Day'),
    holiday('2026-12-25', 'Christmas Day'),
  ],
  sweep: { fromMinute: 300, spreadMinutes: 90 },
  coversFrom: '2025-11-03',
  coversTo: '2027-12-31',
};

/** A rule set that differs from the defaults only where it says so. */
export function rulesWith(settings: Record<string, RuleSetting> = {}, version = 1): RuleSnapshot {
  return { version, settings, calendar };
}

/** One rule with these numbers, the others with their defaults. */
export function ruleWith(id: string, params: RuleSetting['params'], version = 2): RuleSnapshot {
  return rulesWith({ [id]: { mode: 'on', params } }, version);
}

/** One rule off. */
export function ruleOff(id: string, version = 2): RuleSnapshot {
  return rulesWith({ [id]: { mode: 'off', params: {} } }, version);
}

const wallClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: calendar.zone,
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `la('2026-03-05 10:00')`: that wall-clock time in Los Angeles as an instant; Intl is the witness. */
export function la(text: string): number {
  const wall = `${text}:00`;
  const guess = Date.parse(`${text.replace(' ', 'T')}:00Z`) + 8 * 3_600_000;
  for (const at of [guess, guess - 3_600_000]) if (wallClock.format(at) === wall) return at;
  throw new RangeError(`Los Angeles has no ${text}.`);
}

/** What a wall clock in Los Angeles shows: 'YYYY-MM-DD HH:MM:SS'. */
export const shows = (at: number): string => wallClock.format(at);

/** The date in Los Angeles of an instant. */
export const dayOf = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : shows(at).slice(0, 10);

/** A stable uuid for a number. */
export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
