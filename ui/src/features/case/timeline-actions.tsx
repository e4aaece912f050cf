/** Logs a call, an e-mail, a fax or a note beside the timeline, in two clicks. */
import { Button, Popover } from '@mantine/core';
import { IconMail, IconNote, IconPhone, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import { useHotkeys } from '../../app/hotkeys';
import type { Case } from '../../api/case';
import { useZone } from '../../api/session';
import { detailText } from '../../components/case-detail';
import { dayIn } from '../../components/dates';
import { announce } from '../../components/live-region';
import { QuickLog, type LogChannel } from '../../components/quick-log';
import classes from './timeline-actions.module.css';

const buttons: readonly (readonly [LogChannel, string, Icon])[] = [
  ['call', 'Call', IconPhone],
  ['email', 'E-mail', IconMail],
  ['note', 'Note', IconNote],
];

export function TimelineActions({ theCase }: { theCase: Case }) {
  const today = dayIn(useZone());
  const [open, setOpen] = useState<LogChannel | null>(null);
  const may = theCase.may.includes('case.send-event') && theCase.closedAt === null;
  const at = (channel: LogChannel) => () => {
    if (may) setOpen(channel);
  };
  useHotkeys([
    { keys: 'l', label: 'Log a contact', group: 'This page', run: at('call') },
    { keys: 'c', label: 'Log a call', group: 'This page', run: at('call') },
    { keys: 'n', label: 'Write a note', group: 'This page', run: at('note') },
  ]);
  if (!may) return null;
  const adjuster = {
    name: detailText(theCase, 'adjuster.name'),
    phone: detailText(theCase, 'adjuster.phone'),
    email: detailText(theCase, 'adjuster.email'),
    fax: detailText(theCase, 'adjuster.fax'),
  };
  return (
    <span className={classes.buttons}>
      {buttons.map(([channel, label, Mark]) => (
        <Popover
          key={channel}
          opened={open === channel}
          onChange={(opened) => setOpen(opened ? channel : null)}
          position="bottom-end"
          width={360}
          trapFocus
          withinPortal
        >
          <Popover.Target>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<Mark size={14} aria-hidden />}
              onClick={() => setOpen(open === channel ? null : channel)}
            >
              {label}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <QuickLog
              caseId={theCase.id}
              kind={theCase.kind}
              today={today}
              adjuster={theCase.kind === 'wc' ? adjuster : null}
              start={channel}
              onDone={(words) => {
                announce(words);
                setOpen(null);
              }}
            />
          </Popover.Dropdown>
        </Popover>
      ))}
    </span>
  );
}
