/** Dates and times as people at a clinic read them. Civil dates are `YYYY-MM-DD` and never pass through a time zone. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const DAY_MS = 86_400_000;
/** Within so many days of today a date needs no year. */
const NO_YEAR_DAYS = 335;

const parts = (day: string): [number, number, number] => day.split('-').map(Number) as [number, number, number];
/** Days since 1970, for distances between civil dates. */
export const dayNumber = (day: string): number => {
  const [y, m, d] = parts(day);
  return Date.UTC(y, m - 1, d) / DAY_MS;
};

/** "Mon 30 Nov", with the year when it is far from today. */
export function dayText(day: string, today: string): string {
  const [y, m, d] = parts(day);
  const weekday = DAYS[new Date(Date.UTC(y, m - 1, d)).getUTCDay()] ?? '';
  const far = Math.abs(dayNumber(day) - dayNumber(today)) > NO_YEAR_DAYS;
  return `${weekday} ${shortDay(day)}${far ? ` ${y}` : ''}`;
}

/** "30 Nov": inside a range or beside a weekday. */
export function shortDay(day: string): string {
  const [, m, d] = parts(day);
  return `${d} ${MONTHS[m - 1] ?? ''}`;
}

/** "2 Sep 2026": for facts of the past, such as a date of injury. */
export const longDay = (day: string): string => `${shortDay(day)} ${parts(day)[0]}`;

/** The civil day at this instant in a zone. */
export function dayIn(zone: string, at: number | string = Date.now()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(at));
}

/** "8:00 am" in the zone. */
export function timeText(at: number | string, zone: string): string {
  const text = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(
    new Date(at),
  );
  return text.replace(/\s?([AP])M/, (_all, half: string) => ` ${half.toLowerCase()}m`);
}

/** "Mon 30 Nov, 8:00 am" in the practice's zone; the zone is named when it is not the reader's own. */
export function instantText(at: number | string, zone: string): string {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const text = `${dayText(dayIn(zone, at), dayIn(zone))}, ${timeText(at, zone)}`;
  return offsetAt(at, zone) === offsetAt(at, own) ? text : `${text} ${zoneName(at, zone)}`;
}

function offsetAt(at: number | string, zone: string): string {
  return partOf('longOffset', at, zone);
}

const zoneName = (at: number | string, zone: string): string => partOf('short', at, zone);

function partOf(timeZoneName: 'longOffset' | 'short', at: number | string, zone: string): string {
  const found = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName })
    .formatToParts(new Date(at))
    .find(({ type }) => type === 'timeZoneName');
  return found?.value ?? '';
}
