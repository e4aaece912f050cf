/** The filters of the trail: who, what, outcome, why, whom it was about, and when. */
import { Button, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useUsers, useZone } from '../../api/session';
import { dayIn, dayText } from '../../components/dates';
import { FilterBar, type Filter } from '../../components/filter-bar';
import { actionGroups, actionWords, outcomeOf, purposeWords } from './audit-words';
import { idIn, purposes, type Asked } from './filter';

interface Props {
  readonly asked: Asked;
  onChange(this: void, part: Partial<Asked>): void;
}

const OUTCOMES = [
  { value: 'ok', label: 'Done (ok)' },
  { value: 'applied', label: 'Applied to a case' },
  { value: '200', label: 'Shown (200)' },
  { value: 'forbidden', label: 'Forbidden' },
  { value: 'not_found', label: 'Not found' },
  { value: 'unauthenticated', label: 'Nobody signed in' },
  { value: 'sign_in_failed', label: 'Sign-in failed' },
  { value: 'conflict', label: 'Conflict' },
];

export function AuditFilterBar({ asked, onChange }: Props) {
  const { data } = useUsers();
  const zone = useZone();
  const today = dayIn(zone);
  const users = data?.items ?? [];
  const nameOf = (id: string) => users.find((user) => user.id === id)?.name ?? 'one account';
  const chosen = (
    id: keyof Asked,
    label: string,
    value: string | null,
    editor: Filter['editor'],
    pinned = false,
  ): Filter => ({
    id,
    label,
    value,
    pinned,
    editor,
    clear: () => onChange({ [id]: null }),
  });
  const filters: Filter[] = [
    chosen(
      'actor',
      'Who',
      asked.actor && nameOf(asked.actor),
      (close) => (
        <Choice
          label="Who"
          value={asked.actor}
          data={users.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={(actor) => (onChange({ actor }), close())}
        />
      ),
      true,
    ),
    chosen(
      'action',
      'Did',
      asked.action && (labelOf(actionGroups, asked.action) ?? actionWords(asked.action)),
      (close) => (
        <Choice
          label="What was done"
          value={asked.action}
          data={actionGroups}
          onChoose={(action) => (onChange({ action }), close())}
        />
      ),
      true,
    ),
    chosen(
      'outcome',
      'Outcome',
      asked.outcome && (labelOf(OUTCOMES, asked.outcome) ?? outcomeOf(asked.outcome)[0]),
      (close) => (
        <Choice
          label="Outcome"
          value={asked.outcome}
          data={OUTCOMES}
          onChoose={(outcome) => (onChange({ outcome }), close())}
        />
      ),
    ),
    chosen('purpose', 'Purpose', asked.purpose && purposeWords[asked.purpose], (close) => (
      <Choice
        label="Purpose"
        value={asked.purpose}
        data={purposes.map((value) => ({ value, label: purposeWords[value] }))}
        onChoose={(value) => (onChange({ purpose: purposes.find((one) => one === value) ?? null }), close())}
      />
    )),
    chosen('caseId', 'Case', asked.caseId && `${asked.caseId.slice(0, 8)}…`, (close) => (
      <ById label="Case" value={asked.caseId} onChoose={(caseId) => (onChange({ caseId }), close())} />
    )),
    chosen('patientId', 'Patient', asked.patientId && `${asked.patientId.slice(0, 8)}…`, (close) => (
      <ById label="Patient" value={asked.patientId} onChoose={(patientId) => (onChange({ patientId }), close())} />
    )),
    chosen('requestId', 'Request', asked.requestId && `${asked.requestId.slice(0, 8)}…`, (close) => (
      <ById label="Request" value={asked.requestId} onChoose={(requestId) => (onChange({ requestId }), close())} />
    )),
    chosen('from', 'From', asked.from && dayText(asked.from, today), (close) => (
      <ByDay label="From this day on" value={asked.from} onChoose={(from) => (onChange({ from }), close())} />
    )),
    chosen('to', 'To', asked.to && dayText(asked.to, today), (close) => (
      <ByDay label="Up to the end of this day" value={asked.to} onChoose={(to) => (onChange({ to }), close())} />
    )),
  ];
  return <FilterBar filters={filters} />;
}

const labelOf = (list: readonly { value: string; label: string }[], value: string) =>
  list.find((one) => one.value === value)?.label;

interface ChoiceProps {
  readonly label: string;
  readonly value: string | null;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  onChoose(this: void, value: string | null): void;
}

function Choice({ label, value, data, onChoose }: ChoiceProps) {
  return (
    <Select
      label={label}
      data={[...data]}
      value={value}
      onChange={onChoose}
      searchable
      clearable
      data-autofocus
      comboboxProps={{ withinPortal: false }}
    />
  );
}

interface TypedProps {
  readonly label: string;
  readonly value: string | null;
  onChoose(this: void, value: string | null): void;
}

function ById({ label, value, onChoose }: TypedProps) {
  const [text, setText] = useState(value ?? '');
  const id = idIn(text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(id);
      }}
    >
      <TextInput
        label={`Id of the ${label.toLowerCase()}`}
        description="Or the address of its page"
        data-autofocus
        value={text}
        error={text.trim() !== '' && id === null ? 'No id stands in this text' : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="sm">
        <Button type="submit" disabled={id === null}>
          Find
        </Button>
      </Group>
    </form>
  );
}

function ByDay({ label, value, onChoose }: TypedProps) {
  const [day, setDay] = useState(value ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(day);
      }}
    >
      <TextInput
        type="date"
        label={label}
        description="In the clinic’s time zone"
        data-autofocus
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="sm">
        <Button type="submit" disabled={day === ''}>
          Find
        </Button>
      </Group>
    </form>
  );
}
