/** Logs a call, an e-mail, a fax or a note on a case: choose how, press what came of it. Two clicks, words if there are any. */
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconFileText, IconMail, IconNote, IconPhone, IconPrinter, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import { eventOf } from './case-event';
import { useCommand } from './command';
import { useDraft } from './draft';
import classes from './quick-log.module.css';
import { SaveError } from './save-error';

export type LogChannel = 'call' | 'email' | 'fax' | 'note';

export interface Adjuster {
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly fax: string | null;
}

export interface QuickLogProps {
  readonly caseId: string;
  /** On a case of workers' compensation a contact ends the silence of the adjuster. */
  readonly kind: string;
  /** The practice's date. */
  readonly today: string;
  readonly adjuster?: Adjuster | null;
  readonly start?: LogChannel;
  /** @param words what was done, as a sentence: "Call logged". */
  onDone(this: void, words: string): void;
}

const channels: readonly (readonly [LogChannel, string, Icon])[] = [
  ['call', 'Call', IconPhone],
  ['email', 'E-mail', IconMail],
  ['fax', 'Fax', IconPrinter],
  ['note', 'Note', IconNote],
];

interface Ending {
  readonly label: string;
  readonly direction: 'in' | 'out';
  readonly reached: boolean;
}

/** The usual one first: it is the button that Enter presses. */
const endings: Readonly<Record<Exclude<LogChannel, 'note'>, readonly Ending[]>> = {
  call: [
    { label: 'Reached', direction: 'out', reached: true },
    { label: 'No answer', direction: 'out', reached: false },
    { label: 'They called', direction: 'in', reached: true },
  ],
  email: [
    { label: 'Sent', direction: 'out', reached: false },
    { label: 'Received', direction: 'in', reached: true },
  ],
  fax: [
    { label: 'Sent', direction: 'out', reached: false },
    { label: 'Received', direction: 'in', reached: true },
  ],
};

const said: Readonly<Record<LogChannel, string>> = {
  call: 'Call logged',
  email: 'E-mail logged',
  fax: 'Fax logged',
  note: 'Note saved',
};

export function QuickLog({ caseId, kind, today, adjuster, start = 'call', onDone }: QuickLogProps) {
  const [channel, setChannel] = useState<LogChannel>(start);
  const [note, setNote, forget] = useDraft(`log:${caseId}`);
  const [on, setOn] = useState(today);
  const { state, run, busy } = useCommand(() => {
    forget();
    onDone(said[channel]);
  });
  const log = (ending: Ending | null) => {
    const { content, send } = eventOf(caseId, eventFor(kind, channel, ending, on, note));
    void run(content, send);
  };
  const ends = channel === 'note' ? null : endings[channel];
  const reach = adjuster ? wayTo(channel, adjuster) : null;
  return (
    <form
      className={classes.form}
      aria-label="Log contact"
      onSubmit={(event) => {
        event.preventDefault();
        if (ends || note.trim() !== '') log(ends?.[0] ?? null);
      }}
    >
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="What to log"
        value={channel}
        onChange={(value) => setChannel(value as LogChannel)}
        data={channels.map(([value, label, Mark]) => ({
          value,
          label: (
            <span className={classes.channel}>
              <Mark size={14} aria-hidden />
              {label}
            </span>
          ),
        }))}
      />
      {channel === 'note' ? null : <Reach name={adjuster?.name ?? null} way={reach} />}
      <Textarea
        aria-label={channel === 'note' ? 'Note' : 'What was said, if anything'}
        placeholder={channel === 'note' ? 'What to remember' : 'What was said, if anything'}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={4_000}
        maxRows={8}
        data-autofocus
      />
      {channel === 'note' ? null : (
        <TextInput
          type="date"
          label="Day"
          value={on}
          max={today}
          onChange={(event) => setOn(event.currentTarget.value)}
          required
        />
      )}
      {state.is === 'failed' ? (
        <SaveError error={state.error} what={`Could not save the ${channel === 'note' ? 'note' : 'contact'}.`} />
      ) : null}
      {state.is === 'pending' ? <p className={classes.pending}>Stored. The case has not answered yet.</p> : null}
      <div className={classes.endings}>
        {ends === null ? (
          <Button
            type="submit"
            disabled={note.trim() === ''}
            loading={busy}
            leftSection={<IconFileText size={14} aria-hidden />}
          >
            Save note
          </Button>
        ) : (
          ends.map((ending, n) => (
            <Button
              key={ending.label}
              type={n === 0 ? 'submit' : 'button'}
              variant={n === 0 ? 'filled' : 'default'}
              px={10}
              disabled={busy || on === ''}
              onClick={n === 0 ? undefined : () => log(ending)}
            >
              {ending.label}
            </Button>
          ))
        )}
      </div>
    </form>
  );
}

function eventFor(kind: string, channel: LogChannel, ending: Ending | null, on: string, note: string) {
  if (channel === 'note' || ending === null) return { type: 'note.added', data: { channel: 'note' }, note };
  const { direction, reached } = ending;
  if (kind === 'wc') return { type: 'adjuster.contacted', data: { channel, direction, on, reached }, note };
  // Elsewhere a contact changes no clock; it needs words to be worth keeping.
  return { type: 'note.added', data: { channel, direction }, note: note.trim() === '' ? `${ending.label}.` : note };
}

function wayTo(channel: LogChannel, { phone, email, fax }: Adjuster): { href: string; text: string } | null {
  if (channel === 'call')
    return phone === null ? null : { href: `tel:${phone.replaceAll(/[^+\d]/g, '')}`, text: phone };
  if (channel === 'email') return email === null ? null : { href: `mailto:${email}`, text: email };
  return fax === null ? null : { href: '', text: fax };
}

function Reach({ name, way }: { name: string | null; way: { href: string; text: string } | null }) {
  if (name === null && way === null) return null;
  return (
    <p className={classes.reach}>
      <span>{name ?? 'Adjuster'}</span>
      {way === null ? (
        <span>nothing on record</span>
      ) : way.href === '' ? (
        <span>{way.text}</span>
      ) : (
        <a href={way.href}>{way.text}</a>
      )}
    </p>
  );
}
