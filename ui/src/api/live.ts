/** Hears of changed cases and says so to the kept answers; knows whether the connection is alive, and since when not. */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

export type LiveStatus =
  | { readonly state: 'live'; readonly at: number }
  | { readonly state: 'connecting' }
  /** `since`: when the last sign of life came, in ms. */
  | { readonly state: 'away'; readonly since: number };

export interface CaseChange {
  readonly caseId: string;
  readonly kind: string;
  readonly version: number;
}

/** Changes arrive in bursts, a bulk of hundreds of cases for example: lists are asked again at most this often. */
const GATHER_MS = 800;
const AGAIN_MS = [1_000, 2_000, 5_000, 10_000] as const;

let status: LiveStatus = { state: 'connecting' };
const listeners = new Set<() => void>();
const hearers = new Set<(change: CaseChange) => void>();

function become(next: LiveStatus): void {
  status = next;
  for (const listener of listeners) listener();
}

export function useLive(): LiveStatus {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => status,
  );
}

/** Calls back for every change, until the returned function is called. */
export function hearChanges(hearer: (change: CaseChange) => void): () => void {
  hearers.add(hearer);
  return () => hearers.delete(hearer);
}

/** Lists that show cases, by the first word of their keys. */
const lists = new Set(['board', 'denials', 'tasks', 'clocks', 'counts', 'claims', 'notices']);

function touches(key: QueryKey, changed: ReadonlySet<string>): boolean {
  const [resource, id] = key as [unknown, unknown];
  if (resource === 'cases') return id === 'list' || (typeof id === 'string' && changed.has(id));
  return typeof resource === 'string' && lists.has(resource);
}

/** Opens the stream and keeps it open. Returns how to close it. */
export function startLive(queryClient: QueryClient): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let heardAt = Date.now();
  const changed = new Set<string>();
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    gathering = undefined;
    const ids = new Set(changed);
    changed.clear();
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => touches(queryKey, ids) });
  };
  const all = () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });

  const open = () => {
    source = new EventSource('/api/v1/events/stream');
    source.addEventListener('open', () => {
      const back = failures > 0;
      failures = 0;
      heardAt = Date.now();
      become({ state: 'live', at: heardAt });
      // A stream opened anew has no memory of what passed meanwhile.
      if (back) all();
    });
    source.addEventListener('change', (event) => {
      heardAt = Date.now();
      become({ state: 'live', at: heardAt });
      const change = JSON.parse((event as MessageEvent<string>).data) as CaseChange;
      changed.add(change.caseId);
      for (const hearer of hearers) hearer(change);
      gathering ??= setTimeout(tell, GATHER_MS);
    });
    source.addEventListener('reset', all);
    source.addEventListener('error', () => {
      if (status.state !== 'away') become({ state: 'away', since: heardAt });
      // A browser gives up for good after an answer that is no stream; we do not.
      source?.close();
      const wait = AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)] ?? 10_000;
      failures += 1;
      again = setTimeout(open, wait);
    });
  };
  open();
  return () => {
    source?.close();
    clearTimeout(again);
    clearTimeout(gathering);
  };
}
