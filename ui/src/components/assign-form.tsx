/** Hands tasks to a colleague, or back to where their cases put them (R19). */
import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useMe, useUsers } from '../api/session';
import { assign, type Choice, type TaskOutcomes } from '../api/tasks';
import { many } from './numbers';
import { SaveError } from './save-error';
import classes from './task-forms.module.css';

interface Props {
  readonly choice: Choice;
  readonly count: number | undefined;
  onDone(this: void, outcomes: TaskOutcomes): void;
}

export function AssignForm({ choice, count, onDone }: Props) {
  const me = useMe();
  const users = useUsers();
  const [to, setTo] = useState<string | null>(null);
  const save = useMutation({ mutationFn: (userId: string | null) => assign(choice, userId), onSuccess: onDone });
  const people = (users.data?.items ?? []).filter(({ active }) => active);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (to !== null) save.mutate(to);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Select
        label="Person"
        searchable
        autoFocus
        placeholder={users.isPending ? 'Loading colleagues' : 'Name of a colleague'}
        nothingFoundMessage="Nobody you work with has this name"
        data={people.map(({ id, name }) => ({ value: id, label: id === me.userId ? `${name} (you)` : name }))}
        value={to}
        onChange={setTo}
      />
      <div className={classes.quick}>
        <Button size="compact-sm" variant="default" onClick={() => save.mutate(me.userId)} disabled={save.isPending}>
          Take it yourself
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => save.mutate(null)} disabled={save.isPending}>
          Give back to the case
        </Button>
      </div>
      <p className={classes.hint}>
        A task that is handed to a person stays there when the case gets another owner. Given back, it goes to the owner
        of the case or to the queue of its role.
      </p>
      <SaveError error={save.error ?? users.error} what="Could not hand over." />
      <Button type="submit" disabled={to === null} loading={save.isPending}>
        {count === undefined || count === 1 ? 'Hand over task' : `Hand over ${many(count, 'task')}`}
      </Button>
    </form>
  );
}
