/** One armed clock: what it is, when it is due and why then, what happens if nobody acts, and moving it with a reason (R02, N12). */
import { Button } from '@mantine/core';
import {
  IconBriefcase,
  IconCalendarDue,
  IconClock,
  IconGavel,
  IconHourglass,
  IconMessageOff,
  IconReceiptOff,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useZone } from '../api/session';
import type { CaseClock } from '../api/case';
import classes from './clock-card.module.css';
import { dayIn, dayText, instantText } from './dates';
import { MoveClock } from './move-clock';
import { many } from './numbers';
import { leftWords } from './time-left';

const icons: readonly (readonly [pattern: RegExp, icon: Icon])[] = [
  [/silen/i, IconMessageOff],
  [/authorization/i, IconHourglass],
  [/unbilled/i, IconReceiptOff],
  [/followUp/i, IconCalendarDue],
  [/appeal/i, IconGavel],
  [/owner/i, IconUserQuestion],
  [/unworked|stalled/i, IconBriefcase],
];

const iconOf = (name: string): Icon => icons.find(([pattern]) => pattern.test(name))?.[1] ?? IconClock;

interface Props {
  readonly clock: CaseClock;
  /** The person may move it. */
  readonly mayMove: boolean;
}

export function ClockCard({ clock, mayMove }: Props) {
  const zone = useZone();
  const [moving, setMoving] = useState(false);
  const ClockIcon = iconOf(clock.name);
  const left = leftWords(clock.left, 'Fires', dayText(dayIn(zone, clock.dueAt), dayIn(zone)));
  const words = clock.left.urgency === 'later' ? `${many(clock.left.businessDays, 'business day')} left` : left.words;
  const counted = clock.explanation?.['text'];
  return (
    <article className={classes.clock} aria-label={clock.title} id={`clock-${clock.name}`}>
      <div className={classes.line}>
        <h3 className={classes.title}>
          <ClockIcon size={16} aria-hidden />
          {clock.title}
        </h3>
        <span className={classes.left} data-tone={left.tone}>
          {words}
        </span>
      </div>
      <div className={classes.track} aria-hidden>
        <div className={classes.gone} data-tone={left.tone} style={{ width: `${passedOf(clock)}%` }} />
      </div>
      <div className={classes.line}>
        <time className={classes.due} dateTime={clock.dueAt}>
          {instantText(clock.dueAt, zone)}
        </time>
        {mayMove && !moving ? (
          <Button variant="subtle" size="compact-sm" aria-label={`Move ${clock.title}`} onClick={() => setMoving(true)}>
            Move
          </Button>
        ) : null}
      </div>
      <p className={classes.why}>
        {typeof counted === 'string' && counted !== '' ? counted : 'How it is counted is not shown to your role.'}
        {clock.moved ? ` Moved by a person; the rule said ${instantText(clock.computedDueAt, zone)}.` : ''}
      </p>
      {clock.otherwise === '' ? null : <p className={classes.otherwise}>If nobody acts: {inside(clock.otherwise)}</p>}
      {moving ? <MoveClock clock={clock} onClose={() => setMoving(false)} /> : null}
    </article>
  );
}

const inside = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;

/** How much of its time is gone, in percent; the words say the same. */
function passedOf({ armedBy, dueAt, timeLeftMs }: CaseClock): number {
  const whole = Date.parse(dueAt) - Date.parse(armedBy.at);
  if (whole <= 0) return 100;
  return Math.min(100, Math.max(2, Math.round(100 * (1 - timeLeftMs / whole))));
}
