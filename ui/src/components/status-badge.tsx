/** A word on a tint: a stage, a state, a mode. The word carries the meaning; the colour only helps. */
import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

export type Tone = 'neutral' | 'accent' | 'red' | 'amber' | 'green' | 'outline';

interface Props {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

export function StatusBadge({ tone = 'neutral', icon, children }: Props) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  New: 'green',
  'In Progress': 'accent',
  'Awaiting Payment': 'amber',
  Resolved: 'neutral',
  Canceled: 'outline',
};

export const StageBadge = ({ stage }: { stage: string }) => (
  <StatusBadge tone={tones[stage] ?? 'neutral'}>{stage}</StatusBadge>
);
