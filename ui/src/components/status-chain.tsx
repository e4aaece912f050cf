/** The four steps of a case, treating to paid: a check is done, the ring is where it stands, the word says it. */
import { IconCheck, IconX } from '@tabler/icons-react';
import type { components } from '../api/generated/schema';
import classes from './status-chain.module.css';

export type StatusSteps = components['schemas']['BoardRow']['status'];

const words: Readonly<Record<StatusSteps['now'], string>> = {
  'not-started': 'Not started',
  treating: 'Treating',
  complete: 'Complete',
  submitted: 'Submitted',
  denied: 'Denied',
  paid: 'Paid',
};

const steps = ['treating', 'complete', 'submitted', 'paid'] as const;

export const statusWord = (now: StatusSteps['now']): string => words[now];

export function StatusChain({ status: { done, now } }: { status: StatusSteps }) {
  const sentence = `${words[now]}: ${String(done)} of ${String(steps.length)} steps done`;
  return (
    <div className={classes.chain} role="img" aria-label={sentence}>
      <div className={classes.steps} aria-hidden>
        {steps.map((step, n) => (
          <span key={step} className={classes.step} data-state={stateOf(n, done, now)}>
            {n < done ? (
              <IconCheck size={9} stroke={3.5} />
            ) : n === done && now === 'denied' ? (
              <IconX size={9} stroke={3.5} />
            ) : null}
          </span>
        ))}
      </div>
      <div className={classes.word} data-denied={now === 'denied' || undefined} aria-hidden>
        {words[now]}
      </div>
    </div>
  );
}

function stateOf(n: number, done: number, now: StatusSteps['now']): string {
  if (n < done) return 'done';
  if (n > done) return 'ahead';
  if (now === 'denied') return 'denied';
  return now === 'not-started' ? 'ahead' : 'now';
}
