/** Puts a practice's calendar together from its zone, opening hours and approved holidays; reads no database. */
import { z } from 'zod';
import {
  CalendarError,
  type DayException,
  type OpenInterval,
  PracticeCalendar,
  weekdayOf,
} from '../../domain/calendar';
import { zoneOffsets } from './zone-offsets';

const OPENS = 8 * 60;
const CLOSES = 17 * 60 + 30;
const SWEEP = { fromMinute: 300, spreadMinutes: 90 };

/** A day off as the holiday table has it; with `closesAtMinute` (local) the practice works until then, a half day. */
export interface Holiday {
  on: string;
  name: string;
  closesAtMinute?: number | undefined;
}

export interface CalendarParts {
  /** IANA name. */
  zone: string;
  /** Approved rows of the practice's jurisdictions; of several on one date the longest closing wins, then the first. */
  holidays: readonly Holiday[];
  /** Opening intervals of Monday to Sunday in local minutes; Monday to Friday 08:00 to 17:30 when left out. */
  week?: readonly OpenInterval[][] | undefined;
  /** Holidays are known from 1 January of this year ... */
  fromYear: number;
  /** ... to 31 December of this one. */
  toYear: number;
}

/** Monday to Friday, 08:00 to 17:30. */
export function defaultWeek(): OpenInterval[][] {
  return Array.from({ length: 7 }, (_, index) => (index < 5 ? [[OPENS, CLOSES]] : []));
}

/**
 * The calendar for `parts`; holidays outside the years are left out. Throws CalendarError `unknown_zone`,
 * `invalid_count` (years) or `invalid_calendar`, whose message lists every fault with its place.
 */
export function buildCalendar(parts: CalendarParts): PracticeCalendar {
  const week = (parts.week ?? defaultWeek()).map((intervals) => [...intervals]);
  const coversFrom = `${parts.fromYear}-01-01`;
  const coversTo = `${parts.toYear}-12-31`;
  const checked = PracticeCalendar.safeParse({
    zone: parts.zone,
    offsets: zoneOffsets(parts.zone, parts.fromYear, parts.toYear),
    week,
    exceptions: exceptionsOf(parts.holidays, week, coversFrom, coversTo),
    sweep: SWEEP,
    coversFrom,
    coversTo,
  });
  if (checked.success) return checked.data;
  throw new CalendarError('invalid_calendar', `The calendar cannot be used:\n${z.prettifyError(checked.error)}`);
}

function exceptionsOf(
  holidays: readonly Holiday[],
  week: OpenInterval[][],
  coversFrom: string,
  coversTo: string,
): DayException[] {
  const strictest = new Map<string, Holiday>();
  for (const holiday of holidays) {
    if (holiday.on < coversFrom || holiday.on > coversTo) continue;
    const kept = strictest.get(holiday.on);
    if (kept === undefined || closing(holiday) < closing(kept)) strictest.set(holiday.on, holiday);
  }
  return [...strictest.values()]
    .sort((left, right) => (left.on < right.on ? -1 : 1))
    .map((holiday) => ({ on: holiday.on, name: holiday.name, intervals: openUntil(holiday, week) }));
}

function closing(holiday: Holiday): number {
  return holiday.closesAtMinute ?? 0;
}

function openUntil(holiday: Holiday, week: OpenInterval[][]): OpenInterval[] {
  const until = closing(holiday);
  if (until === 0) return [];
  const usual = week[weekdayOf(holiday.on) - 1] ?? [];
  return usual.filter(([open]) => open < until).map(([open, close]) => [open, Math.min(close, until)]);
}
