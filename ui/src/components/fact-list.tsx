/** Facts as pairs of name and value. */
import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

interface Props {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

export function FactList({ facts }: Props) {
  return (
    <dl className={classes.list}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
