/** What would be here, why it is not, and one thing to do about it. */
import { IconCircleCheck, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './state.module.css';

interface Props {
  /** "No silent adjusters" */
  readonly title: string;
  /** "Everyone was in contact within 10 business days." */
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: Icon;
}

export function EmptyState({ title, children, action, icon: Icon = IconCircleCheck }: Props) {
  return (
    <div className={classes.state}>
      <Icon className={classes.calm} size={24} aria-hidden />
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{children}</div>
      {action}
    </div>
  );
}
