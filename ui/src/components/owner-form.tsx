/** Gives a case to a person or a team, or to nobody. */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useMe, useTeams, useUsers } from '../api/session';
import { eventOf } from './case-event';
import { useCommand } from './command';
import classes from './do-next.module.css';
import { SaveError } from './save-error';

export type OwnerData = { readonly userId: string } | { readonly teamId: string } | null;

interface Props {
  readonly caseId: string;
  readonly owner: { readonly id: string; readonly type: 'user' | 'team' } | null;
  onDone(this: void): void;
}

export function OwnerForm({ caseId, owner, onDone }: Props) {
  const [value, setValue] = useState<string | null>(owner === null ? null : `${owner.type}:${owner.id}`);
  const { state, run, busy } = useCommand(onDone);
  return (
    <form
      className={classes.form}
      aria-label="Owner"
      onSubmit={(event) => {
        event.preventDefault();
        const { content, send } = eventOf(caseId, { type: 'case.assigned', data: { owner: ownerData(value) } });
        void run(content, send);
      }}
    >
      <h3 className={classes.title}>Owner</h3>
      <OwnerSelect value={value} onChange={setValue} />
      {state.is === 'failed' ? <SaveError error={state.error} what="Could not change the owner." /> : null}
      <Button type="submit" loading={busy} disabled={value === null}>
        Assign
      </Button>
    </form>
  );
}

/** `user:<id>` or `team:<id>`, as the event has it. */
export function ownerData(value: string | null): OwnerData {
  if (value === null) return null;
  const id = value.slice('user:'.length);
  return value.startsWith('user:') ? { userId: id } : { teamId: id };
}

export function OwnerSelect({
  value,
  onChange,
}: {
  value: string | null;
  onChange(this: void, value: string | null): void;
}) {
  const me = useMe();
  const users = useUsers().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  const people = users
    .filter(({ active, id }) => active && id !== me.userId)
    .map(({ id, name }) => ({ value: `user:${id}`, label: name }));
  return (
    <Select
      label="Person or team"
      searchable
      required
      data-autofocus
      value={value}
      onChange={onChange}
      comboboxProps={{ withinPortal: false }}
      nothingFoundMessage="Nobody by that name works with you."
      data={[
        { group: 'You', items: [{ value: `user:${me.userId}`, label: me.name }] },
        { group: 'People', items: people },
        { group: 'Teams', items: teams.map(({ id, name }) => ({ value: `team:${id}`, label: name })) },
      ]}
    />
  );
}
