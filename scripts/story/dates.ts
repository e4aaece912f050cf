/** Finds the days a story is told on: sixty days around the end of daylight-saving time, Veterans Day and Thanksgiving. */
import { addDays, weekdayOf } from '../../domain/calendar';

const DAYS_BEFORE = 13;
export const STORY_DAYS = 60;

export interface StoryDates {
  /** Monday, thirteen days before the clocks go back. */
  readonly firstOn: string;
  readonly lastOn: string;
  /** First Sunday of November: 02:00 daylight time becomes 01:00 standard time in the United States. */
  readonly clocksBackOn: string;
  readonly veteransDayOn: string;
  readonly thanksgivingOn: string;
}

/** The first such sixty days that begin after the instant `now` (epoch ms). */
export function storyDates(now: number): StoryDates {
  const today = new Date(now).toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  const dates = datesOf(year);
  return dates.firstOn > addDays(today, 1) ? dates : datesOf(year + 1);
}

function datesOf(year: number): StoryDates {
  const clocksBackOn = onOrAfter(`${year}-11-01`, 7);
  const firstOn = addDays(clocksBackOn, -DAYS_BEFORE);
  return {
    firstOn,
    lastOn: addDays(firstOn, STORY_DAYS - 1),
    clocksBackOn,
    veteransDayOn: `${year}-11-11`,
    // The fourth Thursday of November.
    thanksgivingOn: onOrAfter(`${year}-11-22`, 4),
  };
}

function onOrAfter(date: string, weekday: number): string {
  return addDays(date, (weekday - weekdayOf(date) + 7) % 7);
}
