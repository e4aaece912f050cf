/** All notices of the last 30 days. */
import { Button } from '@mantine/core';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { many } from '../../components/numbers';
import { Page } from '../../components/page';
import { SkeletonRows } from '../../components/skeleton-rows';
import { NoticeList } from './notice-list';
import { useNotices } from './notices-bell';
import classes from './notices.module.css';

export function NoticesPage() {
  const { items, unread, error, isPending, refetch, read, readAll } = useNotices();
  return (
    <Page
      title="Notices"
      padded
      subtitle={unread === 0 ? 'All read' : `${many(unread, 'notice')} not read`}
      actions={
        unread === 0 ? undefined : (
          <Button variant="default" onClick={readAll}>
            Mark all as read
          </Button>
        )
      }
    >
      {isPending ? (
        <SkeletonRows rows={8} height={66} />
      ) : error !== null && items.length === 0 ? (
        <ErrorState error={error} what="The notices could not be shown." onRetry={refetch} />
      ) : items.length === 0 ? (
        <EmptyState title="No notices">
          Tasks that colleagues hand to you, emergencies to review, finished imports and bulk changes appear here for 30
          days.
        </EmptyState>
      ) : (
        <div className={classes.page}>
          <NoticeList notices={items} onPick={(notice) => read([notice.id])} />
        </div>
      )}
    </Page>
  );
}
