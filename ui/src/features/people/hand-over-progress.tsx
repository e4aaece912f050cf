/** How far a hand-over is: it runs on the server and goes on when this page is left. */
import { Button, Group, Progress } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { countText, many } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import classes from './form.module.css';

const named = (id: string) => ({ params: { path: { id } } });
const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batches', id],
    queryFn: () => unwrap(api.GET('/batches/{id}', named(id))),
    refetchInterval: ({ state }) => (state.data && ['finished', 'stopped'].includes(state.data.state) ? false : 1_000),
  });

export function HandOverProgress({ batchId, onClose }: { batchId: string; onClose(): void }) {
  const queryClient = useQueryClient();
  const { data: batch, error } = useQuery(batchQuery(batchId));
  const stop = useMutation({ mutationFn: () => unwrap(api.POST('/batches/{id}/stop', named(batchId))) });
  const over = batch !== undefined && ['finished', 'stopped'].includes(batch.state);
  useEffect(() => {
    if (over) void queryClient.invalidateQueries({ queryKey: ['people', 'stranded'] });
  }, [over, queryClient]);
  const { done = 0, failed = 0, total = 0 } = batch ?? {};
  return (
    <div className={classes.form}>
      <p className={classes.text} role="status">
        {over
          ? `${batch.state === 'stopped' ? 'Stopped. ' : ''}${many(done, 'case')} handed over${failed > 0 ? `, ${countText(failed)} refused` : ''}.`
          : `${countText(done + failed)} of ${many(total, 'case')}`}
      </p>
      <Progress value={total === 0 ? 100 : ((done + failed) / total) * 100} aria-label="Cases handed over" />
      {over && failed > 0 ? <Refused batchId={batchId} /> : null}
      <SaveError error={error ?? stop.error} what="How far it is could not be shown." />
      <Group justify="flex-end">
        {over ? null : (
          <Button variant="default" onClick={() => stop.mutate()}>
            Stop
          </Button>
        )}
        <Button onClick={onClose}>{over ? 'Done' : 'Leave it running'}</Button>
      </Group>
    </div>
  );
}

function Refused({ batchId }: { batchId: string }) {
  const { data } = useQuery({
    queryKey: ['batches', batchId, 'refused'],
    queryFn: () =>
      unwrap(
        api.GET('/batches/{id}/items', { params: { path: { id: batchId }, query: { state: 'refused', limit: 50 } } }),
      ),
  });
  return (
    <ul>
      {data?.items.map(({ caseId, refusal }) => (
        <li key={caseId}>
          <Link to={`/cases/${caseId}`}>A case</Link>: {refusal?.why ?? refusal?.code ?? 'no reason was recorded'}
        </li>
      ))}
    </ul>
  );
}
