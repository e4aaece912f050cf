/** Whether every open case waits for something or somebody, and the sweeps that compare each with its workflow (N10). */
import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../api/session';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { countText } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { StatusBadge } from '../../components/status-badge';
import { Findings } from './findings';
import { noOrphanQuery, reconciliationsQuery, startReconciliation, type Reconciliation } from './queries';
import classes from './system-page.module.css';

export function Sweeps() {
  const sweeps = useQuery(reconciliationsQuery);
  const mayRun = useMay('reconciliation.run');
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const rows = sweeps.data?.items ?? [];
  const running = rows.some(({ state }) => state === 'running');
  return (
    <Card
      title="Every case and its workflow"
      note="Compared every night; what is certain is mended"
      actions={
        mayRun ? (
          <Button variant="default" disabled={running} onClick={() => setAsking(true)}>
            {running ? 'Comparing now' : 'Compare now'}
          </Button>
        ) : undefined
      }
      flush
    >
      <NoOrphan />
      {sweeps.isPending ? <SkeletonRows rows={3} /> : null}
      {sweeps.isError && rows.length === 0 ? (
        <ErrorState error={sweeps.error} what="The sweeps could not be shown." onRetry={sweeps.refetch} />
      ) : null}
      {sweeps.isSuccess && rows.length === 0 ? (
        <EmptyState title="Nothing was compared yet">The first comparison runs by itself tonight.</EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <SmallTable
          label="Comparisons, newest first"
          columns={columnsOf(setShown)}
          rows={rows}
          rowId={({ id }) => id}
        />
      ) : null}
      <Modal opened={shown !== null} onClose={() => setShown(null)} title="What the comparison found" size="xl">
        {shown === null ? null : <Findings id={shown} />}
      </Modal>
      <Modal opened={asking} onClose={() => setAsking(false)} title="Compare every case with its workflow">
        <Start onClose={() => setAsking(false)} />
      </Modal>
    </Card>
  );
}

function NoOrphan() {
  const { data } = useQuery(noOrphanQuery);
  if (!data) return null;
  const { openCases, orphans, lastSweep } = data;
  return (
    <div className={classes.figures}>
      <div>
        <span>Open cases</span>
        <strong>{countText(openCases)}</strong>
      </div>
      <div data-bad={orphans > 0 || undefined}>
        <span>Wait for nothing and nobody</span>
        <strong>{countText(orphans)}</strong>
        <span>{orphans === 0 ? 'No case is lost' : 'Compare now, with repair'}</span>
      </div>
      <div data-bad={(lastSweep?.open ?? 0) > 0 || undefined}>
        <span>Open findings of the last comparison</span>
        <strong>{lastSweep === null ? 'none' : countText(lastSweep.open)}</strong>
        <span>{lastSweep === null ? 'Not compared yet' : <InstantText at={lastSweep.finishedAt} />}</span>
      </div>
    </div>
  );
}

const columnsOf = (onShow: (id: string) => void): SmallColumn<Reconciliation>[] => [
  { id: 'at', head: 'Began', names: true, cell: ({ startedAt }) => <InstantText at={startedAt} /> },
  { id: 'by', head: 'By', cell: ({ trigger }) => (trigger === 'nightly' ? 'Every night' : 'A person') },
  {
    id: 'state',
    head: 'State',
    cell: ({ state, repair }) => (
      <>
        <StatusBadge tone={state === 'finished' ? 'green' : state === 'failed' ? 'red' : 'accent'}>
          {state === 'finished' ? 'Finished' : state === 'failed' ? 'Lost' : 'Running'}
        </StatusBadge>{' '}
        {repair ? 'with repair' : 'without repair'}
      </>
    ),
  },
  { id: 'looked', head: 'Looked at', align: 'end', cell: ({ looked }) => countText(looked) },
  { id: 'repaired', head: 'Mended', align: 'end', cell: ({ repaired }) => countText(repaired) },
  {
    id: 'open',
    head: 'Open',
    align: 'end',
    cell: ({ open }) => (open > 0 ? <StatusBadge tone="red">{countText(open)}</StatusBadge> : '0'),
  },
  {
    id: 'show',
    head: 'Findings',
    quiet: true,
    align: 'end',
    cell: ({ id, found }) =>
      found === 0 ? null : (
        <Button size="compact-sm" variant="default" onClick={() => onShow(id)}>
          Show findings
        </Button>
      ),
  },
];

function Start({ onClose }: { onClose(): void }) {
  const [repair, setRepair] = useState(true);
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: () => startReconciliation(repair),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['reconciliations'] }),
  });
  return (
    <div className={classes.column}>
      <p className={classes.text}>
        A trouble counts when two looks some seconds apart find it unmoved. What is not certain is reported with what to
        do, and never changed.
      </p>
      <Checkbox
        label="Mend what is certain"
        description="A lost workflow starts again from its row; events that one side lacks are taken from the other."
        checked={repair}
        onChange={(event) => setRepair(event.currentTarget.checked)}
      />
      <SaveError error={start.error} what="The comparison did not begin." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={start.isPending} onClick={() => start.mutate()}>
          Compare
        </Button>
      </Group>
    </div>
  );
}
