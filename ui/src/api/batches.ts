/** Batches: one command for many cases, how far each is, and what came of every case. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import type { components } from './generated/schema';

export type Batch = components['schemas']['Batch'];
export type ItemState = 'waiting' | 'pending' | 'applied' | 'refused' | 'skipped';

const LOOK_AGAIN_MS = 1_000;
const ENDED: readonly Batch['state'][] = ['stopped', 'finished'];

export const hasEnded = (batch: Batch): boolean => ENDED.includes(batch.state);

/** Asked again while it runs. */
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batches', id],
    queryFn: () => unwrap(api.GET('/batches/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : LOOK_AGAIN_MS),
  });

export const itemsQuery = (id: string, state: ItemState | null, done: number) =>
  infiniteQueryOptions({
    queryKey: ['batches', id, 'items', state, done],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/batches/{id}/items', {
          params: {
            path: { id },
            query: { limit: 100, ...(state ? { state } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** "Set follow-up date": what the batch does to each case. */
const titles: Readonly<Record<string, string>> = {
  'followUp.set': 'Set follow-up date',
  'case.assigned': 'Assign owner',
  'case.resolved': 'Resolve',
  'classification.set': 'Set priority',
  'priority.set': 'Set priority',
  'tags.changed': 'Change tags',
  'rules.published': 'Apply published rules',
  'work.started': 'Start work',
};

export const batchTitle = ({ command }: Pick<Batch, 'command'>): string =>
  titles[command.type] ?? command.type.replaceAll('.', ' ');
