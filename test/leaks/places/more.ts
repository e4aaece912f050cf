/** Places that a part of the system brings with it: outgoing mail (subjects, file names), backups. A line for each. */
import type { World } from '../../support/world/world';
import type { Place } from './place';

/** Makes the place from the running world, once the load has ended. */
export type MorePlaces = (world: World) => readonly Place[];

export const morePlaces: readonly MorePlaces[] = [];
