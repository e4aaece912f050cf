/** The draft of a scope as the pages see it: what is typed, how it is kept, and the server's draft beneath. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useMay } from '../../api/session';
import { keeperOf, type DraftKeeper, type Keeping } from './draft-keeper';
import { draftsQuery, type Change, type Draft } from './queries';

export interface DraftState {
  /** What would be published: typed changes, or those that are kept. */
  readonly changes: readonly Change[];
  /** As the server keeps it, when nothing typed is waiting. */
  readonly kept: Draft | null;
  readonly keeping: Keeping;
  readonly keeper: DraftKeeper;
  /** The first answer is still on its way. */
  readonly isPending: boolean;
  readonly error: unknown;
}

export function useDraft(scope: string): DraftState {
  const keeper = keeperOf(scope, useQueryClient());
  const { local, keeping } = useSyncExternalStore(keeper.subscribe, keeper.view);
  const may = useMay('rules.publish');
  const drafts = useQuery({ ...draftsQuery, enabled: may });
  const server = drafts.data?.items.find((draft) => draft.scope === scope) ?? null;
  return {
    changes: local ?? server?.changes ?? [],
    kept: local === null ? server : null,
    keeping,
    keeper,
    isPending: may && drafts.isPending,
    error: drafts.error,
  };
}
