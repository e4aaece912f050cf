/** A day count in words, with each day that was skipped and why (N12). */
import { useZone } from '../../api/session';
import { dayIn, dayText } from '../../components/dates';
import { many } from '../../components/numbers';
import classes from './clocks.module.css';

interface Skipped {
  readonly on: string;
  readonly reason: string;
}

/** Withheld where a person's roles do not show what is counted from. */
export function DayCount({ explanation }: { readonly explanation: Readonly<Record<string, unknown>> | null }) {
  const today = dayIn(useZone());
  if (explanation === null) return <p className={classes.quiet}>The day count is not shown to your roles.</p>;
  const { text, skipped } = explanation as { text?: string; skipped?: readonly Skipped[] };
  if (text === undefined) return <p className={classes.quiet}>It has no day count: its instant was given.</p>;
  const closed = (skipped ?? []).filter(({ reason }) => reason !== 'weekend');
  const weekend = (skipped?.length ?? 0) - closed.length;
  return (
    <>
      <p className={classes.quiet}>{text}</p>
      {closed.length === 0 ? null : (
        <ul className={classes.skipped}>
          {closed.map(({ on, reason }) => (
            <li key={on}>
              {dayText(on, today)} skipped: {reason}
            </li>
          ))}
          {weekend === 0 ? null : <li>{many(weekend, 'day')} of weekends skipped</li>}
        </ul>
      )}
    </>
  );
}
