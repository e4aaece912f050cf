/** The lists of the Tasks page: what each asks for, and what it says when it is empty. */
import type { TaskFilter } from '../../api/tasks';
import type { TaskCounts } from './queries';

export const tabIds = ['mine', 'teams', 'unassigned', 'postponed', 'done'] as const;
export type TabId = (typeof tabIds)[number];

export interface Tab {
  readonly name: string;
  readonly filter: TaskFilter;
  readonly count: keyof TaskCounts | null;
  readonly empty: { readonly title: string; readonly text: string };
}

export const tabs: Readonly<Record<TabId, Tab>> = {
  mine: {
    name: 'Mine',
    filter: { state: 'open', assignee: 'own', postponed: 'false' },
    count: 'own',
    empty: {
      title: 'No open task of yours',
      text: 'Cases open tasks when a deadline comes; colleagues may hand you theirs.',
    },
  },
  teams: {
    name: 'My teams',
    filter: { state: 'open', assignee: 'teams', postponed: 'false' },
    count: 'teams',
    empty: {
      title: 'The queues of your teams are empty',
      text: 'What waits for your teams and roles stands here until somebody takes it.',
    },
  },
  unassigned: {
    name: 'Unassigned',
    filter: { state: 'open', assignee: 'unassigned', postponed: 'false' },
    count: 'unassigned',
    empty: { title: 'Every task has somebody', text: 'A task without a person waits here, whatever role it is for.' },
  },
  postponed: {
    name: 'Postponed',
    filter: { state: 'open', assignee: 'mine', postponed: 'true' },
    count: 'postponed',
    empty: {
      title: 'Nothing is put off',
      text: 'A postponed task waits here, and is back in its list on the morning of its day.',
    },
  },
  done: {
    name: 'Done',
    filter: { state: 'closed', assignee: 'mine' },
    count: null,
    empty: { title: 'Nothing done yet', text: 'Done tasks stand here, newest first, and can be opened again.' },
  },
};

export const isTab = (id: string | null): id is TabId => tabIds.some((known) => known === id);
