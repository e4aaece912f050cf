/** How a batch goes, in the place above the table: done, failed, why each failure; it can be stopped. */
import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { batchQuery, batchTitle, hasEnded, itemsQuery, type Batch } from '../../api/batches';
import { api, unwrap } from '../../api/client';
import { announce } from '../live-region';
import { countText, many } from '../numbers';
import { SaveError } from '../save-error';
import classes from './batch-line.module.css';

interface Props {
  readonly batch: Batch;
  onClose(this: void): void;
  /** Called once, when no further case will change. */
  onEnded(this: void): void;
}

export function BatchLine({ batch: atFirst, onClose, onEnded }: Props) {
  const queries = useQueryClient();
  const { data: batch } = useQuery({ ...batchQuery(atFirst.id), initialData: atFirst });
  const ended = hasEnded(batch);
  const stop = useMutation({
    mutationFn: () => unwrap(api.POST('/batches/{id}/stop', { params: { path: { id: batch.id } } })),
    onSuccess: (stopped) => queries.setQueryData(batchQuery(batch.id).queryKey, stopped),
  });
  const words = wordsOf(batch);
  useEffect(() => {
    if (!ended) return;
    announce(words);
    onEnded();
    // The words of the end are said once.
  }, [ended]);
  return (
    <div className={classes.line} role="region" aria-label="Progress of the change">
      {ended && batch.failed === 0 && <IconCircleCheck size={16} className={classes.good} aria-hidden />}
      {batch.failed > 0 && <IconAlertTriangle size={16} className={classes.bad} aria-hidden />}
      <b>{words}</b>
      {!ended && (
        <Progress
          className={classes.bar ?? ''}
          aria-label="Cases done"
          value={batch.total === 0 ? 0 : ((batch.done + batch.failed) / batch.total) * 100}
        />
      )}
      <Link to={`/batches/${batch.id}`}>See each case</Link>
      <span className={classes.gap} />
      {ended ? (
        <button type="button" className={classes.close} aria-label="Close the progress" onClick={onClose}>
          <IconX size={16} aria-hidden />
        </button>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          loading={stop.isPending}
          disabled={batch.state === 'stopping'}
          onClick={() => stop.mutate()}
        >
          Stop
        </Button>
      )}
      {batch.failed > 0 && <Reasons batch={batch} />}
      <SaveError error={stop.error} what="Could not stop." />
    </div>
  );
}

function wordsOf(batch: Batch): string {
  const { state, total, done, failed } = batch;
  const title = batchTitle(batch);
  const failures = failed > 0 ? `, ${many(failed, 'failed', 'failed')}` : '';
  if (state === 'finished') return `${title}: ${many(done, 'case')} done${failures}`;
  if (state === 'stopped') return `${title}: stopped, ${countText(done)} of ${many(total, 'case')} done${failures}`;
  const going = state === 'queued' ? 'waits for its turn' : `${countText(done)} of ${many(total, 'case')} done`;
  return `${title}: ${going}${failures}`;
}

/** Failures by their reason, the most frequent first. */
function Reasons({ batch }: { readonly batch: Batch }) {
  const { data } = useInfiniteQuery(itemsQuery(batch.id, 'refused', batch.failed));
  const counts = new Map<string, number>();
  for (const { refusal } of data?.pages.flatMap(({ items }) => items) ?? []) {
    const why = refusal?.why ?? 'The reason is not for your roles.';
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const reasons = [...counts].toSorted(([, a], [, b]) => b - a);
  return (
    <ul className={classes.reasons}>
      {reasons.slice(0, 5).map(([why, n]) => (
        <li key={why}>
          <b>{countText(n)}</b> {why}
        </li>
      ))}
      {reasons.length > 5 && <li>and {reasons.length - 5} other reasons</li>}
    </ul>
  );
}
