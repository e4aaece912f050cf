/** How late a clock fired, in words: a moment is no lateness a person needs figures for. */
import { many } from '../../components/numbers';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function latenessText(ms: number): string {
  if (ms < SECOND) return `${ms} ms after it was due`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} seconds after it was due`;
  if (ms < HOUR) return `${many(Math.round(ms / MINUTE), 'minute')} late`;
  if (ms < DAY) return `${many(Math.round(ms / HOUR), 'hour')} late`;
  return `${many(Math.round(ms / DAY), 'day')} late`;
}
