/** Adds an account for a feed: it never signs in, and gets its tokens on its page. */
import { Button, Checkbox, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import type { RoleId } from '../../components/role-words';
import { SaveError } from '../../components/save-error';
import { RoleChoice } from './role-choice';
import classes from './form.module.css';

type FeedRole = Exclude<RoleId, 'administrator'>;

export function AddFeed({ opened, onClose }: { opened: boolean; onClose(): void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a feed" size="lg" closeOnClickOutside={false}>
      <FeedForm onClose={onClose} />
    </Modal>
  );
}

function FeedForm({ onClose }: { onClose(): void }) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<FeedRole[]>([]);
  const [allLocations, setAll] = useState(true);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const add = useMutation({
    mutationFn: () => unwrap(api.POST('/service-accounts', { body: { name: name.trim(), roles, allLocations } })),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['people'] });
      onClose();
      await navigate(`/people/${id}`);
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <p className={classes.text}>
        A feed is a program that brings events: a portal, the EHR, scheduling, billing. It gets tokens and never signs
        in.
      </p>
      <TextInput
        label="Name"
        placeholder="Scheduling feed"
        required
        maxLength={120}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <RoleChoice
        value={roles}
        without={['administrator']}
        onChange={(chosen) => setRoles(chosen.filter((role): role is FeedRole => role !== 'administrator'))}
      />
      <Checkbox
        label="Brings events of every location"
        checked={allLocations}
        onChange={(event) => setAll(event.currentTarget.checked)}
      />
      <SaveError error={add.error} what="The feed was not added." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending} disabled={roles.length === 0}>
          Add the feed
        </Button>
      </Group>
    </form>
  );
}
