/** The actions of a case: one first, the everyday ones beside it, the rest in a menu, and why others are not possible. */
import { Button, Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useHotkeys } from '../../app/hotkeys';
import type { Case } from '../../api/case';
import { EventForm } from '../../components/event-form';
import { WhyNot } from '../../components/why-not';
import { orderActions, type Allowed } from './action-order';
import classes from './actions.module.css';
import type { OpenForm } from './case-page';

interface Props {
  readonly theCase: Case;
  readonly isManager: boolean;
  readonly open: OpenForm;
  onOpen(this: void, open: OpenForm): void;
}

const FEW_LOCKED = 3;

export function Actions({ theCase, isManager, open, onOpen }: Props) {
  const [allLocked, setAllLocked] = useState(false);
  const buttons = useRef<HTMLDivElement>(null);
  const mayWork = theCase.may.includes('case.send-event');
  const mayManage = isManager && theCase.may.includes('case.send-manager-event');
  const { primary, beside, more, locked } = orderActions(theCase, { mayWork, isManager: mayManage });
  const show = (type: string) => onOpen(open?.type === type ? null : { type });
  const has = (type: string) => [primary, ...beside, ...more].some((event) => event?.type === type);
  const at = (type: string) => () => {
    if (has(type)) show(type);
  };
  useHotkeys([
    { keys: 'e', label: 'Do the first action', group: 'This page', run: () => primary && show(primary.type) },
    { keys: 'o', label: 'Change the owner', group: 'This page', run: at('case.assigned') },
    { keys: 'd', label: 'Set the follow-up date', group: 'This page', run: at('followUp.set') },
  ]);
  const close = () => {
    onOpen(null);
    // The place one came from, so that focus is not lost with the form.
    buttons.current?.querySelector<HTMLElement>('button')?.focus();
  };
  const shownLocked = allLocked ? locked : locked.slice(0, FEW_LOCKED);
  return (
    <div className={classes.actions}>
      <div className={classes.buttons} ref={buttons}>
        {primary === null ? null : <ActionButton event={primary} open={open} onShow={show} primary />}
        {beside.map((event) => (
          <ActionButton key={event.type} event={event} open={open} onShow={show} />
        ))}
        {more.length === 0 ? null : (
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
                More actions
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {more.map((event) => (
                <Menu.Item key={event.type} onClick={() => show(event.type)}>
                  {event.title}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {primary === null && beside.length === 0 && more.length === 0 ? (
          <p className={classes.none}>Nothing can be done here now.</p>
        ) : null}
      </div>
      {open === null ? null : (
        <div className={classes.form} key={open.type}>
          <h3 className={classes.formTitle}>
            {theCase.allowed.find(({ type }) => type === open.type)?.title ?? 'Action'}
          </h3>
          <EventForm caseId={theCase.id} kind={theCase.kind} type={open.type} onDone={close} onCancel={close} />
        </div>
      )}
      {locked.length === 0 ? null : (
        <div className={classes.locked}>
          {shownLocked.map(({ type, title, why }) => (
            <WhyNot key={type} label={title} why={why} />
          ))}
          {locked.length > FEW_LOCKED ? (
            <UnstyledButton
              className={classes.more ?? ''}
              aria-expanded={allLocked}
              onClick={() => setAllLocked(!allLocked)}
            >
              {allLocked ? 'Show fewer' : `Show ${locked.length - FEW_LOCKED} more that are not possible now`}
            </UnstyledButton>
          ) : null}
        </div>
      )}
    </div>
  );
}

interface ButtonProps {
  readonly event: Allowed;
  readonly open: OpenForm;
  readonly primary?: boolean;
  onShow(this: void, type: string): void;
}

function ActionButton({ event, open, primary = false, onShow }: ButtonProps) {
  return (
    <Button
      variant={primary ? 'filled' : 'default'}
      aria-expanded={open?.type === event.type}
      onClick={() => onShow(event.type)}
    >
      {event.title}
    </Button>
  );
}
