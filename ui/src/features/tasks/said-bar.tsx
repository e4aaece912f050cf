/** Says above the list what was done, what was refused and why, and takes a completion back. */
import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Task } from './queries';
import type { Said } from './use-acts';
import classes from './tasks.module.css';

interface Props {
  readonly said: Said | null;
  onUndo(this: void, task: Task): void;
  onClose(this: void): void;
}

export function SaidBar({ said, onUndo, onClose }: Props) {
  if (said === null) return null;
  const { undo } = said;
  return (
    <div className={classes.said} data-bad={said.bad || undefined}>
      <div>
        {said.text}
        {said.why.length === 0 ? null : (
          <ul>
            {said.why.map((why) => (
              <li key={why}>{why}</li>
            ))}
          </ul>
        )}
      </div>
      {undo === null ? null : (
        <Button size="compact-sm" variant="default" onClick={() => onUndo(undo)}>
          Undo <kbd aria-hidden>Z</kbd>
        </Button>
      )}
      <ActionIcon variant="subtle" size={26} aria-label="Close this message" onClick={onClose}>
        <IconX size={15} />
      </ActionIcon>
    </div>
  );
}
