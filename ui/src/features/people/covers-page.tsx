/** Covers: who works whose queue while somebody is away (E4); and work that nobody active owns, to be handed over (R19). */
import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { meQuery, useMay, useMe } from '../../api/session';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { announce } from '../../components/live-region';
import { OwnerAvatar } from '../../components/owner-avatar';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { StatusBadge } from '../../components/status-badge';
import { HandOver } from './hand-over';
import { NewCover } from './new-cover';
import { PeopleFrame } from './people-frame';
import { coversQuery, type Cover } from './queries';
import classes from './form.module.css';

export function CoversPage() {
  const [opened, setOpened] = useState(false);
  const mayHandOver = useMay('batch.run');
  return (
    <PeopleFrame
      title="Covers"
      subtitle="Nobody shares an account: a cover works the queue under their own name"
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened(true)}>
          Arrange a cover
        </Button>
      }
    >
      <div className={classes.column}>
        <Covers onArrange={() => setOpened(true)} />
        {mayHandOver ? <HandOver /> : null}
      </div>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Arrange a cover" closeOnClickOutside={false}>
        <NewCover onClose={() => setOpened(false)} />
      </Modal>
    </PeopleFrame>
  );
}

function Covers({ onArrange }: { onArrange(): void }) {
  const covers = useQuery(coversQuery);
  const { userId, roles } = useMe();
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/covers/{id}/end', { params: { path: { id } } })),
    onSuccess: ({ absent, cover }) => announce(`${cover.name} no longer covers for ${absent.name}.`),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['covers'] }),
        queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]),
  });
  const mayEnd = ({ absent, createdBy }: Cover) =>
    absent.id === userId || createdBy === userId || roles.includes('manager');
  const rows = covers.data?.items ?? [];
  const columns: SmallColumn<Cover>[] = [
    { id: 'absent', head: 'Away', names: true, cell: ({ absent }) => <OwnerAvatar owner={absent} withName /> },
    { id: 'cover', head: 'Covered by', cell: ({ cover }) => <OwnerAvatar owner={cover} withName /> },
    { id: 'from', head: 'From', cell: ({ startsAt }) => <InstantText at={startsAt} /> },
    { id: 'until', head: 'Until', cell: ({ endsAt }) => <InstantText at={endsAt} /> },
    {
      id: 'state',
      head: 'State',
      cell: ({ state }) => (
        <StatusBadge tone={state === 'current' ? 'green' : 'neutral'}>
          {state === 'current' ? 'Now' : state === 'planned' ? 'Planned' : 'Over'}
        </StatusBadge>
      ),
    },
    {
      id: 'end',
      head: 'End',
      quiet: true,
      align: 'end',
      cell: (row) =>
        mayEnd(row) ? (
          <Button variant="default" size="compact-sm" onClick={() => end.mutate(row.id)}>
            {row.state === 'planned' ? 'Take back' : 'End now'}
          </Button>
        ) : null,
    },
  ];
  return (
    <Card title="Covers that run or are planned" flush>
      {covers.isPending ? <SkeletonRows rows={3} /> : null}
      {covers.isError && rows.length === 0 ? (
        <ErrorState error={covers.error} what="The covers could not be shown." onRetry={covers.refetch} />
      ) : null}
      {covers.isSuccess && rows.length === 0 ? (
        <EmptyState
          title="Nobody is covered"
          action={
            <Button variant="default" onClick={onArrange}>
              Arrange a cover
            </Button>
          }
        >
          Before somebody goes away, say who works their tasks and cases meanwhile. What the cover does is recorded as
          theirs.
        </EmptyState>
      ) : null}
      {rows.length > 0 ? <SmallTable label="Covers" columns={columns} rows={rows} rowId={({ id }) => id} /> : null}
      <SaveError error={end.error} what="The cover was not ended." />
    </Card>
  );
}
