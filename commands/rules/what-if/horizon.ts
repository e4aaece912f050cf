/** The days a what-if looks ahead over: from today to the end of the sixth working day, by one practice's calendar. */
import {
  addDays,
  instantOf,
  isBusinessDay,
  localDateOf,
  whyClosed,
  type PracticeCalendar,
} from '../../../domain/calendar';

export const WORKING_DAYS = 6;
/** A practice that is closed for longer is shown as far as this. */
const MOST_DAYS = 31;

export interface HorizonDay {
  readonly on: string;
  /** Why the practice is closed that day; null: it works. */
  readonly closed: string | null;
}

export interface Horizon {
  readonly days: readonly HorizonDay[];
  /** The last instant that counts, epoch ms. */
  readonly until: number;
}

export function horizonOf(calendar: PracticeCalendar, now: number): Horizon {
  const days: HorizonDay[] = [];
  let working = 0;
  for (let on = localDateOf(calendar, now); working < WORKING_DAYS && days.length < MOST_DAYS; on = addDays(on, 1)) {
    days.push({ on, closed: whyClosed(calendar, on) ?? null });
    if (isBusinessDay(calendar, on)) working += 1;
  }
  const last = days.at(-1)?.on ?? localDateOf(calendar, now);
  return { days, until: instantOf(calendar, addDays(last, 1), 0) - 1 };
}
