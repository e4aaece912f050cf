/** Counting within opening hours, and the early-morning instant at which deadlines counted in days fall due. */
import { openIntervals } from './business-days';
import { addDays } from './civil';
import { CalendarError } from './errors';
import type { CivilDate, PracticeCalendar } from './types';
import { instantOf, localDateOf } from './zone';

const MS_PER_MINUTE = 60_000;
const MOST_DAYS_WALKED = 36_600; // a century
const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The instant (epoch ms) at which `minutes` of opening time have passed since `instant` [R05]: nights, closed days and
 * lunch breaks do not count, half days count with their short hours. Exactly used up at closing time means closing
 * time; 0 minutes mean now, or the next opening when closed. Minutes are elapsed time, also on clock-change days.
 */
export function addBusinessMinutes(cal: PracticeCalendar, instant: number, minutes: number): number {
  if (!Number.isFinite(minutes) || minutes < 0) {
    throw new CalendarError('invalid_count', `${minutes} business minutes cannot be counted; give zero or more.`);
  }
  let left = Math.round(minutes * MS_PER_MINUTE);
  let date = localDateOf(cal, instant);
  for (let walked = 0; walked < MOST_DAYS_WALKED; walked += 1) {
    for (const [open, close] of openIntervals(cal, date)) {
      const from = Math.max(instant, instantOf(cal, date, open));
      const until = instantOf(cal, date, close);
      if (from >= until) continue;
      if (left <= until - from) return from + left;
      left -= until - from;
    }
    date = addDays(date, 1);
  }
  throw new CalendarError('no_open_day', 'The opening hours do not reach that many minutes within a century.');
}

/**
 * The instant (epoch ms) on `date` at which what is due that day falls due: within the calendar's sweep window of local
 * time, spread over it to the second by a stable hash of `spreadKey` (a case id), so that a morning's thousands do not
 * share one instant. The same key always gets the same second of the window.
 */
export function sweepInstant(cal: PracticeCalendar, date: CivilDate, spreadKey: string): number {
  const second = stableHash(spreadKey) % (cal.sweep.spreadMinutes * 60);
  const minute = cal.sweep.fromMinute + Math.floor(second / 60);
  return instantOf(cal, date, minute) + (second % 60) * 1_000;
}

/** FNV-1a, 32 bits, over the UTF-16 code units (one byte each when below 256, as in ids). */
function stableHash(text: string): number {
  let hash = FNV_OFFSET_BASIS;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), FNV_PRIME);
    if (unit > 0xff) hash = Math.imul(hash ^ (unit >> 8), FNV_PRIME);
  }
  return hash >>> 0;
}
