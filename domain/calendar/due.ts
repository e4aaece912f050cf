/** Deadlines: from an anchor and a rule's numbers to the one instant that is due, with its explanation [N12]. */
import {
  addBusinessDays,
  businessDaysBetween,
  closedDaysBetween,
  isBusinessDay,
  nextBusinessDay,
  previousBusinessDay,
} from './business-days';
import { sweepInstant } from './business-time';
import { addDays, compareDates, diffDays } from './civil';
import { CalendarError, requireWhole } from './errors';
import * as explain from './explain';
import type { CivilDate, Due, PracticeCalendar } from './types';
import { instantOf, localDateOf } from './zone';

const MOST_DAYS = 36_600; // a century
const MS_PER_HOUR = 3_600_000;

/** The deciding fact: an instant (epoch ms), or a date when no time of day is known. */
export type Anchor = { anchorAt: number; anchorOn?: undefined } | { anchorOn: CivilDate; anchorAt?: undefined };

/**
 * `spreadKey` (the case id) places the deadline in the morning window. `label` names the anchor in the explanation: it
 * opens the sentence ('Received' by default, 'Set for' for a given date), or names the date warned of in brackets.
 */
export interface DueNaming {
  spreadKey: string;
  label?: string | undefined;
}

/** What a date does that falls on a closed day: stay, move to the business day before, or to the one after. */
export type Roll = 'none' | 'before' | 'after';

export type BusinessDaysRule = Anchor &
  DueNaming & {
    days: number;
    /** Local minute; an arrival later than it counts as the next business day. */
    cutoffMinute?: number | undefined;
    /** 'start': due before day N begins. 'end': day N must pass, due before the following business day begins. */
    countsThrough: 'start' | 'end';
    /** Never more calendar days than this after the anchor's own date. */
    capCalendarDays?: number | undefined;
  };

/**
 * Due after N business days. The day of the anchor is day 0; an anchor on a closed day, or later than `cutoffMinute`,
 * counts as the next business day. With `capCalendarDays` the earlier of both ends decides (reference case: California
 * Labor Code 4610(i)(1), 5 business days, never more than 14 calendar days). Never due before the anchor.
 * Throws CalendarError on an impossible date, instant or count.
 */
export function dueAfterBusinessDays(cal: PracticeCalendar, rule: BusinessDaysRule): Due {
  requireWhole('The number of business days', rule.days, 0, MOST_DAYS);
  const anchorOn = rule.anchorAt === undefined ? rule.anchorOn : localDateOf(cal, rule.anchorAt);
  const late = isAfterCutoff(cal, rule, anchorOn);
  const startsOn = nextBusinessDay(cal, late ? addDays(anchorOn, 1) : anchorOn);
  const counted = addBusinessDays(cal, startsOn, rule.days).on;
  const capOn = capDate(anchorOn, rule.capCalendarDays);
  const capped = capOn !== undefined && compareDates(capOn, counted) < 0;
  const endsOn = capped ? capOn : counted;
  const sweepOn = rule.countsThrough === 'end' ? addBusinessDays(cal, endsOn, 1).on : endsOn;
  const swept = sweepInstant(cal, sweepOn, rule.spreadKey);
  const at = rule.anchorAt === undefined ? swept : Math.max(swept, rule.anchorAt);
  const on = at === swept ? sweepOn : anchorOn;
  return {
    at,
    on,
    explanation: explain.businessDays(cal, {
      ...(rule.anchorAt === undefined ? {} : { anchorAt: rule.anchorAt }),
      anchorOn,
      startsOn,
      skipped: closedDaysBetween(cal, anchorOn, on),
      countedDays: capped ? Math.max(0, businessDaysBetween(cal, startsOn, endsOn)) : rule.days,
      endsOn,
      ...(capped ? { cap: { calendarDays: rule.capCalendarDays ?? 0, insteadOf: counted } } : {}),
      label: rule.label,
      days: rule.days,
      cutoffMinute: late ? rule.cutoffMinute : undefined,
      dueOn: on,
      dayMustPass: rule.countsThrough === 'end',
      dueAtOnce: at !== swept,
    }),
  };
}

/**
 * Due `leadDays` calendar days before the date `on`, in the morning; when that is no business day, on the business day
 * before it: a warning may come earlier, never later.
 */
