/** Urgency in words first, then an icon, then a colour. The words and the tone come from the server with the row. */
import {
  IconAlertTriangle,
  IconBan,
  IconClock,
  IconGitCompare,
  IconMessageOff,
  IconReceiptOff,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import classes from './clock-text.module.css';

const icons = {
  late: IconAlertTriangle,
  soon: IconClock,
  blocked: IconBan,
  silent: IconMessageOff,
  unbilled: IconReceiptOff,
  unowned: IconUserQuestion,
  disagree: IconGitCompare,
} as const satisfies Record<string, Icon>;

export type UrgencyIcon = keyof typeof icons;
export type UrgencyTone = 'red' | 'amber' | 'none';

interface Props {
  /** "Ends tomorrow", "3 business days left", "Mon 30 Nov" */
  readonly words: string;
  readonly tone: UrgencyTone;
  readonly icon?: UrgencyIcon | null | undefined;
  /** The second line: the date, or what it is about. */
  readonly second?: string | undefined;
}

export function ClockText({ words, tone, icon, second }: Props) {
  const Mark = icon ? icons[icon] : null;
  return (
    <span className={classes.clock}>
      <span className={classes.words} data-tone={tone}>
        {Mark ? <Mark size={16} aria-hidden /> : null}
        {words}
      </span>
      {second === undefined ? null : <span className={classes.second}>{second}</span>}
    </span>
  );
}
