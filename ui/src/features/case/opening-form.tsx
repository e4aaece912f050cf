/** The form that opens a case: sections of fields, the location where there are several, and what came of it. */
import { Anchor, Button, Select } from '@mantine/core';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, newKey } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { usePractices } from '../../api/session';
import { Card } from '../../components/card';
import { useCommand, type Send } from '../../components/command';
import { announce } from '../../components/live-region';
import { EventField } from '../../components/event-form/event-field';
import type { FieldSpec } from '../../components/event-form/field-specs';
import { useFormState, type FormState } from '../../components/event-form/use-form-state';
import type { Values } from '../../components/event-form/values';
import { SaveError } from '../../components/save-error';
import classes from './new-case.module.css';
import { openingBody, openingFaults } from './opening-body';
import { specOf, type Section } from './opening-specs';

interface Props {
  readonly kind: string;
  readonly sections: readonly Section[];
  readonly start: Values;
  /** Draws a field itself, or leaves it to the form. */
  draw?: (field: FieldSpec, form: FormState, fault: string | undefined) => ReactNode;
}

export function OpeningForm({ kind, sections, start, draw }: Props) {
  const go = useNavigate();
  const places = usePractices();
  const practices = places.data?.items ?? [];
  const [practiceId, setPracticeId] = useState<string | null>(null);
  const [spec] = useState(() => specOf(sections));
  const [authorizationId] = useState(newKey);
  const form = useFormState(spec, start);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const command = useCommand(({ caseId }) => {
    announce('Case opened.');
    void go(`/cases/${caseId}`);
  });
  const { state } = command;
  const chosen = practices.length === 1 ? (practices[0]?.id ?? null) : practiceId;

  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const filled = form.read('case.opened');
    const found = {
      ...openingFaults(filled?.data ?? {}),
      ...(practices.length > 1 && chosen === null ? { practiceId: 'Choose the location.' } : {}),
    };
    setFaults(found);
    if (filled === null || Object.keys(found).length > 0) return;
    const body = openingBody(kind, filled.data, { authorizationId, practiceId: chosen });
    void command.run(JSON.stringify(body), openWith(body));
  };
  const faultOf = (name: string) => form.faults[name] ?? faults[name] ?? serverFault(state, name);
  return (
    <form className={classes.form} aria-label="New case" noValidate onSubmit={send}>
      {places.data ? null : <SaveError error={places.error} what="The locations could not be read." />}
      {practices.length > 1 ? (
        <Select
          label="Location"
          withAsterisk
          value={practiceId}
          onChange={setPracticeId}
          error={faults['practiceId']}
          data={practices.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      {sections.map(({ title, lead, fields }) => (
        <Card key={title} title={title} note={lead}>
          <div className={classes.fields}>
            {fields.map((field) => (
              <div key={field.name} className={isWide(field) ? classes.wide : undefined}>
                {draw?.(field, form, faultOf(field.name)) ?? (
                  <EventField
                    field={field}
                    value={form.values[field.name] ?? ''}
                    fault={faultOf(field.name)}
                    theCase={null}
                    today={form.today}
                    onChange={(value) => form.set(field.name, value)}
                  />
                )}
              </div>
            ))}
          </div>
        </Card>
      ))}
      {state.is === 'failed' ? <Failed error={state.error} /> : null}
      {state.is === 'pending' ? (
        <p role="status">Stored, and safe. The case is being opened; this page goes there when it is.</p>
      ) : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={command.busy}>
          Open case
        </Button>
      </div>
    </form>
  );
}

const isWide = (field: FieldSpec): boolean =>
  field.kind === 'claims' || field.kind === 'carcs' || (field.kind === 'text' && field.long === true);

/** What the case starts from depends on its kind; the server checks it. */
const openWith =
  (body: object): Send =>
  (key) =>
    api.POST('/cases', { params: { header: { 'Idempotency-Key': key } }, body: body as never }) as ReturnType<Send>;

function serverFault(state: ReturnType<typeof useCommand>['state'], name: string): string | undefined {
  if (state.is !== 'failed' || !(state.error instanceof ApiProblem)) return undefined;
  const path = name.replace(/^authorization\./, 'data.authorizations.0.');
  return state.error.errors.find((fault) => fault.path === `body.${path}`)?.message;
}

function Failed({ error }: { error: unknown }) {
  const conflicts = error instanceof ApiProblem ? (error.members.conflicts ?? []) : [];
  return (
    <>
      <SaveError error={error} what="The case was not opened." />
      {conflicts.map(({ caseId }) => (
        <Anchor key={caseId} component={Link} to={`/cases/${caseId}`}>
          Go to the case that holds the claim
        </Anchor>
      ))}
    </>
  );
}
