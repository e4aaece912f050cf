/** "Nobody acts from here on": a dated list of what the case would do by itself, on a copy of it (N07). */
import { Drawer, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconArrowRight, IconBell, IconChecklist, IconFlag, IconFlagOff } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { api, unwrap } from '../api/client';
import type { components } from '../api/generated/schema';
import { useZone } from '../api/session';
import { codeWords, codeWordsInside } from './code-words';
import { dayIn, dayText, instantText, timeText } from './dates';
import { ErrorState } from './error-state';
import { many } from './numbers';
import { SkeletonRows } from './skeleton-rows';
import { StageBadge } from './status-badge';
import classes from './run-forward.module.css';

type Forward = components['schemas']['Forward'];
type Step = Forward['items'][number];

interface Props {
  readonly caseId: string;
  readonly days: number;
  readonly opened: boolean;
  onClose(): void;
}

const CHOICES = [30, 60, 90, 180] as const;

export function RunForward({ caseId, days, opened, onClose }: Props) {
  const [chosen, setChosen] = useState(days);
  const query = useQuery({
    queryKey: ['cases', caseId, 'forward', chosen],
    queryFn: () =>
      unwrap(api.GET('/cases/{id}/forward', { params: { path: { id: caseId }, query: { days: chosen } } })),
    enabled: opened,
    placeholderData: keepPreviousData,
  });
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={460}
      title="If nobody acts"
      classNames={{ title: classes.title }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <SegmentedControl
        fullWidth
        aria-label="How far"
        data={CHOICES.map((n) => ({ value: String(n), label: `${n} days` }))}
        value={String(chosen)}
        onChange={(value) => setChosen(Number(value))}
      />
      {query.data ? (
        <Steps forward={query.data} days={chosen} />
      ) : query.error ? (
        <ErrorState error={query.error} what="The case could not be run forward." onRetry={query.refetch} />
      ) : (
        <SkeletonRows rows={6} height={72} />
      )}
    </Drawer>
  );
}

function Steps({ forward, days }: { forward: Forward; days: number }) {
  const zone = useZone();
  const until = dayText(dayIn(zone, forward.until), dayIn(zone));
  const { items, left, end } = forward;
  return (
    <>
      <p className={classes.intro}>
        A copy of the case, left alone until {until}. The case itself is not touched.{' '}
        {items.length === 0 ? null : `It would do ${many(items.length + left, 'thing')} by itself.`}
      </p>
      {items.length === 0 ? (
        <p className={classes.none}>
          <strong>Nothing happens by itself in these {days} days.</strong>{' '}
          {end.nextDueAt === null ? 'No clock is armed.' : `The next clock is due ${instantText(end.nextDueAt, zone)}.`}
        </p>
      ) : (
        <ol className={classes.steps}>
          {items.map((step, n) => (
            <StepItem key={`${step.at}${step.clock.name}`} step={step} zone={zone} day={dayOf(items, n, zone)} />
          ))}
        </ol>
      )}
      {left > 0 ? <p className={classes.none}>And {many(left, 'more step')} in that time.</p> : null}
      {items.length === 0 ? null : (
        <p className={classes.end}>
          On {until}: <StageBadge stage={end.stage} /> {end.flags.map((flag) => codeWordsInside(flag)).join(', ')}
          <br />
          {end.nextDueAt === null
            ? 'No clock is armed then.'
            : `The next clock after that is due ${instantText(end.nextDueAt, zone)}.`}
        </p>
      )}
    </>
  );
}

/** The day, where it is not that of the step before. */
function dayOf(items: readonly Step[], n: number, zone: string): string | null {
  const day = dayIn(zone, items[n]?.at);
  return n > 0 && dayIn(zone, items[n - 1]?.at) === day ? null : dayText(day, dayIn(zone));
}

const toText = ({ owner, role }: { owner: boolean; role: string | null }): string =>
  owner ? 'the owner' : role === null ? 'nobody' : `the ${codeWordsInside(role)} queue`;

function StepItem({ step, zone, day }: { step: Step; zone: string; day: string | null }) {
  const { stage, flagsRaised, flagsCleared, tasksOpened, tasksClosed, told } = step;
  const quiet = [flagsRaised, flagsCleared, tasksOpened, tasksClosed, told].every((list) => list.length === 0);
  return (
    <li>
      {day === null ? null : <h3 className={classes.day}>{day}</h3>}
      <div className={classes.step}>
        <span className={classes.time}>{timeText(step.at, zone)}</span>
        <div>
          <p className={classes.clock}>{step.clock.title}</p>
          {stage.before === stage.after ? null : (
            <Line icon={<IconArrowRight size={14} aria-hidden />}>
              {stage.before} to <strong>{stage.after}</strong>
            </Line>
          )}
          {flagsRaised.map((flag) => (
            <Line key={flag} icon={<IconFlag size={14} aria-hidden />} tone="amber">
              Flag: {codeWordsInside(flag)}
            </Line>
          ))}
          {flagsCleared.map((flag) => (
            <Line key={flag} icon={<IconFlagOff size={14} aria-hidden />}>
              No longer {codeWordsInside(flag)}
            </Line>
          ))}
          {tasksClosed.map((task) => (
            <Line key={task.key} icon={<IconChecklist size={14} aria-hidden />}>
              Task closed: {codeWordsInside(task.key.split(':')[0] ?? task.key)}
            </Line>
          ))}
          {tasksOpened.map((task) => (
            <Line key={task.key} icon={<IconChecklist size={14} aria-hidden />}>
              <strong>{task.title}</strong> for {toText(task.to)}, due {dayText(task.dueOn, dayIn(zone))}
              {task.priority === 'high' ? ', high priority' : ''}
            </Line>
          ))}
          {told.map((notice) => (
            <Line key={`${notice.template}${toText(notice.to)}`} icon={<IconBell size={14} aria-hidden />} tone="red">
              Tells {toText(notice.to)}: {codeWords(notice.template)}
            </Line>
          ))}
          {quiet && stage.before === stage.after ? <Line>It waits again.</Line> : null}
        </div>
      </div>
    </li>
  );
}

function Line({ icon, tone, children }: { icon?: ReactNode; tone?: 'amber' | 'red'; children: ReactNode }) {
  return (
    <p className={classes.line} data-tone={tone}>
      {icon}
      <span>{children}</span>
    </p>
  );
}
