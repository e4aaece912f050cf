/** The version that was just published from here, so that the bar can follow it to the last case. Forgotten on leaving. */
import { useSyncExternalStore } from 'react';

interface Published {
  readonly version: number;
  /** The version it takes back. */
  readonly reverts: number | null;
}

let last: Published | null = null;
const listeners = new Set<() => void>();

function show(published: Published | null): void {
  last = published;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function usePublished(): { readonly published: Published | null; show(published: Published | null): void } {
  return { published: useSyncExternalStore(subscribe, () => last), show };
}
