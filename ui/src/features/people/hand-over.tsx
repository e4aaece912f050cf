/** Work of people who are not active: nobody does it until somebody hands it over, all of it at once (R19, R24). */
import { Button, Group, Modal, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconUserQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, newKey, unwrap } from '../../api/client';
import { useTeams, useUsers } from '../../api/session';
import { Card } from '../../components/card';
import { many } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { strandedQuery, type Stranded } from './queries';
import { HandOverProgress } from './hand-over-progress';
import classes from './form.module.css';

export function HandOver() {
  const { data } = useQuery(strandedQuery);
  const [chosen, setChosen] = useState<Stranded | null>(null);
  const rows = data?.items ?? [];
  if (rows.length === 0 && chosen === null) return null;
  const columns: SmallColumn<Stranded>[] = [
    { id: 'who', head: 'Not active', names: true, cell: ({ user }) => user.name },
    {
      id: 'cases',
      head: 'Open cases',
      cell: ({ user, openCases }) => <Link to={`/cases?owner=${user.id}`}>{many(openCases, 'case')}</Link>,
    },
    { id: 'tasks', head: 'Open tasks of their own', cell: ({ openTasks }) => many(openTasks, 'task') },
    {
      id: 'do',
      head: 'Hand over',
      quiet: true,
      align: 'end',
      cell: (row) =>
        row.openCases === 0 ? null : (
          <Button size="compact-sm" variant="default" onClick={() => setChosen(row)}>
            Hand over
          </Button>
        ),
    },
  ];
  return (
    <Card
      title="Work without an active owner"
      note={
        <span>
          <IconUserQuestion size={14} aria-hidden /> Nobody is told of these until they are handed over.
        </span>
      }
      flush
    >
      <SmallTable
        label="Work of people who are not active"
        columns={columns}
        rows={rows}
        rowId={({ user }) => user.id}
      />
      <Modal
        opened={chosen !== null}
        onClose={() => setChosen(null)}
        title={`Hand over the cases of ${chosen?.user.name ?? ''}`}
        closeOnClickOutside={false}
      >
        {chosen === null ? null : <HandOverForm from={chosen} onClose={() => setChosen(null)} />}
      </Modal>
    </Card>
  );
}

function HandOverForm({ from, onClose }: { from: Stranded; onClose(): void }) {
  const users = useUsers();
  const teams = useTeams();
  const [to, setTo] = useState<string | null>(null);
  const [key] = useState(newKey);
  const queryClient = useQueryClient();
  const teamIds = new Set(teams.data?.items.map(({ id }) => id));
  const start = useMutation({
    mutationFn: async () => {
      const owner = teamIds.has(to ?? '') ? { teamId: to } : { userId: to };
      const made = await unwrap(
        api.POST('/batches', {
          params: { header: { 'Idempotency-Key': `${key}:${to ?? ''}` } },
          body: {
            filter: { owner: from.user.id, open: true },
            command: { type: 'case.assigned', data: { owner } },
            dryRun: false,
          },
        }),
      );
      return 'id' in made ? made.id : null;
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['people', 'stranded'] }),
  });
  if (start.data) return <HandOverProgress batchId={start.data} onClose={onClose} />;
  const data = [
    {
      group: 'People',
      items: (users.data?.items ?? [])
        .filter(({ active, id }) => active && id !== from.user.id)
        .map(({ id, name }) => ({ value: id, label: name })),
    },
    { group: 'Teams', items: (teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })) },
  ];
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <p className={classes.text}>
        {many(from.openCases, 'open case')} and the tasks that follow their owner go to one person or team. Running
        clocks go on as they are.
      </p>
      <Select
        label="To whom"
        placeholder="Choose a person or a team"
        required
        searchable
        data={data}
        value={to}
        onChange={setTo}
      />
      {from.openTasks > 0 ? (
        <p className={classes.text}>
          {many(from.openTasks, 'task')} of their own {from.openTasks === 1 ? 'stays' : 'stay'}: assign{' '}
          {from.openTasks === 1 ? 'it' : 'them'} on <Link to={`/tasks?assignee=${from.user.id}`}>Tasks</Link>.
        </p>
      ) : null}
      <SaveError error={start.error} what="Nothing was handed over." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={start.isPending} disabled={to === null}>
          Hand over
        </Button>
      </Group>
    </form>
  );
}
