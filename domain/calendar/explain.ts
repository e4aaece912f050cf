/** The sentence that tells a coordinator how a due date came about [N12]; it words what due.ts decided, no more. */
import { isBusinessDay, whyClosed } from './business-days';
import { weekdayOf } from './civil';
import type { CivilDate, DayCount, PracticeCalendar, SkippedDay } from './types';
import { localDateOf, localMinuteOf, localSecondOf } from './zone';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Decided = Omit<DayCount, 'text' | 'holidaysKnown'> & { label?: string | undefined };

/** Explains a count of business days. `cutoffMinute` is given only when it decided. */
export function businessDays(
  cal: PracticeCalendar,
  decided: Decided & {
    days: number;
    cutoffMinute: number | undefined;
    dueOn: CivilDate;
    dayMustPass: boolean;
    dueAtOnce: boolean;
  },
): DayCount {
  const { days, cutoffMinute, dueOn, dayMustPass, dueAtOnce, ...count } = decided;
  const { anchorOn, startsOn, endsOn, skipped, cap } = count;
  const day = dayNamer(anchorOn);
  const parts = [`${opening(cal, count)}${startClause(cal, count, cutoffMinute, day)}`];
  parts.push(...skipClause(skipped, startsOn, endsOn, day));
  const passing = dayMustPass ? ', which has to pass in full' : '';
  if (cap === undefined) {
    parts.push(days === 0 ? `${day(endsOn)} counts itself${passing}` : `day ${days} is ${day(endsOn)}${passing}`);
  } else {
    const limit = `${counted(cap.calendarDays, 'calendar day')} from ${day(anchorOn)} end on ${day(endsOn)}${passing}`;
    parts.push(`day ${days} would be ${day(cap.insteadOf)}, but ${limit}, and the earlier date decides`);
  }
  parts.push(...skipClause(skipped, endsOn, dueOn, day));
  parts.push(dueAtOnce ? 'that morning is already over, so it is due at once' : morning(cal, dueOn, day));
  return finished(cal, count, [anchorOn, cap?.insteadOf ?? endsOn, dueOn], parts);
}

/** Explains a warning some calendar days ahead of a date. */
export function beforeDate(cal: PracticeCalendar, decided: Decided): DayCount {
  const { anchorOn, startsOn, endsOn, countedDays } = decided;
  const day = dayNamer(startsOn);
  const target = `${fullDay(anchorOn)}${decided.label === undefined ? '' : ` (${decided.label})`}`;
  const lead = `${counted(countedDays, 'day')} before ${target} is ${fullDay(startsOn)}`;
  const first = countedDays === 0 ? `On ${target}` : lead;
  return finished(
    cal,
    decided,
    [anchorOn, startsOn, endsOn],
    [`${first}${rollClause(cal, startsOn, endsOn, day)}`, morning(cal, endsOn, day)],
  );
}

/** Explains a date that was given as such. */
export function onDate(cal: PracticeCalendar, decided: Decided): DayCount {
  const { anchorOn, endsOn } = decided;
  const day = dayNamer(anchorOn);
  const first = `${decided.label ?? 'Set for'} ${fullDay(anchorOn)}${rollClause(cal, anchorOn, endsOn, day)}`;
  return finished(cal, decided, [anchorOn, endsOn], [first, morning(cal, endsOn, day)]);
}

/** Explains a count of calendar days; `target` is the date before rolling. */
export function calendarDays(cal: PracticeCalendar, decided: Decided & { target: CivilDate }): DayCount {
  const { target, ...count } = decided;
  const day = dayNamer(count.anchorOn);
  return finished(
    cal,
    count,
    [count.anchorOn, target, count.endsOn],
    [
      opening(cal, count),
      `${counted(count.countedDays, 'calendar day')} later is ${day(target)}${rollClause(cal, target, count.endsOn, day)}`,
      morning(cal, count.endsOn, day),
    ],
  );
}

