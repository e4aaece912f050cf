/** Days as the practice of the tests counts them: what a test sends must not lie in the past some day. */
import { addDays } from '../../domain/calendar';

/** `YYYY-MM-DD` so many days from today at the practice, which in the evening is not that of UTC. */
export const inDays = (days: number): string =>
  addDays(new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(Date.now()), days);
