/** The form of one event of one case: asks what the event needs, sends it once, and loses nothing that was typed. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { caseQuery, newestQuery, type Case } from '../../api/case';
import { ApiProblem } from '../../api/problem';
import { useMe } from '../../api/session';
import { useCommand, type Outcome, type Send } from '../command';
import { ErrorState } from '../error-state';
import { announce } from '../live-region';
import { SkeletonRows } from '../skeleton-rows';
import { EventConflict } from './event-conflict';
import type { FormSpec } from './field-specs';
import { FormBody } from './form-body';
import { formOf } from './specs';
import { suggested } from './suggest';
import { useFormState, type FormState } from './use-form-state';
import type { Values } from './values';

export interface EventFormProps {
  readonly caseId: string;
  readonly kind: string;
  readonly type: string;
  /** The version of the case that the person looks at; left out, the one that is read. */
  readonly version?: number;
  /** What is known already, such as the day of a visit. */
  readonly initial?: Values;
  onDone(this: void, outcome: Outcome): void;
  onCancel?: (() => void) | undefined;
}

export function EventForm(props: EventFormProps) {
  const { data, error, refetch } = useQuery(caseQuery(props.caseId));
  const spec = formOf(props.kind, props.type);
  if (!spec) return <p>This is sent by the system only.</p>;
  if (data) return <Loaded key={props.type} {...props} theCase={data} spec={spec} />;
  if (error) return <ErrorState error={error} what="The form could not be opened." onRetry={refetch} />;
  return <SkeletonRows rows={3} />;
}

type LoadedProps = EventFormProps & { readonly theCase: Case; readonly spec: FormSpec };

function Loaded({ caseId, type, version, initial, theCase, spec, onDone, onCancel }: LoadedProps) {
  const [atFirst] = useState(() => suggested(type, spec, theCase));
  const form = useFormState(spec, { ...atFirst, ...initial });
  const [seen, setSeen] = useState(version ?? theCase.version);
  const allowed = theCase.allowed.find((event) => event.type === type);
  const title = allowed?.title ?? spec.send ?? 'Save';
  const command = useCommand((outcome) => {
    announce(`Saved: ${title}.`);
    onDone(outcome);
  });
  const { state } = command;
  useOwnSteps(theCase, seen, setSeen);
  const isStale = state.is === 'failed' && state.error instanceof ApiProblem && state.error.status === 412;

  const send = (asOf: number) => {
    const body = form.read(type);
    if (body === null) return;
    void command.run(JSON.stringify([body, asOf]), sendEvent(caseId, body, asOf));
  };
  return (
    <>
      <FormBody
        spec={spec}
        type={type}
        title={spec.send ?? title}
        theCase={theCase}
        form={form}
        state={isStale ? { is: 'idle' } : state}
        changed={theCase.version > seen}
        onSend={() => send(seen)}
        onCancel={onCancel}
      />
      <EventConflict
        opened={isStale}
        theCase={theCase}
        seen={seen}
        spec={spec}
        mine={form.values}
        atFirst={atFirst}
        now={suggested(type, spec, theCase)}
        onKeepMine={() => {
          setSeen(theCase.version);
          send(theCase.version);
        }}
        onTakeTheirs={() => {
          command.reset();
          setSeen(theCase.version);
          keepTheirs(form, suggested(type, spec, theCase));
        }}
        onClose={command.reset}
      />
    </>
  );
}

/** What one did oneself meanwhile, in another form of the page for example, is no news to oneself. */
function useOwnSteps(theCase: Case, seen: number, accept: (version: number) => void): void {
  const { userId } = useMe();
  const behind = theCase.version > seen;
  const { data } = useQuery({ ...newestQuery(theCase.id), enabled: behind });
  useEffect(() => {
    const newer = (data?.items ?? []).filter((entry) => entry.seq !== null && entry.seq > seen);
    const last = newer[0]?.seq ?? seen;
    const complete = newer.length === last - seen;
    if (behind && newer.length > 0 && complete && newer.every(({ actor }) => actor.id === userId)) accept(last);
  }, [data, behind, seen, userId, accept]);
}

export interface EventBody {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly note?: string;
}

/** The document describes one body per event; which one it is, only `type` says. */
const sendEvent =
  (id: string, body: EventBody, version: number): Send =>
  (key) =>
    api.POST('/cases/{id}/events', {
      params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } },
      body: body as never,
    }) as ReturnType<Send>;

function keepTheirs(form: FormState, theirs: Values): void {
  for (const [name, value] of Object.entries(theirs)) if (value !== undefined) form.set(name, value);
}
