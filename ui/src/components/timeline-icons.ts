/** The icon and tone of an entry of a timeline; the words say the same. */
import {
  IconAdjustmentsHorizontal,
  IconAlertTriangle,
  IconCalendarEvent,
  IconCash,
  IconChecklist,
  IconCircleCheck,
  IconCircleX,
  IconClockExclamation,
  IconEdit,
  IconFileText,
  IconFlag,
  IconMail,
  IconNote,
  IconPhone,
  IconReceipt,
  IconShieldCheck,
  IconStethoscope,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import type { TimelineEntry } from '../api/case';

type Tone = 'neutral' | 'accent' | 'green' | 'amber' | 'red';
interface Look {
  readonly Icon: Icon;
  readonly tone: Tone;
}

const looks: readonly (readonly [pattern: RegExp, icon: Icon, tone: Tone])[] = [
  [/^clock\.moved|^followUp/, IconCalendarEvent, 'neutral'],
  [/^rules\./, IconAdjustmentsHorizontal, 'neutral'],
  [/^effect\.failed/, IconAlertTriangle, 'red'],
  [/^task\./, IconChecklist, 'neutral'],
  [/^case\.assigned/, IconUser, 'neutral'],
  [/^case\.resolved/, IconCircleCheck, 'green'],
  [/^case\.canceled/, IconCircleX, 'neutral'],
  [/^authorization|^reauthorization/, IconShieldCheck, 'accent'],
  [/^visit|^treatment|^returnToWork|^milestone/, IconStethoscope, 'neutral'],
  [/^payment/, IconCash, 'green'],
  [/^claim|^denial|^amounts|^carc|^payer/, IconReceipt, 'neutral'],
  [/^document/, IconFileText, 'neutral'],
  [/^action/, IconFlag, 'green'],
];

export function iconOfEntry({ type, data, receipt, seq }: TimelineEntry): Look {
  if (receipt) return { Icon: IconClockExclamation, tone: 'amber' };
  if (seq === null) return { Icon: IconEdit, tone: 'neutral' };
  if (type === 'adjuster.contacted' || type === 'note.added') return contactLook(data['channel']);
  const found = looks.find(([pattern]) => pattern.test(type));
  return found ? { Icon: found[1], tone: found[2] } : { Icon: IconFlag, tone: 'neutral' };
}

function contactLook(channel: unknown): Look {
  if (channel === 'call') return { Icon: IconPhone, tone: 'green' };
  if (channel === 'email' || channel === 'letter' || channel === 'portal') return { Icon: IconMail, tone: 'green' };
  return { Icon: channel === 'fax' ? IconFileText : IconNote, tone: 'neutral' };
}
