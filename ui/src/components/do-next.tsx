/** What to do next about a case: one labelled button and one icon, each opening its small form in place. */
import { ActionIcon, Button, Drawer, Popover, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useMe } from '../api/session';
import { eventOf, type CaseEvent } from './case-event';
import { useCommand } from './command';
import { NextForm } from './do-next-form';
import classes from './do-next.module.css';
import { nextWords, type NextAction, type NextKey } from './do-next-words';
import { OwnerForm, type OwnerData } from './owner-form';
import { QuickLog, type Adjuster, type LogChannel } from './quick-log';

/** A next action, or what keys open on any row. */
export type ActKey = NextKey | 'log' | 'note' | 'owner' | 'date';

export interface ActOn {
  readonly id: string;
  readonly kind: string;
  readonly today: string;
  readonly owner: { readonly id: string; readonly type: 'user' | 'team' } | null;
  readonly followUpOn: string | null;
  readonly adjuster: Adjuster | null;
}

export interface Done {
  /** "The case is yours" */
  readonly words: string;
  /** What takes it back, where something can. */
  readonly undo?: CaseEvent | undefined;
}

interface Props {
  readonly on: ActOn;
  readonly actions: readonly NextAction[];
  readonly opened: ActKey | null;
  onOpened(this: void, key: ActKey | null): void;
  onDone(this: void, done: Done): void;
  /** One a view: the row that is looked at. */
  readonly primary?: boolean;
  /** On a phone both have words. */
  readonly wide?: boolean;
}

export function DoNext({ on, actions, opened, onOpened, onDone, primary = false, wide = false }: Props) {
  const me = useMe();
  const go = useNavigate();
  const [first, second] = actions;
  const take = useCommand(() => finish({ words: nextWords['take-case'].done, undo: assigned(ownerOf(on)) }));
  const finish = (done: Done) => {
    onOpened(null);
    onDone(done);
  };
  const act = ({ key }: NextAction) => {
    if (key === 'open-case') return void go(`/cases/${on.id}`);
    if (key !== 'take-case') return onOpened(opened === key ? null : key);
    const { content, send } = eventOf(on.id, assigned({ userId: me.userId }));
    void take.run(content, send);
  };
  const phone = useMediaQuery('(max-width: 639px)', false, { getInitialValueInEffect: false });
  const buttons = (
    <span className={classes.pair} data-wide={wide || undefined}>
      {first === undefined ? null : (
        <Button
          data-do-next
          className={classes.first}
          h={wide ? 44 : 26}
          variant={primary ? 'filled' : 'light'}
          loading={take.busy}
          color={take.state.is === 'failed' ? 'red' : 'accent'}
          {...(hasForm(first.key) ? opens(opened === first.key) : {})}
          onClick={() => act(first)}
        >
          {take.state.is === 'failed' ? 'Try again' : nextWords[first.key].label}
        </Button>
      )}
      {second === undefined ? null : (
        <Second action={second} wide={wide} opened={opened === second.key} onClick={() => act(second)} />
      )}
    </span>
  );
  const form = opened === null ? null : <ActForm key={opened} on={on} act={opened} actions={actions} onDone={finish} />;
  const label = opened === null ? '' : titleOf(opened);
  if (phone) {
    return (
      <>
        {buttons}
        <Drawer
          opened={opened !== null}
          onClose={() => onOpened(null)}
          position="bottom"
          size="auto"
          title={label}
          closeButtonProps={{ 'aria-label': 'Close' }}
          classNames={{ content: classes.sheet ?? '', header: classes.sheetHead ?? '' }}
        >
          {form}
        </Drawer>
      </>
    );
  }
  return (
    <Popover
      opened={opened !== null}
      onDismiss={() => onOpened(null)}
      position="bottom-end"
      width={340}
      shadow="md"
      trapFocus
      returnFocus
      // The buttons say themselves what they open.
      withRoles={false}
      transitionProps={{ duration: 120 }}
    >
      <Popover.Target>{buttons}</Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={label} className={classes.place}>
        {form}
      </Popover.Dropdown>
    </Popover>
  );
}

