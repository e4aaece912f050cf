/** Teams: who is in them. Coders and case managers reach the cases of their teams. */
import { ActionIcon, Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPencil, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay, useUsers } from '../../api/session';
import { Card } from '../../components/card';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { NoAccess } from '../../components/no-access';
import { many } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { PeopleFrame } from './people-frame';
import { teamListQuery, type Team } from './queries';
import form from './form.module.css';
import classes from './members.module.css';

export function TeamsPage() {
  const may = useMay('people.manage');
  if (may) return <Teams />;
  return (
    <NoAccess title="Teams" who="administrators" to="/people/covers" action="Arrange a cover for yourself">
      Who is in which team decides who reaches which cases.
    </NoAccess>
  );
}

/** The name of a team; null: a new one. */
type Naming = { readonly team: Team | null } | null;

function Teams() {
  const teams = useQuery(teamListQuery);
  const [naming, setNaming] = useState<Naming>(null);
  const items = teams.data?.items ?? [];
  return (
    <PeopleFrame
      title="Teams"
      subtitle={teams.data ? many(items.length, 'team') : undefined}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setNaming({ team: null })}>
          Add a team
        </Button>
      }
    >
      {teams.isPending ? <SkeletonRows /> : null}
      {teams.isError && items.length === 0 ? (
        <ErrorState error={teams.error} what="The teams could not be shown." onRetry={teams.refetch} />
      ) : null}
      {teams.isSuccess && items.length === 0 ? (
        <EmptyState title="No teams yet" action={<Button onClick={() => setNaming({ team: null })}>Add a team</Button>}>
          A team can own cases, and its members work them together. Small practices need none.
        </EmptyState>
      ) : null}
      <div className={classes.grid}>
        {items.map((team) => (
          <OneTeam key={team.id} team={team} onRename={() => setNaming({ team })} />
        ))}
      </div>
      <Modal
        opened={naming !== null}
        onClose={() => setNaming(null)}
        title={naming?.team ? `Rename ${naming.team.name}` : 'Add a team'}
        closeOnClickOutside={false}
      >
        {naming === null ? null : <NameForm team={naming.team} onClose={() => setNaming(null)} />}
      </Modal>
    </PeopleFrame>
  );
}

function OneTeam({ team, onRename }: { team: Team; onRename(): void }) {
  const { data } = useUsers();
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ['teams'] });
  const params = (userId: string) => ({ params: { path: { id: team.id, userId } } });
  const add = useMutation({
    mutationFn: (userId: string) => unwrap(api.PUT('/teams/{id}/members/{userId}', params(userId))),
    onSettled: again,
  });
  const take = useMutation({
    mutationFn: (userId: string) => unwrap(api.DELETE('/teams/{id}/members/{userId}', params(userId))),
    onSettled: again,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/teams/{id}', { params: { path: { id: team.id } } })),
    onSettled: again,
  });
  const users = data?.items ?? [];
  const others = users.filter(({ id, active }) => active && !team.memberIds.includes(id));
  return (
    <Card
      title={team.name}
      note={many(team.memberIds.length, 'member')}
      actions={
        <>
          <ActionIcon variant="subtle" aria-label={`Rename ${team.name}`} onClick={onRename}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
          <Button variant="default" size="compact-sm" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </>
      }
    >
      <div className={form.form}>
        {team.memberIds.length === 0 ? <p className={form.text}>Nobody is in this team yet.</p> : null}
        <ul className={classes.members}>
          {team.memberIds.map((id) => {
            const name = users.find((user) => user.id === id)?.name ?? 'Somebody';
            return (
              <li key={id}>
                <Link to={`/people/${id}`} className={classes.person}>
                  <OwnerAvatar owner={{ id, name }} withName />
                </Link>
                <ActionIcon
                  variant="subtle"
                  aria-label={`Take ${name} out of ${team.name}`}
                  onClick={() => take.mutate(id)}
                >
                  <IconX size={16} aria-hidden />
                </ActionIcon>
              </li>
            );
          })}
        </ul>
        <Select
          aria-label={`Add somebody to ${team.name}`}
          placeholder="Add somebody"
          searchable
          value={null}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => (id === null ? undefined : add.mutate(id))}
        />
        <SaveError error={add.error ?? take.error ?? remove.error} what="That was not done." />
      </div>
    </Card>
  );
}

function NameForm({ team, onClose }: { team: Team | null; onClose(): void }) {
  const [name, setName] = useState(team?.name ?? '');
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim() };
      return team === null
        ? unwrap(api.POST('/teams', { body }))
        : unwrap(api.PATCH('/teams/{id}', { params: { path: { id: team.id } }, body }));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['teams'] });
      onClose();
    },
  });
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label="Name of the team"
        required
        maxLength={80}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SaveError error={save.error} what="The team was not saved." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          {team === null ? 'Add the team' : 'Rename'}
        </Button>
      </Group>
    </form>
  );
}
