/** Proposes the public holidays of the United States, its states and DC as table rows; an administrator approves them. */
import { allForYear } from '@18f/us-federal-holidays';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { addDays, weekdayOf } from '../../domain/calendar';

const FROM_YEAR = 2024;
const TO_YEAR = 2032;
const FEDERAL_SOURCE = '@18f/us-federal-holidays 4.0.0';
const STATE_SOURCE = 'date-holidays 3.37.0';
const SUBSTITUTE = / \(substitute day\)$/;

/**
 * One proposed day off. `on` is the day observed, not the nominal date; `closesAtMinute` (local) marks a holiday that
 * begins during the day, when work goes on until then.
 */
export interface HolidayRow {
  /** 'US' for federal holidays, otherwise ISO 3166-2 such as 'US-CA' or 'US-DC'. */
  jurisdiction: string;
  on: string;
  name: string;
  source: string;
  closesAtMinute?: number;
}

/**
 * Every proposed row from 2024 to 2032, sorted by jurisdiction and date, one a date. Costs about a second: for seeding,
 * never for a request. The sources disagree with each other and with state law in places, hence the approval.
 */
export function holidaySeed(): HolidayRow[] {
  const states = Object.keys(new Holidays().getStates('US')).sort();
  return [...federalHolidays(), ...states.flatMap(stateHolidays)];
}

/** The federal holidays as observed. */
export function federalHolidays(): HolidayRow[] {
  const rows: HolidayRow[] = [];
  // A year's list may hold a day of the year before (1 January 2028 is observed on 2027-12-31): keep by date, not list.
  for (let year = FROM_YEAR; year <= TO_YEAR + 1; year += 1) {
    for (const { dateString, name } of allForYear(year)) {
      rows.push({ jurisdiction: 'US', on: dateString, name, source: FEDERAL_SOURCE });
    }
  }
  return oneADate(rows);
}

/** The public holidays of one state by its postal code ('CA'), as observed. Throws TypeError for an unknown code. */
export function stateHolidays(state: string): HolidayRow[] {
  const calendar = new Holidays('US', state);
  if (calendar.getRules().length === 0 || !(state in calendar.getStates('US'))) {
    throw new TypeError(`"${state}" is not a US state; use its postal code, for example CA.`);
  }
  const found: HolidaysTypes.Holiday[] = [];
  // The neighbouring years too: a substitute day may lie in another year than its holiday.
  for (let year = FROM_YEAR - 1; year <= TO_YEAR + 1; year += 1) found.push(...calendar.getHolidays(year));
  const holidays = found.filter(({ type }) => type === 'public');
  const substitutes = found.filter(
    (day) => day.substitute === true && holidays.some((holiday) => standsFor(day, holiday)),
  );
  const replaced = new Set(holidays.filter((holiday) => substitutes.some((day) => standsFor(day, holiday))));
  const daysOff = new Set([...holidays.filter((holiday) => !replaced.has(holiday)), ...substitutes]);
  return oneADate([...daysOff].map((day) => rowOf(`US-${state}`, day)));
}

/**
 * True when `day` is the day observed for `holiday`. The type is not asked: Veterans Day's substitutes (2028-11-10,
 * 2029-11-12) are marked 'bank' for every state although the holiday is public, and would be lost.
 */
function standsFor(day: HolidaysTypes.Holiday, holiday: HolidaysTypes.Holiday): boolean {
  if (day.substitute !== true || holiday.substitute === true) return false;
  if (day.name.replace(SUBSTITUTE, '') !== holiday.name) return false;
  const on = dateOf(day);
  const nominal = dateOf(holiday);
  return weekdayOf(nominal) >= 6 && on >= addDays(nominal, -2) && on <= addDays(nominal, 2);
}

function rowOf(jurisdiction: string, day: HolidaysTypes.Holiday): HolidayRow {
  const name = day.name.replace(SUBSTITUTE, ' (observed)');
  const row = { jurisdiction, on: dateOf(day), name, source: STATE_SOURCE };
  const startsAt = Number(day.date.slice(11, 13)) * 60 + Number(day.date.slice(14, 16));
  return startsAt === 0 ? row : { ...row, closesAtMinute: startsAt };
}

function dateOf(day: HolidaysTypes.Holiday): string {
  return day.date.slice(0, 10);
}

/** Two holidays on one date make one row that names both. */
function oneADate(rows: HolidayRow[]): HolidayRow[] {
  const byDate = new Map<string, HolidayRow>();
  for (const row of rows) {
    if (row.on < `${FROM_YEAR}-01-01` || row.on > `${TO_YEAR}-12-31`) continue;
    const kept = byDate.get(row.on);
    byDate.set(row.on, kept === undefined ? row : joined(kept, row));
  }
  return [...byDate.values()].sort((left, right) => (left.on < right.on ? -1 : 1));
}

function joined(one: HolidayRow, other: HolidayRow): HolidayRow {
  const { closesAtMinute: _closes, ...row } = one;
  const name = one.name === other.name ? one.name : `${one.name}; ${other.name}`;
  const until = Math.min(one.closesAtMinute ?? 0, other.closesAtMinute ?? 0);
  return until === 0 ? { ...row, name } : { ...row, name, closesAtMinute: until };
}