/** Explains a count of elapsed hours. */
export function hours(cal: PracticeCalendar, decided: Decided & { hours: number; dueAt: number }): DayCount {
  const { hours: amount, dueAt, ...count } = decided;
  const day = dayNamer(count.anchorOn);
  const due = `${day(localDateOf(cal, dueAt))} ${clock(cal, dueAt)}`;
  return finished(
    cal,
    count,
    [],
    [opening(cal, count), `due exactly ${counted(amount, 'hour')} later, ${due}, on whatever day that falls`],
  );
}

function opening(cal: PracticeCalendar, count: Decided): string {
  const time = count.anchorAt === undefined ? '' : ` ${clock(cal, count.anchorAt)}`;
  return `${count.label ?? 'Received'} ${fullDay(count.anchorOn)}${time}`;
}

function startClause(
  cal: PracticeCalendar,
  { anchorOn, startsOn }: Decided,
  cutoffMinute: number | undefined,
  day: (date: CivilDate) => string,
): string {
  if (startsOn === anchorOn) return '';
  const why = cutoffMinute === undefined ? closedPhrase(cal, anchorOn) : `after ${wallTime(cutoffMinute)}`;
  return `, ${why}, so it counts from ${day(startsOn)}`;
}

/** Names the holidays and closings after `from` up to `to`; weekends go without saying. */
function skipClause(skipped: SkippedDay[], from: CivilDate, to: CivilDate, day: (date: CivilDate) => string): string[] {
  const named = skipped.filter(({ on, reason }) => reason !== 'weekend' && on > from && on <= to);
  if (named.length === 0) return [];
  if (named.length === 1) return named.map(({ on, reason }) => `${day(on)} skipped (${reason})`);
  const items = named.map(({ on, reason }) => `${day(on)} (${reason})`);
  return [`${items.slice(0, -1).join(', ')} and ${items.slice(-1).join('')} skipped`];
}

function rollClause(cal: PracticeCalendar, from: CivilDate, to: CivilDate, day: (date: CivilDate) => string): string {
  if (from === to) return '';
  return `, ${closedPhrase(cal, from)}, so it moves ${to < from ? 'earlier' : 'on'} to ${day(to)}`;
}

function closedPhrase(cal: PracticeCalendar, date: CivilDate): string {
  const reason = whyClosed(cal, date);
  return reason === undefined || reason === 'weekend' ? 'a weekend day' : `no working day (${reason})`;
}

function morning(cal: PracticeCalendar, on: CivilDate, day: (date: CivilDate) => string): string {
  return isBusinessDay(cal, on)
    ? `due ${day(on)} before the working day begins`
    : `due early on ${day(on)}, although it is ${closedPhrase(cal, on)}`;
}

function finished(cal: PracticeCalendar, decided: Decided, dates: CivilDate[], parts: string[]): DayCount {
  const { label: _label, ...count } = decided;
  const holidaysKnown = dates.every((date) => date >= cal.coversFrom && date <= cal.coversTo);
  const known = `${fullDay(cal.coversFrom)} to ${fullDay(cal.coversTo)}`;
  const text = `${parts.join('; ')}.`;
  return {
    ...count,
    holidaysKnown,
    text: holidaysKnown
      ? text
      : `${text} Holidays are known from ${known} only; outside that time they are not skipped.`,
  };
}

/** Names days without the year while it is the year of `anchor`. */
function dayNamer(anchor: CivilDate): (date: CivilDate) => string {
  return (date) => (date.slice(0, 4) === anchor.slice(0, 4) ? fullDay(date).slice(0, -5) : fullDay(date));
}

function fullDay(date: CivilDate): string {
  const weekday = WEEKDAYS[weekdayOf(date) - 1] ?? '';
  const month = MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
  return `${weekday} ${Number(date.slice(8, 10))} ${month} ${date.slice(0, 4)}`;
}

function clock(cal: PracticeCalendar, instant: number): string {
  return wallTime(localMinuteOf(cal, instant), localSecondOf(cal, instant));
}

/** 'HH:MM', with seconds only when there are any: an arrival at 17:30:20 is after 17:30 and must look so. */
function wallTime(minute: number, second = 0): string {
  const time = `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
  return second === 0 ? time : `${time}:${twoDigits(second)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function counted(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
