/** The page of a case's history: its workflow told as a story, and the case as of the moment that the bar below points at. */
import { ActionIcon, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useMay } from '../../api/session';
import { AsOf } from '../../components/as-of';
import { ErrorState } from '../../components/error-state';
import { Page } from '../../components/page';
import { momentQuery, momentsQuery, usePastMoment } from '../../components/past-moment';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StageBadge } from '../../components/status-badge';
import { TimeTravelBar } from '../../components/time-travel-bar';
import { caseQuery } from './queries';
import { RunsOn } from './runs-on';
import { StoryView } from './story-view';
import classes from './history-page.module.css';

export function HistoryPage() {
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const mayRead = useMay('history.read');
  const kase = useQuery(caseQuery(id));
  const past = usePastMoment(id);
  const state = past.version !== null || params.get('view') === 'state' || !mayRead;
  const show = (view: string) => {
    setParams(
      (old) => {
        const fresh = new URLSearchParams(old);
        fresh.delete('event');
        if (view === 'state') fresh.set('view', 'state');
        else fresh.delete('view');
        return fresh;
      },
      { replace: true },
    );
  };
  const name = kase.data?.patient.name ?? null;
  return (
    <Page
      title={name === null ? 'Case history' : `History of ${name}`}
      tabTitle="Case history"
      before={
        <ActionIcon component={Link} to={`/cases/${id}`} variant="subtle" aria-label="Back to the case">
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
      }
      subtitle={
        kase.data ? (
          <span className={classes.stage}>
            <StageBadge stage={past.moment?.stage ?? kase.data.stage} />
          </span>
        ) : null
      }
      padded
      bar={
        mayRead ? (
          <div className={classes.views}>
            <SegmentedControl
              aria-label="What is shown"
              data={[
                { value: 'story', label: 'Workflow story' },
                { value: 'state', label: 'State at a moment' },
              ]}
              value={state ? 'state' : 'story'}
              onChange={show}
            />
          </div>
        ) : undefined
      }
      foot={<TimeTravelBar caseId={id} />}
    >
      {state ? (
        <StateView id={id} />
      ) : (
        <div className={classes.story}>
          <StoryView id={id} onMoment={past.goTo} />
          <RunsOn id={id} />
        </div>
      )}
    </Page>
  );
}

/** The moment of the bar; at "now" the newest one, whose proof compares with what is stored. */
function StateView({ id }: { id: string }) {
  const past = usePastMoment(id);
  const moments = useQuery(momentsQuery(id));
  const newest = moments.data?.version;
  const version = past.version ?? newest;
  const query = useQuery({ ...momentQuery(id, version ?? 1), enabled: version !== undefined });
  const error = moments.error ?? query.error;
  if (query.data) return <AsOf moment={query.data} changing={query.isPlaceholderData} />;
  if (error) return <ErrorState error={error} what="This moment could not be shown." onRetry={query.refetch} />;
  return <SkeletonRows rows={10} height={46} />;
}
