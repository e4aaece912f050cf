/** Moves one running clock to another day and time, with a reason; the old instant never fires (R02). */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useZone } from '../api/session';
import { api } from '../api/client';
import type { CaseClock } from '../api/case';
import { useCommand, type Send } from './command';
import { instantText } from './dates';
import { announce } from './live-region';
import classes from './move-clock.module.css';
import { SaveError } from './save-error';
import { momentOf, wallAt } from './zoned';

const SHORTEST_REASON = 3;

interface Props {
  readonly clock: CaseClock;
  /** Of the practice of the case, where it may be another than the reader's. */
  readonly zone?: string;
  onClose(this: void): void;
}

export function MoveClock({ clock, zone: practiceZone, onClose }: Props) {
  const own = useZone();
  const zone = practiceZone ?? own;
  const [when, setWhen] = useState(() => wallAt(zone, Date.parse(clock.dueAt)));
  const [reason, setReason] = useState('');
  const [faults, setFaults] = useState<{ when?: string; reason?: string }>({});
  const command = useCommand(() => {
    announce(`${clock.title} moved.`);
    onClose();
  });
  const at = momentOf(zone, when);

  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const found = {
      ...(at === null || at <= Date.now() ? { when: 'Choose a day and time that are yet to come.' } : {}),
      ...(reason.trim().length < SHORTEST_REASON ? { reason: 'Write why it is moved; it stays on the timeline.' } : {}),
    };
    setFaults(found);
    if (at === null || Object.keys(found).length > 0) return;
    const body = { dueAt: new Date(at).toISOString(), reason: reason.trim() };
    void command.run(JSON.stringify(body), moveTo(clock, body));
  };
  return (
    <form className={classes.form} aria-label={`Move ${clock.title}`} noValidate onSubmit={send}>
      <TextInput
        type="datetime-local"
        label="New day and time"
        description={`Now ${instantText(clock.dueAt, zone)}`}
        value={when}
        error={faults.when}
        onChange={(e) => setWhen(e.currentTarget.value)}
        autoFocus
      />
      <Textarea
        label="Reason"
        withAsterisk
        value={reason}
        maxLength={1_000}
        error={faults.reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
      {command.state.is === 'failed' ? (
        <SaveError error={command.state.error} what="Could not move the deadline." />
      ) : null}
      {command.state.is === 'pending' ? <p role="status">Stored, and safe. The case has not answered yet.</p> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={command.busy}>
          Move deadline
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

const moveTo =
  (clock: CaseClock, body: { dueAt: string; reason: string }): Send =>
  (key) =>
    api.POST('/cases/{id}/clocks/{name}/move', {
      params: { path: { id: clock.caseId, name: clock.name }, header: { 'Idempotency-Key': key } },
      body,
    });
