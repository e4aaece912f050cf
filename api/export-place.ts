/** What every export keeps to: how many at a time, and no faster than the other side reads. */
import { once } from 'node:events';
import type { Response } from 'express';
import { Problem } from './problem';

/** An export holds a connection now and then, and a place: so many at a time, and none for a side that has stopped reading. */
const STALLED_AFTER_MS = 60_000;

/** @returns how to take a place, which answers how to give it back; it throws Problem `unavailable` when none is free. */
export function exportPlaces(most: number): () => () => void {
  let running = 0;
  return () => {
    if (running >= most) {
      throw new Problem('unavailable', 'Other exports are under way. Try again later.', {}, { 'Retry-After': '30' });
    }
    running += 1;
    return () => {
      running -= 1;
    };
  };
}

/** Waits until the other side has read, or has gone. */
export async function drained(res: Response): Promise<void> {
  const stalled = setTimeout(() => res.destroy(), STALLED_AFTER_MS);
  try {
    await Promise.race([once(res, 'drain'), once(res, 'close')]);
  } finally {
    clearTimeout(stalled);
  }
}
