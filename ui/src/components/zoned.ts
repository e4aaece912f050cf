/** The instant of a wall-clock time in a zone, for what a person typed. Due dates are never made here: the server does. */

/** Minutes by which the zone is ahead of UTC at an instant. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const n = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'));
  return Math.round((wall - Math.floor(at / 60_000) * 60_000) / 60_000);
}

/**
 * @param day `YYYY-MM-DD`
 * @param time `HH:MM`
 * @returns an ISO instant. A time that a change of the clocks skips is the one after it.
 */
export function instantAt(day: string, time: string, zone: string): string {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const guess = wall - offsetAt(wall, zone) * 60_000;
  // Near a change of the clocks the first guess may have used the other side's offset.
  return new Date(wall - offsetAt(guess, zone) * 60_000).toISOString();
}

/** `2026-11-30T08:00` as the clock on the wall in the zone shows the instant: what a field for day and time begins with. */
export function wallAt(zone: string, at: number): string {
  return new Date(at + offsetAt(at, zone) * 60_000).toISOString().slice(0, 16);
}

/** The instant of what such a field holds, epoch ms; null for what is no day and time. */
export function momentOf(zone: string, wall: string): number | null {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(wall) ?? [];
  if (day === undefined || time === undefined || Number.isNaN(Date.parse(`${wall.slice(0, 16)}:00Z`))) return null;
  return Date.parse(instantAt(day, time, zone));
}
