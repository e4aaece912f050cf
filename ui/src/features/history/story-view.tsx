/** The workflow history, newest first: one row a thing that happened, joined over runs, narrowed by what one looks for. */
import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useZone } from '../../api/session';
import { Card } from '../../components/card';
import { dayIn, dayText } from '../../components/dates';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { SkeletonRows } from '../../components/skeleton-rows';
import { RunJoin } from './run-join';
import { StoryRow } from './story-row';
import { storyQuery, type Run, type Story, type StoryEntry, type StoryPart } from './queries';
import classes from './story.module.css';

interface Props {
  readonly id: string;
  onMoment(version: number): void;
}

const PARTS: readonly { readonly value: StoryPart | 'all'; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'commands', label: 'Commands' },
  { value: 'clocks', label: 'Timers' },
  { value: 'writes', label: 'Writes' },
  { value: 'effects', label: 'Effects' },
  { value: 'runs', label: 'Runs' },
  { value: 'trouble', label: 'Trouble' },
];

export function StoryView({ id, onMoment }: Props) {
  const [part, setPart] = useState<StoryPart | 'all'>('all');
  const query = useInfiniteQuery(storyQuery(id, part === 'all' ? undefined : part));
  const pages = query.data?.pages ?? [];
  const entries = pages.flatMap((page) => page.items);
  const first = pages[0];
  return (
    <Card
      title="What the workflow did"
      flush
      actions={
        <div className={classes.parts}>
          <SegmentedControl
            size="xs"
            aria-label="What to show"
            data={[...PARTS]}
            value={part}
            onChange={(value) => setPart(value as StoryPart | 'all')}
          />
        </div>
      }
    >
      {query.isPending ? <SkeletonRows rows={10} height={46} /> : null}
      {query.error && first === undefined ? (
        <ErrorState error={query.error} what="The workflow history could not be read." onRetry={query.refetch}>
          <p>What happened on the case is on its timeline, which does not need Temporal.</p>
        </ErrorState>
      ) : null}
      {first !== undefined && entries.length === 0 ? <Nothing story={first} part={part} /> : null}
      {first === undefined ? null : <Days entries={entries} runs={first.runs} onMoment={onMoment} />}
      {query.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show earlier
          </Button>
        </div>
      ) : null}
      {first && entries.length > 0 && !query.hasNextPage ? <Beginning gone={first.gone} /> : null}
    </Card>
  );
}

function Days({ entries, runs, onMoment }: { entries: StoryEntry[]; runs: Run[]; onMoment(version: number): void }) {
  const zone = useZone();
  const today = dayIn(zone);
  const several = runs.length > 1;
  return (
    <ol className={classes.story}>
      {entries.map((entry, n) => {
        const before = entries[n - 1];
        const day = dayIn(zone, entry.at);
        const newDay = before === undefined || dayIn(zone, before.at) !== day;
        const run = several && entry.runId !== null && runBefore(entries, n) !== entry.runId ? entry.runId : null;
        return (
          <li key={entry.id}>
            {run === null ? null : <RunJoin runs={runs} runId={run} />}
            {newDay ? (
              <h3 className={classes.day}>
                {day === today ? 'Today, ' : ''}
                {dayText(day, today)}
              </h3>
            ) : null}
            <StoryRow entry={entry} zone={zone} onMoment={onMoment} />
          </li>
        );
      })}
    </ol>
  );
}

/** The run of the entry above; a refused command has none and joins nothing. */
const runBefore = (entries: readonly StoryEntry[], n: number): string | null =>
  entries.slice(0, n).findLast((entry) => entry.runId !== null)?.runId ?? null;

function Nothing({ story, part }: { story: Story; part: StoryPart | 'all' }) {
  if (story.runs.length === 0) {
    const days = story.gone?.retentionDays ?? null;
    return (
      <EmptyState title="Temporal keeps no history of this case any more">
        A run that has ended is kept {days === null ? 'for a while' : `for ${days} days`}. The timeline and the moments
        of the case are kept for good.
      </EmptyState>
    );
  }
  if (part === 'trouble') {
    return (
      <EmptyState title="No trouble">No step of the workflow failed, and every effect was carried out.</EmptyState>
    );
  }
  return <EmptyState title="Nothing of this sort">Choose another part of the story, or all of it.</EmptyState>;
}

function Beginning({ gone }: { gone: Story['gone'] }) {
  if (gone === null) return <p className={classes.beginning}>This is where the case began.</p>;
  const { beforeVersion, retentionDays } = gone;
  return (
    <p className={classes.beginning}>
      Earlier runs have gone from Temporal
      {retentionDays === null ? '' : `, which keeps a run for ${retentionDays} days after its end`}.
      {beforeVersion === null ? '' : ` Events 1 to ${beforeVersion} are on the timeline and can be travelled to below.`}
    </p>
  );
}
