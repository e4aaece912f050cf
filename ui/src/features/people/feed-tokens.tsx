/** Tokens of a feed: made here, shown once, revoked here. */
import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { MakeToken } from '../../components/make-token';
import { SaveError } from '../../components/save-error';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { theirTokensQuery, type Person } from './queries';

export function FeedTokens({ person }: { person: Person }) {
  const { id } = person;
  const tokens = useQuery(theirTokensQuery(id));
  const [opened, setOpened] = useState(false);
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ['people', id, 'tokens'] });
  const revoke = useMutation({
    mutationFn: (tokenId: string) =>
      unwrap(api.DELETE('/people/{id}/tokens/{tokenId}', { params: { path: { id, tokenId } } })),
    onSettled: again,
  });
  const rows = tokens.data?.items ?? [];
  const columns: SmallColumn<(typeof rows)[number]>[] = [
    { id: 'name', head: 'Token', names: true, cell: ({ name }) => name },
    { id: 'made', head: 'Made', cell: ({ createdAt }) => <InstantText at={createdAt} /> },
    {
      id: 'until',
      head: 'Works',
      cell: ({ expiresAt }) => (expiresAt === null ? 'until it is revoked' : <InstantText at={expiresAt} />),
    },
    {
      id: 'revoke',
      head: 'Revoke',
      quiet: true,
      align: 'end',
      cell: (row) => (
        <Button variant="default" size="compact-sm" onClick={() => revoke.mutate(row.id)}>
          Revoke
        </Button>
      ),
    },
  ];
  return (
    <Card
      title="Tokens"
      flush
      actions={
        person.active ? (
          <Button variant="default" onClick={() => setOpened(true)}>
            Make a token
          </Button>
        ) : undefined
      }
    >
      {rows.length === 0 && tokens.isSuccess ? (
        <EmptyState title="No token works">The feed cannot bring anything until it has one.</EmptyState>
      ) : (
        <SmallTable label="Tokens that work" columns={columns} rows={rows} rowId={(row) => row.id} />
      )}
      <SaveError error={revoke.error ?? tokens.error} what="The tokens could not be shown or changed." />
      <Modal opened={opened} onClose={() => setOpened(false)} title="Make a token" closeOnClickOutside={false}>
        <MakeToken
          lives={LIVES}
          usual="365"
          make={({ name, days }) =>
            unwrap(api.POST('/people/{id}/tokens', { params: { path: { id } }, body: { name, scopes: [], days } }))
          }
          onMade={again}
          onClose={() => setOpened(false)}
        />
      </Modal>
    </Card>
  );
}

const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'ever', label: 'Until it is revoked' },
];
