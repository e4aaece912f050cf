/** Emergency access: who read a case beyond their roles, why, and what a reviewer found (G17). */
import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay, useMe } from '../../api/session';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FactList } from '../../components/fact-list';
import { NoAccess } from '../../components/no-access';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { PeopleFrame } from './people-frame';
import { glassQuery, type Glass } from './queries';
import { ReviewForm } from './review-form';
import form from './form.module.css';

export function EmergencyPage() {
  const may = useMay('break-glass.review');
  if (may) return <Reviews />;
  return (
    <NoAccess title="Emergency access" who="managers and compliance">
      Whoever opens a case in an emergency is reviewed by somebody else.
    </NoAccess>
  );
}

function Reviews() {
  const [reviewed, setReviewed] = useState(false);
  const glass = useInfiniteQuery(glassQuery(reviewed));
  const rows = glass.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <PeopleFrame title="Emergency access" subtitle="Cases that somebody opened beyond their roles">
      <div className={form.column}>
        <SegmentedControl
          style={{ justifySelf: 'start' }}
          aria-label="Which to show"
          value={reviewed ? 'reviewed' : 'waiting'}
          onChange={(value) => setReviewed(value === 'reviewed')}
          data={[
            { value: 'waiting', label: 'To review' },
            { value: 'reviewed', label: 'Reviewed' },
          ]}
        />
        {glass.isPending ? <SkeletonRows height={96} rows={3} /> : null}
        {glass.isError && rows.length === 0 ? (
          <ErrorState error={glass.error} what="Emergency access could not be shown." onRetry={glass.refetch} />
        ) : null}
        {glass.isSuccess && rows.length === 0 ? (
          <EmptyState title={reviewed ? 'Nothing was reviewed yet' : 'Nothing to review'}>
            {reviewed
              ? 'What you and others have reviewed is kept here.'
              : 'Nobody opened a case beyond their roles. You are told when somebody does.'}
          </EmptyState>
        ) : null}
        {rows.map((row) => (
          <OneGlass key={row.id} glass={row} />
        ))}
        {glass.hasNextPage ? (
          <Button variant="default" loading={glass.isFetchingNextPage} onClick={() => void glass.fetchNextPage()}>
            Show more
          </Button>
        ) : null}
      </div>
    </PeopleFrame>
  );
}

function OneGlass({ glass }: { glass: Glass }) {
  const { user, caseId, openedAt, endsAt, endedAt, reason, review } = glass;
  const { userId } = useMe();
  const mayTrail = useMay('audit.read');
  const open = endedAt === null && Date.parse(endsAt) > Date.now();
  return (
    <Card
      title={user.name}
      note={<InstantText at={openedAt} />}
      actions={
        <>
          {open && review === null ? <StatusBadge tone="red">Open now</StatusBadge> : null}
          {review === null ? null : (
            <StatusBadge tone={review.finding === 'justified' ? 'green' : 'red'}>
              {review.finding === 'justified' ? 'Justified' : 'Not justified'}
            </StatusBadge>
          )}
        </>
      }
    >
      <div className={form.form}>
        <FactList
          facts={[
            ['Reason given', reason ?? 'Withheld'],
            [
              'Case',
              <Link key="case" to={`/cases/${caseId}`}>
                Open the case
              </Link>,
            ],
            ['Open until', <InstantText key="until" at={endedAt ?? endsAt} />],
            ...(mayTrail
              ? [
                  [
                    'What was read',
                    <Link key="trail" to={`/audit?actor=${user.id}&caseId=${caseId}&purpose=emergency`}>
                      Show it on the audit trail
                    </Link>,
                  ] as const,
                ]
              : []),
            ...(review === null
              ? []
              : [
                  [
                    'Reviewed by',
                    <span key="by">
                      {review.by.name}, <InstantText at={review.at} />
                    </span>,
                  ] as const,
                  ...(review.note === null ? [] : [['Note', review.note] as const]),
                ]),
          ]}
        />
        {review !== null ? null : user.id === userId ? (
          <p className={form.text}>You opened it yourself; somebody else reviews it.</p>
        ) : (
          <ReviewForm id={glass.id} open={open} />
        )}
      </div>
    </Card>
  );
}
