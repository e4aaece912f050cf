/** The first cases that a draft would flag or clear, each linked, and the way to all of them. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Card } from '../../components/card';
import { countText } from '../../components/numbers';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { CasesTable } from './cases-table';
import { whatIfCasesQuery } from './queries';
import classes from './cases-table.module.css';

const FIRST = 6;

interface Props {
  readonly title: string;
  readonly icon: ReactNode;
  readonly count: number;
  readonly whatIfId: string;
  readonly which: 'flagged' | 'cleared';
  /** Said when there is none. */
  readonly empty: string;
}

export function CasesCard({ title, icon, count, whatIfId, which, empty }: Props) {
  const cases = useInfiniteQuery({ ...whatIfCasesQuery(whatIfId, which, FIRST), enabled: count > 0 });
  const rows = cases.data?.pages[0]?.items ?? [];
  const tone = count === 0 ? 'neutral' : which === 'flagged' ? 'amber' : 'green';
  return (
    <Card
      title={title}
      flush
      note={
        <StatusBadge tone={tone} icon={icon}>
          {countText(count)}
        </StatusBadge>
      }
      actions={
        count > rows.length && rows.length > 0 ? (
          <Link to={`/rules/what-if/${whatIfId}?which=${which}`}>See all {countText(count)} cases</Link>
        ) : undefined
      }
    >
      {count === 0 ? (
        <p className={classes.empty}>{empty}</p>
      ) : cases.isPending ? (
        <SkeletonRows rows={Math.min(count, FIRST)} />
      ) : rows.length === 0 ? (
        <p className={classes.empty}>Your role counts these cases but does not read them.</p>
      ) : (
        <CasesTable rows={rows} which={which} label={title} />
      )}
    </Card>
  );
}
