/** Stands in for a page that one's roles do not show: why, and who can help. The server refuses it as well. */
import { IconLock } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMe } from '../api/session';
import { EmptyState } from './empty-state';
import { Page } from './page';
import { listOf, roleName } from './role-words';

interface Props {
  readonly title: string;
  /** Who sees it: "administrators". */
  readonly who: string;
  /** What it is for, in a sentence. */
  readonly children: React.ReactNode;
  readonly to?: string;
  readonly action?: string;
}

export function NoAccess({ title, who, children, to = '/today', action = 'Go to Today' }: Props) {
  const { roles } = useMe();
  const mine = roles.length === 0 ? 'You have no role yet.' : `Your role: ${listOf(roles.map(roleName))}.`;
  return (
    <Page title={title}>
      <EmptyState icon={IconLock} title={`Only ${who} see this page`} action={<Link to={to}>{action}</Link>}>
        {children} {mine}
      </EmptyState>
    </Page>
  );
}
