/** What one sweep found: in words, with what was done or what a person has to do. */
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useMay } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { findingsQuery, type Finding } from './queries';
import classes from './system-page.module.css';

export function Findings({ id }: { id: string }) {
  const found = useInfiniteQuery(findingsQuery(id));
  const rows = found.data?.pages.flatMap(({ findings }) => findings.items) ?? [];
  if (found.isPending) return <SkeletonRows height={60} rows={4} />;
  if (found.isError)
    return <ErrorState error={found.error} what="The findings could not be shown." onRetry={found.refetch} />;
  if (rows.length === 0) return <EmptyState title="Nothing was found">Every case agrees with its workflow.</EmptyState>;
  return (
    <>
      {rows.map((row, n) => (
        <OneFinding key={`${row.code} ${row.caseId ?? n}`} finding={row} />
      ))}
      {found.hasNextPage ? (
        <Button variant="default" onClick={() => void found.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

function OneFinding({ finding: { words, done, outcome, caseId, code } }: { finding: Finding }) {
  const mayOpen = useMay('case.read');
  return (
    <div className={classes.finding}>
      <p>
        <StatusBadge tone={outcome === 'repaired' ? 'green' : 'red'}>
          {outcome === 'repaired' ? 'Mended' : 'Open'}
        </StatusBadge>{' '}
        <strong>{words}</strong>
      </p>
      <p className={classes.done}>{done}</p>
      <p className={classes.done}>
        {code.replaceAll('_', ' ')}
        {caseId === null ? null : mayOpen ? (
          <>
            , <Link to={`/cases/${caseId}`}>open the case</Link>
          </>
        ) : (
          <>
            , case <code>{caseId}</code>
          </>
        )}
      </p>
    </div>
  );
}
