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
