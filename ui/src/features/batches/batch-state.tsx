/** The state of a batch in words. */
import type { Batch } from '../../api/batches';
import { StatusBadge, type Tone } from '../../components/status-badge';

const states: Readonly<Record<Batch['state'], readonly [words: string, tone: Tone]>> = {
  queued: ['Waits', 'neutral'],
  running: ['Running', 'accent'],
  stopping: ['Stopping', 'amber'],
  stopped: ['Stopped', 'amber'],
  finished: ['Finished', 'green'],
};

export function BatchState({ batch }: { readonly batch: Batch }) {
  const [words, tone] = states[batch.state];
  return <StatusBadge tone={tone}>{words}</StatusBadge>;
}
