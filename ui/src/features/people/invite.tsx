/** Invites a person: address, name, roles; then the places they work at. The link goes by mail, or is handed over. */
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import type { RoleId } from '../../components/role-words';
import { SaveError } from '../../components/save-error';
import { ShownOnce } from '../../components/shown-once';
import { PlaceChoice } from './place-choice';
import { RoleChoice } from './role-choice';
import classes from './form.module.css';

export function Invite({ opened, onClose }: { opened: boolean; onClose(): void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Invite a person" size="lg" closeOnClickOutside={false}>
      <InviteForm onClose={onClose} />
    </Modal>
  );
}

function InviteForm({ onClose }: { onClose(): void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<RoleId[]>([]);
  const [where, setWhere] = useState({ allLocations: false, locationIds: [] as string[] });
  const queryClient = useQueryClient();
  const invite = useMutation({
    mutationFn: async () => {
      const invited = await unwrap(api.POST('/people', { body: { name: name.trim(), email: email.trim(), roles } }));
      // The person is entered by now: where they work can be set again on their page, should this fail.
      const placed = await unwrap(
        api.PUT('/users/{id}/locations', { params: { path: { id: invited.id } }, body: where }),
      ).then(
        () => true,
        () => false,
      );
      return { ...invited, placed };
    },
    onSettled: () =>
      Promise.all(['people', 'users', 'locations'].map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  });
  const fault = (field: string) => (invite.error instanceof ApiProblem ? invite.error.faultOf(field) : undefined);
  if (invite.data) return <Invited {...invite.data} name={name} onClose={onClose} />;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <TextInput
        label="Name"
        description="As colleagues see it; the person can change it"
        required
        maxLength={120}
        data-autofocus
        value={name}
        error={fault('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="E-mail address"
        description="What they sign in with"
        type="email"
        required
        maxLength={254}
        value={email}
        error={fault('email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <RoleChoice value={roles} onChange={setRoles} error={fault('roles')} />
      <PlaceChoice value={where} onChange={setWhere} />
      <SaveError error={invite.error} what="Nobody was invited." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={invite.isPending} disabled={roles.length === 0}>
          Invite
        </Button>
      </Group>
    </form>
  );
}

interface InvitedProps {
  readonly id: string;
  readonly name: string;
  readonly delivery: 'mailed' | 'by-hand';
  readonly link: string | null;
  readonly placed: boolean;
  onClose(this: void): void;
}

function Invited({ id, name, link, placed, onClose }: InvitedProps) {
  return (
    <div className={classes.form}>
      {link === null ? (
        <p className={classes.text} role="status">
          An invitation is on its way to {name}. Its link works once, for seven days.
        </p>
      ) : (
        <ShownOnce what="The link" lines={[link]}>
          No mail went out. Give {name} this link yourself: it works once, for seven days, and is shown this once.
        </ShownOnce>
      )}
      {placed ? null : (
        <p className={classes.text} role="alert">
          Where {name} works could not be saved. Set it on <Link to={`/people/${id}`}>their page</Link>.
        </p>
      )}
      <Group justify="flex-end">
        <Button component={Link} variant="default" to={`/people/${id}`} onClick={onClose}>
          Open their page
        </Button>
        <Button onClick={onClose}>Done</Button>
      </Group>
    </div>
  );
}
