/** Faults of the kernel itself: a chart that breaks its contract. Never the user's fault, never silent. */

/** The chart did something the driver does not carry out, or ended in XState's error state. */
export class ChartFault extends Error {
  constructor(
    readonly kind: string,
    readonly detail: string,
  ) {
    super(`The ${kind} chart broke its contract: ${detail}`);
    this.name = 'ChartFault';
  }
}

/** A clock was asked to fire before its instant, or one that is not armed. A bug, not an input. */
export class ClockFault extends Error {
  constructor(readonly detail: string) {
    super(`A clock was fired wrongly: ${detail}`);
    this.name = 'ClockFault';
  }
}
