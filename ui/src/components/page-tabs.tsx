/** Tabs of a page, each with an address of its own: a link, so that it can be opened beside and gone back from. */
import { Link, type To } from 'react-router';
import { countText } from './numbers';
import classes from './page-tabs.module.css';

export interface PageTab {
  readonly name: string;
  readonly to: To;
  readonly current: boolean;
  readonly count?: number | null;
}

export function PageTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly PageTab[] }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map(({ name, to, current, count }) => (
        <Link key={name} to={to} className={classes.tab} aria-current={current ? 'page' : undefined}>
          {name}
          {count === undefined || count === null ? null : <span className={classes.count}>{countText(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
