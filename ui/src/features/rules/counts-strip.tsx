/** Four figures of a draft beside what happens without it. */
import { IconArrowDown, IconArrowUp, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { dayText } from '../../components/dates';
import { countText, many } from '../../components/numbers';
import { flagText } from './flag-words';
import type { Summary } from './queries';
import classes from './what-if.module.css';

export function CountsStrip({ summary }: { readonly summary: Summary }) {
  const { flags, days, tasks } = summary;
  const mostRaised = flags.toSorted((a, b) => b.raised - a.raised)[0];
  const mostCleared = flags.toSorted((a, b) => b.cleared - a.cleared)[0];
  const working = days.filter(({ closed }) => closed === null).length;
  const busiest = days.toSorted((a, b) => b.draft - a.draft)[0];
  const today = days[0]?.on ?? '';
  return (
    <dl className={classes.counts} aria-label="What the draft would do">
      <Count title="Flag today" figure={summary.flagged}>
        {mostRaised && mostRaised.raised > 0 ? (
          <Against tone="amber" icon={<IconArrowUp size={14} aria-hidden />}>
            {flagText(mostRaised.flag)}
          </Against>
        ) : (
          <Against>none more than now</Against>
        )}
      </Count>
      <Count title="Clear today" figure={summary.cleared}>
        {mostCleared && mostCleared.cleared > 0 ? (
          <Against tone="green" icon={<IconCheck size={14} aria-hidden />}>
            {flagText(mostCleared.flag)}
          </Against>
        ) : (
          <Against>none</Against>
        )}
      </Count>
      <Count title={`New tasks, ${many(working, 'working day')}`} figure={tasks.draft}>
        <Difference draft={tasks.draft} live={tasks.live} />
      </Count>
      <Count title="Busiest day" figure={busiest?.draft ?? 0}>
        {busiest && busiest.draft > 0 ? (
          <Against tone={busiest.draft > busiest.live ? 'amber' : undefined}>
            {dayText(busiest.on, today)}, live gives {countText(busiest.live)}
          </Against>
        ) : (
          <Against>no new tasks</Against>
        )}
      </Count>
    </dl>
  );
}

function Count({
  title,
  figure,
  children,
}: {
  readonly title: string;
  readonly figure: number;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.count}>
      <dt>{title}</dt>
      <dd>
        <span className={classes.figure}>{countText(figure)}</span>
        {children}
      </dd>
    </div>
  );
}

interface AgainstProps {
  readonly tone?: 'amber' | 'green' | undefined;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

function Against({ tone, icon, children }: AgainstProps) {
  return (
    <span className={classes.against} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}

function Difference({ draft, live }: { readonly draft: number; readonly live: number }) {
  if (draft === live) return <Against>as live</Against>;
  const more = draft > live;
  return (
    <Against
      tone={more ? 'amber' : 'green'}
      icon={more ? <IconArrowUp size={14} aria-hidden /> : <IconArrowDown size={14} aria-hidden />}
    >
      {countText(Math.abs(draft - live))} {more ? 'more' : 'fewer'}, live gives {countText(live)}
    </Against>
  );
}
