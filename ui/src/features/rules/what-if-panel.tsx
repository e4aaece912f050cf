/** What the draft would do, before anything is published: counts, new tasks a day, and the cases it flags or clears. */
import { Anchor, Progress } from '@mantine/core';
import { IconFlag, IconCircleCheck } from '@tabler/icons-react';
import { useZone } from '../../api/session';
import { timeText } from '../../components/dates';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { countText } from '../../components/numbers';
import { SkeletonRows } from '../../components/skeleton-rows';
import { CasesCard } from './cases-card';
import { CountsStrip } from './counts-strip';
import { TasksChart } from './tasks-chart';
import type { WhatIfState } from './use-what-if';
import classes from './what-if.module.css';

interface Props {
  readonly whatIf: WhatIfState;
  readonly hasDraft: boolean;
  readonly mayPublish: boolean;
}

export function WhatIfPanel({ whatIf, hasDraft, mayPublish }: Props) {
  const zone = useZone();
  if (!hasDraft) return <NothingDrafted mayPublish={mayPublish} />;
  const { shown, running, isCurrent, error, hasFaults, isReplaced, retry } = whatIf;
  if (hasFaults) {
    return (
      <EmptyState title="This draft cannot be computed yet">
        Correct the values that are marked above; the draft is kept.
      </EmptyState>
    );
  }
  if (error && !running) {
    return (
      <ErrorState error={error} what="What the draft would do could not be computed." onRetry={retry}>
        <p>The draft is kept.</p>
      </ErrorState>
    );
  }
  if (isReplaced) {
    return (
      <EmptyState title="You asked for another what-if meanwhile">
        One is computed at a time, the newest. The draft is kept.{' '}
        <Anchor component="button" type="button" onClick={retry}>
          Compute this one
        </Anchor>
      </EmptyState>
    );
  }
  const progress = running ? (
    <div className={classes.progress}>
      <Progress
        value={running.total === 0 ? 100 : (running.done / running.total) * 100}
        aria-label="Cases computed"
        size="sm"
      />
      <span>
        {countText(running.done)} of {countText(running.total)} cases
      </span>
    </div>
  ) : null;
  if (!shown?.summary) {
    return (
      <section className={classes.waiting} aria-label="What if">
        <p>Computing what the draft would do to every open case.</p>
        {progress}
        {running ? null : <SkeletonRows rows={4} />}
      </section>
    );
  }
  const { summary } = shown;
  return (
    <>
      {isCurrent ? null : (
        <div className={classes.stale} role="status">
          <span>Figures of the draft before your last change.</span>
          {progress}
        </div>
      )}
      <CountsStrip summary={summary} />
      <TasksChart
        summary={summary}
        computed={shown.finishedAt === null ? 'computing' : `computed ${timeText(shown.finishedAt, zone)}`}
      />
      <CasesCard
        title="Would flag today"
        icon={<IconFlag size={16} aria-hidden />}
        count={summary.flagged}
        whatIfId={shown.id}
        which="flagged"
        empty="No case is flagged that is not flagged already."
      />
      <CasesCard
        title="Would clear"
        icon={<IconCircleCheck size={16} aria-hidden />}
        count={summary.cleared}
        whatIfId={shown.id}
        which="cleared"
        empty="No flag goes away."
      />
      {summary.failed === 0 ? null : (
        <p className={classes.failed}>
          {countText(summary.failed)} cases could not be computed; the figures are without them.
        </p>
      )}
    </>
  );
}

function NothingDrafted({ mayPublish }: { readonly mayPublish: boolean }) {
  return mayPublish ? (
    <EmptyState title="Try a change before it counts">
      Change a number above. It stays a draft until you publish it, and this page shows what it would do to every open
      case: flags, tasks by owner and day, clocks that move.
    </EmptyState>
  ) : (
    <EmptyState title="Managers change these rules">
      You see what counts now. A change is tried on every open case before it is published.
    </EmptyState>
  );
}
