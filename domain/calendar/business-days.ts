/** Which days a practice works, and counting them; hours within a day are business-time's matter. */
import { dateOfEpochDay, diffDays, epochDayOf, weekdayOfEpochDay } from './civil';
import { CalendarError, requireWhole } from './errors';
import type { CivilDate, OpenInterval, PracticeCalendar, SkippedDay } from './types';

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
const MOST_CLOSED_DAYS_IN_A_ROW = 3_660; // ten years: beyond that the calendar is wrong, and the walk must end
const MOST_DAYS = 100_000;

/** The opening intervals of a date, morning first; empty when the practice is closed [R04]. */
export function openIntervals(cal: PracticeCalendar, date: CivilDate): OpenInterval[] {
  return intervalsOf(cal, epochDayOf(date), date);
}

/** True when the practice opens on `date`, be it for half a day. */
export function isBusinessDay(cal: PracticeCalendar, date: CivilDate): boolean {
  return openIntervals(cal, date).length > 0;
}

/** Why `date` is no business day: 'weekend', 'closed on Wednesdays' or the exception's name; undefined when it is one. */
export function whyClosed(cal: PracticeCalendar, date: CivilDate): string | undefined {
  const epochDay = epochDayOf(date);
  return intervalsOf(cal, epochDay, date).length > 0 ? undefined : closedReason(cal, epochDay, date);
}

/** The first business day on or after `date`. Throws CalendarError `no_open_day` when there is none in ten years. */
export function nextBusinessDay(cal: PracticeCalendar, date: CivilDate): CivilDate {
  return nearestBusinessDay(cal, date, 1);
}

/** The last business day on or before `date`. Throws CalendarError `no_open_day` when there is none in ten years. */
export function previousBusinessDay(cal: PracticeCalendar, date: CivilDate): CivilDate {
  return nearestBusinessDay(cal, date, -1);
}

/**
 * The `n`th business day after `date` (before it when n is negative; `date` itself, open or not, when n is 0), with the
 * closed days passed over in the order met. `date` is day 0, whatever day it is.
 */
export function addBusinessDays(
  cal: PracticeCalendar,
  date: CivilDate,
  n: number,
): { on: CivilDate; skipped: SkippedDay[] } {
  requireWhole('The number of business days', n, -MOST_DAYS, MOST_DAYS);
  const step = n < 0 ? -1 : 1;
  const skipped: SkippedDay[] = [];
  let epochDay = epochDayOf(date);
  let on = date;
  let closedInARow = 0;
  for (let left = Math.abs(n); left > 0;) {
    epochDay += step;
    on = dateOfEpochDay(epochDay);
    if (intervalsOf(cal, epochDay, on).length > 0) {
      left -= 1;
      closedInARow = 0;
    } else {
      skipped.push({ on, reason: closedReason(cal, epochDay, on) });
      closedInARow = refuseEndlessClosing(closedInARow + 1, date);
    }
  }
  return { on, skipped };
}

/** Business days after `from` up to and including `to`; when `to` is earlier, minus those after `to` up to `from`. */
export function businessDaysBetween(cal: PracticeCalendar, from: CivilDate, to: CivilDate): number {
  const span = diffDays(from, to);
  const first = epochDayOf(span < 0 ? to : from);
  let count = 0;
  for (let epochDay = first + 1; epochDay <= first + Math.abs(span); epochDay += 1) {
    if (intervalsOf(cal, epochDay, dateOfEpochDay(epochDay)).length > 0) count += 1;
  }
  return span < 0 && count > 0 ? -count : count;
}

/** The closed days from `from` to `to`, both included, with their reasons; empty when `to` is earlier. */
export function closedDaysBetween(cal: PracticeCalendar, from: CivilDate, to: CivilDate): SkippedDay[] {
  const closed: SkippedDay[] = [];
  const last = epochDayOf(to);
  for (let epochDay = epochDayOf(from); epochDay <= last; epochDay += 1) {
    const on = dateOfEpochDay(epochDay);
    if (intervalsOf(cal, epochDay, on).length === 0) closed.push({ on, reason: closedReason(cal, epochDay, on) });
  }
  return closed;
}

function nearestBusinessDay(cal: PracticeCalendar, date: CivilDate, step: 1 | -1): CivilDate {
  let epochDay = epochDayOf(date);
  let on = date;
  for (let closedInARow = 0; intervalsOf(cal, epochDay, on).length === 0;) {
    closedInARow = refuseEndlessClosing(closedInARow + 1, date);
    epochDay += step;
    on = dateOfEpochDay(epochDay);
  }
  return on;
}

function refuseEndlessClosing(closedInARow: number, from: CivilDate): number {
  if (closedInARow > MOST_CLOSED_DAYS_IN_A_ROW) {
    throw new CalendarError('no_open_day', `No open day within ten years of ${from}; give the week opening hours.`);
  }
  return closedInARow;
}

function intervalsOf(cal: PracticeCalendar, epochDay: number, date: CivilDate): OpenInterval[] {
  return exceptionOn(cal, date)?.intervals ?? cal.week[weekdayOfEpochDay(epochDay) - 1] ?? [];
}

/** A weekday that is never worked is the reason even when a holiday falls on it: it would be closed anyway. */
function closedReason(cal: PracticeCalendar, epochDay: number, date: CivilDate): string {
  const weekday = weekdayOfEpochDay(epochDay);
  const closedByWeek = (cal.week[weekday - 1] ?? []).length === 0;
  if (closedByWeek && weekday >= 6) return 'weekend';
  return exceptionOn(cal, date)?.name ?? `closed on ${WEEKDAYS[weekday - 1] ?? 'this weekday'}`;
}

function exceptionOn(cal: PracticeCalendar, date: CivilDate): PracticeCalendar['exceptions'][number] | undefined {
  let low = 0;
  let high = cal.exceptions.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const candidate = cal.exceptions[middle];
    if (candidate === undefined) return undefined;
    if (candidate.on === date) return candidate;
    if (candidate.on < date) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
