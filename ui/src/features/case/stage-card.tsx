/** Where the case stands and what may be done about it: its chart, the possible actions, and why the others are not (N08). */
import { useQuery } from '@tanstack/react-query';
import { chartQuery, type Case } from '../../api/case';
import { useMay, useZone } from '../../api/session';
import { Card } from '../../components/card';
import { ErrorState } from '../../components/error-state';
import { SkeletonRows } from '../../components/skeleton-rows';
import { dayIn, dayText } from '../../components/dates';
import { many } from '../../components/numbers';
import { Actions } from './actions';
import type { OpenForm } from './case-page';
import { StageChart } from './stage-chart';
import classes from './stage-chart.module.css';

interface Props {
  readonly theCase: Case;
  readonly open: OpenForm;
  onOpen(this: void, open: OpenForm): void;
}

/** "Fri 4 Sep, 76 calendar days" */
function sinceWords({ from, days }: { from: string; days: number }, today: string): string {
  return days === 0 ? 'today' : `${dayText(from, today)}, ${many(days, 'calendar day')}`;
}

export function StageCard({ theCase, open, onOpen }: Props) {
  const { data: chart, error, refetch } = useQuery(chartQuery(theCase.id));
  const today = dayIn(useZone());
  const isManager = useMay('case.send-manager-event');
  const now = chart?.stages.find((stage) => stage.current)?.stays.at(-1);
  return (
    <Card
      title="Stage"
      note={now ? `${theCase.stage} since ${sinceWords(now, today)}` : theCase.stage}
      actions={
        chart ? <span className={classes.machine}>{`${theCase.kind} machine v${chart.machineVersion}`}</span> : null
      }
      flush
    >
      {chart ? <StageChart chart={chart} /> : null}
      {error && !chart ? (
        <ErrorState error={error} what="The stage chart could not be shown." onRetry={refetch} />
      ) : null}
      {!chart && !error ? <SkeletonRows rows={3} height={46} /> : null}
      <Actions theCase={theCase} isManager={isManager} open={open} onOpen={onOpen} />
    </Card>
  );
}
