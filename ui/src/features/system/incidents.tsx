/** Background work that failed for good: in plain words, with another try where one can be asked for (R22). */
import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../../api/session';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { StatusBadge } from '../../components/status-badge';
import { incidentsQuery, retryIncident, type Incident, type IncidentState } from './queries';
import classes from './system-page.module.css';

const states: readonly { value: IncidentState; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'retried', label: 'Tried again' },
  { value: 'resolved', label: 'Resolved' },
];

const nothing: Readonly<Record<IncidentState, readonly [title: string, text: string]>> = {
  open: [
    'No incidents',
    'All background work is done or under way. What fails for good is listed here, with its reason.',
  ],
  retried: ['Nothing was tried again', 'What you try again moves here until it succeeds.'],
  resolved: ['Nothing was resolved yet', 'What was mended is kept here.'],
};

export function Incidents() {
  const [state, setState] = useState<IncidentState>('open');
  const incidents = useInfiniteQuery(incidentsQuery(state));
  const mayRetry = useMay('incident.retry');
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: retryIncident,
    onSuccess: () => announce('It is tried again now.'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['incidents'] }),
  });
  const rows = incidents.data?.pages.flatMap(({ items }) => items) ?? [];
  const [title, text] = nothing[state];
  return (
    <Card
      title="Incidents"
      note="Background work that failed for good"
      actions={
        <SegmentedControl
          aria-label="Which incidents"
          value={state}
          data={[...states]}
          onChange={(value) => setState(states.find((one) => one.value === value)?.value ?? 'open')}
        />
      }
      flush
    >
      {incidents.isPending ? <SkeletonRows rows={4} /> : null}
      {incidents.isError && rows.length === 0 ? (
        <ErrorState error={incidents.error} what="The incidents could not be shown." onRetry={incidents.refetch} />
      ) : null}
      {incidents.isSuccess && rows.length === 0 ? <EmptyState title={title}>{text}</EmptyState> : null}
      <SaveError error={retry.error} what="It was not tried again." />
      {rows.length > 0 ? (
        <SmallTable
          label="Incidents, newest first"
          columns={columnsOf(mayRetry && state === 'open', retry.variables, retry.isPending, retry.mutate)}
          rows={rows}
          rowId={({ id }) => id}
        />
      ) : null}
      {incidents.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" onClick={() => void incidents.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function columnsOf(
  mayRetry: boolean,
  trying: string | undefined,
  busy: boolean,
  retry: (id: string) => void,
): SmallColumn<Incident>[] {
  const columns: SmallColumn<Incident>[] = [
    { id: 'what', head: 'What happened', names: true, cell: ({ message }) => message },
    {
      id: 'code',
      head: 'Code',
      width: '190px',
      cell: ({ code }) => <StatusBadge>{code.replaceAll('_', ' ')}</StatusBadge>,
    },
    { id: 'at', head: 'When', width: '180px', cell: ({ at }) => <InstantText at={at} /> },
    {
      id: 'case',
      head: 'Case',
      width: '110px',
      cell: ({ caseId }) => (caseId === null ? 'none' : <Link to={`/cases/${caseId}`}>Open case</Link>),
    },
  ];
  if (!mayRetry) return columns;
  const button: SmallColumn<Incident> = {
    id: 'retry',
    head: 'Retry',
    quiet: true,
    align: 'end',
    width: '170px',
    cell: (row) =>
      row.retry ? (
        <Button size="compact-sm" variant="default" loading={busy && trying === row.id} onClick={() => retry(row.id)}>
          Retry
        </Button>
      ) : (
        <span className={classes.done}>Tries by itself</span>
      ),
  };
  return [...columns, button];
}
