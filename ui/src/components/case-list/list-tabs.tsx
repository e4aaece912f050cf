/** Tabs of a list, each a place of its own with its count. */
import { Link, useSearchParams } from 'react-router';
import { countText } from '../numbers';
import classes from './list-tabs.module.css';

interface Props {
  readonly label: string;
  readonly current: string;
  readonly tabs: readonly {
    readonly id: string;
    readonly name: string;
    readonly to: string;
    readonly tab?: string;
    readonly count: number | undefined;
  }[];
}

/** What the list is narrowed by goes along to the next tab; a saved view stays behind. */
export function ListTabs({ label, current, tabs }: Props) {
  const [search] = useSearchParams();
  const along = new URLSearchParams(search);
  along.delete('view');
  const searchOf = (tab: string | undefined) => {
    if (tab !== undefined) along.set('tab', tab);
    return along.toString();
  };
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map(({ id, name, to, tab, count }) => (
        <Link
          key={id}
          to={{ pathname: to, search: searchOf(tab) }}
          className={classes.tab}
          aria-current={id === current ? 'page' : undefined}
        >
          {name}
          {count !== undefined && <span className={classes.count}> {countText(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
