/** A what-if in full: every case that the draft would flag, clear, or move a clock of. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { countText } from '../../components/numbers';
import { Page } from '../../components/page';
import { SkeletonRows } from '../../components/skeleton-rows';
import { CasesTable } from './cases-table';
import { whatIfCasesQuery, whatIfQuery, type WhatIfPart } from './queries';
import classes from './what-if-page.module.css';

const parts = ['flagged', 'cleared', 'moved'] as const;
const titles: Readonly<Record<(typeof parts)[number], string>> = {
  flagged: 'Would flag today',
  cleared: 'Would clear',
  moved: 'Clocks that move',
};
const PAGE = 100;

export function WhatIfPage() {
  const { whatIfId = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const which: WhatIfPart = parts.find((part) => part === search.get('which')) ?? 'flagged';
  const whatIf = useQuery(whatIfQuery(whatIfId));
  const cases = useInfiniteQuery({ ...whatIfCasesQuery(whatIfId, which, PAGE), enabled: whatIf.isSuccess });
  const summary = whatIf.data?.summary;
  const counts = { flagged: summary?.flagged, cleared: summary?.cleared, moved: summary?.clocks.cases };
  const rows = cases.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page
      title="What if"
      subtitle="What the draft would do, case by case"
      before={
        <Link className={classes.back} to="/rules" aria-label="Back to the rules">
          <IconChevronLeft size={18} aria-hidden />
        </Link>
      }
      bar={
        whatIf.isSuccess ? (
          <div className={classes.bar}>
            <SegmentedControl
              aria-label="Which cases"
              value={which}
              onChange={(value) => setSearch({ which: value }, { replace: true })}
              data={parts.map((part) => ({ value: part, label: `${titles[part]} ${countText(counts[part] ?? 0)}` }))}
            />
            {whatIf.data.stale ? (
              <span className={classes.stale}>Rules were published since this was computed.</span>
            ) : null}
          </div>
        ) : undefined
      }
    >
      {whatIf.error && !whatIf.data ? (
        <ErrorState error={whatIf.error} what="This what-if could not be shown." onRetry={() => whatIf.refetch()}>
          <p>What-ifs are kept for a day. The draft is kept: open the rules and it is computed again.</p>
        </ErrorState>
      ) : cases.error && !cases.data ? (
        <ErrorState error={cases.error} what="The cases could not be shown." onRetry={() => cases.refetch()} />
      ) : whatIf.isPending || cases.isPending ? (
        <SkeletonRows rows={12} />
      ) : rows.length === 0 ? (
        <EmptyState title="No cases here">
          {whatIf.data?.state === 'running'
            ? 'It is still being computed.'
            : 'The draft does nothing of this kind to a case you read.'}
        </EmptyState>
      ) : (
        <>
          <CasesTable rows={rows} which={which} label={titles[which as keyof typeof titles]} />
          {cases.hasNextPage ? (
            <div className={classes.more}>
              <Button variant="default" loading={cases.isFetchingNextPage} onClick={() => void cases.fetchNextPage()}>
                Show {PAGE} more
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Page>
  );
}
