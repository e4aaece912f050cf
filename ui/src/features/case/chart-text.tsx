/** The stage chart in sentences: everything that the drawing shows, for those who do not see it or want to search it. */
import type { CaseChart } from '../../api/case';
import { instantText } from '../../components/dates';
import { many } from '../../components/numbers';
import classes from './stage-chart.module.css';
import { causeWords } from './stage-row';

export function ChartText({ chart, zone }: { chart: CaseChart; zone: string }) {
  return (
    <div className={classes.text}>
      <h3>Stages</h3>
      <ul>
        {chart.stages.map((stage) => (
          <li key={stage.stage}>
            <strong>{stage.stage}</strong>
            {stage.current ? ' (the case is here)' : ''}
            {stage.stays.length === 0
              ? '. Not visited.'
              : `. ${many(
                  stage.stays.reduce((n, s) => n + s.days, 0),
                  'calendar day',
                )}.`}
            <ul>
              {chart.edges
                .filter((edge) => edge.from === stage.stage)
                .map((edge) => (
                  <li key={`${edge.to} ${edge.by} ${edge.name}`}>
                    to {edge.to}: {causeWords(edge)}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      {chart.regions.length === 0 ? null : (
        <>
          <h3>Kept in view</h3>
          <p>Each follows the facts of the case; clocks and actions that lead on are named.</p>
        </>
      )}
      <ul>
        {chart.regions.map((region) => {
          const now = region.states.find((state) => state.current);
          const titleOf = (id: string) => region.states.find((state) => state.id === id)?.title ?? id;
          return (
            <li key={region.id}>
              <strong>{region.title}</strong>: {now?.title ?? 'none'}
              <ul>
                {region.edges
                  .filter((edge) => edge.from === now?.id && edge.by !== 'fact')
                  .map((edge) => (
                    <li key={`${edge.to} ${edge.by} ${edge.name}`}>
                      to {titleOf(edge.to)}: {causeWords(edge)}
                      {edge.dueAt === null ? '' : `, ${instantText(edge.dueAt, zone)}`}
                    </li>
                  ))}
              </ul>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
