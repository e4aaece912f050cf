/** One's own API tokens: made for a purpose, for a time, with no more than is needed; shown once. */
import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { many } from '../../components/numbers';
import { NewToken } from './new-token';
import { tokensQuery, type Token } from './queries';

export function TokensCard() {
  const tokens = useQuery(tokensQuery);
  const [opened, setOpened] = useState(false);
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/tokens/{id}', { params: { path: { id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  const rows = tokens.data?.items ?? [];
  const columns: SmallColumn<Token>[] = [
    { id: 'name', head: 'Token', names: true, cell: ({ name }) => name },
    {
      id: 'scopes',
      head: 'May do',
      cell: ({ scopes }) => (scopes.length === 0 ? 'all that you may' : many(scopes.length, 'permission')),
    },
    {
      id: 'until',
      head: 'Works until',
      cell: ({ expiresAt }) => (expiresAt === null ? 'it is revoked' : <InstantText at={expiresAt} />),
    },
    {
      id: 'revoke',
      head: 'Revoke',
      quiet: true,
      align: 'end',
      cell: (row) => (
        <Button
          size="compact-sm"
          variant="default"
          loading={revoke.isPending && revoke.variables === row.id}
          onClick={() => revoke.mutate(row.id)}
        >
          Revoke
        </Button>
      ),
    },
  ];
  return (
    <Card
      title="API tokens"
      flush
      actions={
        <Button variant="default" onClick={() => setOpened(true)}>
          Make a token
        </Button>
      }
    >
      {tokens.isPending ? <SkeletonRows rows={2} /> : null}
      {tokens.isError && rows.length === 0 ? (
        <ErrorState error={tokens.error} what="Your tokens could not be shown." onRetry={tokens.refetch} />
      ) : null}
      {tokens.isSuccess && rows.length === 0 ? (
        <EmptyState title="No tokens">
          A token lets a program of yours ask the <a href="/api/v1/docs/">API</a> in your name, with at most what you
          may do.
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <SmallTable label="Your tokens, newest first" columns={columns} rows={rows} rowId={({ id }) => id} />
      ) : null}
      <SaveError error={revoke.error} what="The token still works." />
      <Modal opened={opened} onClose={() => setOpened(false)} title="Make a token" closeOnClickOutside={false}>
        <NewToken onClose={() => setOpened(false)} />
      </Modal>
    </Card>
  );
}
