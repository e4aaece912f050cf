/** Works out when a clock must fire, from the practice's words alone: Intl for the zone, a list of days off, and counting. */
const ZONE = 'America/Los_Angeles';
const DAY_MS = 86_400_000;

/** The date `days` later; plain UTC arithmetic, because a civil date has no zone. */
export function plus(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function nthWeekday(year: string, month: string, weekday: number, n: number): string {
  for (let day = 1, seen = 0; ; day += 1) {
    const date = `${year}-${month}-${String(day).padStart(2, '0')}`;
    if (weekdayOf(date) === weekday) seen += 1;
    if (seen === n) return date;
  }
}

/** 0 is Sunday. */
function weekdayOf(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay();
}

/** California's days off from the end of October to just before Christmas, as its law and the federal one name them. */
export function daysOff(year: string): string[] {
  const veterans = `${year}-11-11`;
  const thanksgiving = nthWeekday(year, '11', 4, 4);
  const observed =
    weekdayOf(veterans) === 6 ? plus(veterans, -1) : weekdayOf(veterans) === 0 ? plus(veterans, 1) : veterans;
  return [observed, thanksgiving, plus(thanksgiving, 1)];
}

export function isWorkday(date: string): boolean {
  const weekday = weekdayOf(date);
  return weekday !== 0 && weekday !== 6 && !daysOff(date.slice(0, 4)).includes(date);
}

/** The n-th workday after a date; the date itself is day 0. */
export function workday(date: string, n: number): string {
  let on = date;
  for (let left = n; left > 0;) {
    on = plus(on, 1);
    if (isWorkday(on)) left -= 1;
  }
  return on;
}

/** The date itself if it is a workday, else the one before. */
export function workdayBefore(date: string): string {
  let on = date;
  while (!isWorkday(on)) on = plus(on, -1);
  return on;
}

/** Minutes east of UTC in the practice's zone at an instant, as the platform's zone database has them. */
export function offsetMinutes(instant: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
  if (!match) throw new Error(`Intl gives no offset: ${name}`);
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/**
 * The second of the morning window 05:00-06:30 at which a case's day-counted clocks are due: FNV-1a of the case's id,
 * modulo the window's 5,400 seconds. Written with BigInt, unlike the code that it checks.
 */
function secondOf(caseId: string): number {
  let hash = 2166136261n;
  for (const byte of Buffer.from(caseId, 'utf8')) hash = ((hash ^ BigInt(byte)) * 16777619n) & 0xffffffffn;
  return Number(hash % 5400n);
}

/** The instant on that local date at which the case's day-counted clocks fire. */
export function morning(date: string, caseId: string): string {
  const wall = Date.parse(`${date}T05:00:00Z`) + secondOf(caseId) * 1_000;
  // Five in the morning is hours away from any change of the clocks, so the offset at noon UTC is the one that holds.
  return new Date(wall - offsetMinutes(Date.parse(`${date}T13:00:00Z`)) * 60_000).toISOString();
}
