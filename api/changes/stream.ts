/** Writes one listener's stream: what changed since a position, then what changes, as far as the listener may see it. */
import type { Response } from 'express';
import type { Caller } from '../auth/caller';
import { callerAgain, keptFresh } from '../auth/caller-again';
import { may } from '../auth/permissions';
import type { ApiDeps } from '../deps';
import type { Change, ChangeFeed } from './change-feed';
import { keepStream } from './open-streams';
import { changesAfter, MOST_REPLAYED, newest, seenChanges, type SeenChange } from './seen-changes';

const HEARTBEAT_MS = 15_000;
/** A client that does not read is let go at this much unsent; it comes back and resumes. */
const MOST_UNSENT_BYTES = 262_144;
/** Changes that wait for their turn together are looked up together, at most so many at once. */
const MOST_AT_ONCE = 500;

/**
 * Answers once the head is written, with how many changes were sent so far; the stream goes on until either side ends
 * it, or the account does.
 */
export async function openStream(
  { db: { pool }, changes }: Pick<ApiDeps, 'db' | 'changes'>,
  caller: Caller,
  res: Response,
  since: bigint | null,
): Promise<() => number> {
  let reached = since;
  let sent = 0;
  let waiting: (Change | 'gap')[] = [];
  let work = Promise.resolve();
  const current = keptFresh(() => callerAgain(pool, caller));
  const write = (text: string) => {
    if (res.writableEnded || res.destroyed) return;
    res.write(text);
    if (res.writableLength > MOST_UNSENT_BYTES) res.destroy();
  };
  /** The caller as of now; ends the stream of one who may not listen any more. */
  const listener = async (): Promise<Caller | null> => {
    const now = await current();
    if (now !== null && may(now, 'case.read')) return now;
    res.end();
    return null;
  };
  const send = ({ position, seen, ...change }: SeenChange) => {
    if (position !== null && (reached === null || BigInt(position) > reached)) reached = BigInt(position);
    if (!seen) return;
    sent += 1;
    write(`${position === null ? '' : `id: ${position}\n`}event: change\ndata: ${JSON.stringify(change)}\n\n`);
  };
  const replay = async (as: Caller) => {
    if (reached === null) return;
    const missed = await changesAfter(pool, as, reached);
    if (missed.length > MOST_REPLAYED) {
      reached = BigInt(missed.at(-1)?.position ?? '0');
      write(`id: ${reached}\nevent: reset\ndata: {}\n\n`);
    } else missed.forEach(send);
  };
  const next = async () => {
    const taken = waiting.splice(0, MOST_AT_ONCE);
    if (taken.length === 0) return;
    const as = await listener();
    if (as === null) return;
    if (taken.includes('gap')) await replay(as);
    const heard = taken.filter((change) => change !== 'gap');
    (await seenChanges(pool, as, heard)).forEach(send);
  };
  const hear = (change: Change | 'gap') => {
    waiting.push(change);
    // In order: a lookup must not overtake the one before. A database that is away shows as a gap once it is back.
    work = work.then(next).catch(() => undefined);
  };
  const forget = keepStream(changes, res);
  const unsubscribe = (changes satisfies ChangeFeed).subscribe(hear);
  const heartbeat = setInterval(() => {
    write(': still here\n\n');
    work = work.then(async () => void (await listener())).catch(() => undefined);
  }, HEARTBEAT_MS);
  res.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
    forget();
    waiting = [];
  });
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  if (reached === null) reached = await newest(pool);
  else hear('gap');
  write(': connected\n\n');
  return () => sent;
}
