/** How long until a civil day, in words: always with its unit, because calendar days are not business days. Pure. */

const DAY_MS = 86_400_000;
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** Calendar days from one civil day to another; negative when it lies before. */
export const daysBetween = (from: string, to: string): number => Math.round(dayNumber(to) - dayNumber(from));

/** "due today", "11 calendar days left", "2 days late". */
export function timeLeftWords(dueOn: string, today: string): string {
  const days = daysBetween(today, dueOn);
  if (days < 0) return days === -1 ? '1 day late' : `${-days} days late`;
  if (days === 0) return 'due today';
  return days === 1 ? 'due tomorrow' : `${days} calendar days left`;
}
