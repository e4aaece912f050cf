/** The frame of the pages of people: tabs to those that one's roles show. */
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useMe, type Permission } from '../../api/session';
import { Page } from '../../components/page';
import classes from './people-frame.module.css';

const places: readonly { to: string; name: string; permission: Permission }[] = [
  { to: '/people', name: 'People', permission: 'people.manage' },
  { to: '/people/teams', name: 'Teams', permission: 'people.manage' },
  { to: '/people/locations', name: 'Locations', permission: 'people.manage' },
  { to: '/people/covers', name: 'Covers', permission: 'cover.arrange' },
  { to: '/people/emergency-access', name: 'Emergency access', permission: 'break-glass.review' },
];

interface Props {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly bar?: ReactNode;
  readonly padded?: boolean;
  readonly children: ReactNode;
}

export function PeopleFrame({ title, subtitle, actions, bar, padded = true, children }: Props) {
  const { permissions } = useMe();
  const mine = places.filter(({ permission }) => permissions.includes(permission));
  return (
    <Page
      title={title}
      subtitle={subtitle}
      actions={actions}
      bar={bar}
      padded={padded}
      tabs={
        mine.length < 2 ? null : (
          <nav className={classes.tabs} aria-label="Pages of people">
            {mine.map(({ to, name }) => (
              <NavLink key={to} to={to} end className={classes.tab}>
                {name}
              </NavLink>
            ))}
          </nav>
        )
      }
    >
      {children}
    </Page>
  );
}
