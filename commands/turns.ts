/** Lets so many commands of one case be under way at once, the others in the order they came. Per process. */

/**
 * Temporal refuses the 11th update in flight of a workflow, and its client then retries with growing pauses, which
 * looks like a slow case. Eight leave room for another process and for redelivery.
 */
const AT_ONCE = 8;

export class Turns {
  readonly #busy = new Map<string, { running: number; waiting: (() => void)[] }>();

  async take<T>(caseId: string, work: () => Promise<T>): Promise<T> {
    const lane = this.#busy.get(caseId) ?? { running: 0, waiting: [] };
    this.#busy.set(caseId, lane);
    if (lane.running >= AT_ONCE) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.running += 1;
    try {
      return await work();
    } finally {
      const next = lane.waiting.shift();
      // The turn is handed on, so that nobody who comes later slips in between.
      if (next) next();
      else lane.running -= 1;
      if (lane.running === 0) this.#busy.delete(caseId);
    }
  }
}
