/** The page of one case: what blocks it, its facts, its stage and what may be done, its clocks, tasks and history. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { caseQuery, type Case } from '../../api/case';
import { ApiProblem } from '../../api/problem';
import { AsOf } from '../../components/as-of';
import { ErrorState } from '../../components/error-state';
import { Page } from '../../components/page';
import { usePastMoment } from '../../components/past-moment';
import { SkeletonRows } from '../../components/skeleton-rows';
import { TimeTravelBar } from '../../components/time-travel-bar';
import { Timeline } from '../../components/timeline';
import { AuthorizationsCard } from './authorizations-card';
import { BlockedBanner } from './blocked-banner';
import classes from './case-page.module.css';
import { Badges, HistoryLink, Neighbours, WayBack } from './case-top';
import { ClaimsCard } from './claims-card';
import { ClocksCard } from './clocks-card';
import { DetailsCard } from './details-card';
import { DocumentsCard } from './documents-card';
import { FactsRow } from './facts-row';
import { NotVisible } from './not-visible';
import { numberOf, titleOf } from './case-names';
import { StageCard } from './stage-card';
import { TasksCard } from './tasks-card';
import { TimelineActions } from './timeline-actions';

export function CasePage() {
  const { id = '' } = useParams();
  // A case of its own: what was typed for one never shows on the next.
  return <OneCase key={id} id={id} />;
}

function OneCase({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(caseQuery(id));
  if (data) return <Shown theCase={data} />;
  const isHidden = error instanceof ApiProblem && [403, 404, 422].includes(error.status);
  return (
    <Page title="Case" before={<WayBack id={id} kind={null} />} padded>
      {isHidden ? <NotVisible id={id} onOpened={() => void refetch()} /> : null}
      {error && !isHidden ? <ErrorState error={error} what="The case could not be shown." onRetry={refetch} /> : null}
      {error ? null : <SkeletonRows rows={10} height={46} />}
    </Page>
  );
}

/** What is open in place: the form of an event. It outlives every refresh of the case. */
export type OpenForm = { readonly type: string } | null;

function Shown({ theCase }: { theCase: Case }) {
  const past = usePastMoment(theCase.id);
  const [open, setOpen] = useState<OpenForm>(null);
  const show = (type: string) => setOpen({ type });
  const isPast = past.version !== null;
  return (
    <Page
      title={titleOf(theCase)}
      tabTitle={theCase.kind === 'wc' ? 'WC case' : 'Denial case'}
      subtitle={
        <span className={classes.onDesk}>
          <Badges theCase={theCase} number={numberOf(theCase)} />
        </span>
      }
      before={<WayBack id={theCase.id} kind={theCase.kind} />}
      actions={
        <>
          <HistoryLink id={theCase.id} />
          <Neighbours id={theCase.id} />
        </>
      }
      bar={
        isPast ? undefined : (
          <>
            <div className={classes.onPhone}>
              <Badges theCase={theCase} number={numberOf(theCase)} />
            </div>
            <BlockedBanner theCase={theCase} onOpen={show} />
            <div className={classes.onDesk}>
              <FactsRow theCase={theCase} />
            </div>
          </>
        )
      }
      foot={<TimeTravelBar caseId={theCase.id} />}
      padded
    >
      {isPast ? <Past past={past} /> : null}
      {isPast ? null : (
        <div className={classes.factsOnPhone}>
          <FactsRow theCase={theCase} />
        </div>
      )}
      {/* What is being typed stays while somebody looks back. */}
      <div className={classes.columns} hidden={isPast}>
        <Present theCase={theCase} open={open} onOpen={setOpen} onLookBack={past.goTo} />
      </div>
    </Page>
  );
}

function Past({ past }: { past: ReturnType<typeof usePastMoment> }) {
  if (past.moment) return <AsOf moment={past.moment} changing={past.isPending} />;
  if (past.error) return <ErrorState error={past.error} what="This moment could not be shown." onRetry={past.retry} />;
  return <SkeletonRows rows={8} height={46} />;
}

interface PresentProps {
  readonly theCase: Case;
  readonly open: OpenForm;
  onOpen(this: void, open: OpenForm): void;
  onLookBack(this: void, version: number | null): void;
}

function Present({ theCase, open, onOpen, onLookBack }: PresentProps) {
  const isWc = theCase.kind === 'wc';
  const show = (type: string) => onOpen({ type });
  return (
    <>
      <div className={classes.column}>
        <StageCard theCase={theCase} open={open} onOpen={onOpen} />
        {isWc ? null : <ClaimsCard theCase={theCase} onOpen={show} />}
        <Timeline
          caseId={theCase.id}
          actions={<TimelineActions theCase={theCase} />}
          onSelect={({ seq }) => onLookBack(seq)}
        />
      </div>
      <div className={classes.column}>
        <ClocksCard theCase={theCase} />
        <TasksCard theCase={theCase} />
        {isWc ? <AuthorizationsCard theCase={theCase} onOpen={show} /> : null}
        <DetailsCard theCase={theCase} />
        {isWc ? <DocumentsCard theCase={theCase} onOpen={show} /> : null}
      </div>
    </>
  );
}
