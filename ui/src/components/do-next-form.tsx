/** The small form of a next action, in the place where its button is: a few fields, words if there are any, one button. */
import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { newKey } from '../api/client';
import { eventOf, type CaseEvent } from './case-event';
import { useCommand } from './command';
import classes from './do-next.module.css';
import { nextWords, type NextAction, type NextField, type NextKey } from './do-next-words';
import { useDraft } from './draft';
import { SaveError } from './save-error';

interface Props {
  readonly caseId: string;
  readonly today: string;
  readonly action: NextAction;
  onDone(this: void): void;
}

type Values = Readonly<Record<string, string>>;

export function NextForm({ caseId, today, action, onDone }: Props) {
  const words = nextWords[action.key];
  const fields = words.fields ?? [];
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(fields.map((field) => [field.name, startOf(field, action, today)])),
  );
  const [note, setNote, forget] = useDraft(`${action.key}:${caseId}`);
  /** An id that we make up stays the same while the form is tried again. */
  const [made] = useState(newKey);
  const { state, run, busy } = useCommand(() => {
    forget();
    onDone();
  });
  const set = (name: string) => (value: string) => setValues((before) => ({ ...before, [name]: value }));
  const complete =
    fields.every(({ name, optional }) => optional === true || (values[name] ?? '') !== '') &&
    (words.noteNeeded !== true || note.trim() !== '');
  return (
    <form
      className={classes.form}
      aria-label={words.label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!complete || busy) return;
        const { content, send } = eventOf(caseId, eventFrom(action, values, note, made));
        void run(content, send);
      }}
    >
      <h3 className={classes.title}>{words.label}</h3>
      {words.lead === undefined ? null : <p className={classes.lead}>{words.lead}</p>}
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          today={today}
          value={values[field.name] ?? ''}
          onChange={set(field.name)}
        />
      ))}
      {words.note === undefined ? null : (
        <Textarea
          label="Note"
          placeholder={words.note}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={4_000}
          maxRows={8}
          required={words.noteNeeded === true}
        />
      )}
      {state.is === 'failed' ? (
        <SaveError error={state.error} what={`Could not do this: ${words.label.toLowerCase()}.`} />
      ) : null}
      {state.is === 'pending' ? <p className={classes.lead}>Stored. The case has not answered yet.</p> : null}
      <Button type="submit" loading={busy} disabled={!complete}>
        {words.send ?? words.label}
      </Button>
    </form>
  );
}

interface FieldProps {
  readonly field: NextField;
  readonly today: string;
  readonly value: string;
  onChange(this: void, value: string): void;
}

function Field({ field, today, value, onChange }: FieldProps) {
  const { label, kind, optional = false, choices = [] } = field;
  if (kind === 'choice') {
    const data = choices.map(([choice, name]) => ({ value: choice, label: name }));
    return (
      <Select
        label={label}
        data={data}
        value={value === '' ? null : value}
        onChange={(next) => onChange(next ?? '')}
        allowDeselect={false}
        required
        comboboxProps={{ withinPortal: false }}
      />
    );
  }
  if (kind === 'count') {
    return (
      <NumberInput
        label={label}
        description={optional ? 'Leave empty when there is no limit.' : undefined}
        min={1}
        max={1_000}
        allowDecimal={false}
        value={value === '' ? '' : Number(value)}
        onChange={(next) => onChange(String(next))}
      />
    );
  }
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      required={!optional}
      {...(kind === 'past' ? { max: today } : kind === 'future' ? { min: today } : {})}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function startOf({ name, kind, start, optional }: NextField, action: NextAction, today: string): string {
  const given = action.data[name] ?? start;
  if (given !== undefined) return given;
  return kind === 'past' && optional !== true ? today : '';
}

/** The event of an action, with what its form asked and the id that it makes up. */
function eventFrom({ key, type, data }: NextAction, values: Values, note: string, made: string): CaseEvent {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const limit = given['visitsLimit'];
  const whole: Partial<Record<NextKey, Readonly<Record<string, unknown>>>> = {
    'request-extension': { ...data, requestId: made },
    'request-visits': { ...data, requestId: made },
    'request-back': { ...data, requestId: made },
    'record-authorization': {
      authorizationId: made,
      startsOn: given['startsOn'],
      endsOn: given['endsOn'] ?? null,
      visitsLimit: limit === undefined ? null : Number(limit),
      source: 'manual',
    },
    'ask-billing': { assignTo: { role: 'biller' }, priority: 'high', dueOn: data['dueOn'] },
  };
  return { type: type ?? '', data: whole[key] ?? { ...data, ...given }, note };
}
