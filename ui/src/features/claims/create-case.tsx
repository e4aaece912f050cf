/** Opens a denial case on the chosen claims (H02, H03). */
import { Autocomplete, Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { useMe } from '../../api/session';
import { codeWords } from '../../components/code-words';
import { useCommand, type Send } from '../../components/command';
import { dayIn } from '../../components/dates';
import { CarcField } from '../../components/event-form/carc-field';
import { subjects } from '../../components/denial-subjects';
import { announce } from '../../components/live-region';
import { many } from '../../components/numbers';
import { PreviewDrawer } from '../../components/preview-drawer';
import { SaveError } from '../../components/save-error';
import { ChosenClaims, claimsBody, type Bound } from './chosen-claims';
import classes from './claims.module.css';
import type { ClaimRow } from './queries';
import { conflictsIn, Taken } from './taken';
import { useAddClaims } from './use-add-claims';

interface Props {
  readonly claims: readonly ClaimRow[];
  onDone(this: void): void;
  onClose(this: void): void;
  /** Keeps only these claims chosen. */
  onClaims(this: void, ids: string[]): void;
}

export function CreateCase({ claims, onDone, onClose, onClaims }: Props) {
  const navigate = useNavigate();
  const { zone } = useMe();
  const today = dayIn(zone);
  const [bound, setBound] = useState<Bound>(new Map());
  const [codes, setCodes] = useState<readonly string[]>([]);
  const [deniedOn, setDeniedOn] = useState('');
  const [subject, setSubject] = useState('');
  const [priority, setPriority] = useState('normal');
  const [followUpOn, setFollowUpOn] = useState('');
  const [description, setDescription] = useState('');
  const [typed, setTyped] = useState<{ denied?: string | number; outstanding?: string | number }>({});
  const goTo = (caseId: string) => {
    onDone();
    void navigate(`/cases/${caseId}`);
  };
  const command = useCommand(({ caseId }) => {
    announce('The case is open.');
    goTo(caseId);
  });
  const add = useAddClaims(goTo);
  const { state } = command;
  const error = state.is === 'failed' ? state.error : null;
  const conflicts = conflictsIn(error);
  const problem = error instanceof ApiProblem ? error : null;
  const suggested = openOn(claims) / 100;
  const denied = typed.denied ?? suggested;
  const outstanding = typed.outstanding ?? suggested;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const service = claims.flatMap(({ serviceFrom }) => serviceFrom ?? []).toSorted()[0];
    const [first] = claims;
    const body = {
      kind: 'denial',
      ...(first ? { practiceId: first.practiceId } : {}),
      data: {
        claims: claimsBody(claims, bound),
        carcCodes: [...codes],
        deniedOn,
        priority,
        deniedCents: centsFrom(denied),
        outstandingCents: centsFrom(outstanding),
        ...(subject === '' ? {} : { subject: codeOf(subject) }),
        ...(followUpOn === '' ? {} : { followUpOn }),
        ...(service === undefined ? {} : { serviceFrom: service }),
        ...(first?.payer.id ? { payerId: first.payer.id } : {}),
      },
      details: description.trim() === '' ? {} : { description: description.trim() },
    };
    void command.run(JSON.stringify(body), openCase(body));
  };
  return (
    <PreviewDrawer title={`New case on ${many(claims.length, 'claim')}`} onClose={onClose}>
      <form className={classes.form} onSubmit={submit}>
        <ChosenClaims claims={claims} bound={bound} onBound={setBound} />
        <CarcField
          of="new"
          label="CARC codes"
          withAsterisk
          theCase={null}
          value={codes}
          onChange={setCodes}
          error={problem?.faultOf('data.carcCodes')}
        />
        <TextInput
          type="date"
          label="Denied on"
          description="The appeal window counts from this day."
          required
          max={today}
          value={deniedOn}
          onChange={(event) => setDeniedOn(event.currentTarget.value)}
          error={problem?.faultOf('data.deniedOn')}
        />
        <Group grow>
          <NumberInput
            label="Denied"
            prefix="$"
            thousandSeparator
            decimalScale={2}
            min={0}
            value={denied}
            onChange={(value) => setTyped({ ...typed, denied: value })}
          />
          <NumberInput
            label="Outstanding"
            prefix="$"
            thousandSeparator
            decimalScale={2}
            min={0}
            value={outstanding}
            onChange={(value) => setTyped({ ...typed, outstanding: value })}
          />
        </Group>
        <Autocomplete
          label="Subject"
          description="Left empty: the routing names it by the codes."
          data={subjects.map(codeWords)}
          value={subject}
          onChange={setSubject}
        />
        <Select
          label="Priority"
          allowDeselect={false}
          data={['high', 'normal', 'low'].map((value) => ({ value, label: codeWords(value) }))}
          value={priority}
          onChange={(next) => setPriority(next ?? 'normal')}
        />
        <TextInput
          type="date"
          label="Follow up by"
          description="Left empty: the rules of the payer decide."
          min={today}
          value={followUpOn}
          onChange={(event) => setFollowUpOn(event.currentTarget.value)}
        />
        <TextInput
          label="Description"
          maxLength={4_000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {conflicts.length > 0 ? (
          <Taken
            conflicts={conflicts}
            claims={claims}
            onLeaveOut={(ids) => {
              command.reset();
              onClaims(ids);
            }}
            onAddTo={(caseId) =>
              add.send(
                caseId,
                claims.filter(({ id }) => !conflicts.some((c) => c.claimId === id)),
                bound,
              )
            }
          />
        ) : (
          <SaveError error={error} what="The case was not opened." />
        )}
        <SaveError error={add.error} what="The claims were not added." />
        {state.is === 'pending' && <p role="status">Stored. The case opens in a moment.</p>}
        <Button type="submit" loading={command.busy || add.busy} disabled={codes.length === 0 || deniedOn === ''}>
          Open case on {many(claims.length, 'claim')}
        </Button>
      </form>
    </PreviewDrawer>
  );
}

const centsFrom = (dollars: string | number): number => Math.round(Number(dollars) * 100);

/** What is outstanding, or where billing has not said so, what was charged and not paid. */
function openOn(claims: readonly ClaimRow[]): number {
  const known = claims.reduce((sum, { outstandingCents }) => sum + (outstandingCents ?? 0), 0);
  if (known > 0) return known;
  return claims.reduce(
    (sum, { chargeCents, paidCents }) => sum + Math.max(0, (chargeCents ?? 0) - (paidCents ?? 0)),
    0,
  );
}

const codeOf = (words: string): string =>
  words
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');

/** The document describes one body per kind; which one it is, only `kind` says. */
const openCase =
  (body: object): Send =>
  (key) =>
    api.POST('/cases', { params: { header: { 'Idempotency-Key': key } }, body: body as never }) as ReturnType<Send>;