export function dueBeforeDate(cal: PracticeCalendar, rule: { on: CivilDate; leadDays: number } & DueNaming): Due {
  requireWhole('The number of lead days', rule.leadDays, 0, MOST_DAYS);
  const startsOn = addDays(rule.on, -rule.leadDays);
  const on = previousBusinessDay(cal, startsOn);
  const count = { anchorOn: rule.on, startsOn, skipped: closedDaysBetween(cal, on, startsOn) };
  return {
    at: sweepInstant(cal, on, rule.spreadKey),
    on,
    explanation: explain.beforeDate(cal, { ...count, countedDays: rule.leadDays, endsOn: on, label: rule.label }),
  };
}

/** Due on the morning of the date `on`, or of the business day that `roll` says when it is closed. */
export function dueOnDate(cal: PracticeCalendar, rule: { on: CivilDate; roll: Roll } & DueNaming): Due {
  const on = rolled(cal, rule.on, rule.roll);
  const count = { anchorOn: rule.on, startsOn: rule.on, skipped: closedDaysCrossed(cal, rule.on, on) };
  return {
    at: sweepInstant(cal, on, rule.spreadKey),
    on,
    explanation: explain.onDate(cal, { ...count, countedDays: 0, endsOn: on, label: rule.label }),
  };
}

/** Due on the morning `days` calendar days after `anchorOn`, rolled off closed days, never before `anchorOn`. */
export function dueAfterCalendarDays(
  cal: PracticeCalendar,
  rule: { anchorOn: CivilDate; days: number; roll: Roll } & DueNaming,
): Due {
  requireWhole('The number of calendar days', rule.days, 0, MOST_DAYS);
  const target = addDays(rule.anchorOn, rule.days);
  const moved = rolled(cal, target, rule.roll);
  const on = compareDates(moved, rule.anchorOn) < 0 ? rule.anchorOn : moved;
  return {
    at: sweepInstant(cal, on, rule.spreadKey),
    on,
    explanation: explain.calendarDays(cal, {
      anchorOn: rule.anchorOn,
      startsOn: rule.anchorOn,
      skipped: on === target ? [] : closedDaysCrossed(cal, target, on),
      countedDays: rule.days,
      endsOn: on,
      label: rule.label,
      target,
    }),
  };
}

/** Due exactly `hours` (elapsed, fractions allowed) after `anchorAt`, whatever day or time that is. */
export function dueAfterHours(
  cal: PracticeCalendar,
  rule: { anchorAt: number; hours: number; label?: string | undefined },
): Due {
  if (!Number.isFinite(rule.hours) || rule.hours < 0) {
    throw new CalendarError('invalid_count', `${rule.hours} hours cannot be counted; give zero or more.`);
  }
  const anchorOn = localDateOf(cal, rule.anchorAt);
  const at = rule.anchorAt + Math.round(rule.hours * MS_PER_HOUR);
  const on = localDateOf(cal, at);
  return {
    at,
    on,
    explanation: explain.hours(cal, {
      anchorAt: rule.anchorAt,
      anchorOn,
      startsOn: anchorOn,
      skipped: [],
      countedDays: diffDays(anchorOn, on),
      endsOn: on,
      label: rule.label,
      hours: rule.hours,
      dueAt: at,
    }),
  };
}

function isAfterCutoff(cal: PracticeCalendar, rule: BusinessDaysRule, anchorOn: CivilDate): boolean {
  if (rule.anchorAt === undefined || rule.cutoffMinute === undefined) return false;
  return isBusinessDay(cal, anchorOn) && rule.anchorAt > instantOf(cal, anchorOn, rule.cutoffMinute);
}

function capDate(anchorOn: CivilDate, capCalendarDays: number | undefined): CivilDate | undefined {
  if (capCalendarDays === undefined) return undefined;
  requireWhole('The limit in calendar days', capCalendarDays, 0, MOST_DAYS);
  return addDays(anchorOn, capCalendarDays);
}

function rolled(cal: PracticeCalendar, date: CivilDate, roll: Roll): CivilDate {
  if (roll === 'none') return date;
  return roll === 'before' ? previousBusinessDay(cal, date) : nextBusinessDay(cal, date);
}

function closedDaysCrossed(cal: PracticeCalendar, from: CivilDate, to: CivilDate): Due['explanation']['skipped'] {
  if (from === to) return [];
  return compareDates(from, to) < 0 ? closedDaysBetween(cal, from, to) : closedDaysBetween(cal, to, from);
}
