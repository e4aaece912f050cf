/** What is done to tasks, one or many: put off, taken back, handed over. */
import { api, unwrap } from './client';
import type { components, paths } from './generated/schema';

export type TaskOutcomes = components['schemas']['TaskOutcomes'];
export type TaskFilter = Omit<NonNullable<paths['/tasks']['get']['parameters']['query']>, 'limit' | 'cursor'>;
type Chosen = paths['/tasks/return']['post']['requestBody']['content']['application/json'];

type PutOff = components['schemas']['ListedTask']['postponed'];

/** True while a task is put off: its day has not come. */
export const isPutOff = (wait: PutOff): wait is NonNullable<PutOff> => wait !== null && !wait.returned;

/** Which tasks are meant: some, or all that match the list's filter. */
export type Choice = { readonly ids: readonly string[] } | { readonly filter: TaskFilter };

function chosen(choice: Choice): Chosen {
  if ('ids' in choice) return { tasks: [...choice.ids] };
  const { postponed, ...rest } = choice.filter;
  return {
    filter: { ...rest, ...(postponed === undefined ? {} : { postponed: postponed === 'true' }) } as Chosen['filter'],
  };
}

export interface Wait {
  readonly until: string;
  readonly why: string;
}

export const postpone = (choice: Choice, wait: Wait | 'again'): Promise<TaskOutcomes> =>
  unwrap(
    api.POST('/tasks/postpone', {
      body: { ...chosen(choice), ...(wait === 'again' ? { again: true } : { ...wait, again: false }) },
    }),
  );

export const takeBack = (choice: Choice): Promise<TaskOutcomes> =>
  unwrap(api.POST('/tasks/return', { body: chosen(choice) }));

/** @param userId null: back to where its case put it. */
export const assign = (choice: Choice, userId: string | null): Promise<TaskOutcomes> =>
  unwrap(api.POST('/tasks/assign', { body: { ...chosen(choice), userId } }));
