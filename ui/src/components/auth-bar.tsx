/** One bar for the two clocks of an authorization, visits over dates, with the day on which the first of them runs out. */
import type { components } from '../api/generated/schema';
import classes from './auth-bar.module.css';
import { barSentence, barWords } from './auth-bar-words';
import { dayNumber, shortDay } from './dates';

export type AuthorizationBar = components['schemas']['AuthorizationBar'];

interface Props {
  readonly bar: AuthorizationBar;
  /** The practice's date. */
  readonly today: string;
}

/** More pips than this cannot be told apart: the bar is then drawn in proportion. */
const MOST_PIPS = 36;

export function AuthBar({ bar, today }: Props) {
  const { used, booked, limit, beyond, startsOn, endsOn, tone } = bar;
  return (
    <div className={classes.bar} role="img" aria-label={barSentence(bar, today)}>
      <div className={classes.line} data-long={booked > 0 || undefined} aria-hidden>
        <span>
          <b>{used}</b> used
          {booked > 0 ? (
            <>
              ,{' '}
              <span data-tone={beyond > 0 ? 'red' : undefined}>
                {beyond > 0 ? (
                  `${booked} booked`
                ) : (
                  <>
                    <b>{booked}</b> booked
                  </>
                )}
              </span>
            </>
          ) : null}
          {limit === null ? (
            ', no visit limit'
          ) : (
            <>
              {' '}
              of <b>{limit}</b>
            </>
          )}
        </span>
        <span className={classes.dates}>
          <span className={classes.from}>{shortDay(startsOn)} – </span>
          <span className={classes.to}>to </span>
          {endsOn === null ? 'no end' : shortDay(endsOn)}
        </span>
      </div>
      <Visits {...bar} />
      <Dates bar={bar} today={today} />
      <div className={classes.words} data-tone={tone} aria-hidden>
        {barWords(bar, today)}
      </div>
    </div>
  );
}

type Pip = 'used' | 'booked' | 'beyond' | 'free';

function Visits({ used, booked, limit, beyond }: AuthorizationBar) {
  const within = booked - beyond;
  const free = limit === null ? 0 : Math.max(0, limit - used - within);
  const counts: readonly (readonly [Pip, number])[] = [
    ['used', used],
    ['booked', within],
    ['free', limit === null && used + booked === 0 ? 1 : free],
    ['beyond', beyond],
  ];
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  if (total > MOST_PIPS) {
    return (
      <div className={classes.pips} aria-hidden>
        {counts.map(([pip, n]) =>
          n === 0 ? null : <span key={pip} className={classes.pip} data-pip={pip} style={{ flexGrow: n }} />,
        )}
      </div>
    );
  }
  return (
    <div className={classes.pips} aria-hidden>
      {counts.flatMap(([pip, n]) =>
        Array.from({ length: n }, (_, index) => <span key={`${pip}${index}`} className={classes.pip} data-pip={pip} />),
      )}
    </div>
  );
}

/** An open end leaves room beyond today, so that the track does not look finished. */
const OPEN_ROOM_DAYS = 30;

function Dates({ bar: { startsOn, endsOn, on, says, tone }, today }: Props) {
  const from = dayNumber(startsOn);
  const last =
    endsOn === null ? Math.max(dayNumber(today), on === null ? 0 : dayNumber(on)) + OPEN_ROOM_DAYS : dayNumber(endsOn);
  const at = (day: string) => {
    const share = last === from ? 1 : (dayNumber(day) - from) / (last - from);
    return `${Math.round(1000 * Math.min(1, Math.max(0, share))) / 10}%`;
  };
  const marks = says === 'visits-run-out' || says === 'dates-run-out' || says === 'followed';
  return (
    <div className={classes.track} aria-hidden>
      <span className={classes.passed} style={{ width: at(today) }} />
      <span className={classes.today} style={{ left: at(today) }} />
      {marks && on !== null ? <span className={classes.diamond} data-tone={tone} style={{ left: at(on) }} /> : null}
    </div>
  );
}
