/** The stage chart, drawn from the machine that runs the case: stages in a row, the current one with all it keeps in view. */
import { Button, UnstyledButton } from '@mantine/core';
import { IconArrowNarrowRight, IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import type { CaseChart } from '../../api/case';
import { useZone } from '../../api/session';
import { dayIn, instantText, shortDay } from '../../components/dates';
import { many } from '../../components/numbers';
import { ChartText } from './chart-text';
import { RegionRow } from './region-row';
import classes from './stage-chart.module.css';
import { causeWords, edgesBetween, stagesInRow, type Stage } from './stage-row';

export function StageChart({ chart }: { chart: CaseChart }) {
  const zone = useZone();
  const [asText, setAsText] = useState(false);
  const [picked, setPicked] = useState<string | null>(null);
  const row = stagesInRow(chart.stages);
  const pickedStage = row.find((stage) => stage.stage === picked);
  return (
    <div className={classes.chart}>
      <ol className={classes.row} aria-label="Stages">
        {row.map((stage, n) => (
          <li key={stage.stage} className={classes.step} data-current={stage.current || undefined}>
            {n === 0 ? null : <Arrow chart={chart} from={row[n - 1] as Stage} to={stage} />}
            <StageBox
              stage={stage}
              chart={chart}
              isPicked={picked === stage.stage}
              onPick={() => setPicked(picked === stage.stage ? null : stage.stage)}
            />
          </li>
        ))}
      </ol>
      {pickedStage ? <WaysInto chart={chart} stage={pickedStage} /> : null}
      <div className={classes.foot}>
        <p className={classes.next}>
          {chart.next === null
            ? 'Nothing happens by itself: the case waits for people.'
            : `Next by itself: ${chart.next.title}, ${instantText(chart.next.dueAt, zone)}.`}
          {chart.next === null ? null : <span className={classes.then}> {chart.next.otherwise}</span>}
        </p>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconListDetails size={14} aria-hidden />}
          aria-expanded={asText}
          onClick={() => setAsText(!asText)}
        >
          {asText ? 'Hide text' : 'As text'}
        </Button>
      </div>
      {asText ? <ChartText chart={chart} zone={zone} /> : null}
    </div>
  );
}

interface BoxProps {
  readonly stage: Stage;
  readonly chart: CaseChart;
  readonly isPicked: boolean;
  onPick(this: void): void;
}

function StageBox({ stage, chart, isPicked, onPick }: BoxProps) {
  const zone = useZone();
  const [all, setAll] = useState(false);
  const busy = chart.regions.filter(isTelling);
  const shown = all ? chart.regions : busy;
  const stay = stage.stays.at(-1);
  return (
    <div
      className={classes.box}
      data-state={stage.current ? 'current' : stay ? 'visited' : 'ahead'}
      aria-current={stage.current ? 'step' : undefined}
    >
      <div className={classes.boxHead}>
        <UnstyledButton className={classes.stage ?? ''} aria-expanded={isPicked} onClick={onPick}>
          {stage.stage}
          <span className="visually-hidden">{stage.current ? ', the case is here' : ''}, ways into it</span>
        </UnstyledButton>
        {stay ? (
          <span className={classes.days}>
            {daysIn(stage) === 0 ? (stage.current ? 'since today' : '') : many(daysIn(stage), 'day')}
          </span>
        ) : null}
      </div>
      {stay && !stage.current ? <span className={classes.span}>{spanOf(stay, dayIn(zone))}</span> : null}
      {stage.current ? shown.map((region) => <RegionRow key={region.id} region={region} next={chart.next} />) : null}
      {stage.current && busy.length < chart.regions.length ? (
        <UnstyledButton className={classes.more ?? ''} onClick={() => setAll(!all)}>
          {all ? 'Only what is flagged or timed' : `Show ${chart.regions.length - busy.length} more`}
        </UnstyledButton>
      ) : null}
    </div>
  );
}

/** Flagged, or a clock runs in it. What only follows the facts of the case waits behind a button. */
function isTelling({ states, edges }: CaseChart['regions'][number]): boolean {
  const now = states.find((state) => state.current);
  return now !== undefined && (now.flag !== null || edges.some((edge) => edge.from === now.id && edge.dueAt !== null));
}

const daysIn = ({ stays }: Stage): number => stays.reduce((sum, stay) => sum + stay.days, 0);

function spanOf({ from, to }: Stage['stays'][number], today: string): string {
  return to === null || to === from ? shortDay(from) : `${shortDay(from)} – ${to === today ? 'today' : shortDay(to)}`;
}

/** What leads from one stage to the next; dashed while it is still ahead. */
function Arrow({ chart, from, to }: { chart: CaseChart; from: Stage; to: Stage }) {
  const ways = edgesBetween(chart, from.stage, to.stage);
  const gone = from.stays.length > 0 && (to.stays.length > 0 || to.current);
  const words = ways.map(causeWords).join('; or ');
  return (
    <span className={classes.arrow} data-gone={gone || undefined} title={words}>
      <IconArrowNarrowRight size={20} stroke={1.5} aria-hidden />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

function WaysInto({ chart, stage }: { chart: CaseChart; stage: Stage }) {
  const ways = chart.edges.filter((edge) => edge.to === stage.stage);
  return (
    <div className={classes.ways} role="region" aria-label={`Ways into ${stage.stage}`}>
      <strong>Ways into {stage.stage}</strong>
      {ways.length === 0 ? <p>A case begins here.</p> : null}
      <ul>
        {ways.map((edge) => (
          <li key={`${edge.from} ${edge.by} ${edge.name}`}>
            from {edge.from}: {causeWords(edge)}
          </li>
        ))}
      </ul>
    </div>
  );
}
