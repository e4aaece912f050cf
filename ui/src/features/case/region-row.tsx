/** One thing the case keeps in view beside its stage: its states, the current one, and the clock that leads on. */
import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { CaseChart } from '../../api/case';
import { useZone } from '../../api/session';
import { instantText } from '../../components/dates';
import classes from './stage-chart.module.css';

type Region = CaseChart['regions'][number];

export function RegionRow({ region, next }: { region: Region; next: CaseChart['next'] }) {
  const zone = useZone();
  const now = region.states.find((state) => state.current);
  const clock = region.edges
    .filter((edge) => edge.by === 'clock' && edge.from === now?.id && edge.dueAt !== null)
    .toSorted((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1))[0];
  const isNext = clock?.dueAt !== undefined && clock.dueAt === next?.dueAt && next.region === region.title;
  return (
    <div className={classes.region}>
      <span className={classes.regionTitle}>{region.title}</span>
      <ol className={classes.states} aria-label={region.title}>
        {region.states.map((state) => (
          <li
            key={state.id}
            className={classes.state}
            data-current={state.current || undefined}
            data-flag={(state.current && state.flag !== null) || undefined}
            data-next={clock?.to === state.id || undefined}
            aria-current={state.current ? 'true' : undefined}
          >
            {clock?.to === state.id ? <IconArrowNarrowRight size={14} aria-hidden /> : null}
            {state.title}
          </li>
        ))}
      </ol>
      {clock?.dueAt ? (
        <span className={classes.clock} data-next={isNext || undefined}>
          {region.states.find((state) => state.id === clock.to)?.title ?? clock.title} by itself{' '}
          <time dateTime={clock.dueAt}>{instantText(clock.dueAt, zone)}</time>
        </span>
      ) : null}
    </div>
  );
}
