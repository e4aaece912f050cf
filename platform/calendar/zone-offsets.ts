/** Reads a time zone's offsets from this machine's zone database, so that pure code can be handed them as data. */
import { CalendarError } from '../../domain/calendar';

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
// Two changes closer than a probe step would cancel out unseen; Morocco's Ramadan pair, the closest now, lies a month apart.
const PROBE_STEP_MS = 7 * MS_PER_DAY;
const FIRST_YEAR = 1980; // before it some zones had offsets with seconds
const LAST_YEAR = 2100;

/**
 * The offsets of `zone` (an IANA name) from `fromYear` to `toYear`, both included, as [epoch ms, minutes east of UTC] in
 * ascending order; the first entry also stands for all time before it. Throws CalendarError `unknown_zone` or
 * `invalid_count`. Future rules are those of the running Node's zone data: rebuild calendars after updating it.
 */
export function zoneOffsets(zone: string, fromYear: number, toYear: number): [number, number][] {
  requireYears(fromYear, toYear);
  const offsetAt = offsetReader(zone);
  const start = Date.UTC(fromYear, 0, 1) - 2 * MS_PER_DAY;
  const end = Date.UTC(toYear + 1, 0, 1) + 2 * MS_PER_DAY;
  const offsets: [number, number][] = [[start, offsetAt(start)]];
  let known = start;
  let offset = offsetAt(start);
  while (known < end) {
    const probe = Math.min(known + PROBE_STEP_MS, end);
    if (offsetAt(probe) === offset) {
      known = probe;
      continue;
    }
    const changeAt = firstChange(offsetAt, known, probe, offset);
    offset = offsetAt(changeAt);
    offsets.push([changeAt, offset]);
    known = changeAt;
  }
  return offsets;
}

/** Changes of offset happen on whole minutes; `sameAt` still has `offset`, `otherAt` no longer. */
function firstChange(offsetAt: (instant: number) => number, sameAt: number, otherAt: number, offset: number): number {
  let low = Math.floor(sameAt / MS_PER_MINUTE);
  let high = Math.ceil(otherAt / MS_PER_MINUTE);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MS_PER_MINUTE) === offset) low = middle;
    else high = middle;
  }
  return high * MS_PER_MINUTE;
}

function offsetReader(zone: string): (instant: number) => number {
  const format = wallClockFormat(zone);
  return (instant) => {
    const read = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => read.get(type) ?? Number.NaN;
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Math.round((wall - instant) / MS_PER_MINUTE);
  };
}

function wallClockFormat(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new CalendarError(
      'unknown_zone',
      `"${zone}" is not a time zone this machine knows; use an IANA name such as America/Los_Angeles.`,
    );
  }
}

function requireYears(fromYear: number, toYear: number): void {
  const whole = Number.isInteger(fromYear) && Number.isInteger(toYear);
  if (!whole || fromYear < FIRST_YEAR || toYear > LAST_YEAR || fromYear > toYear) {
    throw new CalendarError(
      'invalid_count',
      `Years ${fromYear} to ${toYear} cannot be used; give two years from ${FIRST_YEAR} to ${LAST_YEAR} in order.`,
    );
  }
}
