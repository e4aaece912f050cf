/** Civil dates ('YYYY-MM-DD') as integer arithmetic on the Gregorian calendar; knows neither zones nor opening hours. */
import { z } from 'zod';
import { CalendarError } from './errors';

const DAYS_PER_ERA = 146_097; // 400 years: the Gregorian pattern repeats after them
const UNIX_EPOCH_SHIFT = 719_468; // days from 0000-03-01 to 1970-01-01
const FIRST_DAY = -719_162; // 0001-01-01
const LAST_DAY = 2_932_896; // 9999-12-31

/** A real date as 'YYYY-MM-DD', years 0001 to 9999; 2026-02-30 is refused. */
export const CivilDate = z
  .string()
  .refine(isCivilDate, { error: 'is not a real date; write it as YYYY-MM-DD, for example 2026-03-08' });
export type CivilDate = z.infer<typeof CivilDate>;

/** True for a date that exists, written 'YYYY-MM-DD'. */
export function isCivilDate(value: unknown): value is string {
  return typeof value === 'string' && readEpochDay(value) !== undefined;
}

/** Days since 1970-01-01 (negative before). Throws CalendarError `invalid_date`. */
export function epochDayOf(date: CivilDate): number {
  const day = readEpochDay(date);
  if (day === undefined) {
    throw new CalendarError('invalid_date', `"${date}" is not a real date; write it as YYYY-MM-DD.`);
  }
  return day;
}

/** The date that lies `epochDay` days after 1970-01-01. Throws CalendarError `invalid_date` outside years 1 to 9999. */
export function dateOfEpochDay(epochDay: number): CivilDate {
  if (!Number.isInteger(epochDay) || epochDay < FIRST_DAY || epochDay > LAST_DAY) {
    throw new CalendarError('invalid_date', 'The computed date lies outside the years 0001 to 9999; check the count.');
  }
  // Years start in March here, so that the leap day is the last day of a year and months follow one linear formula.
  const shifted = epochDay + UNIX_EPOCH_SHIFT;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** `date` moved by `days` calendar days (whole, may be negative). */
export function addDays(date: CivilDate, days: number): CivilDate {
  if (!Number.isSafeInteger(days)) {
    throw new CalendarError('invalid_count', `${days} is not a whole number of days.`);
  }
  return dateOfEpochDay(epochDayOf(date) + days);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function diffDays(from: CivilDate, to: CivilDate): number {
  return epochDayOf(to) - epochDayOf(from);
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: CivilDate): number {
  return weekdayOfEpochDay(epochDayOf(date));
}

/** ISO weekday of a day number since 1970-01-01, which was a Thursday. */
export function weekdayOfEpochDay(epochDay: number): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

/** Negative, zero or positive as `left` is before, equal to or after `right`: fits Array.prototype.sort. */
export function compareDates(left: CivilDate, right: CivilDate): number {
  return epochDayOf(left) - epochDayOf(right);
}

function readEpochDay(text: string): number | undefined {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return undefined;
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - UNIX_EPOCH_SHIFT;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
