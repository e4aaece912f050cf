/** The calendar's data: what a practice's calendar is made of, and the due date with its explanation. No behaviour. */
import { z } from 'zod';
import { CivilDate } from './civil';

export { CivilDate } from './civil';

const MINUTES_PER_DAY = 1_440;

/** One opening interval in local minutes after midnight: [open, close), 480 is 08:00 and 1440 the end of the day. */
export const OpenInterval = z
  .tuple([z.int().min(0).max(MINUTES_PER_DAY), z.int().min(0).max(MINUTES_PER_DAY)])
  .refine(([open, close]) => open < close, { error: 'closes before it opens; give [open, close] in minutes' });
export type OpenInterval = z.infer<typeof OpenInterval>;

const OpenIntervals = z.array(OpenInterval).refine(
  isAscending(([open, close]: OpenInterval) => [open, close]),
  {
    error: 'overlap or are out of order; list the intervals of a day from morning to evening',
  },
);

/** A day that differs from its weekday: `intervals: []` is closed, one short interval is a half day [R04]. */
export const DayException = z.strictObject({ on: CivilDate, name: z.string().min(1), intervals: OpenIntervals });
export type DayException = z.infer<typeof DayException>;

/** When a deadline counted in days fires: a window of local time before work begins. */
export const SweepWindow = z
  .strictObject({ fromMinute: z.int().min(0).max(1_439), spreadMinutes: z.int().min(1).max(MINUTES_PER_DAY) })
  .refine(({ fromMinute, spreadMinutes }) => fromMinute + spreadMinutes <= MINUTES_PER_DAY, {
    error: 'runs past midnight; let fromMinute + spreadMinutes stay within 1440',
  });
export type SweepWindow = z.infer<typeof SweepWindow>;

/**
 * Everything the day count must know, as data. `offsets` are [epoch ms, minutes east of UTC] in ascending order, the
 * first also valid for all time before it; `week` has the intervals of Monday to Sunday; `exceptions` are sorted by
 * date, one a day (lookups are binary searches). Dates outside `coversFrom..coversTo` are computed by weekday alone.
 */
export const PracticeCalendar = z
  .strictObject({
    zone: z.string().min(1),
    offsets: z
      .array(z.tuple([z.int(), z.int().min(-1_080).max(1_080)]))
      .min(1)
      .refine(
        isAscending(([from]: [number, number]) => [from, from + 1]),
        { error: 'must be in ascending order of time' },
      ),
    week: z
      .array(OpenIntervals)
      .length(7)
      .refine((days) => days.some((intervals) => intervals.length > 0), {
        error: 'has no open day; give at least one weekday opening hours',
      }),
    exceptions: z.array(DayException).refine((days) => days.every((day, index) => isAfterPrevious(days, day, index)), {
      error: 'must be sorted by date with one entry a date',
    }),
    sweep: SweepWindow,
    coversFrom: CivilDate,
    coversTo: CivilDate,
  })
  .refine(({ coversFrom, coversTo }) => coversFrom <= coversTo, { error: 'coversFrom lies after coversTo' });
export type PracticeCalendar = z.infer<typeof PracticeCalendar>;

/** A day left out of a count: reason is 'weekend', 'closed on Wednesdays' or the exception's name. */
export const SkippedDay = z.strictObject({ on: CivilDate, reason: z.string() });
export type SkippedDay = z.infer<typeof SkippedDay>;

/**
 * How a due date came about [N12]. `anchorOn` is the day of the deciding fact, `startsOn` the day the count starts
 * from (day 0), `skipped` every closed day passed over between them and the due date, `countedDays` the days counted
 * up to `endsOn` (calendar days where the rule counts those). `cap` says that a limit in calendar days came first.
 */
export const DayCount = z.strictObject({
  anchorAt: z.int().optional(),
  anchorOn: CivilDate,
  startsOn: CivilDate,
  skipped: z.array(SkippedDay),
  countedDays: z.int().min(0),
  endsOn: CivilDate,
  cap: z.strictObject({ calendarDays: z.int().min(0), insteadOf: CivilDate }).optional(),
  holidaysKnown: z.boolean(),
  text: z.string(),
});
export type DayCount = z.infer<typeof DayCount>;

/** A deadline: `at` in epoch ms, `on` the practice's local date of that instant, and why. */
export const Due = z.strictObject({ at: z.int(), on: CivilDate, explanation: DayCount });
export type Due = z.infer<typeof Due>;

function isAscending<Item>(boundsOf: (item: Item) => [number, number]): (items: Item[]) => boolean {
  return (items) => {
    let reached = Number.NEGATIVE_INFINITY;
    for (const item of items) {
      const [from, to] = boundsOf(item);
      if (from < reached) return false;
      reached = to;
    }
    return true;
  };
}

function isAfterPrevious(days: { on: string }[], day: { on: string }, index: number): boolean {
  const previous = days[index - 1];
  return previous === undefined || previous.on < day.on;
}
