/** The four stages of a denial as a line: behind, here, to come. */
import classes from './denials.module.css';

const stages = ['New', 'In Progress', 'Awaiting Payment', 'Resolved'] as const;

export function StageChain({ stage }: { readonly stage: string }) {
  const here = stages.findIndex((name) => name === stage);
  if (here < 0) return <p className={classes.canceled}>This case was canceled.</p>;
  return (
    <ol className={classes.chain} aria-label="Stage">
      {stages.map((name, n) => (
        <li
          key={name}
          data-state={n < here ? 'done' : n === here ? 'now' : 'later'}
          aria-current={n === here ? 'step' : undefined}
        >
          {name}
        </li>
      ))}
    </ol>
  );
}
