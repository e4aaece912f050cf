/** The clocks that a draft would move, soonest first: old due, new due; elapsed time is kept. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Card } from '../../components/card';
import { countText, many } from '../../components/numbers';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { ClockMove } from './cases-table';
import { whatIfCasesQuery, type WhatIf } from './queries';
import classes from './clocks-card.module.css';

const FIRST = 9;

export function ClocksCard({ whatIf }: { readonly whatIf: WhatIf }) {
  const clocks = whatIf.summary?.clocks;
  const moved = clocks?.moved ?? 0;
  const cases = useInfiniteQuery({ ...whatIfCasesQuery(whatIf.id, 'moved', FIRST), enabled: moved > 0 });
  const rows = (cases.data?.pages[0]?.items ?? [])
    .flatMap(({ caseId, patient, clocks: own }) => own.map((clock) => ({ caseId, patient, clock })))
    .slice(0, FIRST);
  return (
    <Card
      title="Clocks that move"
      flush
      note={<StatusBadge>{countText(moved)}</StatusBadge>}
      actions={rows.length > 0 ? <Link to={`/rules/what-if/${whatIf.id}?which=moved`}>See all</Link> : undefined}
    >
      {moved === 0 ? <p className={classes.foot}>No clock moves.</p> : null}
      {moved > 0 && cases.isPending ? <SkeletonRows rows={Math.min(FIRST, moved)} height={32} /> : null}
      <ul className={classes.rows}>
        {rows.map(({ caseId, patient, clock }) => (
          <li key={`${caseId} ${clock.name}`} className={classes.row}>
            <Link className={classes.name} to={`/cases/${caseId}`} title={clock.title}>
              {patient ?? 'Name not shown'}
            </Link>
            <ClockMove clock={clock} />
          </li>
        ))}
      </ul>
      {clocks && moved > 0 ? (
        <p className={classes.foot}>
          {[
            clocks.atPublish > 0 ? `${countText(clocks.atPublish)} act at publish` : null,
            clocks.sooner > 0 ? `${countText(clocks.sooner)} come sooner` : null,
            clocks.later > 0 ? `${countText(clocks.later)} come later` : null,
            clocks.started > 0 ? `${countText(clocks.started)} start` : null,
            clocks.stopped > 0 ? `${countText(clocks.stopped)} stop` : null,
          ]
            .filter((part) => part !== null)
            .join(', ')}
          , in {many(clocks.cases, 'case')}. Elapsed time is kept. Dates that a person set stay.
        </p>
      ) : null}
    </Card>
  );
}
