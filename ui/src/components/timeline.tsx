/** The timeline of a case with its filters: pages that load as one reads on; new entries come in at the top by themselves. */
import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { timelineQuery, type TimelineEntry, type TimelineSort } from '../api/case';
import { Card } from './card';
import { ErrorState } from './error-state';
import { SkeletonRows } from './skeleton-rows';
import { TimelineList } from './timeline-list';
import classes from './timeline.module.css';

interface Props {
  readonly caseId: string;
  /** Beside the filters: logging a call, for example. */
  readonly actions?: ReactNode;
  readonly selectedSeq?: number | null | undefined;
  onSelect?: ((entry: TimelineEntry) => void) | undefined;
}

const ALL = 'all';
const names: Readonly<Record<TimelineSort, string>> = {
  contacts: 'Contacts',
  rules: 'Rules',
  care: 'Visits and claims',
};

export function Timeline({ caseId, actions, selectedSeq, onSelect }: Props) {
  const [show, setShow] = useState<TimelineSort | null>(null);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    timelineQuery(caseId, show),
  );
  const [kept, setKept] = useState<NonNullable<typeof data>['pages'][number]['counts']>();
  const counts = data?.pages[0]?.counts ?? kept;
  if (counts !== undefined && counts !== kept) setKept(counts);
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card
      title="Timeline"
      note={counts ? <span className={classes.count}>{counts.all}</span> : null}
      actions={actions}
      flush
    >
      <div className={classes.filters}>
        <SegmentedControl
          size="xs"
          aria-label="Show"
          value={show ?? ALL}
          onChange={(value) => setShow(value === ALL ? null : (value as TimelineSort))}
          data={[
            { value: ALL, label: 'All' },
            ...(Object.keys(names) as TimelineSort[]).map((sort) => ({
              value: sort,
              label: counts ? `${names[sort]} ${counts[sort]}` : names[sort],
            })),
          ]}
        />
      </div>
      {error && !data ? <ErrorState error={error} what="The timeline could not be shown." onRetry={refetch} /> : null}
      {!data && !error ? <SkeletonRows rows={6} height={46} /> : null}
      {data && entries.length === 0 ? (
        <p className={classes.none}>
          {show === 'contacts'
            ? 'Nobody was contacted yet. Log the first call, e-mail or fax.'
            : 'Nothing of this sort yet.'}
        </p>
      ) : null}
      <TimelineList caseId={caseId} entries={entries} selectedSeq={selectedSeq} onSelect={onSelect} />
      {hasNextPage ? (
        <div className={classes.foot}>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show earlier
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
