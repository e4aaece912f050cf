/** Follows the what-if of a kept draft: starts one when the draft or the rules are others, and keeps the last one in view. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { startedQuery, whatIfQuery, type Draft, type WhatIf } from './queries';

export interface WhatIfState {
  /** The last one that has figures; of an earlier draft while a newer one is computed. */
  readonly shown: WhatIf | undefined;
  /** The one that is computed now. */
  readonly running: WhatIf | undefined;
  /** `shown` is of the draft as it is, over the rules as they are. */
  readonly isCurrent: boolean;
  readonly error: unknown;
  /** Another page of the same person asked something else meanwhile, and only the newest question is answered. */
  readonly isReplaced: boolean;
  /** Faults of the draft keep it from being computed. */
  readonly hasFaults: boolean;
  readonly retry: () => void;
}

const NOTHING: Draft = {
  ...{ scope: 'default', changes: [], note: null, revision: 0, basedOn: 0, updatedAt: '', faults: [] },
  updatedBy: { id: '', name: '' },
};

export function useWhatIf(draft: Draft | null, version: number | undefined): WhatIfState {
  const hasFaults = (draft?.faults.length ?? 0) > 0;
  const asks = draft !== null && version !== undefined && !hasFaults;
  const started = useQuery({ ...startedQuery(draft ?? NOTHING, version ?? 0), enabled: asks });
  const id = asks ? started.data?.id : undefined;
  const followed = useQuery({
    ...whatIfQuery(id ?? 'none'),
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
  });
  const is = followed.data;
  const isOwn = is !== undefined && is.id === id;
  return {
    shown: draft !== null && is?.summary ? is : undefined,
    running: isOwn && is.state === 'running' ? is : undefined,
    isCurrent: isOwn && is.state === 'finished' && !is.stale,
    error: started.error ?? followed.error ?? (isOwn && is.state === 'failed' ? new Error('failed') : null),
    isReplaced: isOwn && is.state === 'replaced',
    hasFaults,
    retry: () => void started.refetch(),
  };
}
