/** Says in place what could not be shown, what is kept, and what to do; a page whose server is away tries by itself. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isPassing, wordsOf } from '../api/problem';
import classes from './state.module.css';

interface Props {
  readonly error: unknown;
  /** What could not be done: "The cases could not be shown." */
  readonly what: string;
  readonly onRetry?: (() => unknown) | undefined;
  readonly children?: ReactNode;
}

export function ErrorState({ error, what, onRetry, children }: Props) {
  const { title, detail } = wordsOf(error);
  const Icon = isPassing(error) ? IconPlugConnectedX : IconAlertTriangle;
  return (
    <div className={classes.state} role="alert">
      <Icon className={classes.bad} size={24} aria-hidden />
      <h2 className={classes.title}>{what}</h2>
      <p className={classes.text}>
        {title}. {detail}
      </p>
      {children}
      {onRetry === undefined ? null : (
        <Button variant="default" onClick={() => void onRetry()}>
          Try again now
        </Button>
      )}
    </div>
  );
}
