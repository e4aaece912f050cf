/** The frame of the pages of people: tabs to those that one's roles show. */
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useMe, type Permission } from '../../api/session';
import { Page } from '../../components/page';
import { PageTabs } from '../../components/page-tabs';

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
  const { pathname } = useLocation();
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
          <PageTabs
            label="Pages of people"
            tabs={mine.map(({ to, name }) => ({ to, name, current: pathname === to }))}
          />
        )
      }
    >
      {children}
    </Page>
  );
}
