/** The last line of a desk: whether what is shown is live, and the keys that matter. Amber when it is not. */
import { useLive } from '../../api/live';
import { useZone } from '../../api/session';
import { timeText } from '../../components/dates';
import classes from './status-bar.module.css';

const keys = [
  ['J', 'K', 'move'],
  ['Enter', 'open'],
  ['E', 'do next'],
  ['L', 'log contact'],
] as const;

export function StatusBar({ onKeys }: { onKeys(): void }) {
  return (
    <footer className={classes.bar}>
      <LiveWords />
      <span className={classes.keys} aria-hidden>
        {keys.map((hint) => (
          <span key={hint.at(-1)}>
            {hint.slice(0, -1).map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}{' '}
            {hint.at(-1)}
          </span>
        ))}
      </span>
      <button type="button" className={classes.all} onClick={onKeys}>
        <kbd>?</kbd> all keys
      </button>
    </footer>
  );
}

function LiveWords() {
  const live = useLive();
  const zone = useZone();
  if (live.state === 'connecting') return <span className={classes.words}>Connecting</span>;
  if (live.state === 'live') {
    return (
      <span className={classes.words} data-live>
        Live, updated {timeText(live.at, zone)}
      </span>
    );
  }
  return (
    <span className={classes.words} data-away role="status">
      Not live since {timeText(live.since, zone)}, trying again
    </span>
  );
}
