/** A civil date or an instant in the practice's zone, marked up as one. */
import { useZone } from '../api/session';
import { dayIn, dayText, instantText } from './dates';

/** A civil date, "Mon 30 Nov"; "none" without one. */
export function DayText({ day }: { day: string | null }) {
  const zone = useZone();
  if (day === null) return <>none</>;
  return <time dateTime={day}>{dayText(day, dayIn(zone))}</time>;
}

/** An instant, "Mon 30 Nov, 8:00 am"; "none" without one. */
export function InstantText({ at, zone }: { at: string | null; zone?: string }) {
  const own = useZone();
  if (at === null) return <>none</>;
  return <time dateTime={at}>{instantText(at, zone ?? own)}</time>;
}
