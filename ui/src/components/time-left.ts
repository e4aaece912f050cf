/** The words for what is left until a date, from the server's own count; nothing is counted here. */
import type { components } from '../api/generated/schema';
import type { UrgencyIcon, UrgencyTone } from './clock-text';
import { many } from './numbers';

export type TimeLeft = components['schemas']['TimeLeft'];

export interface LeftWords {
  readonly words: string;
  readonly tone: UrgencyTone;
  readonly icon: UrgencyIcon | null;
}

/**
 * @param verb "Due", "Fires": what happens on that day.
 * @param day the date in words, shown alone where nothing presses.
 */
export function leftWords({ urgency, days, businessDays }: TimeLeft, verb: string, day: string): LeftWords {
  switch (urgency) {
    case 'late':
      return { words: `${many(-days, 'day')} late`, tone: 'red', icon: 'late' };
    case 'today':
      return { words: `${verb} today`, tone: 'red', icon: 'late' };
    case 'tomorrow':
      return { words: `${verb} tomorrow`, tone: 'red', icon: 'late' };
    case 'soon':
      return {
        words:
          businessDays < 1
            ? `${many(days, 'day')} left, no business day`
            : `${many(businessDays, 'business day')} left`,
        tone: 'amber',
        icon: 'soon',
      };
    case 'later':
      return { words: day, tone: 'none', icon: null };
  }
}
