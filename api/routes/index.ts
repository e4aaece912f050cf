/** Every route module, one line each, in the order of the document. */
import type { Route } from '../route';

export const routes: readonly Route[] = [];
