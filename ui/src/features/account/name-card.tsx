/** One's own name, as colleagues and every history show it; and what one's roles are. */
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { useMe } from '../../api/session';
import { Card } from '../../components/card';
import { FactList } from '../../components/fact-list';
import { announce } from '../../components/live-region';
import { listOf, roleName } from '../../components/role-words';
import { SaveError } from '../../components/save-error';
import classes from './account.module.css';

export function NameCard({ name: saved }: { name: string }) {
  const { roles, teams, allLocations, locations } = useMe();
  const [name, setName] = useState(saved);
  const queryClient = useQueryClient();
  const rename = useMutation({
    mutationFn: () => unwrap(api.PATCH('/account', { body: { name: name.trim() } })),
    onSuccess: async () => {
      announce('Your name is saved.');
      await Promise.all(
        [['account'], ['me'], ['users']].map((queryKey) => queryClient.invalidateQueries({ queryKey, exact: true })),
      );
    },
  });
  const fault = rename.error instanceof ApiProblem ? rename.error.faultOf('name') : undefined;
  return (
    <Card title="You">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <TextInput
          label="Name"
          description="As colleagues and every history show it"
          autoComplete="name"
          required
          maxLength={120}
          value={name}
          error={fault}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SaveError error={rename.error} what="Your name was not saved." />
        <Group justify="flex-end">
          <Button type="submit" loading={rename.isPending} disabled={name.trim() === saved || name.trim() === ''}>
            Save the name
          </Button>
        </Group>
        <FactList
          facts={[
            ['Roles', listOf(roles.map(roleName))],
            ['Locations', allLocations ? 'every location' : listOf(locations.map((one) => one.name))],
            ['Teams', listOf(teams.map((one) => one.name))],
          ]}
        />
        <p className={classes.text}>An administrator changes roles, locations and teams.</p>
      </form>
    </Card>
  );
}
