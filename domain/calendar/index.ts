/** The calendar's public surface; nothing outside imports the files behind it. */
export { CalendarError, type CalendarErrorCode } from './errors';
export { addDays, compareDates, diffDays, isCivilDate, weekdayOf } from './civil';
export { CivilDate, DayCount, DayException, Due, OpenInterval, PracticeCalendar } from './types';
export { instantOf, localDateOf, localMinuteOf } from './zone';
export {
  addBusinessDays,
  businessDaysBetween,
  isBusinessDay,
  nextBusinessDay,
  openIntervals,
  previousBusinessDay,
  whyClosed,
} from './business-days';
export { addBusinessMinutes, sweepInstant } from './business-time';
export {
  type Anchor,
  type BusinessDaysRule,
  type Roll,
  dueAfterBusinessDays,
  dueAfterCalendarDays,
  dueAfterHours,
  dueBeforeDate,
  dueOnDate,
} from './due';
