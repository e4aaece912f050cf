/** Takes the place above a table while rows are chosen: how many, what they add up to, and what can be done to all of them. */
import { Button, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './bulk-bar.module.css';
import { countText, moneyText } from './numbers';

export interface BulkBarProps {
  /** Everything that matches is meant, loaded or not. */
  readonly all: boolean;
  /** How many are meant; undefined while that is being counted. */
  readonly count: number | undefined;
  /** Undefined: unknown, or not for this reader. */
  readonly sumCents?: number | undefined;
  /** How many rows are in the table now; offered instead of all. */
  readonly loaded: number;
  readonly onAll?: (() => void) | undefined;
  readonly onOnlyLoaded?: (() => void) | undefined;
  onClear(this: void): void;
  /** What went wrong with the last thing tried here. */
  readonly problem?: ReactNode;
  /** The actions, as `BulkAction`. */
  readonly children: ReactNode;
}

export function BulkBar(props: BulkBarProps) {
  const { all, count, sumCents, loaded } = props;
  const total = count === undefined ? '' : countText(count);
  return (
    <div className={classes.bar} role="region" aria-label="Selected rows">
      <span role="status">
        <b>{all ? `All ${total} that match` : `${total} selected`}</b>
        {sumCents !== undefined && <span className={classes.sum}> {moneyText(sumCents)}</span>}
      </span>
      <span className={classes.gap} />
      {props.children}
      {all && props.onOnlyLoaded && count !== undefined && loaded < count && (
        <Button variant="transparent" color="gray" onClick={props.onOnlyLoaded}>
          Only these {countText(loaded)}
        </Button>
      )}
      {!all && props.onAll && (
        <Button variant="transparent" color="gray" onClick={props.onAll}>
          Select all that match
        </Button>
      )}
      <Tooltip label="Clear the selection">
        <button type="button" className={classes.close} aria-label="Clear the selection" onClick={props.onClear}>
          <IconX size={16} aria-hidden />
        </button>
      </Tooltip>
      {props.problem !== undefined && <div className={classes.problem}>{props.problem}</div>}
    </div>
  );
}

export interface BulkActionProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** The one that is usual here. */
  readonly first?: boolean;
  readonly disabled?: boolean | undefined;
  readonly onClick?: (() => void) | undefined;
}

export function BulkAction({ label, icon, first, disabled, onClick, ...rest }: BulkActionProps) {
  return (
    <Button
      {...rest}
      size="compact-sm"
      h={26}
      variant={first ? 'filled' : 'default'}
      leftSection={icon}
      disabled={disabled ?? false}
      {...(onClick ? { onClick } : {})}
    >
      {label}
    </Button>
  );
}
