/** Makes a token for oneself, limited to what it needs. */
import { MultiSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { useMe, type Permission } from '../../api/session';
import { MakeToken } from '../../components/make-token';
import { tokensQuery } from './queries';

const LIVES = [
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
  const [scopes, setScopes] = useState<Permission[]>([]);
  const queryClient = useQueryClient();
  return (
    <MakeToken
      lives={LIVES}
      usual="90"
      make={({ name, days }) => unwrap(api.POST('/tokens', { body: { name, days: days ?? 90, scopes } }))}
      onMade={() => queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey })}
      onClose={onClose}
    >
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
    </MakeToken>
  );
}
