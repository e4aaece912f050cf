/** Where one is signed in; each can be ended, and all at once. */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { ErrorState } from '../../components/error-state';
import { announce } from '../../components/live-region';
import { useProveAgain } from '../../components/prove-again';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { StatusBadge } from '../../components/status-badge';
import { sessionsQuery, type OwnSession } from './queries';
import { leave } from './use-sign-out';

export function SessionsCard() {
  const sessions = useQuery(sessionsQuery);
  const { withProof, dialog } = useProveAgain();
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) =>
      withProof(() => unwrap(api.DELETE('/account/sessions/{id}', { params: { path: { id } } })).then(() => true)),
    onSuccess: (done) => (done === null ? undefined : announce('The session has ended.')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const endAll = useMutation({
    mutationFn: () => withProof(() => unwrap(api.DELETE('/account/sessions'))),
    onSuccess: (done) => (done === null ? undefined : leave()),
  });
  const rows = sessions.data?.items ?? [];
  const columns: SmallColumn<OwnSession>[] = [
    {
      id: 'browser',
      head: 'Browser',
      names: true,
      cell: ({ browser, current }) => (
        <>
          {browser} {current ? <StatusBadge tone="accent">This one</StatusBadge> : null}
        </>
      ),
    },
    { id: 'since', head: 'Since', cell: ({ createdAt }) => <InstantText at={createdAt} /> },
    { id: 'seen', head: 'Last seen', cell: ({ seenAt }) => <InstantText at={seenAt} /> },
    {
      id: 'end',
      head: 'End',
      quiet: true,
      align: 'end',
      cell: (row) =>
        row.current ? null : (
          <Button
            size="compact-sm"
            variant="default"
            loading={end.isPending && end.variables === row.id}
            onClick={() => end.mutate(row.id)}
          >
            End
          </Button>
        ),
    },
  ];
  return (
    <Card
      title="Where you are signed in"
      flush
      actions={
        <Button variant="default" loading={endAll.isPending} onClick={() => endAll.mutate()}>
          Sign out everywhere
        </Button>
      }
    >
      {sessions.isPending ? <SkeletonRows rows={2} /> : null}
      {sessions.isError && rows.length === 0 ? (
        <ErrorState error={sessions.error} what="Your sessions could not be shown." onRetry={sessions.refetch} />
      ) : null}
      {rows.length > 0 ? (
        <SmallTable label="Your sessions, newest first" columns={columns} rows={rows} rowId={({ id }) => id} />
      ) : null}
      <SaveError error={end.error ?? endAll.error} what="The session was not ended." />
      {dialog}
    </Card>
  );
}