const hasForm = (key: NextKey): boolean => key !== 'open-case' && key !== 'take-case';

/** For who cannot see the form come: the button has one, and whether it is there. */
const opens = (opened: boolean) => ({ 'aria-haspopup': 'dialog', 'aria-expanded': opened }) as const;

interface SecondProps {
  readonly action: NextAction;
  readonly wide: boolean;
  readonly opened: boolean;
  onClick(this: void): void;
}

function Second({ action, wide, opened, onClick }: SecondProps) {
  const { label, icon: Mark } = nextWords[action.key];
  if (wide) {
    return (
      <Button
        className={classes.first}
        h={44}
        variant="default"
        leftSection={<Mark size={16} aria-hidden />}
        onClick={onClick}
      >
        {label}
      </Button>
    );
  }
  return (
    <Tooltip label={label}>
      <ActionIcon
        data-do-second
        size={26}
        aria-label={label}
        {...(hasForm(action.key) ? opens(opened) : {})}
        onClick={onClick}
      >
        <Mark size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

const logs: Partial<Readonly<Record<ActKey, LogChannel>>> = {
  log: 'call',
  'call-adjuster': 'call',
  'email-adjuster': 'email',
  'fax-adjuster': 'fax',
  note: 'note',
};

const titles: Partial<Readonly<Record<ActKey, string>>> = {
  log: 'Log contact',
  note: 'Write a note',
  owner: 'Owner',
  date: 'Follow up by',
};
const titleOf = (act: ActKey): string => titles[act] ?? nextWords[act as NextKey].label;

interface FormProps {
  readonly on: ActOn;
  readonly act: ActKey;
  readonly actions: readonly NextAction[];
  onDone(this: void, done: Done): void;
}

function ActForm({ on, act, actions, onDone }: FormProps): ReactNode {
  const channel = logs[act];
  if (channel !== undefined) {
    const { id, kind, today, adjuster } = on;
    return (
      <QuickLog
        caseId={id}
        kind={kind}
        today={today}
        adjuster={adjuster}
        start={channel}
        onDone={(words) => onDone({ words })}
      />
    );
  }
  if (act === 'owner') {
    return (
      <OwnerForm
        caseId={on.id}
        owner={on.owner}
        onDone={() => onDone({ words: 'Owner changed', undo: assigned(ownerOf(on)) })}
      />
    );
  }
  const date: NextAction = {
    key: 'move-follow-up',
    type: 'followUp.set',
    data: on.followUpOn === null ? {} : { on: on.followUpOn },
  };
  const action = act === 'date' || act === 'move-follow-up' ? date : actions.find(({ key }) => key === act);
  if (action === undefined) return null;
  const done = { words: nextWords[action.key].done, undo: undoOf(action, on) };
  return <NextForm caseId={on.id} today={on.today} action={action} onDone={() => onDone(done)} />;
}

const assigned = (owner: OwnerData): CaseEvent => ({ type: 'case.assigned', data: { owner } });

const ownerOf = ({ owner }: ActOn): OwnerData =>
  owner === null ? null : owner.type === 'user' ? { userId: owner.id } : { teamId: owner.id };

/** Dates can be set back; what happened outside, a call or a claim, cannot. */
function undoOf({ key, data }: NextAction, { followUpOn, today }: ActOn): CaseEvent | undefined {
  if (key === 'move-visit' && data['visitId'] !== undefined)
    return { type: 'visit.booked', data: { ...data, override: true } };
  if (key !== 'move-follow-up' && key !== 'finish-follow-up') return undefined;
  if (followUpOn === null) return { type: 'followUp.cleared', data: {} };
  return followUpOn < today ? undefined : { type: 'followUp.set', data: { on: followUpOn } };
}
