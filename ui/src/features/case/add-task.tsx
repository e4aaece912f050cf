/** Adds a task of one's own to the case: what, by when, and for whom. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { api } from '../../api/client';
import type { Case } from '../../api/case';
import { codeWords } from '../../components/code-words';
import { useCommand } from '../../components/command';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import classes from './side-cards.module.css';

/** Queues that a person may give work to. */
const roles = [
  'coordinator',
  'front-desk',
  'biller',
  'coder',
  'case-manager',
  'clinical-staff',
  'intake',
  'manager',
] as const;
type Role = (typeof roles)[number];
type Priority = 'low' | 'normal' | 'high';
const OWNER = 'owner';

interface Props {
  readonly theCase: Case;
  readonly today: string;
  onClose(this: void): void;
}

export function AddTask({ theCase, today, onClose }: Props) {
  const [title, setTitle] = useState('');
  const [dueOn, setDueOn] = useState(today);
  const [assignTo, setAssignTo] = useState<string>(OWNER);
  const [priority, setPriority] = useState<Priority>('normal');
  const [fault, setFault] = useState<string | null>(null);
  const command = useCommand(() => {
    announce('Task added.');
    onClose();
  });
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (title.trim() === '') return setFault('Write what is to be done.');
    const body = {
      title: title.trim(),
      dueOn,
      priority,
      assignTo: assignTo === OWNER ? (OWNER as typeof OWNER) : { role: assignTo as Role },
    };
    void command.run(JSON.stringify(body), (key) =>
      api.POST('/cases/{id}/tasks', {
        params: { path: { id: theCase.id }, header: { 'Idempotency-Key': key } },
        body,
      }),
    );
  };
  return (
    <form className={classes.add} aria-label="Add task" noValidate onSubmit={send}>
      <TextInput
        label="What is to be done"
        withAsterisk
        value={title}
        maxLength={200}
        error={fault}
        autoFocus
        onChange={(e) => {
          setTitle(e.currentTarget.value);
          setFault(null);
        }}
      />
      <div className={classes.pair}>
        <TextInput
          type="date"
          label="Due"
          value={dueOn}
          min={today}
          onChange={(e) => setDueOn(e.currentTarget.value)}
        />
        <Select
          label="For"
          value={assignTo}
          allowDeselect={false}
          onChange={(next) => setAssignTo(next ?? OWNER)}
          data={[
            { value: OWNER, label: 'Owner of the case' },
            ...roles.map((value) => ({ value, label: codeWords(value) })),
          ]}
        />
        <Select
          label="Priority"
          value={priority}
          allowDeselect={false}
          onChange={(next) => setPriority((next ?? 'normal') as Priority)}
          data={['low', 'normal', 'high'].map((value) => ({ value, label: codeWords(value) }))}
        />
      </div>
      {command.state.is === 'failed' ? <SaveError error={command.state.error} what="Could not add the task." /> : null}
      {command.state.is === 'pending' ? <p role="status">Stored, and safe. The case has not answered yet.</p> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={command.busy}>
          Add task
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
