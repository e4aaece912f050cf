/** The frame of a page: its name and first line, its actions, its tabs, and the one region that scrolls. */
import type { ReactNode } from 'react';
import { usePageTitle } from '../app/page-title';
import { Notices } from '../app/shell/notices';
import { SearchBox } from '../app/shell/search-box';
import classes from './page.module.css';

interface Props {
  readonly title: string;
  /** For the browser's tab, where the title itself names a person. */
  readonly tabTitle?: string;
  readonly subtitle?: ReactNode;
  /** Left of the title, such as the way back. */
  readonly before?: ReactNode;
  /** Right in the top bar. */
  readonly actions?: ReactNode;
  /** A row below the top bar: tabs, counts. */
  readonly tabs?: ReactNode;
  /** Fixed rows between the top and the scrolling part: filters, banners. */
  readonly bar?: ReactNode;
  /** Beside the scrolling part, such as a drawer. */
  readonly side?: ReactNode;
  /** Below it, such as a bar fixed at the bottom. */
  readonly foot?: ReactNode;
  /** Pages of cards have padding; lists fill the width, and scroll themselves. */
  readonly padded?: boolean;
  readonly children: ReactNode;
}

export function Page(props: Props) {
  const { title, tabTitle = title, subtitle, before, actions, tabs, bar, side, foot, padded = false, children } = props;
  usePageTitle(tabTitle);
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        {before}
        <div className={classes.names}>
          <h1 className={classes.title}>{title}</h1>
          {subtitle === undefined ? null : <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        <div className={classes.actions}>
          <SearchBox />
          {actions}
          <Notices />
        </div>
      </header>
      {tabs}
      {bar}
      <div className={classes.middle}>
        <div className={classes.scroll} data-padded={padded || undefined}>
          {children}
        </div>
        {side}
      </div>
      {foot}
    </div>
  );
}
