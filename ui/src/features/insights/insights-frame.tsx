/** The frame of the three pages: tabs, the bar of filters, the figures, and beside them the cases behind a bar. */
import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useHotkey } from '../../app/hotkeys';
import { Page } from '../../components/page';
import { CasesBehind } from './cases-behind';
import type { useView } from './view';
import classes from './insights.module.css';

const tabs = [
  { to: '/insights', name: 'Denials' },
  { to: '/insights/tier-1', name: 'Tier 1' },
  { to: '/insights/measures', name: 'Measures' },
] as const;

interface Props {
  readonly now: ReturnType<typeof useView>;
  readonly subtitle: string;
  readonly bar: ReactNode;
  readonly children: ReactNode;
}

export function InsightsFrame({ now, subtitle, bar, children }: Props) {
  const { view, open, close, carried } = now;
  const beside = useMediaQuery('(width >= 1200px)', true, { getInitialValueInEffect: false });
  useHotkey('Escape', () => view.open && close(), 'Close the list of cases');
  const cases = view.open ? (
    <CasesBehind
      key={`${view.open.title} ${JSON.stringify(view.open.behind)}`}
      {...view.open}
      onNarrow={open}
      onClose={close}
    />
  ) : null;
  return (
    <Page
      title="Insights"
      subtitle={<span className={classes.subtitle}>{subtitle}</span>}
      padded
      actions={
        <Button
          className={classes.print}
          variant="default"
          leftSection={<IconPrinter size={14} aria-hidden />}
          onClick={() => globalThis.print()}
        >
          Print
        </Button>
      }
      tabs={
        <nav className={classes.tabs} aria-label="Figures">
          {tabs.map(({ to, name }) => (
            <NavLink key={to} className={classes.tab} to={`${to}${carried}`} end>
              {name}
            </NavLink>
          ))}
        </nav>
      }
      bar={bar}
      side={
        cases === null || !beside ? undefined : (
          <aside className={classes.side} aria-label="Cases behind the bar">
            {cases}
          </aside>
        )
      }
    >
      {children}
      {beside || cases === null ? null : (
        <Drawer.Root opened onClose={close} position="right" size="min(100%, 420px)">
          <Drawer.Overlay />
          <Drawer.Content aria-label="Cases behind the bar">
            <Drawer.Body p={0}>{cases}</Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
      )}
    </Page>
  );
}
