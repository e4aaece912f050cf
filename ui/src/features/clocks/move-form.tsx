/** Moves a running clock to another day and time, with a reason that stays on the timeline (R02). */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { useCommand } from '../../components/command';
import { dayIn, instantText } from '../../components/dates';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { instantAt } from '../../components/zoned';
import type { LedgerClock } from './queries';
import classes from './clocks.module.css';

/** Before the working day begins, as the rules do it. */
const USUAL_TIME = '06:00';

interface Props {
  readonly clock: LedgerClock;
  onDone(this: void, text: string): void;
}

export function MoveForm({ clock, onDone }: Props) {
  const queries = useQueryClient();
  const { zone } = clock;
  const [day, setDay] = useState(dayIn(zone, clock.dueAt));
  const [time, setTime] = useState(USUAL_TIME);
  const [reason, setReason] = useState('');
  const dueAt = day === '' || time === '' ? null : instantAt(day, time, zone);
  const { state, run, busy } = useCommand(() => {
    const text = `${clock.title} now fires ${dueAt === null ? '' : instantText(dueAt, zone)}. The old instant will not fire.`;
    announce(text);
    void queries.invalidateQueries({ queryKey: ['clocks'] });
    onDone(text);
  });
  const past = dueAt !== null && Date.parse(dueAt) <= Date.now();
  const ready = dueAt !== null && !past && reason.trim().length >= 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const body = { dueAt, reason: reason.trim() };
    void run(JSON.stringify(body), (key) =>
      api.POST('/cases/{id}/clocks/{name}/move', {
        params: { path: { id: clock.caseId, name: clock.name }, header: { 'Idempotency-Key': key } },
        body,
      }),
    );
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.pair}>
        <TextInput type="date" label="New day" required value={day} autoFocus onChange={(event) => setDay(event.currentTarget.value)} />
        <TextInput type="time" label="Time" required value={time} onChange={(event) => setTime(event.currentTarget.value)} />
      </div>
      {past ? <p className={classes.hint}>That is in the past. Choose a later day or time.</p> : null}
      <Textarea
        label="Reason"
        required
        maxLength={1_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        placeholder="Why it may wait longer, or not so long"
      />
      <p className={classes.hint}>Times are of the practice, {zone.replace('_', ' ')}. The reason stays on the timeline of the case.</p>
      {state.is === 'pending' ? <p className={classes.hint}>Stored. The case has not answered yet.</p> : null}
      {state.is === 'failed' ? <SaveError error={state.error} what="Could not move the date." /> : null}
      <Button type="submit" disabled={!ready} loading={busy}>
        Move date
      </Button>
    </form>
  );
}
