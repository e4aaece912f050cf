/** Makes a token for oneself: what for, how long, and limited to what it needs. */
import { Button, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { useMe, type Permission } from '../../api/session';
import { useProveAgain } from '../../components/prove-again';
import { SaveError } from '../../components/save-error';
import { ShownOnce } from '../../components/shown-once';
import { tokensQuery } from './queries';
import classes from './account.module.css';

const DAYS = [
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];

/** "case.send-event" as "Case: send event" */
function permissionWords(permission: string): string {
  const [thing = '', what = ''] = permission.split('.');
  const words = thing.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${what.replaceAll('-', ' ')}`;
}

export function NewToken({ onClose }: { onClose(): void }) {
  const { permissions } = useMe();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<Permission[]>([]);
  const { withProof, dialog } = useProveAgain();
  const queryClient = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      withProof(() => unwrap(api.POST('/tokens', { body: { name: name.trim(), days: Number(days), scopes } }))),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  if (make.data) {
    return (
      <div className={classes.form}>
        <ShownOnce what="The token" lines={[make.data.token]} />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </div>
    );
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <TextInput
        label="What it is for"
        required
        maxLength={120}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Works for"
        data={DAYS}
        value={days}
        onChange={(value) => setDays(value ?? '90')}
        allowDeselect={false}
      />
      <MultiSelect
        label="Limited to"
        description="Without a limit it may do all that you may"
        placeholder={scopes.length === 0 ? 'No limit' : ''}
        searchable
        clearable
        data={permissions.map((value) => ({ value, label: permissionWords(value) }))}
        value={scopes}
        onChange={(chosen) => setScopes(permissions.filter((one) => chosen.includes(one)))}
      />
      <SaveError error={make.error} what="No token was made." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={make.isPending}>
          Make the token
        </Button>
      </Group>
      {dialog}
    </form>
  );
}
