/** Name and roles of an account; roles count from the person's next request on. */
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { Card } from '../../components/card';
import { announce } from '../../components/live-region';
import { isRole } from '../../components/role-words';
import { SaveError } from '../../components/save-error';
import type { Person } from './queries';
import { RoleChoice } from './role-choice';
import classes from './form.module.css';

export function PersonAccess({ person, self }: { person: Person; self: boolean }) {
  const known = person.roles.filter(isRole);
  const [name, setName] = useState(person.name);
  const [roles, setRoles] = useState(known);
  const queryClient = useQueryClient();
  const renamed = name.trim() !== person.name;
  const changed = roles.join() !== known.join();
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PATCH('/people/{id}', {
          params: { path: { id: person.id } },
          body: { ...(renamed ? { name: name.trim() } : {}), ...(changed ? { roles } : {}) },
        }),
      ),
    onSuccess: async () => {
      announce('Saved.');
      await Promise.all(['people', 'users'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
    },
  });
  const fault = save.error instanceof ApiProblem ? save.error : null;
  return (
    <Card title="Name and roles" note={save.isSuccess && !renamed && !changed ? 'Saved' : undefined}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput
          label="Name"
          required
          maxLength={120}
          value={name}
          error={fault?.faultOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleChoice
          value={roles}
          onChange={setRoles}
          disabled={self}
          without={person.kind === 'service' ? ['administrator'] : []}
          error={fault?.faultOf('roles')}
        />
        {self ? <p className={classes.text}>Nobody changes their own roles. Ask another administrator.</p> : null}
        <SaveError error={save.error} what="Nothing was changed." />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!renamed && !changed}>
            Save
          </Button>
        </Group>
      </form>
    </Card>
  );
}
