/** An action that is not possible now: its locked name, and what is missing (N08). */
import { IconLock } from '@tabler/icons-react';
import { useZone } from '../api/session';
import { dayIn } from './dates';
import { withDays } from './days-in-text';
import classes from './why-not.module.css';

interface Props {
  /** "Submit claim" */
  readonly label: string;
  /** "Treatment is not complete." */
  readonly why: string;
}

export function WhyNot({ label, why }: Props) {
  const today = dayIn(useZone());
  return (
    <div className={classes.row}>
      <span className={classes.label}>
        <IconLock size={14} aria-hidden />
        {label}
        <span className="visually-hidden"> is not possible now:</span>
      </span>
      <span className={classes.why}>{withDays(why, today)}</span>
    </div>
  );
}
