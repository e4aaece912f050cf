/** Notices when the session has ended under an open page, so that the page can stay, with what was typed, until it is back. */
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { isSignedOut } from '../api/problem';

let ended = false;
const listeners = new Set<() => void>();

export function sayEnded(now: boolean): void {
  if (ended === now) return;
  ended = now;
  for (const listener of listeners) listener();
}

/** Every question and every command of the app passes by here. */
export function watchSession(queryClient: QueryClient): () => void {
  const queries = queryClient.getQueryCache().subscribe(({ query }) => {
    if (isSignedOut(query.state.error) && query.queryKey[0] !== 'me') sayEnded(true);
  });
  const commands = queryClient.getMutationCache().subscribe(({ mutation }) => {
    if (isSignedOut(mutation?.state.error)) sayEnded(true);
  });
  return () => {
    queries();
    commands();
  };
}

export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ended,
  );
}
