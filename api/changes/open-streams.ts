/** Keeps the open event streams of each feed, so that a stopping process can end them. */
import type { Response } from 'express';
import type { ChangeFeed } from './change-feed';

const open = new WeakMap<ChangeFeed, Set<Response>>();

export function keepStream(feed: ChangeFeed, res: Response): () => void {
  const streams = open.get(feed) ?? new Set();
  open.set(feed, streams);
  streams.add(res);
  return () => streams.delete(res);
}

export const streamsOf = (feed: ChangeFeed): number => open.get(feed)?.size ?? 0;

/** Ends every stream; clients come back with Last-Event-ID and miss nothing. */
export function closeStreams(feed: ChangeFeed): void {
  for (const res of open.get(feed) ?? []) res.end();
}
