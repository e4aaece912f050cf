/** Until when and why: what somebody says who puts tasks off (R11). What was typed stays when saving fails. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useZone } from '../api/session';
import { postpone, type Choice, type TaskOutcomes } from '../api/tasks';
import { dayIn, dayText } from './dates';
import { many } from './numbers';
import { SaveError } from './save-error';
import classes from './task-forms.module.css';

const DAY_MS = 86_400_000;
const quick = [
  ['Tomorrow', 1],
  ['In 3 days', 3],
  ['In a week', 7],
  ['In 2 weeks', 14],
  ['In 30 days', 30],
] as const;
/** What people wait for, so that a usual reason takes one press. */
const reasons = ['Waiting for the adjuster', 'Waiting for the payer', 'Waiting for records', 'Waiting for the patient'];

interface Props {
  readonly choice: Choice;
  /** How many tasks; undefined while it is not known. */
  readonly count: number | undefined;
  onDone(this: void, outcomes: TaskOutcomes): void;
}

export function PostponeForm({ choice, count, onDone }: Props) {
  const zone = useZone();
  const today = dayIn(zone);
  const [until, setUntil] = useState('');
  const [why, setWhy] = useState('');
  const save = useMutation({ mutationFn: () => postpone(choice, { until, why: why.trim() }), onSuccess: onDone });
  const ready = until > today && why.trim().length >= 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div>
        <TextInput
          type="date"
          label="Until"
          required
          min={dayIn(zone, Date.now() + DAY_MS)}
          value={until}
          data-autofocus
          autoFocus
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={until !== '' && until <= today ? 'Choose a day after today.' : null}
        />
        <div className={classes.quick}>
          {quick.map(([name, days]) => (
            <Button
              key={name}
              size="compact-sm"
              variant="default"
              onClick={() => setUntil(dayIn(zone, Date.now() + days * DAY_MS))}
            >
              {name}
            </Button>
          ))}
        </div>
      </div>
      <div>
        <Textarea
          label="Why"
          required
          maxLength={500}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
          placeholder="What it waits for"
        />
        <div className={classes.quick}>
          {reasons.map((reason) => (
            <Button key={reason} size="compact-sm" variant="default" onClick={() => setWhy(reason)}>
              {reason}
            </Button>
          ))}
        </div>
      </div>
      <p className={classes.hint}>
        {until > today ? `Back on the morning of ${dayText(until, today)}, or of the next business day. ` : ''}
        The deadlines of the case go on. A reply meanwhile does not end the wait.
      </p>
      <SaveError error={save.error} what="Could not postpone." />
      <Button type="submit" disabled={!ready} loading={save.isPending}>
        {count === undefined || count === 1 ? 'Postpone task' : `Postpone ${many(count, 'task')}`}
      </Button>
    </form>
  );
}
