/** How urgent a date is, in the practice's own days: decided here, so that no screen counts days itself. */
import { z } from 'zod';
import type { RuleSource } from '../../commands/rule-source';
import { businessDaysBetween, diffDays, type PracticeCalendar } from '../../domain/calendar';

export const TimeLeft = z
  .strictObject({
    urgency: z.enum(['late', 'today', 'tomorrow', 'soon', 'later']).describe('soon: 2 or 3 business days are left'),
    days: z.int().describe('Calendar days to the date; negative: it has passed'),
    businessDays: z.int().describe('Business days to the date; negative: so many have passed'),
  })
  .meta({ id: 'TimeLeft' });
export type TimeLeft = z.infer<typeof TimeLeft>;

const SOON_BUSINESS_DAYS = 3;

const days = new Map<string, Intl.DateTimeFormat>();

/** The civil date of an instant in a zone, `2026-11-30`. */
export function localDay(zone: string, at: number): string {
  let format = days.get(zone);
  if (format === undefined) days.set(zone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone })));
  return format.format(at);
}

export function leftUntil(calendar: PracticeCalendar, today: string, on: string): TimeLeft {
  const left = diffDays(today, on);
  const businessDays = businessDaysBetween(calendar, today, on);
  if (left < 0) return { urgency: 'late', days: left, businessDays };
  if (left <= 1) return { urgency: left === 0 ? 'today' : 'tomorrow', days: left, businessDays };
  return { urgency: businessDays <= SOON_BUSINESS_DAYS ? 'soon' : 'later', days: left, businessDays };
}

interface OfPractice {
  readonly practiceId: string;
  readonly jurisdiction: string;
}

/** The calendars of the practices that a page of rows is about; each is built once. */
export async function calendarsOf(
  rules: RuleSource,
  rows: readonly OfPractice[],
): Promise<(row: OfPractice) => PracticeCalendar> {
  const nameOf = (row: OfPractice) => `${row.practiceId} ${row.jurisdiction}`;
  const wanted = new Map(rows.map((row) => [nameOf(row), row]));
  const built = new Map<string, PracticeCalendar>();
  for (const [name, { practiceId, jurisdiction }] of wanted) {
    built.set(name, (await rules.snapshotFor(practiceId, jurisdiction)).calendar);
  }
  return (row) => {
    const calendar = built.get(nameOf(row));
    if (calendar === undefined) throw new Error('A row came from a practice that was not asked about.');
    return calendar;
  };
}
