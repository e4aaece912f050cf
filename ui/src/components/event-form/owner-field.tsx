/** Chooses who owns a case: a person, a team, or nobody yet. */
import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMe, useTeams, useUsers } from '../../api/session';
import { NOBODY } from './values';

interface Props {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  readonly withAsterisk?: boolean;
  /** `user:<id>`, `team:<id>` or nobody. */
  readonly value: string;
  onChange(this: void, value: string): void;
}

export function OwnerField({ value, onChange, ...shared }: Props) {
  const me = useMe();
  const users = useUsers().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  const people = users
    .filter((user) => user.active)
    .map((user) => ({ value: `user:${user.id}`, label: user.id === me.userId ? `${user.name} (you)` : user.name }));
  return (
    <Select
      {...shared}
      searchable
      value={value}
      onChange={(next) => onChange(next ?? NOBODY)}
      allowDeselect={false}
      nothingFoundMessage="Nobody of that name works with you."
      data={[
        { value: NOBODY, label: 'No owner' },
        { group: 'People', items: people },
        { group: 'Teams', items: teams.map(({ id, name }) => ({ value: `team:${id}`, label: name })) },
      ]}
    />
  );
}
