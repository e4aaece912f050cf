/** Beside a form whose saving failed: what failed, that the text is kept, and what to do. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiProblem, isPassing, wordsOf } from '../api/problem';
import classes from './save-error.module.css';

interface Props {
  readonly error: unknown;
  /** "Could not save the note." */
  readonly what: string;
}

export function SaveError({ error, what }: Props) {
  if (error === null || error === undefined) return null;
  const { title, detail } = wordsOf(error);
  const faults = error instanceof ApiProblem ? error.errors : [];
  return (
    <div className={classes.box} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <div>
        <strong>{what}</strong>{' '}
        {isPassing(error) ? 'What you typed is kept. Try again in a moment.' : `${title}. ${detail}`}
        {faults.length === 0 ? null : (
          <ul className={classes.faults}>
            {faults.map(({ path, message }) => (
              <li key={path}>
                {fieldName(path)} {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** `body.data.validUntil` as people read it: "Valid until". */
function fieldName(path: string): string {
  const last = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? path;
  const words = last.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
