/** Lays out the fields of an event with its note and its buttons; says in place what is wrong, pending or refused. */
import { Button, Textarea } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Case } from '../../api/case';
import { ApiProblem } from '../../api/problem';
import type { CommandState } from '../command';
import { SaveError } from '../save-error';
import { VisitVerdict, visitCheckQuery } from '../visit-verdict';
import { useQuery } from '@tanstack/react-query';
import { EventField } from './event-field';
import classes from './event-form.module.css';
import type { FieldSpec, FormSpec } from './field-specs';
import { following } from './suggest';
import { NOTE, type FormState } from './use-form-state';
import { needsNote } from './specs';

interface Props {
  readonly spec: FormSpec;
  readonly type: string;
  readonly title: string;
  /** null: for many cases at once. */
  readonly theCase: Case | null;
  readonly form: FormState;
  readonly state: CommandState;
  /** The case has moved on since the form was opened. */
  readonly changed?: boolean;
  onSend(this: void): void;
  onCancel?: (() => void) | undefined;
}

export function FormBody({ spec, type, title, theCase, form, state, changed = false, onSend, onCancel }: Props) {
  const top = useRef<HTMLFormElement>(null);
  const busy = state.is === 'sending' || state.is === 'pending';
  const verdict = useVerdict(spec, theCase, form);
  useEffect(() => {
    top.current?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, button')?.focus();
  }, []);
  const shown = spec.fields.filter((field) => field.name !== 'override' || verdict === 'block');
  const set = (field: FieldSpec, value: Parameters<FormState['set']>[1]) => {
    form.set(field.name, value);
    if (theCase && typeof value === 'string') {
      for (const [name, next] of Object.entries(following(type, field, value, theCase))) form.set(name, next ?? '');
    }
  };
  return (
    <form
      ref={top}
      className={classes.form}
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSend();
      }}
    >
      {spec.lead === undefined ? null : <p className={classes.lead}>{spec.lead}</p>}
      <div className={classes.fields}>
        {shown.map((field) => (
          <EventField
            key={field.name}
            field={field}
            value={form.values[field.name] ?? ''}
            fault={form.faults[field.name] ?? serverFault(state, field.name)}
            theCase={theCase}
            today={form.today}
            onChange={(value) => set(field, value)}
          />
        ))}
      </div>
      {spec.checksVisit && theCase ? <VisitVerdict question={questionOf(theCase.id, form)} /> : null}
      <Textarea
        label={spec.note ?? 'Note'}
        withAsterisk={needsNote(type)}
        error={form.faults[NOTE] ?? serverFault(state, NOTE)}
        value={form.note}
        maxLength={4_000}
        onChange={(e) => form.setNote(e.currentTarget.value)}
      />
      {changed ? (
        <p className={classes.changed}>The case has changed since you opened this. What you typed is kept.</p>
      ) : null}
      {state.is === 'failed' ? <SaveError error={state.error} what={`Could not save: ${title}.`} /> : null}
      {state.is === 'pending' ? (
        <p className={classes.pending} role="status">
          <IconHourglass size={16} aria-hidden /> Stored, and safe. The case has not answered yet; this page waits for
          it.
        </p>
      ) : null}
      <div className={classes.buttons}>
        <Button
          type="submit"
          loading={state.is === 'sending'}
          disabled={state.is === 'pending'}
          {...(spec.ends ? { color: 'red' } : {})}
        >
          {title}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="default" onClick={onCancel}>
            {state.is === 'pending' ? 'Close' : 'Cancel'}
          </Button>
        )}
      </div>
    </form>
  );
}

const text = (form: FormState, name: string): string => {
  const value = form.values[name];
  return typeof value === 'string' ? value.trim() : '';
};

const questionOf = (caseId: string, form: FormState) => ({
  caseId,
  on: text(form, 'on'),
  service: text(form, 'service').toLowerCase().replaceAll(' ', '-') || undefined,
  visitId: text(form, 'visitId') || undefined,
  authorizationId: text(form, 'authorizationId') || undefined,
});

/** What the server says of the visit that is being typed; null while it is not asked. */
function useVerdict(spec: FormSpec, theCase: Case | null, form: FormState): 'allow' | 'warn' | 'block' | null {
  const question = questionOf(theCase?.id ?? '', form);
  const asks = spec.checksVisit === true && theCase !== null && question.on !== '';
  const { data } = useQuery({ ...visitCheckQuery(question), enabled: asks });
  return asks ? (data?.verdict ?? null) : null;
}

function serverFault(state: CommandState, name: string): string | undefined {
  return state.is === 'failed' && state.error instanceof ApiProblem ? state.error.faultOf(name) : undefined;
}
