/** An address that leads nowhere. */
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state';
import { Page } from '../../components/page';

export function NotFound() {
  return (
    <Page title="Nothing here">
      <EmptyState icon={IconMapQuestion} title="No page has this address" action={<Link to="/today">Go to Today</Link>}>
        It may have been mistyped, or it belongs to an older version.
      </EmptyState>
    </Page>
  );
}
