/** One thing that happened in a workflow: when, what, in which words, and where it leads. */
import {
  IconAlertTriangle,
  IconBan,
  IconBell,
  IconClock,
  IconClockCheck,
  IconClockOff,
  IconDatabase,
  IconPlayerPlay,
  IconPlayerStop,
  IconSend,
  IconServer,
  IconAdjustmentsHorizontal,
  type Icon,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import { instantText } from '../../components/dates';
import type { StoryEntry } from './queries';
import classes from './story.module.css';

type Tone = 'accent' | 'amber' | 'red' | 'green' | 'neutral';

const looks: Readonly<Record<StoryEntry['type'], readonly [Icon, Tone]>> = {
  'run-started': [IconPlayerPlay, 'green'],
  'run-ended': [IconPlayerStop, 'neutral'],
  worker: [IconServer, 'neutral'],
  command: [IconSend, 'accent'],
  'command-refused': [IconBan, 'amber'],
  rules: [IconAdjustmentsHorizontal, 'accent'],
  'timer-started': [IconClock, 'neutral'],
  'timer-fired': [IconClockCheck, 'amber'],
  'timer-canceled': [IconClockOff, 'neutral'],
  written: [IconDatabase, 'green'],
  writing: [IconDatabase, 'amber'],
  'effect-sent': [IconBell, 'green'],
  'effect-failed': [IconAlertTriangle, 'red'],
  'effect-ordered': [IconBell, 'neutral'],
  incident: [IconAlertTriangle, 'red'],
  'step-failed': [IconAlertTriangle, 'red'],
};

interface Props {
  readonly entry: StoryEntry;
  readonly zone: string;
  onMoment(version: number): void;
}

/** Workflows are quick: seconds tell what came of what. */
function clockText(at: string, zone: string): string {
  const text = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(at));
  return text.replace(/\s?([AP])M/, (_all, half: string) => ` ${half.toLowerCase()}m`);
}

export function StoryRow({ entry, zone, onMoment }: Props) {
  const [Mark, tone] = looks[entry.type];
  const { actor, version } = entry;
  const by = actor === null ? null : (actor.name ?? (actor.type === 'system' ? 'Caseclock' : null));
  return (
    <div className={classes.row}>
      <time className={classes.time} dateTime={entry.at} title={entry.at}>
        {clockText(entry.at, zone)}
      </time>
      <span className={classes.mark} data-tone={tone} aria-hidden>
        <Mark size={15} />
      </span>
      <div className={classes.what}>
        <div>
          <span className={classes.title}>{entry.title}</span>
          {by === null ? null : <span className={classes.by}> {by}</span>}
        </div>
        <div className={classes.words}>
          {entry.words}
          {entry.dueAt === null ? null : ` Due ${instantText(entry.dueAt, zone)}.`}
          {entry.why === null ? null : ` ${entry.why}`}
        </div>
      </div>
      <div className={classes.leads}>
        {entry.ruleVersion === null || entry.ruleVersion === 0 ? null : (
          <Link to="/rules" className={classes.rule}>
            rules v{entry.ruleVersion}
          </Link>
        )}
        {version === null ? null : (
          <button type="button" className={classes.moment} onClick={() => onMoment(version)}>
            Event {version}
          </button>
        )}
      </div>
    </div>
  );
}
