/** Where events stand on the time-travel track, in percent: by their instants, and yet none on top of another. */

interface At {
  readonly at: string;
}

/** This much of the track is shared out evenly, so that a busy morning can still be picked apart. */
const EVEN = 0.35;

export function placesOf(events: readonly At[]): number[] {
  const first = Date.parse(events[0]?.at ?? '');
  const span = Date.parse(events.at(-1)?.at ?? '') - first;
  const steps = Math.max(1, events.length - 1);
  return events.map(({ at }, n) => {
    const even = n / steps;
    const timely = span > 0 ? (Date.parse(at) - first) / span : even;
    return 100 * (EVEN * even + (1 - EVEN) * timely);
  });
}

/** The event nearest to a place. */
export function nearest(place: number, places: readonly number[]): number {
  let best = 0;
  places.forEach((at, n) => {
    if (Math.abs(at - place) < Math.abs((places[best] ?? 0) - place)) best = n;
  });
  return best;
}

/** At most so many days for labels, spread over the track and never closer than this. */
const APART = 16;

/** Indices of events whose days are written under the track: the first, and others that leave room before the end. */
export function labelled(places: readonly number[]): number[] {
  const chosen: number[] = [];
  places.forEach((place, n) => {
    const last = chosen.at(-1);
    const fits = last === undefined || place - (places[last] ?? 0) >= APART;
    // The end of the line says which event is looked at.
    if (fits && (n === 0 || place <= 72)) chosen.push(n);
  });
  return chosen;
}
