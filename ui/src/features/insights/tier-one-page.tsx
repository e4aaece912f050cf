/** Tier 1: active and resolved cases, drafts, open activities (H34), and that no case waits for nothing (N10). */
import { useQuery } from '@tanstack/react-query';
import { many } from '../../components/numbers';
import { FiguresState } from './figures-state';
import { InsightsFrame } from './insights-frame';
import classes from './insights.module.css';
import { NoOrphanTile } from './no-orphan-tile';
import { PeriodBar } from './period-bar';
import { tierOneQuery } from './queries';
import { ActiveTile, ActivitiesTile, DraftsTile, ResolvedTile } from './tier-one-tiles';
import { chosen, useView } from './view';

export function TierOnePage() {
  const now = useView();
  const { view, choose, open } = now;
  const query = useQuery(tierOneQuery(chosen({ from: view.from, to: view.to, practiceId: view.practiceId })));
  const active = query.data?.active.reduce((sum, { cases }) => sum + cases, 0);
  const narrowed = chosen({ practiceId: view.practiceId });
  return (
    <InsightsFrame
      now={now}
      subtitle={active === undefined ? 'Tier 1' : many(active, 'active case')}
      bar={<PeriodBar view={view} shown={query.data} choose={choose} />}
    >
      <FiguresState query={query}>
        {(figures) => (
          <div className={classes.grid}>
            <ActiveTile figures={figures} narrowed={narrowed} open={open} />
            <ResolvedTile figures={figures} narrowed={narrowed} open={open} />
            <div className={classes.wide}>
              <ActivitiesTile figures={figures} narrowed={narrowed} open={open} />
            </div>
            <DraftsTile figures={figures} narrowed={narrowed} open={open} />
            <NoOrphanTile narrowed={narrowed} open={open} />
          </div>
        )}
      </FiguresState>
    </InsightsFrame>
  );
}
