/** The one error the calendar throws; it knows what is wrong with the input, never what to do with a case. */

export type CalendarErrorCode =
  | 'invalid_date'
  | 'invalid_instant'
  | 'invalid_minute'
  | 'invalid_count'
  | 'invalid_calendar'
  | 'no_open_day'
  | 'unknown_zone';

/** A calendar input that cannot be computed with: `code` is for programs, `message` says what to change. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError';

  constructor(
    readonly code: CalendarErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Refuses a count that is not a whole number within `min..max`; `what` names it in the message. */
export function requireWhole(what: string, value: number, min: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw new CalendarError('invalid_count', `${what} is ${value}; give a whole number from ${min} to ${max}.`);
  }
}
