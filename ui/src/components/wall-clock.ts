/** From a day and a time on the wall at the practice to the instant, and back. Knows no calendar of closed days. */

/** Minutes east of UTC in the zone at an instant. */
function offsetMinutes(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return Math.round((wall - Math.floor(at / 1_000) * 1_000) / 60_000);
}

/** The instant of `2026-11-30T08:00` on the wall in the zone, epoch ms; null for what is no time. */
export function instantAt(zone: string, wall: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(wall)) return null;
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const near = asUtc - offsetMinutes(zone, asUtc) * 60_000;
  // Close to a change of the clocks the first guess may lie on its other side.
  return asUtc - offsetMinutes(zone, near) * 60_000;
}

/** `2026-11-30T08:00` for an instant. */
export function wallAt(zone: string, at: number): string {
  return new Date(at + offsetMinutes(zone, at) * 60_000).toISOString().slice(0, 16);
}
