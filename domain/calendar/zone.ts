/** Between instants and the practice's wall clock, from the offsets in the calendar; the zone's name is never looked up. */
import { dateOfEpochDay, epochDayOf } from './civil';
import { CalendarError } from './errors';
import type { CivilDate, PracticeCalendar } from './types';

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const WIDEST_OFFSET_MS = 1_080 * MS_PER_MINUTE;

/** The local date at `instant` (epoch ms). Throws CalendarError `invalid_instant`. */
export function localDateOf(cal: PracticeCalendar, instant: number): CivilDate {
  return dateOfEpochDay(Math.floor(wallClockOf(cal, instant) / MS_PER_DAY));
}

/** Whole local minutes after midnight at `instant`, 0 to 1439, as a wall clock shows them. */
export function localMinuteOf(cal: PracticeCalendar, instant: number): number {
  const wall = wallClockOf(cal, instant);
  return Math.floor((wall - Math.floor(wall / MS_PER_DAY) * MS_PER_DAY) / MS_PER_MINUTE);
}

/** Local seconds within the minute at `instant`, 0 to 59. */
export function localSecondOf(cal: PracticeCalendar, instant: number): number {
  const wall = wallClockOf(cal, instant);
  return Math.floor((wall - Math.floor(wall / MS_PER_MINUTE) * MS_PER_MINUTE) / 1_000);
}

/**
 * The instant (epoch ms) at which the wall clock shows `minute` (0 to 1440) of `date`. A minute that the clocks jump
 * over in spring becomes the first instant after the jump; one that they show twice in autumn means the first showing.
 */
export function instantOf(cal: PracticeCalendar, date: CivilDate, minute: number): number {
  if (!Number.isInteger(minute) || minute < 0 || minute > 1_440) {
    throw new CalendarError('invalid_minute', `Minute ${minute} is not within a day; give 0 (00:00) to 1440 (24:00).`);
  }
  const wall = epochDayOf(date) * MS_PER_DAY + minute * MS_PER_MINUTE;
  for (let index = periodAt(cal, wall - WIDEST_OFFSET_MS); ; index += 1) {
    const period = cal.offsets[index];
    if (period === undefined) throw new CalendarError('invalid_calendar', 'The calendar has no zone offsets.');
    const candidate = wall - period[1] * MS_PER_MINUTE;
    // The period before ended too early for this wall time and this one begins too late: the clocks jumped over it.
    if (index > 0 && candidate < period[0]) return period[0];
    const next = cal.offsets[index + 1];
    if (next === undefined || candidate < next[0]) return candidate;
  }
}

function wallClockOf(cal: PracticeCalendar, instant: number): number {
  if (!Number.isSafeInteger(instant)) {
    throw new CalendarError('invalid_instant', `${instant} is not an instant; give whole milliseconds since 1970.`);
  }
  const period = cal.offsets[periodAt(cal, instant)];
  if (period === undefined) throw new CalendarError('invalid_calendar', 'The calendar has no zone offsets.');
  return instant + period[1] * MS_PER_MINUTE;
}

/** Index of the offset in force at `instant`; the first one also covers all time before it. */
function periodAt(cal: PracticeCalendar, instant: number): number {
  let low = 0;
  let high = cal.offsets.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((cal.offsets[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}
