/** In the place of a value that is not there: "none", or that this reader's role does not show it. */
import { useMe, type Me } from '../api/session';
import classes from './missing.module.css';

interface Props {
  /** The group the value belongs to; without one it cannot be withheld. */
  readonly group?: Me['fieldGroups'][number];
}

export function Missing({ group }: Props) {
  const shown = useMe().fieldGroups;
  return (
    <span className={classes.missing}>
      {group === undefined || shown.includes(group) ? 'none' : 'not shown for your role'}
    </span>
  );
}
