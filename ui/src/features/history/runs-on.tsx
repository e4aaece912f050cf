/** What keeps the case: build, machine version, run, and every run that Temporal still has (N09). */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { ErrorState } from '../../components/error-state';
import { many } from '../../components/numbers';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { RunLink, runName, runWords } from './run-join';
import { storyQuery, workflowQuery } from './queries';
import classes from './story.module.css';

const words = { running: 'running', ended: 'ended', none: 'no run is kept' } as const;

export function RunsOn({ id }: { id: string }) {
  const query = useQuery(workflowQuery(id));
  const runs = useInfiniteQuery(storyQuery(id, undefined)).data?.pages[0]?.runs ?? [];
  const on = query.data;
  return (
    <div className={classes.side}>
      <Card
        title="Runs on"
        note={
          on ? <StatusBadge tone={on.state === 'running' ? 'green' : 'neutral'}>{words[on.state]}</StatusBadge> : null
        }
      >
        {query.isPending ? <SkeletonRows rows={4} height={24} /> : null}
        {query.error ? (
          <ErrorState error={query.error} what="What keeps the case could not be asked." onRetry={query.refetch} />
        ) : null}
        {on ? (
          <dl className={classes.on}>
            <dt>Worker build</dt>
            <dd>{on.build ?? 'not known'}</dd>
            <dt>Machine</dt>
            <dd>
              {on.kind} v{on.machineVersion}
              {on.newestMachineVersion === on.machineVersion
                ? ', the newest'
                : `, newest is v${on.newestMachineVersion}`}
            </dd>
            <dt>Rules</dt>
            <dd>version {on.ruleVersion}</dd>
            <dt>Run since</dt>
            <dd>
              <InstantText at={on.startedAt} />
            </dd>
            <dt>Length</dt>
            <dd>{on.events === null ? 'none' : many(on.events, 'Temporal event')}</dd>
          </dl>
        ) : null}
      </Card>
      {runs.length === 0 ? null : (
        <Card title="Runs" note={runs.length} flush>
          <ul className={classes.runs}>
            {runs.toReversed().map((run) => (
              <li key={run.runId}>
                <div>
                  <strong>…{runName(run.runId)}</strong> {runWords(run)}
                  <div className={classes.words}>
                    <InstantText at={run.startedAt} />
                    {run.endedAt === null ? null : (
                      <>
                        {' '}
                        to <InstantText at={run.endedAt} />
                      </>
                    )}
                  </div>
                </div>
                <RunLink url={run.url} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
