/** A panel with a heading of its own, and what belongs beside the heading. */
import { useId, type ReactNode } from 'react';
import classes from './card.module.css';

interface Props {
  readonly title: string;
  /** Beside the title: a count, a badge, a sentence. */
  readonly note?: ReactNode;
  /** At the right end: links, buttons. */
  readonly actions?: ReactNode;
  /** Lists reach the edges; everything else has padding. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export function Card({ title, note, actions, flush = false, children }: Props) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 className={classes.title} id={id}>
          {title}
        </h2>
        <div className={classes.note}>{note}</div>
        {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
